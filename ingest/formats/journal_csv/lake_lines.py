"""The lines of a book as the lake has them, and the facts that the manifest keeps of a file of them."""

from typing import NamedTuple

import duckdb

from ingest.read_task import BookAccount, CurrencyTotal, Reading, ReadTask, StatementFacts
from tieout.sql_text import literal


def book_lines_sql(line_ref: str, rows: str) -> str:
    """SQL of BOOK_LINE from a relation of typed rows that stand, with their `line_no`."""
    return f"""
        SELECT line_no, journal_id, {line_ref} AS line_ref, date AS effective_date,
               NULL::TIMESTAMPTZ AS recorded_at, account AS account_code, currency, amount, base_currency, base_amount,
               reference, description, counterparty, kind, group_key, reverses, entity_id,
               NULL::BOOLEAN AS adjustment
        FROM {rows}
    """


def written(task: ReadTask) -> str:
    """SQL of the lines that were written."""
    return f"read_parquet({literal(task.lines)})"


class Judgement(NamedTuple):
    """What the law made of a file: rows it refused, accounts that are new, unknown ones, journals by base only."""

    refused: int
    accounts: tuple[BookAccount, ...]
    unknown_accounts: tuple[tuple[str, str], ...]
    balanced_in_base_only: int


def journals_reading(connection: duckdb.DuckDBPyConnection, task: ReadTask, judgement: Judgement) -> Reading:
    """What the file held, its totals taken from the lines as written; one statement, keyed by the file's path."""
    totals = connection.execute(
        f"""
        SELECT currency, count(*), sum(greatest(amount, 0))::HUGEINT, min(effective_date), max(effective_date)
        FROM {written(task)} GROUP BY currency ORDER BY currency
        """
    ).fetchall()
    lines = sum(row[1] for row in totals)
    facts = StatementFacts(
        statement_no=0,
        key=task.key,
        account=None,
        currency=totals[0][0] if len(totals) == 1 else None,
        opening_date=min((row[3] for row in totals), default=None),
        opening_balance=None,
        closing_date=max((row[4] for row in totals), default=None),
        closing_balance=None,
        lines=lines,
        total=0 if len(totals) == 1 else None,
    )
    return Reading(
        rows=lines,
        refused=judgement.refused,
        statements=(facts,),
        totals={row[0]: CurrencyTotal(row[1], row[2]) for row in totals},
        accounts=judgement.accounts,
        unknown_accounts=judgement.unknown_accounts,
        extra_totals={"journals_balanced_in_base_only": judgement.balanced_in_base_only},
    )
