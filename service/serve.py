"""Serving an application: one process, uvloop, and a stop that loses nothing.

SIGTERM or Ctrl-C: no new connections, long polls end at once, what is in flight is answered and committed, exit 0.
"""

import contextlib
import gc
import signal
import socket
import sys
from collections.abc import Iterator

import uvicorn
from fastapi import FastAPI

from service.logs import log, set_up_logs
from service.settings import Settings
from tieout.errors import InputError

_BACKLOG = 2048
_TURN_S = 0.0005
_OBJECTS_BEFORE_SEARCH = 20_000


class _Server(uvicorn.Server):
    """A server for which a stop is no failure: uvicorn's own would end the process by the signal that stopped it."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app
        self._signal = ""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle SIGINT and SIGTERM by `handle_exit` within the block, in place of uvicorn's own way."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: object) -> None:  # noqa: ARG002 - the signal module's form
        """Remember which signal came, answer no new request, and let those under way end."""
        self._signal = signal.Signals(sig).name
        state = getattr(self._app.state, "service", None)
        if state is not None:
            state.stopping.set()
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Logged here, not in the handler: that one may have interrupted the very line that is being logged."""
        log.info("stopping", signal=self._signal)
        await super().shutdown(sockets)


def serve(app: FastAPI, settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; the log says `listening` with the port, `stopping` and `stopped`.

    Raises:
        InputError: the address is taken, or is none of this machine.
    """
    set_up_logs()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=settings.drain_seconds,
        backlog=_BACKLOG,
    )
    _tune_interpreter()
    with _listening(settings) as listener:
        host, port = listener.getsockname()[:2]
        log.info("listening", host=host, port=port)
        _Server(config, app).run(sockets=[listener])
    log.info("stopped")


def _listening(settings: Settings) -> socket.socket:
    try:
        return socket.create_server((settings.host, settings.port), backlog=_BACKLOG, reuse_port=False)
    except OSError as error:
        raise InputError(f"{settings.host}:{settings.port}: cannot listen: {error.strerror}") from None


def _tune_interpreter() -> None:
    """For threads that wait for each other often: short turns, and no search for garbage among what stays for ever."""
    sys.setswitchinterval(_TURN_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BEFORE_SEARCH)
