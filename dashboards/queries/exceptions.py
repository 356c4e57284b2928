"""Exceptions: filtered, one page at a time, with their case and candidates; and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboards.marts import Marts, Row

SEVERITY_RANK = "list_position(['critical', 'high', 'medium', 'low'], severity)"
NOT_RECONCILED = "(none)"

ORDERS = {
    "Severity": f"{SEVERITY_RANK}, age_days DESC, exception_id",
    "Oldest": "age_days DESC, exception_id",
    "Newest": "age_days, exception_id",
    "Largest amount": "abs(amount) DESC NULLS LAST, exception_id",
}

AGES = {"0-7 days": (0, 7), "8-30 days": (8, 30), "31-90 days": (31, 90), "Over 90 days": (91, 1_000_000)}

WHERE = f"""
WHERE (len($reconciliations) = 0 OR list_contains($reconciliations, coalesce(reconciliation, '{NOT_RECONCILED}')))
  AND (len($types) = 0 OR list_contains($types, type))
  AND (len($severities) = 0 OR list_contains($severities, severity))
  AND (len($currencies) = 0 OR list_contains($currencies, currency))
  AND age_days BETWEEN $youngest AND $oldest
  AND contains(lower(concat_ws(' ', exception_id, case_id, line_ref, reference, counterparty, description, context)),
               lower($text))
"""

CHOICES = f"""
SELECT list_sort(list(DISTINCT coalesce(reconciliation, '{NOT_RECONCILED}'))) AS reconciliations,
       list_sort(list(DISTINCT type)) AS types,
       list_sort(list(DISTINCT currency) FILTER (currency IS NOT NULL)) AS currencies
FROM exceptions
"""

FOUND = "SELECT count(*) AS found FROM exceptions"

PAGE = """
SELECT exception_id, reconciliation, type, severity, side, source, line_ref, currency, amount, date, age_days,
       reference, counterparty, description
FROM exceptions
"""

ONE = "SELECT * EXCLUDE (opened_at) FROM exceptions WHERE exception_id = $exception_id"

CASE = """
SELECT exception_id, side, source, line_ref, currency, amount, date, reference, counterparty, description,
       count(*) OVER (PARTITION BY side) AS side_items, sum(amount) OVER (PARTITION BY side, currency) AS side_total
FROM exceptions
WHERE tenant_id = $tenant_id AND case_id = $case_id
ORDER BY exception_id
LIMIT 50
"""

CANDIDATES = """
SELECT rank, side, source, line_ref, currency, amount, date, reference, description, counterparty, amount_difference,
       days_apart, why_not
FROM exception_candidates
WHERE tenant_id = $tenant_id AND exception_id = $exception_id
ORDER BY rank
"""

FORMULA_START = r"'^[=+@\t\r\n-]'"
TEXT_COLUMNS = (
    "reconciliation",
    "exception_id",
    "case_id",
    "type",
    "severity",
    "status",
    "side",
    "source",
    "line_ref",
    "currency",
    "reference",
    "counterparty",
    "description",
    "context",
    "suggestion",
)


@dataclass(frozen=True)
class Filter:
    """What a person asked to see; an empty tuple asks for all."""

    reconciliations: Sequence[str] = ()
    types: Sequence[str] = ()
    severities: Sequence[str] = ()
    currencies: Sequence[str] = ()
    age: str | None = None
    text: str = ""

    def values(self) -> dict[str, object]:
        """The values of the filter's placeholders."""
        youngest, oldest = AGES[self.age] if self.age else (-1_000_000, 1_000_000)
        return {
            "reconciliations": list(self.reconciliations),
            "types": list(self.types),
            "severities": list(self.severities),
            "currencies": list(self.currencies),
            "youngest": youngest,
            "oldest": oldest,
            "text": self.text.strip(),
        }


def choices(marts: Marts) -> Row:
    """The reconciliations, types and currencies that occur."""
    return marts.one(CHOICES)


def found(marts: Marts, wanted: Filter) -> int:
    """How many exceptions the filter finds."""
    return int(marts.one(FOUND + WHERE, **wanted.values())["found"])


def page(marts: Marts, wanted: Filter, order: str, rows: int, skip: int) -> Sequence[Row]:
    """One page of the exceptions that the filter finds."""
    sql = f"{PAGE}{WHERE} ORDER BY {ORDERS[order]} LIMIT $rows OFFSET $skip"
    return marts.rows(sql, rows=rows, skip=skip, **wanted.values())


def one(marts: Marts, exception_id: str) -> Row | None:
    """An exception by its id, or None when this version does not have it."""
    rows = marts.rows(ONE, exception_id=exception_id)
    return rows[0] if rows else None


def case_items(marts: Marts, exception: Row) -> Sequence[Row]:
    """The items of the exception's case, of both sides (at most 50), with how many each side has and their sum."""
    return marts.rows(CASE, tenant_id=exception["tenant_id"], case_id=exception["case_id"])


def candidates(marts: Marts, exception: Row) -> Sequence[Row]:
    """The nearest lines of the other side, best first, each with why it was not matched."""
    return marts.rows(CANDIDATES, tenant_id=exception["tenant_id"], exception_id=exception["exception_id"])


def export(marts: Marts, wanted: Filter) -> bytes:
    """The exceptions that the filter finds, as CSV in UTF-8 with a byte order mark, which spreadsheets expect.

    A text that a spreadsheet would take for a formula (it starts with = + - @, a tab or a line end) gets an apostrophe
    before it. Amounts are numbers in their currency's decimals.
    """
    with TemporaryDirectory() as folder, marts.connection.cursor() as cursor:
        file = Path(folder) / "exceptions.csv"
        cursor.execute("SET schema = 'marts'")
        relation = cursor.execute(_export_sql(marts, file), wanted.values())
        relation.fetchall()
        return b"\xef\xbb\xbf" + file.read_bytes()


def _export_sql(marts: Marts, file: Path) -> str:
    texts = [
        f"CASE WHEN regexp_matches({name}, {FORMULA_START}) THEN chr(39) || {name} ELSE {name} END AS {name}"
        for name in TEXT_COLUMNS
    ]
    columns = ", ".join([*texts, _plain_amount(marts), "date", "age_days", "due_at"])
    return (
        f"COPY (SELECT {columns} FROM exceptions {WHERE} ORDER BY {ORDERS['Severity']}) "
        f"TO '{file}' (FORMAT csv, HEADER)"
    )


def _plain_amount(marts: Marts) -> str:
    """SQL for the amount as text with exactly its currency's decimals."""
    codes = [
        row["currency"] for row in marts.rows("SELECT DISTINCT currency FROM exceptions WHERE currency IS NOT NULL")
    ]
    cases = " ".join(
        f"WHEN currency = '{code}' THEN amount::DECIMAL(38, {marts.scale(code)})::VARCHAR" for code in codes
    )
    return f"CASE WHEN amount IS NULL THEN NULL {cases} ELSE amount::VARCHAR END AS amount"
