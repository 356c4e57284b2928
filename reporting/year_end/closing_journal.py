"""The closing journal: for every account and currency the contra of its balance, and the sums on retained earnings.

It balances in each currency by itself and in the functional one. Where an account's two balances are not on the same
side (an amount of zero may have a functional residual, left by rates that differed), no single line can hold both: two
lines then do, of which one carries the functional amount on the smallest unit, and the other the rest of the amount.
"""

from datetime import date
from typing import Any, NamedTuple

import psycopg

from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql

KIND = "closing"
_TYPE = """
SELECT type FROM ledger.accounts WHERE tenant_id = %s AND entity_id = %s AND account_code = %s
"""


class YearEnd(NamedTuple):
    """A fiscal year's last day; `adjustment` where period 13 is its last period."""

    fiscal_year: int
    last_day: date
    adjustment: bool


def post_closing(  # noqa: PLR0913, PLR0917 - which entity, year, account and attempt
    connection: psycopg.Connection[Any], tenant: str, entity: str, year: YearEnd, retained_earnings: str, attempt: int
) -> str | None:
    """Post the year's closing journal of our own book.

    Its id derives from entity, year and attempt, so that a repetition posts nothing twice.

    Returns:
        The journal's id; None where there is nothing to move.

    Raises:
        InputError: `retained_earnings` is not an equity account of the entity, or the year's last day is closed.
    """
    with connection.transaction():
        enter(connection, tenant)
        lines = connection.execute(
            load_sql("reporting.year_end", "closing_lines"),
            {"tenant": tenant, "entity": entity, "last_day": year.last_day, "retained_earnings": retained_earnings},
        ).fetchall()
        if lines:
            _need_equity(connection, tenant, entity, retained_earnings)
    if not lines:
        return None
    journal = JournalRequest(
        journal_id=f"closing/{entity}/{year.fiscal_year}/{attempt}",
        entity=entity,
        date=year.last_day,
        kind=KIND,
        adjustment=year.adjustment,
        description=f"Fiscal year {year.fiscal_year} closed to {retained_earnings}",
        lines=tuple(
            LineRequest(
                account=account,
                currency=currency,
                amount=amount,
                base_amount=base_amount,
                rate=rate,
                rate_source=rate and "closing entry without functional amount",
            )
            for account, currency, amount, base_amount, rate in lines
        ),
    )
    return post(connection, tenant, [journal])[0].journal_id


def reverse_closing(connection: psycopg.Connection[Any], tenant: str, journal_id: str, day: date, reason: str) -> None:
    """Reverse a closing journal on its own day, so that revenue and expense stand as if the year was never closed."""
    reverse(connection, tenant, journal_id, date=day, reason=f"Year reopened: {reason}", key=f"{journal_id}/reversed")


def _need_equity(connection: psycopg.Connection[Any], tenant: str, entity: str, account: str) -> None:
    found = connection.execute(_TYPE, (tenant, entity, account)).fetchone()
    if found is None or found[0] != "equity":
        what = "is not in its chart" if found is None else f"is an account of type {found[0]}"
        raise InputError(
            f"the year of '{entity}' is closed to retained earnings, account {account}, which {what}:"
            " name an equity account by `retained_earnings` under `close:` in tieout.yml"
        )
