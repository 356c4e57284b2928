"""The published marts as data frames: exact, typed, of one version, and nothing but read."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import tieout
from tests.support.marts_fixture import make_workspace, publish
from tieout.errors import InputError

LONGEST = Decimal("12345678901234567890123456789.123456789")
CENT_AND_LESS = Decimal("0.000000001")
LONG_LINES = f"""
CREATE OR REPLACE TABLE marts.statement_rates AS
SELECT unnest(['long', 'long', 'short', 'none']) AS name,
       unnest(['{LONGEST}', '{CENT_AND_LESS:f}', '-2.5', NULL]::decimal(38, 9)[]) AS amount,
       unnest([DATE '2026-01-31', '2026-02-28', NULL, NULL]) AS day,
       unnest([TIMESTAMPTZ '2026-01-31 12:00:00+00', NULL, NULL, NULL]) AS moment,
       unnest([1, 2, 3, NULL]::bigint[]) AS file_code;
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = make_workspace(tmp_path_factory.mktemp("frames"))
    publish(root, after=LONG_LINES)
    return root


@pytest.fixture
def books(root):
    with tieout.open(root) as opened:
        yield opened


def names(table):
    return table["name"].tolist()


def test_a_mart_is_read_whole_or_by_its_columns(books):
    balances = books.frame("trial_balance", entity="acme-de", period="2026-03")
    every = books.frame("trial_balance")

    assert isinstance(balances, pd.DataFrame)
    assert set(balances["entity_id"]) == {"acme-de"}
    assert set(balances["period"]) == {"2026-03"}
    assert len(balances) == ((every["entity_id"] == "acme-de") & (every["period"] == "2026-03")).sum() > 0


def test_an_id_and_a_code_go_without_their_endings(books):
    by_whole_names = books.frame("trial_balance", entity_id="acme-us", account_code="1110")

    assert books.frame("trial_balance", entity="acme-us", account=1110).equals(by_whole_names)
    assert len(by_whole_names) > 0


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"name": "short"}, ["short"]),
        ({"name": ["long", "none"]}, ["long", "long", "none"]),
        ({"name": pd.Series(["short", None])}, ["short"]),
        ({"name": []}, []),
        ({"amount": LONGEST}, ["long"]),
        ({"amount": "-2.50"}, ["short"]),
        ({"amount": None}, ["none"]),
        ({"amount": [CENT_AND_LESS, pd.NA]}, ["long", "none"]),
        ({"day": date(2026, 1, 31)}, ["long"]),
        ({"day": "2026-02-28"}, ["long"]),
        ({"day": pd.Timestamp("2026-02-28")}, ["long"]),
        ({"day": np.datetime64("2026-02-28")}, ["long"]),
        ({"day": pd.NaT}, ["short", "none"]),
        ({"day": ["2026-01-31", pd.NaT]}, ["long", "short", "none"]),
        ({"moment": datetime(2026, 1, 31, 12, tzinfo=UTC)}, ["long"]),
        ({"file": np.int64(3)}, ["short"]),
        ({"file": range(1, 3)}, ["long", "long"]),
        ({"file": {1, 3}, "name": "long"}, ["long"]),
    ],
    ids=str,
)
def test_a_filter_is_a_value_or_some_and_what_is_missing_is_found_by_none(books, filters, found):
    assert names(books.frame("statement_rates", **filters)) == found


def test_no_figure_is_ever_a_float(books):
    for mart in books.marts:
        types = books.arrow(mart).schema.types
        assert [kind for kind in types if pa.types.is_floating(kind)] == []


def test_thirty_eight_digits_stay_exact_through_the_arithmetic_of_pandas(books):
    lines = books.frame("statement_rates")
    amounts = lines["amount"]

    assert amounts[0] == LONGEST
    assert amounts.sum() == Decimal("12345678901234567890123456786.623456790")
    assert (amounts + amounts - amounts)[0] == LONGEST
    assert (amounts * 3)[1] == CENT_AND_LESS * 3
    assert lines.groupby("name")["amount"].sum()["long"] == Decimal("12345678901234567890123456789.123456790")
    assert amounts.isna().tolist() == [False, False, False, True]


def test_every_form_has_the_same_types_and_figures(books):
    frame = books.frame("statement_rates")
    arrow = books.arrow("statement_rates")
    polars = books.polars("statement_rates")

    assert arrow.schema.field("amount").type == pa.decimal128(38, 9)
    assert frame.arrow() == arrow
    assert polars.schema["amount"] == pl.Decimal(38, 9)
    assert polars["amount"].to_list() == arrow["amount"].to_pylist() == [LONGEST, CENT_AND_LESS, Decimal("-2.5"), None]
    assert frame.polars().equals(polars)


def test_what_pandas_made_of_a_frame_has_its_other_forms(books):
    sums = books.frame("statement_rates").groupby("name")[["amount"]].sum()

    assert sums.arrow().schema.field("amount").type == pa.decimal128(38, 9)
    assert sums.polars().filter(pl.col("name") == "short")["amount"].to_list() == [Decimal("-2.5")]


def test_an_empty_result_keeps_its_types(books):
    none, some = books.frame("trial_balance", period="1999-01"), books.frame("trial_balance", period="2026-03")

    assert (len(none), none.dtypes.to_dict()) == (0, some.dtypes.to_dict())
    assert books.arrow("trial_balance", period=[]).schema == books.arrow("trial_balance").schema
    assert books.sql("SELECT * FROM trial_balance WHERE false").arrow().schema == books.arrow("trial_balance").schema


def test_sql_sees_what_the_frames_see(books):
    per_type = books.sql("SELECT type, count(*) AS items FROM marts.exceptions GROUP BY ALL")

    assert dict(per_type.itertuples(index=False)) == Counter(books.frame("exceptions")["type"])


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda books: books.frame("trial_balanc"), "there is no mart 'trial_balanc': did you mean 'trial_balance'?"),
        (lambda books: books.frame("marts; DROP"), "there is no mart"),
        (lambda books: books.frame("kpis", perod=1), "kpis has no column 'perod'"),
        (lambda books: books.arrow("trial_balance", perod="2026-03"), "did you mean 'period'?"),
        (
            lambda books: books.polars("trial_balance", debit=0.1),
            "is a float, which is not exact: write Decimal('0.1')",
        ),
        (lambda books: books.frame("trial_balance", debit=[np.float32(2)]), "is a float"),
        (lambda books: books.frame("statement_rates", day="soon"), "statement_rates: Conversion Error"),
        (lambda books: books.frame("statement_rates", amount="ten"), "statement_rates: Conversion Error"),
        (lambda books: books.sql("SELECT nothing FROM kpis"), "nothing"),
        (lambda books: books.sql(" "), "there is no SELECT in the text"),
        (lambda books: books.sql("DELETE FROM kpis"), "read-only"),
        (lambda books: books.sql("SELECT 1; SELECT 2"), "one SELECT at a time"),
        (lambda books: books.sql("SELECT * FROM read_text('/etc/passwd')"), "/etc/passwd"),
    ],
)
def test_a_mistake_is_reported_in_one_line(books, read, said):
    with pytest.raises(InputError) as raised:
        read(books)

    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_books_stay_at_the_version_that_they_were_opened_on(root, tmp_path):
    other = make_workspace(tmp_path)
    first = publish(other, run_id="run-1")
    with tieout.open(other) as books:
        publish(other, run_id="run-2")
        first.unlink()

        assert books.frame("run")["run_id"].tolist() == ["run-1"]
    assert tieout.open(other).frame("run")["run_id"].tolist() == ["run-2"]


def test_books_that_are_not_there_are_reported(tmp_path):
    with pytest.raises(InputError, match=r"tieout\.yml"):
        tieout.open(tmp_path)
    with pytest.raises(InputError, match="nothing is published yet"):
        tieout.open(str(make_workspace(tmp_path)))


def without(root, library, call):
    """What the call says where the library is not installed."""
    program = f"import sys, tieout; sys.modules[{library!r}] = None; print(len(tieout.open({str(root)!r}).{call}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr.splitlines()[-1] if done.returncode else done.stdout.strip()


@pytest.mark.parametrize(
    ("library", "call"), [("pandas", "frame('run')"), ("pandas", "sql('SELECT 1')"), ("polars", "polars('run')")]
)
def test_a_missing_library_is_reported_with_its_extra(root, library, call):
    extra = {"pandas": "frames", "polars": "polars"}[library]

    assert f"{library} is not installed: pip install 'tieout[{extra}]'" in without(root, library, call)


@pytest.mark.parametrize(("library", "call"), [("pandas", "arrow('run')"), ("pandas", "polars('run')")])
def test_arrow_and_polars_do_without_pandas(root, library, call):
    assert without(root, library, call) == "1"


def test_importing_tieout_imports_none_of_it():
    program = (
        "import sys, tieout; print(sorted({'pandas', 'polars', 'pyarrow', 'duckdb', 'pydantic'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_package_says_that_it_is_typed():
    assert (files("tieout") / "py.typed").is_file()
