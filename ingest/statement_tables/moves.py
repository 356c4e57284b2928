"""What moved the balance: the amount of a row alone, or its fee too; decided by the running balance, or asked for.

An export with `amount` and `fee` leaves open whether the fee is in the amount already (Stripe's net) or moved the
balance beside it (Revolut). Where `balance` is mapped, it decides: the balance before a row, its own less what moved,
is the balance of another row, whatever order the rows have; a file in which that does not hold is refused. Where only
some rows have a balance, as where a bank prints one a day, what moved since the last one is taken together.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

import duckdb

from ingest.read_task import ReadTask
from tieout.config import Source
from tieout.errors import InputError
from tieout.money import Currencies, to_major

Fee = Literal["included", "deducted", "added"]
"""A row's fee is in its amount; or it moved the balance too: it is subtracted, or added where it has its own minus."""

_MOVED: dict[Fee, str] = {
    "included": "amount",
    "deducted": "amount - coalesce(fee, 0)",
    "added": "amount + coalesce(fee, 0)",
}
_KINDS: dict[Fee, str] = {"included": "fee", "deducted": "fee", "added": "-fee"}
_UP = "ORDER BY line_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_DOWN = "ORDER BY line_no ROWS UNBOUNDED PRECEDING"
_SET = "set `fee_in_amount: true` of source '{source}' if it is in the amount, `false` if it moved the balance too"


@dataclass(frozen=True, slots=True)
class Chain:
    """How many rows of a file have a balance before them that is no other row's, under a meaning of its fees."""

    fee: Fee
    blocks: str
    breaks: int


def line_columns(fee: Fee, names: AbstractSet[str]) -> dict[str, str]:
    """SQL of a line's amount, fee and gross amount, from those of its row."""
    gross = "gross" if fee == "included" else "amount"
    return {"amount": _MOVED[fee], "fee": _KINDS[fee], "gross": gross if "fee" in names else "gross"}


def meanings(source: Source, names: AbstractSet[str]) -> Sequence[Fee]:
    """What the fees may mean, the likeliest first. Where one is left, or no balance decides, it is the first."""
    derived = "gross" in names and not names & {"amount", "debit", "credit"}
    if "fee" not in names or ("gross" in names and not derived):
        return ("included",)
    if derived or source.fee_in_amount is False:
        return ("deducted", "added")
    return ("included",) if source.fee_in_amount else ("included", "deducted", "added")


def assert_no_open_fee(connection: duckdb.DuckDBPyConnection, task: ReadTask, lines: str) -> None:
    """Check that no row has a fee, where nothing says what it moved. `lines` is SQL of the rows that stand.

    Raises:
        InputError: one has.
    """  # noqa: DOC501 - `_open_fee` makes an InputError
    row = connection.execute(
        f"SELECT line_no, fee, currency FROM ({lines}) WHERE fee <> 0 ORDER BY 1 LIMIT 1"
    ).fetchone()
    if row is not None:
        raise _open_fee(task, row, "map the running balance (`balance` in `columns`), or ")


def decide(connection: duckdb.DuckDBPyConnection, task: ReadTask, possible: Sequence[Fee]) -> Chain:
    """The chain of balances, with the meaning of the fees that it proves, of the rows in the view `numbered`.

    Raises:
        InputError: the balances do not follow from the rows under any, or from several alike.
    """  # noqa: DOC501 - `_open_fee` makes an InputError
    chains = [chain for fee in possible for chain in _chains(connection, fee)]
    best = min(chains, key=lambda chain: chain.breaks)
    _assert_unbroken(connection, task.currencies, best)
    rivals = {chain.fee for chain in chains if chain.breaks == best.breaks}
    if len(rivals) > 1 and "included" in rivals:
        standing = "SELECT line_no, fee, currency FROM numbered WHERE failed IS NULL AND fee <> 0"
        row = connection.execute(f"{standing} ORDER BY line_no LIMIT 1").fetchone()
        if row is not None:
            raise _open_fee(task, row, "its balances fit both: ")
    return best


def ends(connection: duckdb.DuckDBPyConnection, chain: Chain) -> tuple[int, int] | None:
    """What the account held before and after the rows, in minor units; None where that is open.

    It is with rows of several currencies, rows that were refused, or some without a balance at either end. The rows
    begin with the one balance before a row that is no row's; where they end with what they began with, the first row by
    date tells.
    """
    row = connection.execute(
        f"""
        WITH blocks AS ({chain.blocks}),
        beginning AS (
            SELECT any_value(value) AS value, count(*) AS places, sum(n) AS rows
            FROM ({_unmet(chain.blocks)})
        ),
        downwards AS (SELECT arg_max(date, line_no) < arg_min(date, line_no) AS is_newest_first FROM numbered),
        first AS (
            SELECT blocks.balance - moved AS value FROM blocks JOIN numbered USING (line_no), downwards
            ORDER BY date, CASE WHEN is_newest_first THEN -line_no ELSE line_no END LIMIT 1
        )
        SELECT CASE WHEN places = 0 THEN (SELECT value FROM first) ELSE value END,
               (SELECT sum(moved) FROM blocks),
               (SELECT sum(moved) FROM ({_rows(chain.fee)})),
               coalesce(rows, 1) = 1 AND (SELECT count(DISTINCT currency) = 1 FROM blocks)
               AND NOT EXISTS (FROM numbered WHERE failed IS NOT NULL) AND NOT EXISTS (FROM rejected)
        FROM beginning
        """
    ).fetchone()
    if row is None or row[0] is None or not row[3] or row[1] != row[2]:
        return None
    return int(row[0]), int(row[0] + row[1])


def _open_fee(task: ReadTask, row: tuple[int, int, str], before: str) -> InputError:
    line_no, fee, currency = row
    return InputError(
        f"row {line_no} has a fee of {_major(task.currencies, fee, currency)} beside its amount, and nothing says"
        f" whether it is in the amount: {before}{_SET.format(source=task.source.id)}"
    )


def _chains(connection: duckdb.DuckDBPyConnection, fee: Fee) -> list[Chain]:
    some = connection.execute("FROM numbered WHERE failed IS NULL AND balance IS NULL LIMIT 1").fetchone()
    every = [_blocks(fee, order) for order in (_UP, _DOWN)] if some else [_rows(fee)]
    return [Chain(fee, blocks, _count(connection, f"SELECT sum(n) FROM ({_unmet(blocks)})")) for blocks in every]


def _rows(fee: Fee) -> str:
    """SQL of the rows, each with its balance and what moved."""
    return f"SELECT line_no, currency, balance, {_MOVED[fee]} AS moved FROM numbered WHERE failed IS NULL"


def _blocks(fee: Fee, order: str) -> str:
    """SQL of the same where only some rows have a balance, with the rows between two of them."""
    return f"""
        SELECT max(line_no) AS line_no, currency, max(balance) AS balance, sum(moved) AS moved
        FROM (SELECT *, count(balance) OVER (PARTITION BY currency {order}) AS block FROM ({_rows(fee)}))
        GROUP BY currency, block HAVING count(balance) > 0
    """


def _unmet(blocks: str) -> str:
    """SQL of the balances before a row that are no row's, and how many rows they stand before."""
    return f"""
        SELECT currency, value, sum(step) AS n
        FROM (
            SELECT currency, balance - moved AS value, 1 AS step FROM ({blocks})
            UNION ALL
            SELECT currency, balance, -1 FROM ({blocks})
        )
        GROUP BY currency, value HAVING sum(step) > 0
    """


def _assert_unbroken(connection: duckdb.DuckDBPyConnection, currencies: Currencies, chain: Chain) -> None:
    """Check that each currency begins once; a row that was refused may leave a gap.

    Raises:
        InputError: it begins more often.
    """
    gaps = "(SELECT count(*) FROM numbered WHERE failed IS NOT NULL) + (SELECT count(*) FROM rejected)"
    beginnings = "(SELECT count(DISTINCT currency) FROM numbered WHERE failed IS NULL)"
    if chain.breaks <= _count(connection, f"SELECT {beginnings} + {gaps}"):
        return
    rows = connection.execute(
        f"""
        SELECT line_no, currency, balance, moved, line_no = min(line_no) OVER (PARTITION BY currency) AS is_first
        FROM ({chain.blocks}) AS blocks
        QUALIFY (currency, balance - moved) IN (SELECT (currency, value) FROM ({_unmet(chain.blocks)}))
        ORDER BY is_first, line_no LIMIT 1
        """
    ).fetchall()
    line_no, currency, balance, moved, _ = rows[0]
    shown, before = (_major(currencies, each, currency) for each in (balance, balance - moved))
    raise InputError(
        f"row {line_no}: balance {shown} would follow on {before}, which is no other row's: rows are missing, are of"
        " another account or did not move it; take `balance` out of `columns` if it is no running balance"
    )


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0] or 0) if row else 0


def _major(currencies: Currencies, minor: int, currency: str) -> str:
    return f"{to_major(int(minor), currencies.scale(currency)):f} {currency}"
