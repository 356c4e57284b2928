import pytest

HEAD = "id,date,amount\n"


def reason(ingest_workspace, row, more=""):
    """The one refused row's code and sentence."""
    ingest_workspace.bank(more)
    ingest_workspace.write("inbox/bank/a.csv", HEAD + row + "\n")
    ingest_workspace.receive()
    assert ingest_workspace.lines() == []
    return ingest_workspace.refused("reason_code, reason")[0]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ('"1,00"', "bad_amount"),
        ('"1,234"', "bad_amount"),
        ('"1.234,56"', "bad_amount"),
        ("1'234.56", "bad_amount"),
        ("1 234.56", "bad_amount"),
        ("1.234", "too_many_decimals"),
        ("1.500", "too_many_decimals"),
        ("0.001", "too_many_decimals"),
        ("NaN", "bad_amount"),
        ("Infinity", "bad_amount"),
        ("1e3", "bad_amount"),
        ("0x10", "bad_amount"),
        ("$1.00", "bad_amount"),
        ("1.00 USD", "bad_amount"),
        ("--1.00", "bad_amount"),
        ("(1.00", "bad_amount"),
        ("-(1.00)", "bad_amount"),
        ("1.", "bad_amount"),
        ("1_000.00", "bad_amount"),
        ("\u0661.00", "bad_amount"),
        ("99999999999999999999.00", "bad_amount"),
        ("", "missing_value"),
    ],
)
def test_what_is_not_surely_an_amount_is_refused(ingest_workspace, amount, code):
    assert reason(ingest_workspace, f"a,2026-01-02,{amount}")[0] == code


def test_the_reason_names_the_setting_that_would_read_it(ingest_workspace):
    assert '`decimal: ","` or `thousands: ","`' in reason(ingest_workspace, 'a,2026-01-02,"1,234"')[1]
    assert '`decimal: ","` and `thousands: "."`' in reason(ingest_workspace, 'b,2026-01-02,"1.234,56"')[1]
    assert "`rounding: half_even`" in reason(ingest_workspace, "c,2026-01-02,1.234")[1]


@pytest.mark.parametrize(
    ("more", "written", "minor"),
    [
        ('decimal: ","', '"1,50"', 150),
        ('decimal: ",", thousands: "."', '"1.234,50"', 123450),
        ('thousands: ","', '"1,234,567.50"', 123456750),
        ('thousands: ","', '"12,34,567.50"', 123456750),
        ('thousands: "\'"', "1\u2019234.50", 123450),
        ('thousands: " "', "1\u00a0234.50", 123450),
        ("rounding: half_even", "0.125", 12),
        ("rounding: half_even", "0.135", 14),
        ("rounding: half_even", "-0.1250001", -13),
        ("negate: true", "1.00", -100),
        ("", "(1.00)", -100),
        ("", "1.00-", -100),
        ("", "\u22121.00", -100),
        ("", "+1", 100),
        ("", ".5", 50),
        ("", " 1.00 ", 100),
        ("", "1.0000", 100),
    ],
)
def test_amounts_are_read_as_the_source_says(ingest_workspace, more, written, minor):
    ingest_workspace.bank(more)
    ingest_workspace.write("inbox/bank/a.csv", f"{HEAD}a,2026-01-02,{written}\n")
    ingest_workspace.receive()
    assert ingest_workspace.lines("amount") == [(minor,)]


@pytest.mark.parametrize("amount", ['"1,23"', '"1,2345"', '",123"', '"1,,234"'])
def test_groups_that_are_not_groups_are_refused(ingest_workspace, amount):
    assert reason(ingest_workspace, f"a,2026-01-02,{amount}", 'thousands: ","')[0] == "bad_amount"


@pytest.mark.parametrize(
    "date",
    [
        "2026-02-30",
        "02/01/2026",
        "20260102",
        "2026-01-02x",
        "infinity",
        "epoch",
        "0026-01-02",
        "2026-1-2 7",
        "2026-01-02T25:00",
    ],
)
def test_what_is_not_surely_a_date_is_refused(ingest_workspace, date):
    assert reason(ingest_workspace, f"a,{date},1.00")[0] == "bad_date"


@pytest.mark.parametrize(
    ("more", "written", "day"),
    [
        ("", "2026-01-02", "2026-01-02"),
        ("", "2026/1/2", "2026-01-02"),
        ("", "2026-01-02T23:30:00Z", "2026-01-02"),
        ("timezone: Europe/Berlin", "2026-01-02T23:30:00Z", "2026-01-03"),
        ("timezone: Europe/Berlin", "2026-01-02 23:30:00", "2026-01-02"),
        ("timezone: America/New_York", "2026-01-02T01:00:00+00:00", "2026-01-01"),
        ('date_format: "%d.%m.%Y"', "02.01.2026", "2026-01-02"),
        ('date_format: "%m/%d/%y"', "01/02/26", "2026-01-02"),
    ],
)
def test_dates_are_read_as_the_source_says(ingest_workspace, more, written, day):
    ingest_workspace.bank(more)
    ingest_workspace.write("inbox/bank/a.csv", f"{HEAD}a,{written},1.00\n")
    ingest_workspace.receive()
    assert ingest_workspace.lines("date::VARCHAR") == [(day,)]


def test_an_unknown_currency_is_refused_with_the_nearest(ingest_workspace):
    ingest_workspace.configure(
        "{id: w, kind: statement, format: csv, path: in/*, columns: {date: date, amount: amount, currency: ccy}, currency: EUR}"
    )
    ingest_workspace.write("in/a.csv", "date,amount,ccy\n2026-01-02,1.00,EURO\n2026-01-02,100,jpy\n2026-01-02,1.00,\n")
    ingest_workspace.receive()
    assert ingest_workspace.lines("line_no, currency, amount") == [(2, "JPY", 100), (3, "EUR", 100)]
    assert "'EURO': did you mean 'EUR'?" in ingest_workspace.refused("reason")[0][0]


def test_refused_rows_do_not_shift_the_numbers_of_the_others(ingest_workspace):
    ingest_workspace.bank()
    rows = [
        "a,2026-01-02,1.00",
        "b,2026-01-02",
        "c,2026-01-02,x",
        "d,2026-01-02,1.00,5",
        "e,2026-01-02,1,6",
        "f,2026-01-02,2.00",
    ]
    ingest_workspace.write("inbox/bank/a.csv", HEAD + "\n".join(rows) + "\n")
    ingest_workspace.receive()
    assert ingest_workspace.lines("line_no, line_ref") == [(1, "a"), (6, "f")]
    assert ingest_workspace.refused() == [
        (2, "missing_value"), (3, "bad_amount"), (4, "wrong_field_count"), (5, "wrong_field_count"),
    ]  # fmt: skip
    assert ingest_workspace.refused("raw")[2] == ("d,2026-01-02,1.00,5",)


def test_an_open_quote_swallows_no_row_silently(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", HEAD + 'a,2026-01-02,1.00\nb,"2026-01-02,1.00\nc,2026-01-02,1.00\n')
    ingest_workspace.receive()
    assert ingest_workspace.lines("line_ref") == [("a",)]
    assert "c,2026-01-02,1.00" in ingest_workspace.refused("raw")[0][0]


def test_identical_rows_that_are_two_payments_stay_two(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", HEAD + "a,2026-01-02,1.00\na,2026-01-02,1.00\n")
    ingest_workspace.receive()
    assert ingest_workspace.lines("line_no, line_ref, amount") == [(1, "a", 100), (2, "a", 100)]


def signs(ingest_workspace, columns, text):
    mapping = f"columns: {{date: date, {columns}}}"
    ingest_workspace.configure(f"{{id: w, kind: statement, format: csv, path: in/*, currency: EUR, {mapping}}}")
    ingest_workspace.write("in/a.csv", text)
    ingest_workspace.receive()
    return [amount for (amount,) in ingest_workspace.lines("amount")], [
        code for (code,) in ingest_workspace.refused("reason_code")
    ]


def test_debit_and_credit_columns_are_the_banks_words(ingest_workspace):
    rows = "date,d,c\n2026-01-02,1.00,\n2026-01-02,,2.00\n2026-01-02,0.00,3.00\n2026-01-02,1,1\n2026-01-02,,\n2026-01-02,-1,\n"
    assert signs(ingest_workspace, "debit: d, credit: c", rows) == (
        [-100, 200, 300],
        ["bad_amount", "missing_value", "bad_amount"],
    )


def test_a_direction_column_signs_an_unsigned_amount(ingest_workspace):
    rows = (
        "date,a,w\n2026-01-02,1,CR\n2026-01-02,2,d\n2026-01-02,3,out\n2026-01-02,4,?\n2026-01-02,-5,D\n2026-01-02,6,\n"
    )
    refused = ["bad_direction", "bad_amount", "missing_value"]
    assert signs(ingest_workspace, "amount: a, direction: w", rows) == ([100, -200, -300], refused)


def test_fee_and_gross_prove_the_amount_however_the_fee_is_written(ingest_workspace):
    ingest_workspace.configure(
        "{id: w, kind: statement, format: csv, path: in/*, currency: EUR, columns: {date: d, amount: n, gross: g, fee: f}}"
    )
    ingest_workspace.write(
        "in/a.csv", "d,n,g,f\n2026-01-02,97,100,3\n2026-01-02,97,100,-3\n2026-01-02,97,100,2\n2026-01-02,5,,\n"
    )
    ingest_workspace.receive()
    assert ingest_workspace.lines("amount, gross, fee") == [(9700, 10000, 300), (9700, 10000, 300), (500, None, None)]
    assert ingest_workspace.refused() == [(3, "gross_fee_mismatch")]
