"""MT940: signs, dates, references and texts of field 61 and 86, in the dialects that banks send."""

from datetime import date

import pytest

from tests.unit.ingest.statement_files import IBAN, headers, lines, read, refused, swift
from tieout.errors import InputError


def mt940(tmp_path, text, **options):
    return read("mt940", tmp_path, text, **options)


def one(tmp_path, entry, *details, closing="C250131EUR1,00", opening="C250101EUR0,00"):
    return lines(mt940(tmp_path, swift(entry, *details, opening=opening, closing=closing)))[0]


@pytest.mark.parametrize(
    ("mark", "closing", "amount"),
    [
        ("C", "C250131EUR10,50", 1050),
        ("D", "D250131EUR10,50", -1050),
        ("RC", "D250131EUR10,50", -1050),  # reversal of a credit takes money back out
        ("RD", "C250131EUR10,50", 1050),  # reversal of a debit gives money back
        ("CR", "C250131EUR10,50", 1050),  # credit, funds code R of EUR
        ("DR", "D250131EUR10,50", -1050),
        ("RCR", "D250131EUR10,50", -1050),
        ("RDR", "C250131EUR10,50", 1050),
    ],
)
def test_the_mark_gives_the_sign(tmp_path, mark, closing, amount):
    rows = mt940(tmp_path, swift(f":61:2501150115{mark}10,50NTRFNONREF", closing=closing))
    assert [line.amount for line in lines(rows)] == [amount]
    assert headers(rows)[0].closing == amount


def test_a_mark_that_a_bank_means_the_other_way_round_is_refused_not_guessed(tmp_path):
    with pytest.raises(
        InputError, match=r"line 6: opening 0.00 \+ lines -10.50 = -10.50, but closing balance is 10.50 EUR"
    ):
        mt940(tmp_path, swift(":61:2501150115RC10,50NTRFNONREF", closing="C250131EUR10,50"))


@pytest.mark.parametrize("number", ["1,", "1,0", "1,00", "000000000001,00", "1,00000"])
def test_amounts_with_few_many_or_no_decimals_are_the_same_money(tmp_path, number):
    assert one(tmp_path, f":61:250115C{number}NTRFNONREF").amount == 100


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("2501150115C1NTRFNONREF", (100, "NTRF", None)),
        ("250115C1NTRF29-07-2014 10:05//B1", (100, "NTRF", "29-07-2014 10:05")),
        ("250115CR1N051CUST", (100, "N051", "CUST")),
        ("250115C1 NMSCNONREF", (100, "NMSC", None)),
        ("250115C1S103CUST", (100, "S103", "CUST")),
    ],
)
def test_an_amount_without_a_comma_is_read_where_the_type_ends_it(tmp_path, entry, expected):
    line = one(tmp_path, f":61:{entry}")
    assert (line.amount, line.kind, line.reference) == expected


@pytest.mark.parametrize("entry", ["250115C1", "250115C1CUST", "250115C1.00NTRFX", "250115C1 00NTRFX", "250115CNTRFX"])
def test_an_amount_without_a_marked_end_is_refused(tmp_path, entry):
    with pytest.raises(InputError, match=f"entry at line 5: :61: '{entry}' is not date, D/C mark, amount"):
        one(tmp_path, f":61:{entry}")


def test_an_amount_without_a_comma_that_meant_cents_is_refused_by_the_balances(tmp_path):
    with pytest.raises(InputError, match=r"opening 0.00 \+ lines 100 = 100.00, but closing balance is 1.00 EUR"):
        one(tmp_path, ":61:250115C100NTRFX")


@pytest.mark.parametrize("blanks", [" ", "    "])
@pytest.mark.parametrize(("mark", "amount"), [("C", 100), ("CR", 100), ("RD", 100)])
def test_blanks_for_the_entry_date_leave_the_value_date(tmp_path, blanks, mark, amount):
    line = one(tmp_path, f":61:250115{blanks}{mark}1,00NSCNONREF//", "/AAA/BBB/MISC")
    assert (line.date, line.value_date, line.amount) == (date(2025, 1, 15), date(2025, 1, 15), amount)


def without_20(entry=":61:2501150115C1,NTRFX//B1", closing="C250131EUR1,", number="7/1", opening="C250101EUR0,"):
    return f":25:{IBAN}\n:28C:{number}\n:60F:{opening}\n{entry}\n:62F:{closing}\n"


@pytest.mark.parametrize("envelope", ["", "-\n", "ABNANL2A\n940\nABNANL2A\n", "-\nABNANL2A\n940\nABNANL2A\n"])
def test_messages_without_20_are_statements_that_their_balances_prove(tmp_path, envelope):
    text = without_20() + envelope + without_20(number="8/1", opening="C250131EUR1,", closing="C250228EUR2,")
    rows = mt940(tmp_path, text)
    assert [(header.statement_ref, header.total) for header in headers(rows)] == [
        (f"{IBAN}|7/1|2025-01-01", 100), (f"{IBAN}|8/1|2025-01-31", 100),
    ]  # fmt: skip
    assert [(line.statement_no, line.own_ref) for line in lines(rows)] == [(0, True), (1, True)]


def test_a_message_without_20_after_one_with_it_is_another_account(tmp_path):
    other = without_20().replace(IBAN, "NL99OTHER")
    rows = mt940(tmp_path, swift(":61:250115C1,NTRFX", closing="C250131EUR1,") + other)
    assert [header.account for header in headers(rows)] == [IBAN, "NL99OTHER"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (without_20(closing="C250131EUR2,"), "line 5: opening 0 + lines 1 = 1, but closing balance is 2 EUR"),
        (without_20().split(":62F:")[0], "line 1: :25: stands outside a statement: no :20: before it"),
        (
            without_20().replace(":60F:C250101EUR0,\n", ""),
            "line 4: :62F: closes a statement that has no opening balance",
        ),
        (f":25:{IBAN}\n:34F:EUR0,\n:61:250115C1,NTRFX\n:90C:1EUR1,\n", "line 1: :25: stands outside a statement"),
        (without_20() + without_20().split(":62F:")[0], "line 6: :25: stands outside a statement"),
        (":61:250115C1,NTRFX\n" + without_20(), "line 1: :61: stands outside a statement"),
    ],
)
def test_a_message_without_20_that_nothing_proves_is_refused(tmp_path, text, rule):
    with pytest.raises(InputError) as refusal:
        mt940(tmp_path, text)
    assert rule in str(refusal.value)


def test_more_decimals_than_the_currency_has_are_refused_or_rounded_as_configured(tmp_path):
    text = swift(":61:250115C1,005NTRFX", closing="C250131EUR1,00")
    with pytest.raises(InputError, match=r"entry at line 5: 1\.005 has more than the 2 decimals"):
        mt940(tmp_path, text)
    with pytest.raises(InputError, match=r"opening 0.00 .* lines 1.005 = 1.005, but closing balance is 1.00"):
        mt940(tmp_path, text, rounding="half_even")
    rows = mt940(tmp_path, swift(":61:250115C1,005NTRFX", closing="C250131EUR1,005"), rounding="half_even")
    assert lines(rows)[0].amount == 100


@pytest.mark.parametrize(
    ("dates", "day", "value"),
    [
        ("250115", date(2025, 1, 15), date(2025, 1, 15)),
        ("2501150116", date(2025, 1, 16), date(2025, 1, 15)),
        ("2412310102", date(2025, 1, 2), date(2024, 12, 31)),
        ("2501011231", date(2024, 12, 31), date(2025, 1, 1)),
        ("2402290229", date(2024, 2, 29), date(2024, 2, 29)),
        ("2502300301", date(2025, 3, 1), date(2025, 2, 28)),  # 30 February of 30/360 interest
        ("9901040105", date(1999, 1, 5), date(1999, 1, 4)),
    ],
)
def test_the_entry_date_is_in_the_year_nearest_to_the_value_date(tmp_path, dates, day, value):
    line = one(tmp_path, f":61:{dates}C1,NTRFNONREF")
    assert (line.date, line.value_date) == (day, value)


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("NTRFCUST1//BANK1", ("CUST1", "BANK1", True, "NTRF")),
        ("NTRFNONREF//BANK1", ("BANK1", "BANK1", True, "NTRF")),
        ("NTRFNONREF//NONREF", (None, f"{IBAN}|7/1|2025-01-01|#1", False, "NTRF")),
        ("NMSC", (None, f"{IBAN}|7/1|2025-01-01|#1", False, "NMSC")),
        (" N051AN-OVERLONG-CUSTOMER-REFERENCE//B/1//2", ("AN-OVERLONG-CUSTOMER-REFERENCE", "B/1//2", True, "N051")),
        ("NOV NONREF", (None, f"{IBAN}|7/1|2025-01-01|#1", False, "NOV")),
    ],
)
def test_references_of_the_statement_line(tmp_path, tail, expected):
    line = one(tmp_path, f":61:2501150115C1,{tail}")
    assert (line.reference, line.line_ref, line.own_ref, line.kind) == expected


def test_a_bank_reference_that_repeats_is_nobodys_own(tmp_path):
    found = lines(mt940(tmp_path, swift(*[":61:250115C1,NTRFX//55555"] * 3, closing="C250131EUR3,")))
    assert [line.own_ref for line in found] == [True, False, False]
    assert len({line.line_ref for line in found}) == 3


def test_german_structured_details(tmp_path):
    details = (
        ":86:166?00GUTSCHRIFT?109310?20EREF+INV-2025-0000000000001?21-A?22KREF+RUN-7 MREF+M1?23SVWZ+Invoice 1?30COBA",
        "DEFF?31DE89370400440532013000?32Customer With A Very Long Na?33me",
    )
    line = one(tmp_path, ":61:250115C1,NTRFNONREF", *details)
    assert (line.reference, line.group_key) == ("INV-2025-0000000000001-A", "RUN-7")
    assert (line.description, line.counterparty) == ("Invoice 1", "Customer With A Very Long Name")


def test_a_reference_broken_over_full_subfields_is_joined(tmp_path):
    line = one(tmp_path, ":61:250115C1,NTRFNONREF", ":86:171?20EREF+TRX-0A4A47C3-F846-4729?21-8A1B-5DF620F?22SVWZ+x")
    assert line.reference == "TRX-0A4A47C3-F846-4729-8A1B-5DF620F"


def test_german_details_without_keys_are_the_description(tmp_path):
    line = one(tmp_path, ":61:250115C1,NTRFCUST", ":86:051?00BANK?20FROM PAYPAL?21P3TX1433EV?32PAYPAL")
    assert (line.reference, line.description, line.counterparty) == ("CUST", "FROM PAYPAL P3TX1433EV", "PAYPAL")


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ("/EREF/E-1/PREF/P-1/BENM//NAME/Contra/REMI/For goods/ISDT/2025-01-02", ("E-1", "P-1", "For goods", "Contra")),
        (
            "/EREF/NOTPROVIDED//CNTP/NL32INGB0000012345/INGBNL2A/Tester/CITY///REMI/USTD//Text 1/",
            ("CUST", None, "Text 1", "Tester"),
        ),
        ("/TRTP/SEPA OVERBOEKING/IBAN/NL1/BIC/B/NAME/Jansen/REMI/Huur/EREF/E2", ("E2", None, "Huur", "Jansen")),
        ("Plain text\r\nover two lines", ("CUST", None, "Plain text over two lines", None)),
    ],
)
def test_keyed_and_plain_details(tmp_path, details, expected):
    line = one(tmp_path, ":61:250115C1,NTRFCUST", f":86:{details}")
    assert (line.reference, line.group_key, line.description, line.counterparty) == expected


def test_charges_that_explain_the_amount_are_the_fee(tmp_path):
    line = one(tmp_path, ":61:250115D12,35NRTINONREF", "/OCMT/EUR11,85//CHGS/EUR0,50/", closing="D250131EUR12,35")
    assert (line.amount, line.fee, line.gross) == (-1235, 50, -1185)
    line = one(tmp_path, ":61:250115D12,35NRTINONREF", "/OCMT/USD11,85//CHGS/EUR0,50/", closing="D250131EUR12,35")
    assert (line.fee, line.gross) == (None, None)


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    "envelope",
    [
        "{}",
        "{{1:F01BANKDEFFAXXX0000000000}}{{2:I940BANKDEFFXXXXN}}{{4:\n{}-}}{{5:}}",
        "\x01ABNANL2A\n940\nABNANL2A\n{}\x03",
        "\n\n{}\n\n",
    ],
)
def test_envelopes_and_line_ends_change_nothing(tmp_path, newline, envelope):
    text = swift(":61:250115C1,NTRFX", ":86:text", closing="C250131EUR1,", newline="\n")
    rows = mt940(tmp_path, (envelope.format(text) * 2).replace("\n", newline))
    assert [line.amount for line in lines(rows)] == [100, 100]
    assert [header.statement_no for header in headers(rows)] == [0, 1]


def test_a_line_of_one_dash_inside_a_text_is_text(tmp_path):
    rows = mt940(
        tmp_path, swift(":61:250115C1,NTRFX", ":86:before", "-", "after", ":61:250115C1,NTRFY", closing="C250131EUR2,")
    )
    assert [line.description for line in lines(rows)] == ["before - after", None]


def page(opening, entry, closing, number):
    return f":20:X\n:25:{IBAN}\n:28C:7/{number}\n:60{opening}\n:61:250115C{entry}NTRFX\n:62{closing}\n-\n"


def test_pages_are_chained_by_their_intermediate_balances(tmp_path):
    first = page("F:C250101EUR0,", "1,", "M:C250131EUR1,", 1)
    rows = mt940(tmp_path, first + page("M:C250131EUR1,", "2,", "F:C250131EUR3,", 2))
    assert [header.statement_ref for header in headers(rows)] == [f"{IBAN}|7/1|2025-01-01", f"{IBAN}|7/2|2025-01-31"]
    with pytest.raises(InputError, match="page before it closed with :62M: 1 EUR"):
        mt940(tmp_path, first + page("M:C250131EUR2,", "2,", "F:C250131EUR4,", 2))
    with pytest.raises(InputError, match="ends on an intermediate balance :62M:: its next page"):
        mt940(tmp_path, first)


INTERIM = ":20:X\n:25:{}\n:28C:1/1\n:34F:EURD0,00\n:13D:2501150900+0100\n{}{}"


def test_an_interim_report_counts_booked_entries_and_shows_expected_ones(tmp_path):
    entries = ":61:250115D2,NTRFA\n:61:250115EC9,NTRFB\n:61:250115RD1,NTRFC\n"
    rows = mt940(tmp_path, INTERIM.format(IBAN, entries, ":90D:1EUR2,\n:90C:1EUR1,\n"))
    assert [line.amount for line in lines(rows)] == [-200, 100]
    assert [(row.reason_code, row.amount) for row in refused(rows)] == [("not_booked", 900)]
    with pytest.raises(InputError, match=":90D: on line 9 says 2 entries of 2, there are 1 of 2"):
        mt940(tmp_path, INTERIM.format(IBAN, entries, ":90D:2EUR2,\n"))
    with pytest.raises(InputError, match="it may have been cut off"):
        mt940(tmp_path, INTERIM.format(IBAN, entries, ""))


def test_an_unreadable_entry_of_an_interim_report_is_refused_alone(tmp_path):
    rows = mt940(tmp_path, INTERIM.format(IBAN, ":61:nonsense\n:61:250115D2,NTRFA\n", "-\n"))
    assert [(row.line_no, row.reason_code, row.raw) for row in refused(rows)] == [(1, "unreadable", "nonsense")]
    assert [line.amount for line in lines(rows)] == [-200]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "line 1: the file is empty"),
        ("id;amount\n1;2\n", "line 1: holds no :20: field"),
        (swift(":61:x", closing="C250131EUR0,"), "entry at line 5: :61: 'x' is not date"),
        (swift(":61:251301C1,NTRFX"), "'251301' is not a date"),
        (swift(":61:2501159999C1,NTRFX"), "'9999' is not an entry date"),
        (swift(opening="X250101EUR0,"), "line 4: :60F: 'X250101EUR0,' is not C or D"),
        (swift(opening="C250101EUR0,", closing="C250131USD0,"), "opening balance is in EUR but closing balance in USD"),
        (swift(opening="C250101QQQ0,"), "line 4: unknown currency 'QQQ'"),
        (swift(":62F:C250131EUR0,"), "line 6: a second closing balance"),
        (swift(":60F:C250131EUR0,"), "line 5: a second :60F: without a new :20:"),
        (":20:X\n:61:250115C1,NTRFX\n:60F:C250131EUR0,\n", "line 3: :60F: stands after :61: entries"),
        (":20:X\n:62F:C250131EUR0,\n", "line 2: :62F: closes a statement that has no opening balance"),
        (swift() + ":61:250115C1,NTRFX\n", "line 7: :61: stands outside a statement"),
        (swift(":62F:C250131EUR0,", ":61:250115C1,NTRFX"), "line 6: :61: stands after the closing balance"),
    ],
)
def test_a_broken_file_is_refused_by_line_and_rule(tmp_path, text, rule):
    with pytest.raises(InputError, match=r"statement\.txt: ") as refusal:
        mt940(tmp_path, text)
    assert rule in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp850", "cp437"])
def test_the_usual_encodings_are_detected(tmp_path, encoding):
    text = swift(":61:250115C1,NTRFX", ":86:Überweisung Müller für Öl", closing="C250131EUR1,")
    assert lines(mt940(tmp_path, text.encode(encoding)))[0].description == "Überweisung Müller für Öl"


def test_a_file_that_is_not_in_the_encoding_its_source_names_is_refused(tmp_path):
    text = swift(":61:250115C1,NTRFX", ":86:Müller", closing="C250131EUR1,").encode("cp1252")
    with pytest.raises(InputError, match=r"not utf-8: .* set 'encoding'"):
        mt940(tmp_path, text, encoding="utf-8")
    with pytest.raises(InputError, match="'klingon' is not an encoding"):
        mt940(tmp_path, text, encoding="klingon")
    assert lines(mt940(tmp_path, text, encoding="cp1252"))[0].description == "Müller"


def test_binary_characters_inside_a_text_do_no_harm(tmp_path):
    text = swift(":61:250115C1,NTRFX", ":86:a\x00b\x81\x8dc", closing="C250131EUR1,").encode("latin-1")
    assert lines(mt940(tmp_path, text))[0].amount == 100
