"""Rate files: exact, checked line by line, never guessed."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.rates import RATE_COLUMNS, read_rates
from tieout.errors import InputError
from tieout.workspace import Workspace

OWN = "date,base,quote,rate\n"


def rates_of(root: Path, entries: str, files: dict[str, str | bytes]) -> list[tuple[object, ...]]:
    (root / "tieout.yml").write_text(f"tenant: t\nentities: [{{id: e, name: E, currency: EUR}}]\nrates: {entries}\n")
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with duckdb.connect() as connection:
        read_rates(connection, Workspace.open(root), "found")
        assert [row[0] for row in connection.execute("DESCRIBE found").fetchall()] == list(RATE_COLUMNS)
        return connection.execute("FROM found ORDER BY date, base, quote").fetchall()


def test_the_banks_table_is_read_with_its_gaps(tmp_path):
    text = "Date,USD,JPY,GBP,\r\n2026-09-02,1.0800,N/A,0.8550,\r\n\r\n01 September 2026,1.0772,170.00,,\r\n"
    assert rates_of(tmp_path, "[{path: 'rates/*.csv', format: ecb}]", {"rates/hist.csv": text}) == [
        (date(2026, 9, 1), "EUR", "JPY", 170, 1, "ECB", "rates/hist.csv"),
        (date(2026, 9, 1), "EUR", "USD", 10772, 10000, "ECB", "rates/hist.csv"),
        (date(2026, 9, 2), "EUR", "GBP", 855, 1000, "ECB", "rates/hist.csv"),
        (date(2026, 9, 2), "EUR", "USD", 108, 100, "ECB", "rates/hist.csv"),
    ]


def test_own_columns_may_stand_in_any_order(tmp_path):
    text = "\ufeffSource,Rate,Quote,Base,Date\n our bank ,0.000010512,btc,EUR,2026-09-01\n"
    assert rates_of(tmp_path, "[{path: own.csv, format: csv}]", {"own.csv": text}) == [
        (date(2026, 9, 1), "EUR", "BTC", 10512, 1_000_000_000, "our bank", "own.csv")
    ]


def test_the_first_entry_counts_where_two_give_a_rate(tmp_path):
    entries = "[{path: own.csv, format: csv}, {path: ecb.csv, format: ecb}]"
    files = {"own.csv": OWN + "2026-09-01,EUR,USD,1.08\n", "ecb.csv": "Date,USD,GBP\n2026-09-01,1.07,0.85\n"}
    assert [row[2:5] for row in rates_of(tmp_path, entries, files)] == [("GBP", 85, 100), ("USD", 108, 100)]


def test_a_workspace_without_rates_has_an_empty_table(tmp_path):
    assert rates_of(tmp_path, "[]", {}) == []


BROKEN = {
    OWN + "2026-09-01,EUR,USD\n": "own.csv:2: has 3 values, the header has 4",
    OWN + "2026-09-01,EUR,USD,1.08\n\n2026-9-31,EUR,USD,1.08\n": "own.csv:4: '2026-9-31' is not a date",
    OWN + "2026-09-01,EUR,US$,1.08\n": "own.csv:2: 'US$' is not a currency code",
    OWN + "2026-09-01,EUR,EUR,1\n": "own.csv:2: quotes EUR in itself",
    OWN + "2026-09-01,EUR,USD,0.00\n": "own.csv:2: '0.00' is not a rate",
    OWN + "2026-09-01,EUR,USD,-1.08\n": "own.csv:2: '-1.08' is not a rate",
    OWN + "2026-09-01,EUR,USD,N/A\n": "own.csv:2: 'N/A' is not a rate",
    OWN + "2026-09-01,EUR,USD,1.0800000000000001\n": "own.csv:2: '1.0800000000000001' is not a rate",
    OWN + "2026-09-01,EUR,USD,1.08\n2026-09-01,EUR,USD,1.09\n": "own.csv:3: a second, different rate of EUR in USD",
    "date,base,rate\n": "own.csv:1: the header has no column 'quote': format csv needs it",
    b"date,base,quote,rate\n\xff\xfe": "own.csv: not readable as text",
}


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_rate_is_refused_with_file_and_line(tmp_path, text):
    with pytest.raises(InputError) as error:
        rates_of(tmp_path, "[{path: own.csv, format: csv}]", {"own.csv": text})
    assert str(error.value).startswith(BROKEN[text])


def test_an_entry_without_files_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"no file is named rates/\*.csv"):
        rates_of(tmp_path, "[{path: 'rates/*.csv', format: ecb}]", {})
