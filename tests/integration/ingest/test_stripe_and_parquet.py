from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.lake.schemas import BOOK_LINE, REFUSED_ROW, STATEMENT_LINE

STRIPE = "{id: stripe, kind: statement, format: stripe_balance, path: in/*.csv, account: '1110'%s}"
ITEMIZED = (
    "balance_transaction_id,created_utc,created,available_on_utc,currency,gross,fee,net,reporting_category,source_id,"
    "description,automatic_payout_id,customer_email\n"
    "txn_1,2026-09-01 23:30:00,2026-09-02 01:30:00,2026-09-03 00:00:00,eur,45.91,0.94,44.97,charge,ch_1,Order,po_1,a@b.c\n"
    "txn_2,2026-09-02 10:00:00,2026-09-02 12:00:00,2026-09-04 00:00:00,jpy,4591,94,4497,charge,ch_2,Order,po_1,\n"
    "txn_3,2026-09-02 10:00:00,2026-09-02 12:00:00,2026-09-04 00:00:00,eur,-10.00,0.00,-10.00,refund,re_1,Order,po_1,\n"
    "txn_4,2026-09-02 10:00:00,2026-09-02 12:00:00,2026-09-04 00:00:00,eur,10.00,0.30,9.00,charge,ch_4,Order,po_1,\n"
)
DASHBOARD = (
    "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,Customer Facing Amount,Transfer\n"
    "txn_1,charge,ch_1,45.91,0.94,44.97,eur,2026-09-01 23:30,2026-09-03 00:00,Order,45.91,po_1\n"
)
WHAT = "line_ref, own_ref, date, value_date, currency, amount, gross, fee, reference, group_key, kind"


def take(ingest_workspace, text, more=""):
    ingest_workspace.configure(STRIPE % more)
    ingest_workspace.write("in/a.csv", text)
    return ingest_workspace.receive()[0]


def test_both_of_stripes_reports_agree(ingest_workspace):
    charge = ("txn_1", True, date(2026, 9, 1), date(2026, 9, 3), "EUR", 4497, 4591, 94, "ch_1", "po_1", "charge")
    take(ingest_workspace, ITEMIZED)
    assert ingest_workspace.lines(f"{WHAT}, line_no")[0][:-1] == charge
    take(ingest_workspace, DASHBOARD)
    assert ingest_workspace.lines(f"{WHAT}, line_no")[0][:-1] == charge


def test_a_zero_decimal_currency_is_in_its_own_unit(ingest_workspace):
    take(ingest_workspace, ITEMIZED)
    assert ingest_workspace.lines("currency, amount, gross, fee, line_no")[1] == ("JPY", 4497, 4591, 94, 2)


def test_a_net_that_is_not_gross_less_fee_is_refused(ingest_workspace):
    take(ingest_workspace, ITEMIZED)
    assert ingest_workspace.refused("line_no, reason_code, line_ref") == [(4, "gross_fee_mismatch", "txn_4")]


def test_utc_times_become_the_sources_days(ingest_workspace):
    take(ingest_workspace, ITEMIZED, ", timezone: Europe/Berlin")
    assert ingest_workspace.lines("date, line_no")[0] == (date(2026, 9, 2), 1)


def test_a_report_without_its_essential_columns_names_them(ingest_workspace):
    reason = take(ingest_workspace, "id,Created,Currency,Description\n").reason
    assert reason.startswith("has no column 'net', 'gross', 'fee': export Stripe's itemized balance report")


def parquet(ingest_workspace, columns, more="", mapping="{id: id, date: date, amount: amount}"):
    ingest_workspace.configure(
        f"{{id: p, kind: statement, format: parquet, path: in/*, currency: EUR, columns: {mapping}{more}}}"
    )
    (ingest_workspace.root / "in").mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), ingest_workspace.root / "in/a.parquet")
    return ingest_workspace.receive()[0]


@pytest.mark.parametrize(
    ("amounts", "minor"),
    [
        (pa.array([Decimal("1.50")], pa.decimal128(18, 2)), 150),
        (pa.array([Decimal("1.500")], pa.decimal128(18, 3)), 150),
        (pa.array([Decimal("-1.5000")], pa.decimal128(38, 4)), -150),
        (pa.array([7], pa.int32()), 700),
        (pa.array(["1.50"]), 150),
    ],
)
def test_typed_amounts_are_major_units(ingest_workspace, amounts, minor):
    parquet(ingest_workspace, {"id": ["a"], "date": pa.array([date(2026, 1, 2)]), "amount": amounts})
    assert ingest_workspace.lines("line_ref, date, amount") == [("a", date(2026, 1, 2), minor)]


def test_a_decimal_with_too_many_decimals_is_refused(ingest_workspace):
    amounts = pa.array([Decimal("1.505"), Decimal("1.510")], pa.decimal128(18, 3))
    parquet(ingest_workspace, {"id": ["a", "b"], "date": ["2026-01-02"] * 2, "amount": amounts})
    assert (ingest_workspace.lines("amount, line_no"), ingest_workspace.refused()) == (
        [(151, 2)],
        [(1, "too_many_decimals")],
    )


def test_a_floating_point_amount_is_refused_unless_it_is_rounded(ingest_workspace):
    columns = {"id": ["a", "b"], "date": ["2026-01-02"] * 2, "amount": pa.array([0.1 + 0.2, float("nan")])}
    assert "money is never a float" in parquet(ingest_workspace, columns).reason
    parquet(ingest_workspace, columns, ", rounding: half_even")
    assert (ingest_workspace.lines("amount, line_no"), ingest_workspace.refused()) == ([(30, 1)], [(2, "bad_amount")])


def test_a_timestamp_with_a_zone_is_moved_to_the_sources(ingest_workspace):
    stamps = pa.array([datetime(2026, 1, 2, 23, 30, tzinfo=UTC)], pa.timestamp("us", tz="UTC"))
    parquet(ingest_workspace, {"id": ["a"], "date": stamps, "amount": [1]}, ", timezone: Europe/Berlin")
    assert ingest_workspace.lines("date") == [(date(2026, 1, 3),)]


def test_columns_named_like_ours_do_not_confuse(ingest_workspace):
    columns = {"currency": ["x"], "date": ["2026-01-02"], "amount": [1], "failed": [5], "raw": ["r"], "c0": ["z"]}
    parquet(ingest_workspace, columns, mapping="{date: date, amount: amount, reference: c0}")
    assert ingest_workspace.lines("reference, currency, amount") == [("z", "EUR", 100)]


def test_the_lakes_files_have_the_lakes_columns(ingest_workspace):
    ingest_workspace.configure(
        "{id: bank, kind: statement, format: csv, path: in/bank.csv, currency: EUR, columns: {date: date, amount: amount}}",
        "{id: books, kind: book, format: journal_csv, path: in/books.csv}",
        "{id: stripe, kind: statement, format: stripe_balance, path: in/stripe.csv}",
    )
    ingest_workspace.write("in/bank.csv", "date,amount\n2026-01-02,1\n2026-01-02,x\n")
    ingest_workspace.write("in/books.csv", "journal_id,date,account,amount\nJ,2026-01-02,1000,0\nK,2026-01-02,1000,1\n")
    ingest_workspace.write("in/stripe.csv", ITEMIZED)
    ingest_workspace.receive()
    for file in ingest_workspace.current:
        lines = pq.read_schema(ingest_workspace.workspace.lake / file.lines_path)
        assert lines.equals(BOOK_LINE if file.kind == "book" else STATEMENT_LINE)
        assert pq.read_schema(ingest_workspace.workspace.lake / file.refused_path).equals(REFUSED_ROW)
