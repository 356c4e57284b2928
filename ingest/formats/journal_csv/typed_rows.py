"""The rows of a journal file, typed: what each line says on its own, before its journal is judged.

Amounts are signed minor units of the line's currency, plus is debit. `base_amount` is the same in the entity's
functional currency. A line in that currency is its own base. In a foreign one it is what the file says, else unknown:
no rate is invented here. Beside debit and credit columns it may be written without a sign: it takes the line's.
"""

from collections.abc import Callable, Mapping

from ingest.formats.journal_csv.account_types import ACCOUNT_TYPES
from ingest.read_task import ReadTask
from tabular.amounts import Amount, AmountStyle
from tabular.checks import Check, amount_checks, first_failure
from tabular.dates import check_date_format, date_reason, date_sql, no_date
from tabular.entities import entity_check, entity_field
from tabular.rows import Rows, split
from tabular.session import scale_sql
from tabular.text import Field, constant
from tieout.sql_text import literal

_TEXTS = (
    "journal_id", "line_id", "account", "account_name", "account_type", "reference", "description", "counterparty",
    "group_key", "kind", "reverses",
)  # fmt: skip
_SIDES = ("debit", "credit", "amount")


def journal_rows(task: ReadTask, fields: Mapping[str, Field], scan: str, raw: str) -> Rows:
    """Every row of the scan as SQL: its values, and why it is refused if it is."""
    source = task.source
    check_date_format(source)
    every = _with_defaults(task, fields)
    base_currency = _functional_currency(task, every["entity_id"])
    account_type = constant(None) if every["account_type"].constant else Field(_account_type_sql())
    sides = [Amount(f"f_{name}", "scale", AmountStyle.of(source, every[name])) for name in _SIDES if name in fields]
    base = [Amount("f_base_amount", "base_scale", AmountStyle.of(source, every["base_amount"]))]
    base = base if "base_amount" in fields else []
    amounts = [*sides, *base]
    checks = [*_checks(task, sides), *_base_checks(base)]
    levels = f"""
        WITH fields AS (SELECT *, {", ".join(f"{field.sql} AS f_{name}" for name, field in every.items())} FROM {scan}),
        valued AS (
            SELECT *, {base_currency.sql} AS base_currency, {date_sql(every["date"], "f_date", source)} AS date,
                   {account_type.sql} AS account_type
            FROM fields
        ),
        named AS (SELECT *, upper(coalesce(f_currency, base_currency)) AS currency FROM valued),
        scaled AS (
            SELECT *, {scale_sql(task.currencies, "currency")} AS scale,
                   {scale_sql(task.currencies, "base_currency")} AS base_scale
            FROM named
        ),
        shaped AS (SELECT * {_each(amounts, Amount.shape)} FROM scaled),
        counted AS (SELECT * {_each(amounts, Amount.digits)} FROM shaped),
        read AS (SELECT * {_each(amounts, Amount.minor)} FROM counted),
        summed AS (SELECT *, {_amount_sql(fields, negate=source.negate)} AS amount FROM read),
        based AS (SELECT *, {_base_sql(fields)} AS base_amount FROM summed),
        checked AS (SELECT *, {first_failure(checks)} FROM based)
    """
    texts, constants = split({name: every[name] for name in (*_TEXTS, "entity_id") if name != "account_type"})
    computed = {"base_currency": base_currency, "account_type": account_type}
    constants |= {name: field for name, field in computed.items() if field.constant}
    values = {name: name for name in ("date", "currency", "amount", "base_amount")}
    values |= {name: name for name, field in computed.items() if not field.constant}
    return Rows(levels, {**values, **texts}, constants, checks, raw, {"written": _written_sql(fields)})


def _with_defaults(task: ReadTask, fields: Mapping[str, Field]) -> dict[str, Field]:
    every = {name: fields.get(name, constant(None)) for name in (*_TEXTS, "date", "base_amount")}
    every["group_key"] = fields.get("group", constant(None))
    every |= {name: fields[name] for name in _SIDES if name in fields}
    currency = fields.get("currency", constant(None)).sql
    every["currency"] = Field(f"coalesce({currency}, {literal(task.source.currency)})")
    every["entity_id"] = entity_field(fields.get("entity"), task.default_entity)
    return every


def _functional_currency(task: ReadTask, entity: Field) -> Field:
    if entity.constant and task.default_entity is not None:
        return constant(next(known.currency for known in task.entities if known.id == task.default_entity))
    whens = " ".join(f"WHEN {literal(entity.id)} THEN {literal(entity.currency)}" for entity in task.entities)
    return Field(f"CASE f_entity_id {whens} END")


def _account_type_sql() -> str:
    whens = " ".join(
        f"WHEN lower(f_account_type) IN ({', '.join(literal(word) for word in words)}) THEN {literal(kind)}"
        for kind, words in ACCOUNT_TYPES.items()
    )
    return f"CASE WHEN f_account_type IS NULL THEN NULL {whens} END"


def _amount_sql(fields: Mapping[str, Field], *, negate: bool) -> str:
    sides = "coalesce(f_debit_minor, 0) - coalesce(f_credit_minor, 0)"
    read = " AND ".join(f"(f_{side} IS NULL OR f_{side}_minor IS NOT NULL)" for side in ("debit", "credit"))
    plus = "f_amount_minor" if "amount" in fields else f"CASE WHEN {read} THEN {sides} END"
    return f"-({plus})" if negate else plus


def _base_sql(fields: Mapping[str, Field]) -> str:
    said = "CASE WHEN amount < 0 THEN -abs(f_base_amount_minor) ELSE f_base_amount_minor END"
    if "base_amount" not in fields:
        said = "NULL"
    elif "amount" in fields:
        said = "f_base_amount_minor"
    return f"CASE WHEN currency = base_currency THEN amount ELSE {said} END"


def _written_sql(fields: Mapping[str, Field]) -> str:
    return "f_amount" if "amount" in fields else "coalesce(f_debit, '-' || f_credit)"


def _checks(task: ReadTask, sides: list[Amount]) -> list[Check]:
    no_amount = " AND ".join(f"{side.name} IS NULL" for side in sides)
    unknown = "'unknown currency ''' || left(currency, 60) || ''''"
    found = [
        Check("missing_value", "f_journal_id IS NULL", "'has no journal_id'"),
        Check("missing_value", "f_date IS NULL", "'has no date'"),
        Check("missing_value", "f_account IS NULL", "'has no account'"),
        Check("missing_value", no_amount, "'has no amount'"),
        Check("missing_value", "f_entity_id IS NULL", "'has no entity (set `entity` of the source)'"),
        entity_check(task.entities),
        Check("unknown_currency", "scale IS NULL", unknown, "currency"),
        *amount_checks(sides, "currency"),
        Check("bad_date", no_date("f_date", "date"), date_reason("date", "f_date", task.source)),
        Check(
            "bad_account_type",
            "f_account_type IS NOT NULL AND account_type IS NULL",
            "'account_type ''' || left(f_account_type, 60) || "
            "''' is none of asset, liability, equity, revenue, expense'",
            "f_account_type",
        ),
    ]
    if {"f_debit", "f_credit"} <= {side.name for side in sides}:
        both = "f_debit_minor <> 0 AND f_credit_minor <> 0"
        found.append(Check("bad_amount", both, "'has both debit and credit'"))
    return found


def _base_checks(base: list[Amount]) -> list[Check]:
    if not base:
        return []
    return [
        *amount_checks(base, "base_currency"),
        Check(
            "bad_base_amount",
            "(currency = base_currency AND abs(f_base_amount_minor) <> abs(amount))"
            " OR (amount > 0 AND base_amount < 0) OR (amount < 0 AND base_amount > 0)",
            "'base_amount ' || f_base_amount || ' contradicts the amount'",
        ),
    ]


def _each(amounts: list[Amount], level: Callable[[Amount], list[str]]) -> str:
    return "".join(f", {column}" for amount in amounts for column in level(amount))
