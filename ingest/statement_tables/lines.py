"""Rows of a table into statement lines: what mapped `csv`, `parquet` and `stripe_balance` have in common.

What the values mean stands in `columns`; here they become lines, refused rows and control totals.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import duckdb

from ingest.read_task import CurrencyTotal, Reading, ReadTask, StatementFacts
from ingest.statement_tables.columns import MONEY, amount_sql, checks, fee_sql, minor_sql
from ingest.statement_tables.moves import Fee, assert_no_open_fee, decide, ends, line_columns, meanings
from tabular.amounts import Amount, AmountStyle, Marks
from tabular.checks import Check, first_failure
from tabular.csv_scan import forget_rejected, has_short_rows
from tabular.dates import check_date_format, date_sql
from tabular.entities import entity_field
from tabular.numbering import rejected_rows_sql
from tabular.refusals import add_hints, currency_hint, word_hint, write_refused
from tabular.rows import Rows, split
from tabular.session import copy_to, scale_sql
from tabular.single_pass import write_in_one_pass
from tabular.text import Field, constant
from tieout.config import Source
from tieout.sql_text import literal

Number = Callable[[duckdb.DuckDBPyConnection], None]
CutOff = Callable[[duckdb.DuckDBPyConnection], tuple[str, str] | None]
_TEXTS = ("id", "reference", "group_key", "description", "counterparty", "kind")


@dataclass(frozen=True, slots=True)
class Table:
    """A relation to read lines from: `scan` in SQL, our names → its fields, and the SQL of a whole row as text.

    `number` is how stored rows are numbered. `padded_scan` also takes rows that end early; `cut_off` says why the last
    one cannot stand all the same, and its text. `utc_dates`: a timestamp without an offset is UTC. `more_checks` are
    the format's own.
    """

    scan: str
    fields: Mapping[str, Field]
    raw: str
    number: Number
    padded_scan: str | None = None
    cut_off: CutOff = lambda _: None
    utc_dates: bool = False
    more_checks: tuple[Check, ...] = ()


def statement_rows(task: ReadTask, table: Table, *, marked: bool) -> Rows:
    """Every row of the table as SQL: its values, and why it is refused if it is.

    Args:
        task: the file.
        table: its rows.
        marked: whether an amount may have its currency beside it. To plan SQL that looks for it costs more than to read
            a small file.
    """
    source, names = task.source, table.fields.keys()
    fields = _with_defaults(task, table.fields)
    check_date_format(source)
    scale, later_scale = _scale(task, fields["currency"])
    marks = Marks("currency", source.currency if fields["currency"].constant else None)
    amounts = [
        Amount(f"f_{name}", later_scale, AmountStyle.of(source, field), marks if marked and not field.typed else None)
        for name, field in fields.items()
        if name in MONEY
    ]
    every_check = [*checks(task, names, amounts), *table.more_checks]
    levels = f"""
        WITH fields AS (
            SELECT *, {", ".join(f"{field.sql} AS f_{name}" for name, field in fields.items())} FROM {table.scan}
        ),
        named AS (
            SELECT *, {fields["currency"].sql if fields["currency"].constant else "upper(f_currency)"} AS currency,
                   {date_sql(fields["date"], "f_date", source, utc=table.utc_dates)} AS date,
                   {date_sql(fields["value_date"], "f_value_date", source, utc=table.utc_dates)} AS value_date
            FROM fields
        ),
        scaled AS (SELECT *, {scale} AS scale FROM named),
        bare AS (SELECT * {_each(amounts, Amount.text)} FROM scaled),
        shaped AS (SELECT * {_each(amounts, Amount.shape)} FROM bare),
        counted AS (SELECT * {_each(amounts, Amount.digits)} FROM shaped),
        valued AS (SELECT * {_each(amounts, Amount.minor)} FROM counted),
        summed AS (SELECT *, {amount_sql(names)} AS amount FROM valued),
        checked AS (SELECT *, {first_failure(every_check)} FROM summed)
    """
    sign = "-" if source.negate else ""
    texts, constants = split({name: fields[name] for name in (*_TEXTS, "entity_id")})
    computed = {"date": "date", "amount": f"{sign}amount", **_differing(fields, names, sign, source)}
    written = {"balance": f"{sign}f_balance_minor"} if "balance" in names else {}
    return Rows(
        levels, {**computed, **texts}, {**constants, **_missing(fields, names)}, every_check, table.raw, written
    )


def _differing(fields: Mapping[str, Field], names: AbstractSet[str], sign: str, source: Source) -> dict[str, str]:
    """SQL of the columns that are computed, where the file has what they are computed from."""
    columns = {
        "value_date": ("value_date", "value_date"),
        "fee": ("fee", f"{sign}({fee_sql(names, source)})"),
        "gross": ("gross", f"{sign}{minor_sql('gross', names)}"),
    }
    kept = {column: sql for column, (name, sql) in columns.items() if name in names}
    return kept if fields["currency"].constant else {**kept, "currency": "currency"}


def _missing(fields: Mapping[str, Field], names: AbstractSet[str]) -> dict[str, Field]:
    """The computed columns that the file has nothing for."""
    types = {"value_date": "DATE", "fee": "BIGINT", "gross": "BIGINT"}
    missing = {name: Field(f"NULL::{kind}", constant=True) for name, kind in types.items() if name not in names}
    return missing | ({"currency": fields["currency"]} if fields["currency"].constant else {})


def write_statement(connection: duckdb.DuckDBPyConnection, task: ReadTask, table: Table) -> Reading:
    """Write the table's rows to the lake: one statement, keyed by the file's path.

    Raises:
        InputError: its balances do not follow from its rows, or nothing says what its fees moved.
    """
    names = table.fields.keys()
    possible = meanings(task.source, names)
    fee, refused, lines, balances = possible[0], 0, None, None
    if "balance" not in names:
        plain = statement_rows(task, table, marked=False).one_pass_sql()
        lines = write_in_one_pass(connection, _lines_sql(task, plain, fee, names), task.lines)
    if lines is None:
        _store(connection, task, table)
        if "balance" in names:
            chain = decide(connection, task, possible)
            fee, balances = chain.fee, ends(connection, chain)
        refused = _write_refused(connection, task)
        standing = _lines_sql(task, "FROM numbered WHERE failed IS NULL", fee, names)
        lines = copy_to(connection, standing, task.lines)
    if "balance" not in names and fee == "included" and len(possible) > 1:
        assert_no_open_fee(connection, task, f"FROM read_parquet({literal(task.lines)})")
    totals = connection.execute(
        "SELECT currency, count(*), sum(amount)::HUGEINT, min(date), max(date)"
        f" FROM read_parquet({literal(task.lines)}) GROUP BY currency ORDER BY currency"
    ).fetchall()
    sole = totals[0] if len(totals) == 1 else None
    facts = StatementFacts(
        statement_no=0,
        key=task.key,
        account=task.source.account,
        currency=sole[0] if sole else None,
        opening_date=min((row[3] for row in totals), default=None),
        opening_balance=balances[0] if balances else None,
        closing_date=max((row[4] for row in totals), default=None),
        closing_balance=balances[1] if balances else None,
        lines=lines,
        total=sole[2] if sole else None,
    )
    return Reading(lines, refused, (facts,), {row[0]: CurrencyTotal(row[1], row[2]) for row in totals})


def _store(connection: duckdb.DuckDBPyConnection, task: ReadTask, table: Table) -> None:
    """Store every row, with why it is refused if it is; those that end early have no values in their last columns."""
    connection.execute(statement_rows(task, table, marked=True).stored_sql())
    if table.padded_scan is not None and has_short_rows(connection):
        cut_off = table.cut_off(connection)
        connection.execute("DROP VIEW typed; DROP TABLE stored")
        forget_rejected(connection)
        padded = replace(table, scan=table.padded_scan)
        connection.execute(statement_rows(task, padded, marked=True).stored_sql())
        if cut_off is not None:
            reason, raw = cut_off
            connection.execute(
                f"UPDATE stored SET failed = 0, reason_code = 'wrong_field_count', reason = {literal(reason)},"
                f" hint_word = NULL, raw = left({literal(raw)}, 4000) WHERE rowid = (SELECT max(rowid) FROM stored)"
            )
    table.number(connection)


def _lines_sql(task: ReadTask, rows: str, fee: Fee, names: AbstractSet[str]) -> str:
    """SQL of STATEMENT_LINE from rows that stand."""
    money = ", ".join(f"{sql} AS {name}" for name, sql in line_columns(fee, names).items())
    return f"""
        SELECT line_no, 0::INTEGER AS statement_no, coalesce(id, {literal(task.key + "#")} || line_no) AS line_ref,
               id IS NOT NULL AS own_ref, date, value_date, currency, {money},
               reference, group_key, description, counterparty, kind, entity_id, NULL::VARCHAR AS bank_ref,
               {"balance" if "balance" in names else "NULL::BIGINT"} AS balance
        FROM ({rows})
    """


def _write_refused(connection: duckdb.DuckDBPyConnection, task: ReadTask) -> int:
    add_hints(
        connection,
        "typed",
        {
            "unknown_currency": currency_hint(task.currencies),
            "unknown_entity": word_hint(entity.id for entity in task.entities),
        },
    )
    failed = f"""
        SELECT line_no, reason_code, reason, hint_word, raw, NULL::VARCHAR AS journal_id, id AS line_ref, date,
               currency, amount
        FROM numbered WHERE failed IS NOT NULL
        UNION ALL {rejected_rows_sql()}
    """
    return write_refused(connection, failed, task.refused)


def _with_defaults(task: ReadTask, fields: Mapping[str, Field]) -> dict[str, Field]:
    """Every field that a line has: the file's, the source's settings, or absent."""
    currency = task.source.currency
    every = {name: fields.get(name, constant(None)) for name in ("date", "value_date", *_TEXTS)}
    every["group_key"] = fields.get("group", constant(None))
    every |= {name: fields[name] for name in MONEY if name in fields}
    every["currency"] = constant(currency)
    if "currency" in fields:
        every["currency"] = Field(f"coalesce({fields['currency'].sql}, {literal(currency)})")
    if "direction" in fields:
        every["direction"] = Field(f"lower({fields['direction'].sql})")
    every["entity_id"] = entity_field(fields.get("entity"), task.default_entity)
    return every


def _scale(task: ReadTask, currency: Field) -> tuple[str, str]:
    """SQL of the currency's decimals, and SQL that stands for it afterwards: the figure itself where it is known."""
    if currency.constant and task.source.currency is not None:
        digits = f"{task.currencies.scale(task.source.currency)}"
        return digits, digits
    return scale_sql(task.currencies, "currency"), "scale"


def _each(amounts: list[Amount], level: Callable[[Amount], list[str]]) -> str:
    return "".join(f", {column}" for amount in amounts for column in level(amount))
