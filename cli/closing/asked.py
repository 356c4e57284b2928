"""What the commands of a close are asked, and the desk at which they act."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tieout.errors import InputError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import psycopg

    from reporting.close import CloseDesk

PeriodArgument = Annotated[str, typer.Argument(metavar="PERIOD", help="Such as 2026-01, 2026-P01 or 2026-P13.")]
EntityOption = Annotated[str | None, typer.Option(help="Whose; needed where there are several.")]
ByOption = Annotated[str | None, typer.Option(help="Who decides it; kept for ever.", show_default="the login name")]


@contextmanager
def books(home: Workspace) -> Iterator["psycopg.Connection[Any]"]:
    """The books, open and with the calendars that tieout.yml gives."""
    from ledger.setup import open_books  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    with connect(home) as connection:
        open_books(connection, home.config, home.root)
        connection.commit()
        yield connection


@contextmanager
def desk(home: Workspace, connection: "psycopg.Connection[Any]", entity: str, who: str) -> Iterator["CloseDesk"]:
    """A person's desk on the version that is published now, if any is."""
    from reporting.close import CloseDesk  # noqa: PLC0415
    from tieout.published import open_published, published_version  # noqa: PLC0415

    if published_version(home) is None:
        yield CloseDesk(home, connection, None, entity, who)
        return
    with open_published(home) as marts:
        yield CloseDesk(home, connection, marts, entity, who)


def who_acts(by: str | None) -> str:
    """The name that is given, or that of the login."""
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        raise InputError("this login has no name: say with --by who decides it") from None


def reasons(accepted: Sequence[str]) -> dict[str, str]:
    """`CHECK=REASON` words as reasons by check; InputError for one without a reason."""
    found = {}
    for word in accepted:
        check, equals, reason = word.partition("=")
        if not equals or not reason.strip():
            raise InputError(f"--accept {word}: write it as CHECK=REASON, such as suspense='cleared on 3 November'")
        found[check.strip()] = reason.strip()
    return found
