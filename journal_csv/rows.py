"""The rows of a journal file, typed: what each line says on its own, before its journal is judged.

Amounts are signed minor units of the line's currency, plus is debit. `base_amount` is the same in the entity's
functional currency. A line in that currency is its own base. In a foreign one it is what the file says, or the amount
by its `rate`, rounded half away from zero; else unknown: no rate is invented. Beside debit and credit columns it may be
written without a sign: it takes the line's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from journal_csv.account_types import ACCOUNT_TYPES
from journal_csv.columns import NAMES, find_columns
from tabular.amounts import Amount, AmountStyle
from tabular.checks import Check, amount_checks, first_failure, problems
from tabular.csv_scan import raw_sql, scan_sql
from tabular.dates import check_date_format, date_reason, date_sql, no_date
from tabular.encoding import as_utf8
from tabular.entities import entity_check, entity_field
from tabular.header import Header, read_header
from tabular.rows import Rows, split
from tabular.session import scale_sql
from tabular.text import Field, constant
from tieout.config import Entity, Source
from tieout.money import Currencies
from tieout.sql_text import literal

_TEXTS = (
    "journal_id", "line_id", "account", "account_name", "account_type", "reference", "description", "counterparty",
    "group_key", "kind", "reverses",
)  # fmt: skip
_SIDES = ("debit", "credit", "amount")
_OTHERS = ("date", "base_amount", "rate", "rate_date", "rate_source", "document_date")
_RATE = r"[+-]?[0-9]{1,20}([.][0-9]{1,20})?"
_NOT_POSITIVE = r"-.*|[+]?0*([.]0*)?"


@dataclass(frozen=True, slots=True)
class JournalFile:
    """A file of journals and all that reading it depends on.

    Args:
        path: where it lies; it stands still while it is read.
        source: how its texts are written (delimiter, encoding, decimal sign, …).
        entities: the legal entities that its lines may be of.
        default_entity: the entity of a line that names none; None: each line must name its own.
        currencies: those that its amounts may be in.
        scratch: a folder for what reading it needs on disk.
    """

    path: Path
    source: Source
    entities: tuple[Entity, ...]
    default_entity: str | None
    currencies: Currencies
    scratch: Path

    def open_text(self) -> tuple[Path, Header]:
        """The file as UTF-8, and its header.

        Raises:
            InputError: it is not in its encoding (EncodingError says where), or has no header.
        """
        path = as_utf8(self.path, self.source.encoding, self.scratch)
        return path, read_header(path, self.source.skip_rows, self.source.delimiter, NAMES)


def journal_rows(file: JournalFile, path: Path, header: Header) -> Rows:
    """Every row of the opened text as SQL: its values, and why it is refused if it is.

    Raises:
        InputError: a column is missing or stands twice, amounts are written in two ways, the date format is none.
    """
    source, fields = file.source, find_columns(header)
    check_date_format(source)
    every = _with_defaults(file, fields)
    base_currency = _functional_currency(file, every["entity_id"])
    account_type = constant(None) if every["account_type"].constant else Field(_account_type_sql())
    sides = [Amount(f"f_{name}", "scale", AmountStyle.of(source, every[name])) for name in _SIDES if name in fields]
    base = [Amount("f_base_amount", "base_scale", AmountStyle.of(source, every["base_amount"]))]
    base = base if "base_amount" in fields else []
    amounts = [*sides, *base]
    checks = [*_checks(file, sides), *_base_checks(base), *_rate_checks(source, fields)]
    dates = ", ".join(
        f"{date_sql(every[name], f'f_{name}', source)} AS {name}" for name in ("date", "rate_date", "document_date")
    )
    levels = f"""
        WITH fields AS (
            SELECT *, {", ".join(f"{field.sql} AS f_{name}" for name, field in every.items())}
            FROM {scan_sql(path, header)}
        ),
        valued AS (
            SELECT *, {base_currency.sql} AS base_currency, {dates}, {account_type.sql} AS account_type,
                   replace(f_rate, {literal(source.decimal)}, '.') AS rate
            FROM fields
        ),
        named AS (SELECT *, upper(coalesce(f_currency, base_currency)) AS currency FROM valued),
        scaled AS (
            SELECT *, {scale_sql(file.currencies, "currency")} AS scale,
                   {scale_sql(file.currencies, "base_currency")} AS base_scale
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
    written = {"written": _written_sql(fields)}
    return Rows(levels, {**values, **texts}, constants, checks, raw_sql(header), written)


def major_rows_sql(rows: Rows, header: Header) -> str:
    """SQL of every row in the file's order: amounts in major units as they were stated, and its problem, if any.

    Columns: the line in the file (a row's place below the header), journal_id, date, account, currency, amount,
    base_amount (null where the file states none), rate, rate_date, rate_source, account_name, account_type, reference,
    description, counterparty, entity, group_key, kind, document_date, reverses, problem, culprit.
    """
    passed = "failed IS NULL"
    base = f"CASE WHEN {passed} AND f_base_amount IS NOT NULL THEN {_major('base_amount', 'base_scale')} END"
    return f"""
        {rows.levels}
        SELECT row_number() OVER () + {header.skip + 1}, coalesce(f_journal_id, ''), date, f_account, currency,
               CASE WHEN {passed} THEN {_major("amount", "scale")} END, {base}, CASE WHEN {passed} THEN rate END,
               rate_date, f_rate_source, f_account_name, account_type, f_reference, f_description, f_counterparty,
               f_entity_id, f_group_key, f_kind, document_date, f_reverses, {", ".join(problems(rows.checks))}
        FROM checked
    """


def _major(minor: str, scale: str) -> str:
    """SQL of minor units as text of major ones: digits are moved, nothing is divided."""
    digits = f"lpad(abs({minor})::VARCHAR, greatest({scale} + 1, length(abs({minor})::VARCHAR))::INTEGER, '0')"
    whole, cents = f"left({digits}, length({digits}) - {scale})", f"right({digits}, {scale})"
    shown = f"CASE WHEN {scale} = 0 THEN {digits} ELSE {whole} || '.' || {cents} END"
    return f"CASE WHEN {minor} < 0 THEN '-' ELSE '' END || {shown}"


def _with_defaults(file: JournalFile, fields: Mapping[str, Field]) -> dict[str, Field]:
    every = {name: fields.get(name, constant(None)) for name in (*_TEXTS, *_OTHERS)}
    every["group_key"] = fields.get("group", constant(None))
    every |= {name: fields[name] for name in _SIDES if name in fields}
    currency = fields.get("currency", constant(None)).sql
    every["currency"] = Field(f"coalesce({currency}, {literal(file.source.currency)})")
    every["entity_id"] = entity_field(fields.get("entity"), file.default_entity)
    return every


def _functional_currency(file: JournalFile, entity: Field) -> Field:
    if entity.constant and file.default_entity is not None:
        return constant(next(entity.currency for entity in file.entities if entity.id == file.default_entity))
    whens = " ".join(f"WHEN {literal(entity.id)} THEN {literal(entity.currency)}" for entity in file.entities)
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
    stated = "CASE WHEN amount < 0 THEN -abs(f_base_amount_minor) ELSE f_base_amount_minor END"
    if "base_amount" not in fields:
        stated = "NULL"
    elif "amount" in fields:
        stated = "f_base_amount_minor"
    by_rate = f"coalesce({stated}, {_by_rate_sql()})" if "rate" in fields else stated
    return f"CASE WHEN currency = base_currency THEN amount ELSE {by_rate} END"


def _by_rate_sql() -> str:
    """SQL of the amount by its rate, in whole numbers: digits times digits, divided once by a power of ten."""
    digits = "ltrim(replace(rate, '.', ''), '+')"
    product = f"abs(amount)::HUGEINT * {digits}::HUGEINT"
    beyond = "(length(split_part(rate, '.', 2)) + scale - base_scale)"
    power = f"('1' || repeat('0', abs({beyond})::BIGINT))::HUGEINT"
    magnitude = f"CASE WHEN {beyond} < 0 THEN {product} * {power} ELSE (2 * {product} + {power}) // (2 * {power}) END"
    return f"try((CASE WHEN amount < 0 THEN -({magnitude}) ELSE {magnitude} END)::BIGINT)"


def _written_sql(fields: Mapping[str, Field]) -> str:
    return "f_amount" if "amount" in fields else "coalesce(f_debit, '-' || f_credit)"


def _checks(file: JournalFile, sides: list[Amount]) -> list[Check]:
    no_amount = " AND ".join(f"{side.name} IS NULL" for side in sides)
    no_entity = "'has no entity (set `entity` of the source)'"
    unknown = "'unknown currency ''' || left(currency, 60) || ''''"
    found = [
        Check("missing_value", "f_journal_id IS NULL", "'has no journal_id'", problem="missing_journal_id"),
        Check("missing_value", "f_date IS NULL", "'has no date'", problem="missing_date"),
        Check("missing_value", "f_account IS NULL", "'has no account'", problem="missing_account"),
        Check("missing_value", no_amount, "'has no amount'", problem="missing_amount"),
        Check("missing_value", "f_entity_id IS NULL", no_entity, problem="missing_entity"),
        entity_check(file.entities),
        Check("unknown_currency", "scale IS NULL", unknown, "currency", culprit="currency"),
        *amount_checks(sides, "currency"),
        _date_check("date", file.source),
        Check(
            "bad_account_type",
            "f_account_type IS NOT NULL AND account_type IS NULL",
            "'account_type ''' || left(f_account_type, 60) || "
            "''' is none of asset, liability, equity, revenue, expense'",
            "f_account_type",
            culprit="f_account_type",
        ),
    ]
    if {"f_debit", "f_credit"} <= {side.name for side in sides}:
        both = "f_debit_minor <> 0 AND f_credit_minor <> 0"
        culprit = "f_debit || ' and ' || f_credit"
        found.append(
            Check("bad_amount", both, "'has both debit and credit'", problem="debit_and_credit", culprit=culprit)
        )
    return found


def _date_check(name: str, source: Source) -> Check:
    cell = f"f_{name}"
    return Check("bad_date", no_date(cell, name), date_reason(name, cell, source), problem="not_a_date", culprit=cell)


def _base_checks(base: list[Amount]) -> list[Check]:
    if not base:
        return []
    contradicts = "'base_amount ' || f_base_amount || ' contradicts the amount'"
    differs = "currency = base_currency AND abs(f_base_amount_minor) <> abs(amount)"
    other_side = "(amount > 0 AND base_amount < 0) OR (amount < 0 AND base_amount > 0)"
    found = [
        replace(check, problem="too_many_decimals_in_base") if check.code == "too_many_decimals" else check
        for check in amount_checks(base, "base_currency")
    ]
    for problem, fails in (("base_amount_differs", differs), ("base_amount_on_other_side", other_side)):
        found.append(Check("bad_base_amount", fails, contradicts, problem=problem, culprit="f_base_amount"))
    return found


def _rate_checks(source: Source, fields: Mapping[str, Field]) -> list[Check]:
    """What the columns must be that only some files have."""
    found = [_date_check(name, source) for name in ("rate_date", "document_date") if name in fields]
    if "rate" in fields:
        unread = f"rate IS NOT NULL AND NOT regexp_full_match(rate, {literal(_RATE)})"
        not_positive = f"rate IS NOT NULL AND regexp_full_match(rate, {literal(_NOT_POSITIVE)})"
        shown = "'rate ''' || left(f_rate, 60) || ''' is not '"
        found += [
            Check("bad_rate", unread, f"{shown} || 'a number'", problem="not_an_amount", culprit="f_rate"),
            Check("bad_rate", not_positive, f"{shown} || 'above zero'", problem="rate_not_positive", culprit="f_rate"),
        ]
    return found


def _each(amounts: list[Amount], level: Callable[[Amount], list[str]]) -> str:
    return "".join(f", {column}" for amount in amounts for column in level(amount))
