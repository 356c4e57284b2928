"""camt.053: what counts, with which sign, in how many lines, and under which names."""

from datetime import date

import pytest

from tests.unit.ingest.statement_files import (
    IBAN,
    bal,
    document,
    headers,
    lines,
    ntry,
    read,
    refused,
    statement,
    tx,
)
from tieout.errors import InputError


def camt(tmp_path, text, **options):
    return read("camt053", tmp_path, text, **options)


@pytest.mark.parametrize("version", [f"053.001.{n:02}" for n in range(2, 14)])
@pytest.mark.parametrize("prefix", ["", "ns2"])
def test_every_version_and_prefix_reads_alike(tmp_path, version, prefix):
    status = "BOOK" if version < "053.001.07" else "<Cd>BOOK</Cd>"
    text = statement(ntry(1050, status=status), 0, 1050, version=version, prefix=prefix)
    rows = camt(tmp_path, text)
    assert [line.amount for line in lines(rows)] == [1050]
    header = headers(rows)[0]
    assert (header.account, header.currency, header.opening, header.closing) == (IBAN, "EUR", 0, 1050)
    assert header.statement_ref == f"{IBAN}|7|2025-01-01"


def test_a_debit_balance_and_debit_entries_are_negative(tmp_path):
    rows = camt(tmp_path, statement(ntry(-700) + ntry(200), -1000, -1500))
    assert [line.amount for line in lines(rows)] == [-700, 200]
    assert (headers(rows)[0].opening, headers(rows)[0].closing, headers(rows)[0].total) == (-1000, -1500, -500)


def test_balances_that_the_entries_do_not_explain_refuse_the_file(tmp_path):
    with pytest.raises(
        InputError, match=r"line 1: statement 1: opening 1.00 \+ lines 2.00 = 3.00, but closing .* 3.01"
    ):
        camt(tmp_path, statement(ntry(200), 100, 301))


def test_a_reversal_keeps_the_direction_of_its_own_booking(tmp_path):
    back = ntry(
        5000, "<NtryDtls>" + tx("<EndToEndId>E1</EndToEndId>") + "</NtryDtls>", before="<RvslInd>true</RvslInd>"
    )
    rows = camt(tmp_path, statement(ntry(-5000) + back, 0, 0))
    assert [line.amount for line in lines(rows)] == [-5000, 5000]


def test_a_reversal_that_a_bank_signs_the_other_way_round_is_refused_not_guessed(tmp_path):
    turned = ntry(-5000, before="<RvslInd>true</RvslInd>")
    with pytest.raises(InputError, match=r"closing balance is 50\.00"):
        camt(tmp_path, statement(turned, 0, 5000))


def test_entries_that_are_not_booked_are_shown_as_refused_and_do_not_count(tmp_path):
    rows = camt(tmp_path, statement(ntry(100) + ntry(900, status="PDNG") + ntry(5, status="<Cd>INFO</Cd>"), 0, 100))
    assert [(row.reason_code, row.amount, row.currency, row.line_no) for row in refused(rows)] == [
        ("not_booked", 900, "EUR", 2),
        ("not_booked", 5, "EUR", 3),
    ]
    assert headers(rows)[0].lines == 1


BATCH = "<NtryDtls><Btch><PmtInfId>RUN-1</PmtInfId></Btch>{}</NtryDtls>"


def part(minor, ref, sign="CRDT", currency="EUR"):
    amount = f"<Amt Ccy='{currency}'>{minor / 100:.2f}</Amt><CdtDbtInd>{sign}</CdtDbtInd>"
    return tx(f"<EndToEndId>{ref}</EndToEndId>", amount)


def test_a_batch_is_split_into_transactions_that_sum_to_it(tmp_path):
    details = BATCH.format(part(700, "A") + part(500, "B") + part(200, "C", "DBIT"))
    rows = camt(tmp_path, statement(ntry(1000, "<AcctSvcrRef>BANK1</AcctSvcrRef>" + details) + ntry(1), 0, 1001))
    assert [(x.amount, x.reference, x.group_key, x.line_ref, x.own_ref) for x in lines(rows)[:3]] == [
        (700, "A", "RUN-1", "BANK1/1", True),
        (500, "B", "RUN-1", "BANK1/2", True),
        (-200, "C", "RUN-1", "BANK1/3", True),
    ]
    assert [line.line_no for line in lines(rows)] == [1, 2, 3, 4]
    assert headers(rows)[0].lines == 4


def test_version_2_batches_take_their_amounts_from_the_amount_details(tmp_path):
    def v2(minor, ref):
        return tx(
            f"<EndToEndId>{ref}</EndToEndId>", f"<AmtDtls><TxAmt><Amt Ccy='EUR'>{minor / 100}</Amt></TxAmt></AmtDtls>"
        )

    rows = camt(tmp_path, statement(ntry(-1200, BATCH.format(v2(700, "A") + v2(500, "B")), status="BOOK"), 0, -1200))
    assert [(line.amount, line.reference) for line in lines(rows)] == [(-700, "A"), (-500, "B")]


@pytest.mark.parametrize(
    "details",
    [
        part(700, "A") + part(500, "B"),  # 12.00 of 10.00
        tx("<EndToEndId>A</EndToEndId>") + tx("<EndToEndId>B</EndToEndId>"),  # no amounts
        part(700, "A") + part(300, "B", currency="USD"),  # another currency
        part(700, "A") + part(300, "B", "DBIT"),  # 4.00
    ],
)
def test_a_batch_whose_details_do_not_sum_to_it_stays_one_line(tmp_path, details):
    rows = camt(tmp_path, statement(ntry(1000, BATCH.format(details)), 0, 1000))
    assert [(line.amount, line.group_key, line.reference) for line in lines(rows)] == [(1000, "RUN-1", "RUN-1")]


def test_a_foreign_transaction_counts_in_the_currency_of_the_account(tmp_path):
    details = tx("", "<Amt Ccy='USD'>4.10</Amt><AmtDtls><TxAmt><Amt Ccy='EUR'>3.79</Amt></TxAmt></AmtDtls>")
    rows = camt(tmp_path, statement(ntry(379, f"<NtryDtls>{details}</NtryDtls>"), 0, 379))
    assert [(line.amount, line.currency) for line in lines(rows)] == [(379, "EUR")]


def test_an_included_charge_is_the_fee_and_a_separate_one_is_not(tmp_path):
    def charged(included):
        return (
            "<NtryDtls>"
            + tx(
                "",
                rest=f"<Chrgs><Rcrd><Amt Ccy='EUR'>0.31</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
                f"<ChrgInclInd>{included}</ChrgInclInd></Rcrd></Chrgs>",
            )
            + "</NtryDtls>"
        )

    rows = camt(tmp_path, statement(ntry(969, charged("true")) + ntry(31, charged("false")), 0, 1000))
    assert [(line.fee, line.gross) for line in lines(rows)] == [(31, 1000), (None, None)]


@pytest.mark.parametrize(
    ("refs", "remittance", "expected"),
    [
        ("<InstrId>I</InstrId><EndToEndId>E</EndToEndId><TxId>T</TxId>", "", "E"),
        ("<EndToEndId>NOTPROVIDED</EndToEndId><TxId>T</TxId>", "", "T"),
        ("<EndToEndId>NOTPROVIDED</EndToEndId><TxId>T</TxId>", "<CdtrRefInf><Ref>RF18</Ref></CdtrRefInf>", "RF18"),
        ("<MndtId>M</MndtId>", "", "M"),
        ("", "", "BANK1"),
    ],
)
def test_the_reference_is_the_first_real_one_of_the_documented_order(tmp_path, refs, remittance, expected):
    details = tx(refs, rest=f"<RmtInf><Strd>{remittance}</Strd></RmtInf>")
    entry = ntry(100, f"<AcctSvcrRef>BANK1</AcctSvcrRef><NtryDtls>{details}</NtryDtls>")
    assert lines(camt(tmp_path, statement(entry, 0, 100)))[0].reference == expected


def test_a_bank_reference_that_repeats_is_nobodys_own(tmp_path):
    entry = ntry(100, "<AcctSvcrRef>SAME</AcctSvcrRef>")
    found = lines(camt(tmp_path, statement(entry * 3, 0, 300)))
    assert [line.own_ref for line in found] == [True, False, False]
    assert len({line.line_ref for line in found}) == 3


def parties(debtor, creditor, pty=("<Pty>", "</Pty>")):
    def side(role, name, iban):
        return f"<{role}>{pty[0]}<Nm>{name}</Nm>{pty[1]}</{role}><{role}Acct><Id><IBAN>{iban}</IBAN></Id></{role}Acct>"

    both = side("Dbtr", *debtor) + side("Cdtr", *creditor)
    return "<NtryDtls>" + tx(rest=f"<RltdPties>{both}</RltdPties>") + "</NtryDtls>"


@pytest.mark.parametrize("pty", [("<Pty>", "</Pty>"), ("", "")])
@pytest.mark.parametrize(("minor", "reversal"), [(100, "false"), (-100, "true")])
def test_the_counterparty_of_money_in_and_of_its_reversal_is_the_debtor(tmp_path, pty, minor, reversal):
    inner = parties(("Customer", "FR76"), ("Us Ltd", "GB00"), pty)
    entry = ntry(minor, inner, before=f"<RvslInd>{reversal}</RvslInd>")
    assert lines(camt(tmp_path, statement(entry, 0, minor)))[0].counterparty == "Customer"


def test_the_side_with_our_own_account_is_never_the_counterparty(tmp_path):
    inner = parties(("Us Ltd", IBAN), ("Supplier", "FR76"))
    assert lines(camt(tmp_path, statement(ntry(100, inner), 0, 100)))[0].counterparty == "Supplier"


def test_dates_times_texts_and_codes(tmp_path):
    inner = (
        "<ValDt><DtTm>2025-01-16T23:59:00-11:00</DtTm></ValDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
        "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>"
        + tx(rest="<RmtInf><Ustrd>Invoice 1</Ustrd><Ustrd>and 2</Ustrd></RmtInf>")
        + "</NtryDtls><AddtlNtryInf>SEPA</AddtlNtryInf>"
    )
    line = lines(camt(tmp_path, statement(ntry(100, inner), 0, 100)))[0]
    assert (line.date, line.value_date) == (date(2025, 1, 15), date(2025, 1, 16))
    assert (line.description, line.kind) == ("Invoice 1 and 2", "PMNT/RCDT/ESCT")


def test_a_notification_needs_no_balance_and_falls_back_to_its_creation_day(tmp_path):
    entry = ntry(100).replace("<BookgDt><Dt>2025-01-15</Dt></BookgDt>", "")
    rows = camt(tmp_path, document(entry, container="Ntfctn", version="054.001.08"))
    assert lines(rows)[0].date == date(2025, 2, 1)
    assert headers(rows)[0].opening is None


def test_a_statement_with_entries_needs_both_balances(tmp_path):
    with pytest.raises(InputError, match="opening balances are in EUR but closing balances in no currency"):
        camt(tmp_path, document(bal("OPBD", 0) + ntry(100)))
    with pytest.raises(InputError, match=r"without opening \(OPBD\) and closing \(CLBD\) balance"):
        camt(tmp_path, document(ntry(100)))


def test_the_previous_closing_and_interim_balances_serve_where_the_bank_sends_them(tmp_path):
    page = "<Id>S1</Id><StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>"
    rows = camt(tmp_path, document(bal("PRCD", 50) + ntry(100) + bal("CLBD", 150)))
    assert headers(rows)[0].opening == 50
    rows = camt(tmp_path, document(bal("ITBD", 50) + bal("CLBD", 150) + ntry(100), head=page))
    assert headers(rows)[0].statement_ref == f"{IBAN}|S1|page 2|2025-01-31"


def test_an_intraday_report_may_open_without_closing(tmp_path):
    rows = camt(tmp_path, document(bal("OPBD", 50) + bal("ITBD", 150) + ntry(70), container="Rpt"))
    assert (headers(rows)[0].opening, headers(rows)[0].closing, headers(rows)[0].total) == (50, None, 70)
    with pytest.raises(InputError, match=r"opening 0.50 \+ lines 0.70 = 1.20, but closing balance is 1.50"):
        camt(tmp_path, document(bal("OPBD", 50) + bal("CLBD", 150) + ntry(70), container="Rpt"))


def test_each_currency_of_an_account_is_proved_by_itself(tmp_path):
    both = bal("OPBD", 0) + bal("OPBD", 10, currency="USD") + bal("CLBD", 100) + bal("CLBD", 30, currency="USD")
    rows = camt(tmp_path, document(both + ntry(100) + ntry(20, currency="USD")))
    assert headers(rows)[0].total == 100
    with pytest.raises(InputError, match=r"opening 0.10 \+ lines 0.21"):
        camt(tmp_path, document(both + ntry(100) + ntry(21, currency="USD")))


TOTALS = (
    "<TxsSummry><TtlNtries><NbOfNtries>{}</NbOfNtries><Sum>{}</Sum><TtlNetNtry><Amt>{}</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
    "</TtlNetNtry></TtlNtries><TtlCdtNtries><NbOfNtries>{}</NbOfNtries><Sum>{}</Sum></TtlCdtNtries><TtlDbtNtries>"
    "<NbOfNtries>{}</NbOfNtries><Sum>{}</Sum></TtlDbtNtries></TxsSummry>"
)


@pytest.mark.parametrize(
    ("totals", "rule"),
    [
        (("2", "4.00", "2.00", "1", "3", "1", "1.0"), None),
        (("3", "4.00", "2.00", "1", "3", "1", "1.0"), "TtlNtries/NbOfNtries says 3 but there are 2"),
        (("2", "4.01", "2.00", "1", "3", "1", "1.0"), "TtlNtries/Sum says 4.01"),
        (("2", "4.00", "2.01", "1", "3", "1", "1.0"), "net of entries is declared as 2.01 CRDT but is 2.00"),
        (("2", "4.00", "2.00", "2", "3", "1", "1.0"), "TtlCdtNtries/NbOfNtries"),
        (("2", "4.00", "2.00", "1", "3", "1", "x"), "control total 'x' is not a number"),
    ],
)
def test_control_totals_are_checked(tmp_path, totals, rule):
    text = statement(TOTALS.format(*totals) + ntry(300) + ntry(-100), 0, 200)
    if rule is None:
        assert headers(camt(tmp_path, text))[0].lines == 2
        return
    with pytest.raises(InputError, match=rule):
        camt(tmp_path, text)


def test_more_decimals_than_the_currency_has_are_refused_or_rounded_as_configured(tmp_path):
    balances = bal("OPBD", 0, amount="0.00000") + bal("CLBD", 101, amount="1.00500")
    text = document(balances + ntry(101, amount="1.00500"))
    with pytest.raises(InputError, match="more than the 2 decimals"):
        camt(tmp_path, text)
    rows = camt(tmp_path, text, rounding="half_even")
    assert lines(rows)[0].amount == 100


def test_an_unreadable_row_without_balances_is_refused_alone(tmp_path):
    entries = (
        ntry(1, amount="1.234") + ntry(2, amount="1e5") + ntry(3) + ntry(4, currency="EURO") + ntry(5, day="2025-13-01")
    )
    rows = camt(tmp_path, document(entries, container="Rpt"))
    assert [row.line_no for row in refused(rows)] == [1, 2, 4, 5]
    assert {row.reason_code for row in refused(rows)} == {"unreadable"}
    assert [line.amount for line in lines(rows)] == [3]


def test_an_unreadable_row_among_balances_refuses_the_file_and_names_the_row(tmp_path):
    with pytest.raises(InputError, match=r"entry at line 2: '1e5' is not an amount, so its balances cannot be proved"):
        camt(tmp_path, statement(ntry(1, amount="1e5"), 0, 100))
