"""What every running service holds: its threads, its keys, and whether it is about to stop."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request

from service.auth import KeyCache
from service.read_pool import ReadPool


@dataclass(frozen=True)
class ServiceState:
    """Made when the service starts; `stopping` wakes whoever waits for nothing in particular."""

    read_pool: ReadPool
    keys: KeyCache
    stopping: asyncio.Event

    @classmethod
    def of(cls, request: Request) -> "ServiceState":
        """The running service's."""
        state: ServiceState = request.app.state.service
        return state
