"""The binder of a close: written when somebody vouches for a period, and handed out as a PDF."""

from pathlib import Path

from dashboards.closing.now import at_desk
from dashboards.marts import Marts
from reporting.binder import render_binder
from reporting.close import CloseDesk, close_package
from tieout.errors import TieoutError

PDF = "binder.pdf"


def bind(desk: CloseDesk, period: str) -> list[str]:
    """Write the binder of a close that was just made; why it could not be, if so: the close stands either way."""
    try:
        _render(desk, period)
    except (TieoutError, OSError) as error:
        return [f"the close stands, its binder is not written: {error}"]
    return []


def pdf(marts: Marts, entity: str, period: str) -> bytes:
    """The binder of a period's latest close, written anew from what was sealed: the same bytes each time."""
    with at_desk(marts, entity, "") as desk:
        return (_render(desk, period) / PDF).read_bytes()


def _render(desk: CloseDesk, period: str) -> Path:
    package = close_package(desk.workspace, desk.connection, desk.entity, period)
    return render_binder(desk.workspace, desk.connection, package)
