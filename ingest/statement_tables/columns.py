"""What the values of a statement row mean, and what cannot be meant.

On a statement plus is money in. With `debit` and `credit` columns the bank's words count: its credit is our money in.
A `direction` column gives the sign of an unsigned amount. `fee` is a cost when positive; where `gross` is there too,
amount = gross - fee must hold in every row, and a fee written as a deduction (amount = gross + fee) is turned round.
Without an amount it is gross - fee. What a fee without gross moves is another matter (see `moves`). `balance` is the
account's after the row. The source's `negate` then turns amount, gross and balance round.
"""

from collections.abc import Set as AbstractSet

from ingest.read_task import ReadTask
from tabular.amounts import Amount
from tabular.checks import Check, amount_checks
from tabular.dates import date_reason, no_date
from tabular.entities import entity_check
from tieout.config import Source

MONEY = ("amount", "debit", "credit", "fee", "gross", "balance")
_IN = "('c', 'cr', 'crdt', 'credit', 'in', 'incoming', '+')"
_OUT = "('d', 'dr', 'dbit', 'debit', 'out', 'outgoing', '-')"


def minor_sql(name: str, names: AbstractSet[str]) -> str:
    """SQL of a money column's minor units, NULL when the file does not have it."""
    return f"f_{name}_minor" if name in names else "NULL::BIGINT"


def amount_sql(names: AbstractSet[str]) -> str:
    """SQL of the row's amount, or its gross amount where it has only that, before `negate`."""
    signed = _signed(names)
    if signed is None:
        sides = [side for side in ("debit", "credit") if side in names]
        read = " AND ".join(f"(f_{side} IS NULL OR f_{side}_minor IS NOT NULL)" for side in sides)
        total = f"coalesce({minor_sql('credit', names)}, 0) - coalesce({minor_sql('debit', names)}, 0)"
        return f"CASE WHEN {read} THEN {total} END"
    if "direction" in names:
        minor = f"f_{signed}_minor"
        return f"CASE WHEN f_direction IN {_IN} THEN {minor} WHEN f_direction IN {_OUT} THEN -{minor} END"
    return f"f_{signed}_minor"


def _signed(names: AbstractSet[str]) -> str | None:
    """The column that is the amount; None where debit and credit are."""
    if "amount" in names or not names & {"debit", "credit"}:
        return "amount" if "amount" in names else "gross"
    return None


def fee_sql(names: AbstractSet[str], source: Source) -> str:
    """SQL of the fee, before `negate`: with gross beside it, the difference says which way it was written."""
    fee = f"-{minor_sql('fee', names)}" if source.negate else minor_sql("fee", names)
    return f"CASE WHEN f_gross IS NULL THEN {fee} ELSE f_gross_minor - amount END" if _proves_fee(names) else fee


def checks(task: ReadTask, names: AbstractSet[str], amounts: list[Amount]) -> list[Check]:
    """What a statement row must pass, in the order in which a person would look."""
    source = task.source
    signed = _signed(names)
    sides = [name for name in ("debit", "credit") if name in names] if signed is None else [signed]
    no_amount = " AND ".join(f"f_{name} IS NULL" for name in sides)
    unknown = "'unknown currency ''' || left(f_currency, 60) || ''''"
    return [
        Check("missing_value", "f_date IS NULL", "'has no date'"),
        Check("missing_value", no_amount, "'has no amount'"),
        Check("missing_value", "f_currency IS NULL", "'has no currency (set `currency` of the source)'"),
        Check("unknown_currency", "scale IS NULL", unknown, "currency"),
        *amount_checks(amounts, "currency"),
        Check("bad_date", no_date("f_date", "date"), date_reason("date", "f_date", source)),
        Check("bad_date", no_date("f_value_date", "value_date"), date_reason("value_date", "f_value_date", source)),
        *_sign_checks(names),
        *_fee_checks(names),
        entity_check(task.entities),
    ]


def _sign_checks(names: AbstractSet[str]) -> list[Check]:
    """A sign must be said once: said twice, it may mean the opposite."""
    found = []
    signed = _signed(names)
    if "direction" in names and signed is not None:
        no_direction = f"f_direction NOT IN {_IN} AND f_direction NOT IN {_OUT}"
        shown = "'direction ''' || left(f_direction, 60) || ''' is none of C, D, CR, DR, credit, debit, in, out, +, -'"
        found += [
            Check("missing_value", "f_direction IS NULL", "'has no direction'"),
            Check("bad_direction", no_direction, shown),
            Check("bad_amount", f"f_{signed}_minor < 0", f"'{signed} has a sign of its own beside its direction'"),
        ]
    if {"debit", "credit"} <= {*names}:
        found.append(Check("bad_amount", "f_debit_minor <> 0 AND f_credit_minor <> 0", "'has both debit and credit'"))
    found += [
        Check("bad_amount", f"f_{side}_minor < 0", f"'{side} is negative, which can mean either sign'")
        for side in ("debit", "credit")
        if side in names
    ]
    return found


def _fee_checks(names: AbstractSet[str]) -> list[Check]:
    if not _proves_fee(names):
        return []
    return [
        Check(
            "gross_fee_mismatch",
            "f_gross IS NOT NULL AND abs(f_gross_minor - amount) <> abs(coalesce(f_fee_minor, 0))",
            "'amount is not gross less fee: ' || f_gross || ' less ' || coalesce(f_fee, '0')",
        )
    ]


def _proves_fee(names: AbstractSet[str]) -> bool:
    return {"fee", "gross"} <= {*names} and bool(names & {"amount", "debit", "credit"})
