"""Rows of a table into statement lines: what mapped `csv`, `parquet` and `stripe_balance` have in common.

What the values mean stands in `statement_meaning`; here they become lines, refused rows and control totals.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import duckdb

from ingest.reading import CurrencyTotal, Reading, StatementFacts, Task
from ingest.typed.amounts import Amount, AmountStyle
from ingest.typed.checks import Check, explanations, first_failure
from ingest.typed.dates import check_date_format, date_sql
from ingest.typed.entities import entity_field
from ingest.typed.numbering import rejected_rows_sql, stored_sql, typed_view_sql
from ingest.typed.refusals import add_hints, currency_hint, word_hint, write_refused
from ingest.typed.session import copy_to, scale_sql
from ingest.typed.statement_meaning import MONEY, amount_sql, checks, fee_sql, minor_sql
from ingest.typed.text import Field, constant, literal
from tieout.config import Source

_TEXTS = ("id", "reference", "group_key", "description", "counterparty", "kind")


@dataclass(frozen=True, slots=True)
class Table:
    """A relation to read lines from: `scan` in SQL, our names → its fields, and the SQL of a whole row as text.

    `utc_dates`: a timestamp without an offset is UTC. `more_checks` are the format's own.
    """

    scan: str
    fields: Mapping[str, Field]
    raw: str
    utc_dates: bool = False
    more_checks: tuple[Check, ...] = ()


def typed_statement_sql(task: Task, table: Table) -> str:
    """SQL that makes `stored` and `typed` of the scan: every row's values, and why it is refused if it is."""
    source, names = task.source, table.fields.keys()
    fields = _with_defaults(task, table.fields)
    check_date_format(source)
    amounts = [Amount(f"f_{name}", "scale", AmountStyle.of(source, fields[name])) for name in MONEY if name in names]
    every_check = [*checks(task, names, amounts), *table.more_checks]
    sign = "-" if source.negate else ""
    return f"""
        CREATE TABLE stored AS
        WITH fields AS (
            SELECT *, {", ".join(f"{field.sql} AS f_{name}" for name, field in fields.items())} FROM {table.scan}
        ),
        shaped AS (
            SELECT *, {fields["currency"].sql if fields["currency"].constant else "upper(f_currency)"} AS currency,
                   {date_sql(fields["date"], "f_date", source, utc=table.utc_dates)} AS date,
                   {date_sql(fields["value_date"], "f_value_date", source, utc=table.utc_dates)} AS value_date
                   {_each(amounts, Amount.shape)}
            FROM fields
        ),
        scaled AS (SELECT *, {_scale(task, fields["currency"])} AS scale FROM shaped),
        counted AS (SELECT * {_each(amounts, Amount.digits)} FROM scaled),
        valued AS (SELECT * {_each(amounts, Amount.minor)} FROM counted),
        summed AS (SELECT *, {amount_sql(names)} AS amount FROM valued),
        checked AS (SELECT *, {first_failure(every_check)} FROM summed)
        SELECT failed, date, {sign}amount AS amount {_differing(fields, names, sign, source)}
               {stored_sql(_texts(fields))},
               {", ".join(explanations(every_check))}, CASE WHEN failed IS NOT NULL THEN {table.raw} END AS raw
        FROM checked;
        {typed_view_sql({**_texts(fields), **_missing(fields, names)})}
    """


def _texts(fields: Mapping[str, Field]) -> dict[str, Field]:
    return {name: fields[name] for name in (*_TEXTS, "entity_id")}


def _differing(fields: Mapping[str, Field], names: Collection[str], sign: str, source: Source) -> str:
    """SQL of the columns that are computed, where the file has what they are computed from."""
    columns = {
        "value_date": ("value_date", "value_date"),
        "fee": ("fee", f"{sign}({fee_sql(names, source)})"),
        "gross": ("gross", f"{sign}{minor_sql('gross', names)}"),
    }
    kept = [f", {sql} AS {column}" for column, (name, sql) in columns.items() if name in names]
    return "".join(kept) + ("" if fields["currency"].constant else ", currency")


def _missing(fields: Mapping[str, Field], names: Collection[str]) -> dict[str, Field]:
    """The computed columns that the file has nothing for."""
    types = {"value_date": "DATE", "fee": "BIGINT", "gross": "BIGINT"}
    missing = {name: Field(f"NULL::{kind}", constant=True) for name, kind in types.items() if name not in names}
    return missing | ({"currency": fields["currency"]} if fields["currency"].constant else {})


def write_statement(connection: duckdb.DuckDBPyConnection, task: Task) -> Reading:
    """Write `typed`, numbered by the view `numbered`, to the lake: one statement, keyed by the file's path."""
    add_hints(
        connection,
        "typed",
        {
            "unknown_currency": currency_hint(task.currencies),
            "unknown_entity": word_hint(entity.id for entity in task.entities),
        },
    )
    lines = copy_to(
        connection,
        f"""
        SELECT line_no, 0::INTEGER AS statement_no, coalesce(id, {literal(task.key + "#")} || line_no) AS line_ref,
               id IS NOT NULL AS own_ref, date, value_date, currency, amount, fee, gross, reference,
               group_key, description, counterparty, kind, entity_id
        FROM numbered WHERE failed IS NULL
        """,
        task.lines,
    )
    failed = f"""
        SELECT line_no, reason_code, reason, hint_word, raw, NULL::VARCHAR AS journal_id, id AS line_ref, date,
               currency, amount
        FROM numbered WHERE failed IS NOT NULL
        UNION ALL {rejected_rows_sql()}
    """
    refused = write_refused(connection, failed, task.refused)
    totals = connection.execute(
        "SELECT currency, count(*), sum(amount)::HUGEINT, min(date), max(date) FROM typed"
        " WHERE failed IS NULL GROUP BY currency ORDER BY currency"
    ).fetchall()
    sole = totals[0] if len(totals) == 1 else None
    facts = StatementFacts(
        statement_no=0,
        key=task.key,
        account=task.source.account,
        currency=sole[0] if sole else None,
        opening_date=min((row[3] for row in totals), default=None),
        opening_balance=None,
        closing_date=max((row[4] for row in totals), default=None),
        closing_balance=None,
        lines=lines,
        total=sole[2] if sole else None,
    )
    return Reading(lines, refused, (facts,), {row[0]: CurrencyTotal(row[1], row[2]) for row in totals})


def _with_defaults(task: Task, fields: Mapping[str, Field]) -> dict[str, Field]:
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
    every["entity_id"] = entity_field(task, fields.get("entity"))
    return every


def _scale(task: Task, currency: Field) -> str:
    if currency.constant and task.source.currency is not None:
        return f"{task.currencies.scale(task.source.currency)}"
    return scale_sql(task.currencies, "currency")


def _each(amounts: list[Amount], level: Callable[[Amount], list[str]]) -> str:
    return "".join(f", {column}" for amount in amounts for column in level(amount))
