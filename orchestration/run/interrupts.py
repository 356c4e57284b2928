"""Ctrl-C ends a run at once, with nothing published.

The exception that Python raises may be swallowed by whoever calls back into Python just then (DuckDB reports it as an
error of the query). So a run takes Ctrl-C itself while a step is at work, and
remembers that it came: a step that follows does not begin, whatever became of the exception.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from tieout.errors import Interrupted

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Interrupts:
    """Whether Ctrl-C came during a run."""

    def __init__(self) -> None:
        self.came = False

    @contextmanager
    def raised(self) -> Iterator[None]:
        """Ctrl-C raises KeyboardInterrupt in here, and does so at the start where it came before."""
        if threading.current_thread() is not threading.main_thread():  # signals are not a thread's to handle
            yield
            return
        self.stop_if_came()
        before = signal.signal(signal.SIGINT, self._note)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
        self.stop_if_came()

    @contextmanager
    def held_off(self) -> Iterator[None]:
        """Ctrl-C does nothing in here: what begins is carried through. It does not begin where Ctrl-C came before."""
        self.stop_if_came()
        with self.ignored():
            yield

    @contextmanager
    def ignored(self) -> Iterator[None]:
        """Ctrl-C does nothing in here."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def explaining_errors(self) -> Iterator[None]:
        """An error after Ctrl-C came of it (a query or process that ended with it): KeyboardInterrupt instead."""
        try:
            yield
        except Exception:
            self.stop_if_came()
            raise

    def stop_if_came(self) -> None:
        """Stop here when Ctrl-C came.

        Raises:
            KeyboardInterrupt: it came.
        """
        if self.came:
            raise KeyboardInterrupt

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
        raise KeyboardInterrupt


class Interruptible(Protocol):
    """A run that knows whether Ctrl-C came."""

    interrupts: Interrupts


Run = TypeVar("Run", bound=Interruptible)


def interruptible(
    step: Callable[Concatenate[Run, Arguments], Answer],
) -> Callable[Concatenate[Run, Arguments], Answer]:
    """A step of a run that Ctrl-C ends."""

    @wraps(step)
    def guarded(run: Run, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Answer:
        with run.interrupts.raised():
            return step(run, *arguments, **named)

    return guarded


@contextmanager
def translate_interrupt() -> Iterator[None]:
    """Turn Ctrl-C into an error of one line; every other failure passes as it is.

    Raises:
        Interrupted: Ctrl-C came within the block; nothing was published.
    """
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted("interrupted: nothing was published") from None
