"""What a seal is taken of: the published trial balance at a period's end, and what the statements sum to by then.

The trial balance is that before the year-end journal, so that closing the year changes nothing that was certified. A
book whose last movement lies before the period stands as it stood then.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.balances import trial_balance
from ledger.periods.days import FiscalPeriod
from reporting.close.marts_queries import BALANCES, PROOFS, TOTALS, TURNOVER, query_marts
from reporting.close.scopes import reconciliations_of, sources_of
from reporting.close.session import CloseSession

if TYPE_CHECKING:
    import duckdb


class SealedBalance(NamedTuple):
    """An account in one currency at the period's end: major units, debit positive, before closing journals."""

    book: str
    account_code: str
    account_name: str
    account_type: str | None
    currency: str
    opening: Decimal
    closing: Decimal
    base_currency: str
    base_closing: Decimal


class SealedTotal(NamedTuple):
    """The sum of a statement source's lines in one currency to the period's end: major units, money in positive."""

    source: str
    currency: str
    lines: int
    total: Decimal
    last_date: date


class SealedProof(NamedTuple):
    """The proof of one reconciliation in one currency, as it was published at the close: major units."""

    reconciliation: str
    currency: str
    left_total: Decimal
    right_total: Decimal
    matched_left: Decimal
    matched_right: Decimal
    in_transit: Decimal
    match_difference: Decimal
    exceptions_total: Decimal
    unexplained: Decimal
    exceptions: int


class Seal(NamedTuple):
    """All that a person certifies; `run_id` and `as_of` are those of the published version it was taken of."""

    run_id: str | None
    as_of: date | None
    balances: Sequence[SealedBalance]
    totals: Sequence[SealedTotal]
    proofs: Sequence[SealedProof]


NOTHING = Seal(None, None, (), (), ())
"""The seal of a workspace in which nothing was ever published."""


def sealable(session: CloseSession, period: FiscalPeriod) -> Seal:
    """What the published marts say of a period now; `NOTHING` where nothing was ever published.

    Balances at the end of period 13 include its adjustments; those of the period that ends on the same day do not.
    """
    marts = session.marts
    if marts is None:
        return NOTHING
    run_id, as_of = marts.execute("SELECT run_id, as_of FROM marts.run").fetchall()[0]
    at = {"entity": session.entity, "ends": period.ends}
    of_period = {"period": period.period, "adjustment": period.adjustment}
    sources = sources_of(session.config, session.entity)
    reconciliations = reconciliations_of(session.config, session.entity)
    return Seal(
        run_id,
        as_of,
        [SealedBalance(*row) for row in query_marts(marts, BALANCES, **at, **of_period)],
        [SealedTotal(*row) for row in query_marts(marts, TOTALS, **at, sources=sources)],
        [SealedProof(*row) for row in query_marts(marts, PROOFS, reconciliations=reconciliations)],
    )


def first_difference(session: CloseSession, period: FiscalPeriod) -> str | None:
    """Where the published trial balance is not what our own book says now, to the period's last day; None: nowhere.

    Asked while nobody can post: whatever was posted since the marts were built shows here.
    """
    scales = session.workspace.currencies.scales()
    booked = {
        (row.account_code, row.currency): (
            _major(row.debit, scales, row.currency),
            _major(row.credit, scales, row.currency),
        )
        for row in trial_balance(session.connection, session.tenant, session.entity, period.ends)
    }
    published = {} if session.marts is None else _turnover(session.marts, session.entity, period.ends)
    differing = sorted(key for key in booked.keys() | published.keys() if booked.get(key) != published.get(key))
    if not differing:
        return None
    account, currency = differing[0]
    return f"account {account} in {currency}"


def _turnover(
    marts: "duckdb.DuckDBPyConnection", entity: str, ends: date
) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    rows = query_marts(marts, TURNOVER, entity=entity, ends=ends)
    return {(account, currency): (debit, credit) for account, currency, debit, credit in rows}


def _major(minor: int, scales: dict[str, int], currency: str) -> Decimal:
    return Decimal(minor).scaleb(-scales[currency])
