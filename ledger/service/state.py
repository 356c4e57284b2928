"""What one running service holds: its threads, its keys, and whether it is about to stop."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request

from ledger.rules import Rules
from ledger.service.auth import Caller, Keys
from ledger.service.desk import Desk
from ledger.service.gate import CALLER
from ledger.service.groups import Groups
from ledger.service.keys import Holder


@dataclass(frozen=True)
class State:
    """Made when the service starts; `stopping` wakes whoever waits for nothing in particular."""

    desk: Desk
    groups: Groups
    keys: Keys
    rules: Rules
    stopping: asyncio.Event
    proving: asyncio.Lock

    @classmethod
    def of(cls, request: Request) -> "State":
        """The running service's."""
        state: State = request.app.state.running
        return state


def allowed(request: Request, scope: str) -> Holder:
    """Who asks, if their key has the scope; Problem 403 if not."""
    caller: Caller = request.scope[CALLER]
    return caller.must(scope)
