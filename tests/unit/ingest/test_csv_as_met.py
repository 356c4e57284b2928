"""CSV as banks and processors export it: marks of currency, short rows, offsets, fees that move the balance, hints."""

import random

import pytest

from tests.unit.ingest.csv_files import COLUMNS, read_csv

FEES = {**COLUMNS, "fee": "f", "balance": "b"}
TEXTS = {**COLUMNS, "description": "t", "reference": "r"}


@pytest.mark.parametrize(
    ("currency", "written", "minor"),
    [
        ("EUR", "€ 1.00", 100),
        ("EUR", "1.00 €", 100),
        ("EUR", "€\u00a01.00", 100),
        ("EUR", "1.00 EUR", 100),
        ("EUR", "eur1.00", 100),
        ("EUR", "€1.00 EUR", 100),
        ("GBP", "-£5.00", -500),
        ("GBP", "£-5.00", -500),
        ("GBP", "(£5.00)", -500),
        ("GBP", "£(5.00)", -500),
        ("GBP", "5.00-£", -500),
        ("GBP", "5.00£-", -500),
        ("USD", "US$5.00", 500),
        ("CAD", "$5.00", 500),
        ("JPY", "¥500", 500),
        ("PLN", "5.00 zł", 500),
        ("ZAR", "R 5.00", 500),
        ("BTC", "0.5 BTC", 50_000_000),
    ],
)
def test_a_mark_of_the_rows_own_currency_is_no_part_of_the_amount(tmp_path, currency, written, minor):
    assert read_csv(tmp_path, f"d;a\n2026-01-02;{written}\n", currency=currency) == ([minor], [])
    mapped = {**COLUMNS, "currency": "c"}
    assert read_csv(tmp_path, f"d;a;c\n2026-01-02;{written};{currency.lower()}\n", mapped) == ([minor], [])


@pytest.mark.parametrize(
    ("written", "mark"), [("$5", "$"), ("-£5.00", "£"), ("€1.00 USD", "USD"), ("A€5", "A"), ("5 EURO", "O")]
)
def test_another_currencys_mark_refuses_the_row_with_both_named(tmp_path, written, mark):
    lines, (reason,) = read_csv(tmp_path, f"d;a\n2026-01-02;{written}\n")
    assert lines == []
    assert reason.startswith(f"row 1: amount '{written}' has '{mark}' beside it, but its row is in EUR (")


@pytest.mark.parametrize("written", ["€", "1€00", "€--1", "1e3", "€1e3", "EUR", "(€5.00", "€.", "5.00 (€)"])
def test_what_is_no_amount_is_none_with_a_mark_either(tmp_path, written):
    lines, reasons = read_csv(tmp_path, f"d;a\n2026-01-02;{written}\n")
    assert (lines, len(reasons)) == ([], 1)


def test_a_mark_and_separators_are_read_together(tmp_path):
    settings = {"decimal": ",", "thousands": ".", "delimiter": ";"}
    assert read_csv(tmp_path, "d;a\n2026-01-02;€ -1.234,56\n2026-01-02;1.234,56- €\n", **settings) == (
        [-123456, -123456],
        [],
    )


@pytest.mark.parametrize(
    ("written", "settings", "hint"),
    [
        ("1.234,56", {}, '`decimal: "."` is wrong: set `decimal: ","` and `thousands: "."`'),
        ("1.234,56", {"decimal": ","}, '(if it is one, set `thousands: "."`)'),
        ("1,234.56", {}, '(if it is one, set `thousands: ","`)'),
        ("1,234.56", {"thousands": "'"}, '(if it is one, `thousands: "\'"` is wrong: set `thousands: ","`)'),
        ("1,234.56", {"decimal": ",", "thousands": "."}, 'are wrong: set `decimal: "."` and `thousands: ","`'),
        ("1,234", {}, 'say what the comma is: `decimal: ","` or `thousands: ","`'),
        ("1,00", {}, '`decimal: "."` is wrong: set `decimal: ","`'),
        ("1,23", {"thousands": ","}, '`decimal: "."` and `thousands: ","` are wrong: set `decimal: ","`'),
        ("12.50", {"decimal": ","}, '`decimal: ","` is wrong: set `decimal: "."`'),
        ("1'234.50", {}, "(if it is one, set `thousands: \"'\"`)"),
        ("1 234,50", {"decimal": ","}, '(if it is one, set `thousands: " "`)'),
        ("€ 1.234.567", {}, 'set `decimal: ","` and `thousands: "."`'),
        ("1.500", {}, 'has 3 decimals, EUR has 2 (set `rounding: half_even`; if the point groups digits, `decimal: "."` is'),
    ],
)  # fmt: skip
def test_the_reason_names_the_key_that_is_wrong(tmp_path, written, settings, hint):
    lines, (reason,) = read_csv(tmp_path, f"d;a\n2026-01-02;{written}\n", delimiter=";", **settings)
    assert lines == []
    assert hint in reason


@pytest.mark.parametrize(
    ("written", "day", "in_berlin"),
    [
        ("2024-01-15 10:00:00 -0500", "2024-01-15", "2024-01-15"),
        ("2024-01-15 23:00:00 -0500", "2024-01-15", "2024-01-16"),
        ("2024-01-15 23:30 +00:00", "2024-01-15", "2024-01-16"),
        ("2024-01-15 00:30:00.25 +0530", "2024-01-15", "2024-01-14"),
        ("2024-01-15T23:30:00 Z", "2024-01-15", "2024-01-16"),
        ("2024-01-15 23:30:00 UTC", "2024-01-15", "2024-01-16"),
    ],
)
def test_an_offset_behind_a_blank_is_read(tmp_path, written, day, in_berlin):
    text = f"d;a\n{written};1\n"
    assert read_csv(tmp_path, text, shown="date::VARCHAR") == ([day], [])
    assert read_csv(tmp_path, text, shown="date::VARCHAR", timezone="Europe/Berlin") == ([in_berlin], [])


@pytest.mark.parametrize("written", ["2024-01-15 -0500", "2024-01-15 10:00:00  -0500", "2024-01-15 10:00:00 -05000"])
def test_what_only_resembles_an_offset_is_refused(tmp_path, written):
    assert read_csv(tmp_path, f"d;a\n{written};1\n")[0] == []


def test_rows_that_end_early_have_no_values_in_their_last_columns(tmp_path):
    rows = '2026-01-02,1,"x\ny",r\n2026-01-02,2,t\n2026-01-02,3\n'
    lines = read_csv(tmp_path, f"d,a,t,r\n{rows}", TEXTS, shown="line_no, amount, description, reference")
    assert lines == ([(1, 100, "x\ny", "r"), (2, 200, "t", None), (3, 300, None, None)], [])


def test_a_row_that_ends_before_a_needed_value_is_refused_with_its_number(tmp_path):
    rows = "2026-01-02,1\n2026-01-02\nTotal\n2026-01-02,2,x,y,z\n2026-01-02,3\n"
    assert read_csv(tmp_path, f"d,a,t,r\n{rows}", TEXTS, shown="line_no, amount") == (
        [(1, 100), (5, 300)],
        ["row 2: has no amount", "row 3: has no amount", "row 4: has 5 fields, the header has 4"],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("end", "cut"), [("2026-01-03,1.2", True), ("2026-01-03,1.2\n", False), ("2026-01-03,1,t,", False)]
)
def test_a_row_in_which_the_file_ends_is_refused(tmp_path, encoding, end, cut):
    text = f"d,a,t,r\n2026-01-02,1\n2026-01-02,2,t,u\n{end}".encode(encoding)
    lines, reasons = read_csv(tmp_path, text, TEXTS, encoding=encoding)
    assert len(lines) == (2 if cut else 3)
    assert reasons == (["row 3: has 2 fields, the header has 4, and the file ends in the middle of it"] if cut else [])


MONEY = "amount, fee, gross"
ASKED = "nothing says whether it is in the amount"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("2026-01-01,100,0,100\n2026-01-02,-10,1,89\n2026-01-03,5,0,94\n", [(10000, 0, 10000), (-1100, 100, -1000), (500, 0, 500)]),
        ("2026-01-03,5,0,94\n2026-01-02,-10,1,89\n2026-01-01,100,0,100\n", [(500, 0, 500), (-1100, 100, -1000), (10000, 0, 10000)]),
        ("2026-01-01,100,0,100\n2026-01-02,-10,-1,89\n", [(10000, 0, 10000), (-1100, 100, -1000)]),
        ("2026-01-01,100,0,100\n2026-01-02,-10,1,90\n", [(10000, 0, None), (-1000, 100, None)]),
        ("2026-01-01,100,,100\n2026-01-02,-10,0,90\n", [(10000, None, None), (-1000, 0, None)]),
    ],
)  # fmt: skip
def test_the_running_balance_says_whether_a_fee_moved_it(tmp_path, rows, expected):
    assert read_csv(tmp_path, f"d,a,f,b\n{rows}", FEES, shown=MONEY) == (expected, [])


def test_accounts_of_several_currencies_have_balances_of_their_own(tmp_path):
    rows = "2026-01-01,100,0,100,EUR\n2026-01-01,500,0,500,JPY\n2026-01-02,-10,1,89,EUR\n2026-01-02,-100,3,397,JPY\n"
    mapped = {**FEES, "currency": "c"}
    assert read_csv(tmp_path, f"d,a,f,b,c\n{rows}", mapped) == ([10000, 500, -1100, -103], [])


def test_where_a_bank_prints_one_balance_a_day_the_days_rows_are_taken_together(tmp_path):
    rows = ["2026-01-01,100,", "2026-01-01,1,101", "2026-01-02,2,", "2026-01-02,3,106", "2026-01-03,3,"]
    for order in (rows, rows[::-1]):
        lines, _ = read_csv(tmp_path, "d,a,b\n" + "\n".join(order) + "\n", {**COLUMNS, "balance": "b"})
        assert sum(lines) == 10900


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2026-01-02,-10,1,89\n", ASKED),
        (
            "2026-01-01,100,0,100\n2026-01-02,-10,1,50\n2026-01-03,-10,1,39\n",
            "row 2: balance 50.00 EUR would follow on 61.00 EUR",
        ),
        ("2026-01-01,100,0,100\n2026-01-02,-10,1,88\n", "row 2: balance 88.00 EUR would follow on 9"),
    ],
)
def test_balances_that_decide_nothing_or_do_not_follow_refuse_the_file(tmp_path, rows, said):
    assert said in read_csv(tmp_path, f"d,a,f,b\n{rows}", FEES)


def test_a_fee_that_nothing_decides_needs_a_setting(tmp_path):
    text, mapped = "d,a,f\n2026-01-01,100,0\n2026-01-02,-10,1\n", {**COLUMNS, "fee": "f"}
    asked = read_csv(tmp_path, text, mapped)
    assert asked.startswith("row 2 has a fee of 1.00 EUR beside its amount, and nothing says")
    assert "`fee_in_amount: true` of source 'bank'" in asked
    assert read_csv(tmp_path, text, mapped, fee_in_amount=True, shown=MONEY) == (
        [(10000, 0, None), (-1000, 100, None)],
        [],
    )
    assert read_csv(tmp_path, text, mapped, fee_in_amount=False, shown=MONEY) == (
        [(10000, 0, 10000), (-1100, 100, -1000)],
        [],
    )
    assert read_csv(tmp_path, text.replace(",1\n", ",\n"), mapped) == ([10000, -1000], [])


def test_gross_and_fee_without_amount_are_what_moved(tmp_path):
    mapped, text = (
        {"date": "d", "gross": "g", "fee": "f"},
        "d,g,f\n2026-01-01,-3713.36,37.13\n2026-01-02,5,\n2026-01-02,,1\n",
    )
    expected = [(-375049, 3713, -371336), (500, None, 500)]
    assert read_csv(tmp_path, text, mapped, shown=MONEY) == (expected, ["row 3: has no amount"])
    assert read_csv(tmp_path, "d,g,f\n2026-01-01,100,3\n", mapped, negate=True, shown=MONEY) == (
        [(-10300, 300, -10000)],
        [],
    )


@pytest.mark.parametrize("moved", [True, False])
@pytest.mark.parametrize("order", ["as booked", "newest first", "shuffled"])
def test_any_true_account_is_read_as_its_balance_moved(tmp_path, moved, order):
    chance = random.Random(f"{moved} {order}")
    for _ in range(5):
        balance, rows, truth = chance.randrange(10**6), [], []
        for _ in range(chance.randrange(2, 40)):
            amount, fee = chance.randrange(-(10**5), 10**5), chance.choice([0, 0, chance.randrange(1, 500)])
            balance += amount - fee if moved else amount
            truth.append(amount - fee if moved else amount)
            rows.append(f"2026-01-02,{amount / 100:.2f},{fee / 100:.2f},{balance / 100:.2f}")
        pairs = list(zip(rows, truth, strict=True))
        pairs = pairs[::-1] if order == "newest first" else pairs
        if order == "shuffled":
            chance.shuffle(pairs)
        found = read_csv(tmp_path, "d,a,f,b\n" + "\n".join(row for row, _ in pairs) + "\n", FEES)
        assert found == ([amount for _, amount in pairs], []) or ASKED in found


def test_a_refusal_of_the_file_is_one_line(tmp_path):
    said = read_csv(tmp_path, "d,a,f,b\n2026-01-02,-10,1,89\n", FEES)
    assert said.isprintable()
