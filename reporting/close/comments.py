"""Explaining figures: a comment on an account that left its expected range (flux analysis), or on suspense."""

from ledger.periods.timeline import read_timeline
from reporting.close.law import LAW
from reporting.close.session import CloseSession
from tieout.errors import InputError
from tieout.postgres.law import translate_db_errors
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql
from tieout.suggestions import did_you_mean


def comment_flux(session: CloseSession, period: str, account_code: str, text: str, book: str | None = None) -> int:
    """Say why an account's figure of a period is as it is. The latest comment counts.

    `book` may be left out where only one book has the account.

    Returns:
        The comment's number.

    Raises:
        InputError: the account has no figure in that period, or several books have it.
    """
    book_id = book or _book_of(session, period, account_code)
    with translate_db_errors(LAW), session.connection.transaction():
        enter(session.connection, session.tenant)
        read_timeline(session.connection, session.tenant, session.entity).named(period)
        ((number,),) = session.connection.execute(
            load_sql("reporting.close", "comment"),
            {
                "tenant": session.tenant,
                "entity": session.entity,
                "period": period,
                "book": book_id,
                "account_code": account_code,
                "comment": text.strip(),
                "who": session.actor.strip(),
            },
        ).fetchall()
    return int(number)


def _book_of(session: CloseSession, period: str, account_code: str) -> str:
    if session.marts is None:
        raise InputError("no figures are published yet: run `tieout run` first")
    rows = session.marts.execute(
        "SELECT account_code, book FROM marts.flux WHERE entity_id = $entity AND period = $period ORDER BY book",
        {"entity": session.entity, "period": period},
    ).fetchall()
    books = [book for account, book in rows if account == account_code]
    if not books:
        accounts = [account for account, _ in rows]
        raise InputError(
            f"account {account_code} of {session.entity} has no figure in {period}:"
            f" {did_you_mean(account_code, accounts)}"
        )
    if len(books) > 1:
        raise InputError(f"account {account_code} stands in several books: name one with --book: {', '.join(books)}")
    return str(books[0])
