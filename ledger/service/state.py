"""What one running service holds: its threads, its keys, and whether it is about to stop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request

from ledger.rules import Rules
from ledger.service.auth import Caller, Keys
from ledger.service.desk import Desk
from ledger.service.gate import CALLER
from ledger.service.groups import Groups
from ledger.service.keys import Holder
from ledger.service.problems import Kind, Problem
from tieout.suggestions import did_you_mean

RulesOf = Callable[[str], Rules]
"""A tenant's posting rules."""


@dataclass(frozen=True)
class State:
    """Made when the service starts; `stopping` wakes whoever waits for nothing in particular."""

    desk: Desk
    groups: Groups
    keys: Keys
    rules: RulesOf
    stopping: asyncio.Event
    proving: asyncio.Lock

    @classmethod
    def of(cls, request: Request) -> "State":
        """The running service's."""
        state: State = request.app.state.running
        return state


def allowed(request: Request, scope: str) -> Holder:
    """Who asks, if their key has the scope; Problem 403 if not, 422 for a query parameter of no meaning."""
    caller: Caller = request.scope[CALLER]
    holder = caller.must(scope)
    if request.scope["query_string"]:
        _refuse_unknown(request)
    return holder


def _refuse_unknown(request: Request) -> None:
    """A misspelt filter that is passed over would let everything through."""
    known = [field.alias for field in request.scope["route"].dependant.query_params]
    for name in request.query_params:
        if name not in known:
            near = did_you_mean(name, known) if known else "this route has none"
            raise Problem(Kind.INVALID, f"unknown query parameter '{name}': {near}")
