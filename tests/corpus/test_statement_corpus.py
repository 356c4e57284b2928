"""Every sample file of public parsers' test suites is read to the cent, or refused by the rule that it breaks.

The expectations were taken from the files by hand; independent readers (mt-940's own sums, XPath sums) agree.
"""

from decimal import Decimal
from pathlib import Path

import mt940 as witness
import pytest
from lxml import etree

from ingest.documents.parts import StatementHeader, StatementLine
from ingest.formats.camt053 import reader as camt053
from ingest.formats.mt940 import reader as mt940
from tieout.errors import InputError
from tieout.money import Currencies

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
CURRENCIES = Currencies.of()

# file → (lines, total in minor units, currencies), or the words of the rule that refuses it
MT940 = {
    "jejik-mt940/document__K4262927_20200905-080000-952.txt": "line 1: statement 1: the statement ends without a closing",
    "jejik-mt940/document__bug-core-5401.txt": "line 9: opening 0.00 + lines 50.00 = 50.00, but closing balance is 0.00",
    "jejik-mt940/document__commerzbank.txt": "line 13: opening 0.00 + lines -12.35 = -12.35, but closing balance is 0.00",
    "jejik-mt940/document__deutschebank.txt": "line 13: opening 0.00 + lines -12.35 = -12.35, but closing balance is 0.00",
    "jejik-mt940/document__generic.txt": (2, -2000, {"EUR"}),
    "jejik-mt940/document__ing-dos.txt": "line 26: opening 0.00 + lines -45.59 = -45.59, but closing balance is 3.47",
    "jejik-mt940/document__lbbw.txt": (2, 0, {"EUR"}),
    "jejik-mt940/document__oldenburgischelandesbank.txt": "line 7: opening 0 + lines 104.50 = 104.50, but closing",
    "jejik-mt940/document__oldenburgischelandesbank2.txt": "line 1: statement 1: the statement ends without a closing",
    "jejik-mt940/document__postfinance.txt": "line 28: opening 229.2 + lines -69.8 = 159.4, but closing balance is 159.6",
    "jejik-mt940/document__rabobank-iban.txt": (4, -7000, {"EUR"}),
    "jejik-mt940/document__sns.txt": (2, -2500, {"EUR"}),
    "jejik-mt940/document__sparkasse3.txt": "line 8: opening 931052.29 + lines -1027.25 = 930025.04, but closing",
    "jejik-mt940/document__volksbankenraiffeisenbanken.txt": (12, 74500, {"EUR"}),
    "mt940/betterplace__currency_in_25.sta": "line 1: :25: stands outside a statement",
    "mt940/betterplace__empty_86.sta": "line 1: :86: stands outside a statement",
    "mt940/betterplace__empty_line.sta": "line 2: statement 1: the statement has no opening balance :60F:",
    "mt940/betterplace__with_binary_character.sta": (4, -17906675, {"EUR"}),
    "mt940/cmxl__account_balance_credit.sta": "line 1: :60F: stands outside a statement",
    "mt940/cmxl__account_balance_debit.sta": "line 1: :60F: stands outside a statement",
    "mt940/cmxl__account_identification_legacy.sta": "line 1: :25: stands outside a statement",
    "mt940/cmxl__mt940.sta": (16, 1232730, {"DEM", "EUR", "PLN"}),
    "mt940/cmxl__statement_details.sta": "line 1: :61: stands outside a statement",
    "mt940/cmxl__statement_number.sta": "line 1: :28C: stands outside a statement",
    "mt940/mBank__mt940.sta": (3, 3, {"PLN"}),
    "mt940/mBank__mt942.sta": (3, 3, {"PLN"}),
    "mt940/mBank__with_newline_in_tnr.sta": "line 19: opening 0.46 + lines 89.00 = 89.46, but closing balance is 860.17",
    "mt940/sberbank__171011_01234945.sta": (3, -943700, {"HUF"}),
    "mt940/self-provided__details_60-63.sta": "line 12: opening 12345.12 + lines -233.15 = 12111.97, but closing",
    "mt940/self-provided__empty_non_swift.sta": "line 1: :NS: stands outside a statement",
    "mt940/self-provided__malformed_details.sta": "line 15: opening 12345.12 + lines -233.15 = 12111.97, but closing",
    "mt940/self-provided__mt942.sta": "line 1: statement 1: :90D: on line 11 says 1 entries of 2.30, there are 1 of 0.42",
    "mt940/self-provided__multiline.sta": "line 38: :61: stands outside a statement",
    "mt940/self-provided__overly_long_details.sta": "line 15: opening 12345.12 + lines -233.15 = 12111.97, but closing",
    "mt940/self-provided__raiffeisen-cmi.sta": "line 40: opening 25170637.10 + lines -1012213.50 = 24158423.60, but",
    "mt940/self-provided__sparkassen.sta": "line 1: :61: stands outside a statement",
    "mt940/self-provided__transaction_details_wrapped.sta": (1, -600, {"EUR"}),
}
CAMT = {
    "data__camt052.v2.with-account-name.xml": (1, -20000000, {"SEK"}),
    "data__camt052.v4.xml": (0, 0, {"XXX"}),  # its only entry is pending
    "data__camt052.v6.xml": (0, 0, {"XXX"}),
    "data__camt052.v8.xml": (1, -20000000, {"SEK"}),
    "data__camt053.v2.all-balance-types.xml": "opening 1.01 + lines 8.850 = 9.860, but closing balance is 4.04 EUR",
    "data__camt053.v2.five.decimals.xml": "opening 18.150 + lines 8.850 = 27.000, but closing balance is 27.050 EUR",
    "data__camt053.v2.wrong.xml": "line 1: holds no Stmt, Rpt or Ntfctn",
    "data__camt053.v4.xml": "line 30: statement 1: opening balances are in EUR but closing balances in SEK",
    "data__camt054.v2.with-account-name.xml": (1, -20000000, {"SEK"}),
    "data__camt53.only-Dt-with-DtTm.xml": (0, 0, {"RON"}),
}
FOREIGN = sorted([*(CORPUS / "bai2").rglob("*.txt"), *(CORPUS / "ofx").rglob("*.ofx")])
READERS = {"camt053": camt053.parse, "mt940": mt940.parse}


def read_all(reader, path):
    rows = list(reader(path, CURRENCIES, rounding=None, encoding=None))
    return rows, [row for row in rows if isinstance(row, StatementHeader)]


def check(reader, path, expected):
    if isinstance(expected, str):
        with pytest.raises(InputError) as refusal:
            read_all(reader, path)
        message = str(refusal.value)
        assert expected in message
        assert message.startswith(f"{path}: line ")
        assert "\n" not in message
        return
    rows, headers = read_all(reader, path)
    lines = [row for row in rows if isinstance(row, StatementLine)]
    assert (len(lines), sum(line.amount for line in lines), {h.currency for h in headers}) == expected
    assert [h.lines for h in headers] == [sum(x.statement_no == h.statement_no for x in lines) for h in headers]
    for header in headers:
        if header.opening is not None and header.closing is not None:
            assert header.opening + header.total == header.closing
    assert len({line.line_ref for line in lines}) == len(lines)


def test_the_corpus_lies_beside_the_checkout():
    assert CORPUS.is_dir(), f"{CORPUS} is missing: the sample files are part of the tests"


def test_every_mt940_and_camt_file_of_the_corpus_has_an_expectation():
    assert {str(p.relative_to(CORPUS / "mt940")) for p in (CORPUS / "mt940").rglob("*.*")} == set(MT940)
    assert {p.name for p in (CORPUS / "camt").rglob("*.*")} == set(CAMT)
    assert len(FOREIGN) >= 16


@pytest.mark.parametrize("name", MT940)
def test_mt940_file_is_read_to_the_cent_or_refused_by_its_rule(name):
    check(mt940.parse, CORPUS / "mt940" / name, MT940[name])


@pytest.mark.parametrize("name", CAMT)
def test_camt_file_is_read_to_the_cent_or_refused_by_its_rule(name):
    check(camt053.parse, CORPUS / "camt" / "camt" / name, CAMT[name])


@pytest.mark.parametrize("name", [name for name, expected in MT940.items() if not isinstance(expected, str)])
def test_an_independent_mt940_library_finds_the_same_lines_and_sum(name):
    text = (CORPUS / "mt940" / name).read_bytes().decode("utf-8", "replace")
    entries = [
        entry.data["amount"].amount for entry in witness.parse(text, options=witness.Options(reversal_sign=True))
    ]
    lines, total, _ = MT940[name]
    assert (len(entries), sum(entries)) == (lines, Decimal(total) / 100)


@pytest.mark.parametrize("name", [name for name, expected in CAMT.items() if not isinstance(expected, str)])
def test_an_xpath_sum_of_booked_entries_agrees(name):
    tree = etree.parse(str(CORPUS / "camt" / "camt" / name))
    booked = "//*[local-name()='Ntry'][normalize-space(*[local-name()='Sts'])='BOOK']"
    sums = {
        direction: tree.xpath(f"sum({booked}[*[local-name()='CdtDbtInd']='{direction}']/*[local-name()='Amt'])")
        for direction in ("CRDT", "DBIT")
    }
    lines, total, _ = CAMT[name]
    assert tree.xpath(f"count({booked})") == lines
    assert round((sums["CRDT"] - sums["DBIT"]) * 100) == total


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.name)
def test_a_bai2_or_ofx_file_is_refused_in_one_line(reader, path):
    with pytest.raises(InputError) as refusal:
        read_all(READERS[reader], path)
    assert str(refusal.value).startswith(f"{path}: line ")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", MT940)
def test_an_mt940_file_is_no_camt_file(name):
    with pytest.raises(InputError, match="line"):
        read_all(camt053.parse, CORPUS / "mt940" / name)


@pytest.mark.parametrize("name", CAMT)
def test_a_camt_file_is_no_mt940_file(name):
    with pytest.raises(InputError, match="no :20: field"):
        read_all(mt940.parse, CORPUS / "camt" / "camt" / name)
