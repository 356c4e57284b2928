"""CSV is exact for programs, safe for spreadsheets, and names what it is and how to check it."""

import csv
import hashlib
import io
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.printing import Document, Kind, to_csv
from tests.unit.reporting.printing.paper import HEAD_LINES, one_column, statement

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**29), max_value=10**29)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SIGNS = st.builds(
    "{0}{1}".format, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"]), TEXTS
)


def fields(document: Document) -> list[list[str]]:
    """What Python's reader finds below the head."""
    text = to_csv(document.head, document.tables[0]).decode("utf-8-sig")
    body = "\n".join(text.split("\n")[HEAD_LINES:])
    return list(csv.reader(io.StringIO(body, newline="")))


def test_the_head_names_the_figures_and_their_digest_is_that_of_the_lines_below() -> None:
    document = statement()
    content = to_csv(document.head, document.tables[0])
    head, body = content.split(b"\n")[:HEAD_LINES], content.split(b"\n", HEAD_LINES)[HEAD_LINES]
    assert [line.decode("utf-8-sig") for line in head] == [
        "# Trial balance",
        "# entity: Jäger & Söhne GmbH (acme-de)",
        "# period: 2026-10 (2026-10-01 to 2026-10-31)",
        "# currency: EUR",
        "# as of: 2026-10-31",
        "# known at: 2026-11-02T09:05:01.250000Z",
        "# run: 20261102T090500-abc123",
        "# rows: 4",
        f"# sha256: {hashlib.sha256(body).hexdigest()}",
        "#",
    ]
    assert body.decode().splitlines()[:2] == [
        "section,account,currency,amount,share",
        "current_assets,1000 Cash,EUR,-1234.56,12.5",
    ]


def test_a_database_skips_the_head_and_reads_every_row_and_digit(tmp_path: Path) -> None:
    file = tmp_path / "statement.csv"
    document = one_column([Decimal("-12345678901234567890.123456789"), Decimal("0.10")], Kind.NUMBER)
    file.write_bytes(to_csv(document.head, document.tables[0]))
    found = duckdb.sql(
        f"SELECT cell FROM read_csv('{file}', skip = {HEAD_LINES}, types = {{'cell': 'DECIMAL(38, 9)'}}) ORDER BY no"
    ).fetchall()
    assert found == [(Decimal("-12345678901234567890.123456789"),), (Decimal("0.100000000"),)]


@given(st.lists(AMOUNTS, min_size=1, max_size=20))
def test_amounts_keep_every_digit_and_stay_numbers(amounts: list[Decimal]) -> None:
    found = [row[1] for row in fields(one_column(amounts, Kind.NUMBER))[1:]]
    assert [Decimal(text) for text in found] == amounts
    assert not any(set(text) - set("0123456789.-") for text in found)


@given(st.lists(st.one_of(TEXTS, SIGNS), min_size=1, max_size=20))
def test_no_text_begins_like_a_formula_and_none_is_changed_otherwise(texts: list[str]) -> None:
    found = [row[1] for row in fields(one_column(texts))[1:]]
    assert len(found) == len(texts)
    for text, field in zip(texts, found, strict=True):
        assert field in (text, f"'{text}")
        assert not field.lstrip().startswith(tuple("=+-@＝＋－＠"))
        assert not field.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", " =1"]
)
def test_known_attacks_get_an_apostrophe(text: str) -> None:
    assert fields(one_column([text]))[1][1] == f"'{text}"


def test_a_hash_within_a_text_is_no_comment(tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    document = one_column(["Invoice #5", "#first"])
    file.write_bytes(to_csv(document.head, document.tables[0]))
    found = duckdb.sql(f"SELECT cell FROM read_csv('{file}', skip = {HEAD_LINES}) ORDER BY no").fetchall()
    assert found == [("Invoice #5",), ("#first",)]
