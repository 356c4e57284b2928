"""What the running ledger service holds beside `ServiceState`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request

from ledger.rules import Rules
from ledger.service.writer import Job
from service.group_commit import GroupCommit

RulesOf = Callable[[str], Rules]
"""A tenant's posting rules."""


@dataclass(frozen=True)
class LedgerState:
    """Made when the service starts; `proving` is held by the one proof that runs."""

    groups: GroupCommit[Job]
    rules: RulesOf
    proving: asyncio.Lock

    @classmethod
    def of(cls, request: Request) -> "LedgerState":
        """The running service's."""
        state: LedgerState = request.app.state.ledger
        return state
