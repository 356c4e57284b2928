"""A journal with everything that a journal can say, to the letter; hledger and beancount accept exactly this."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.export.registry import export
from ledger.periods import close, set_calendars
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from tests.integration.ledger.oracles.conftest import Exported
from tests.integration.ledger.oracles.tools import beancount, hledger
from tieout.config import Currency
from tieout.config.calendars import FiscalCalendar
from tieout.errors import InputError

HLEDGER = """\
2026-12-31=2026-12-29 * (INV-7) Café "Ö" | Beans%3B 50%2525
    ; journal_id: BILL 7
    ; kind: bill
    ; adjustment: yes
    expenses:5100 Operating Expenses  10 "P2" @@ 4.05 EUR
        ; rate: 0.405
        ; rate_date: 2026-12-30
        ; rate_source: ECB
    liabilities:2000 Accounts Payable  -10 "P2" @@ 4.05 EUR
        ; group: second%2C line
        ; rate: 0.405
        ; rate_date: 2026-12-30
        ; rate_source: ECB

2027-01-01 * (INV-7) Café "Ö" | posted twice
    ; journal_id: UNDO
    ; reverses: BILL 7
    ; kind: reversal
"""
BEANCOUNT = """\
2026-12-31 * "Café \\"Ö\\"" "Beans; 50%25" ^BILL_207
  journal_id: "BILL 7"
  document_date: 2026-12-29
  kind: "bill"
  adjustment: "yes"
  reference: "INV-7"
  Expenses:A5100-Operating-Expenses  10 P2 @@ 4.05 EUR
    rate: "0.405"
    rate_date: 2026-12-30
    rate_source: "ECB"
  Liabilities:A2000-Accounts-Payable  -10 P2 @@ 4.05 EUR
    group: "second, line"
    rate: "0.405"
    rate_date: 2026-12-30
    rate_source: "ECB"

2027-01-01 * "Café \\"Ö\\"" "posted twice" ^UNDO ^BILL_207
  journal_id: "UNDO"
  reverses: "BILL 7"
  kind: "reversal"
"""


@pytest.fixture
def written(new_books):
    books = new_books([Currency(code="P2", scale=0)])
    with books.connection.transaction():
        set_calendars(
            books.connection, books.tenant, {"de": FiscalCalendar(starts="1 january", adjustment_period=True)}
        )
    close(books.connection, books.tenant, "de", "2026-01", by="owner")
    rate = {"rate": Decimal("0.405"), "rate_date": date(2026, 12, 30), "rate_source": "ECB", "currency": "P2"}
    bill = JournalRequest(
        journal_id="BILL 7",
        entity="de",
        date=date(2026, 12, 31),
        document_date=date(2026, 12, 29),
        kind="bill",
        adjustment=True,
        reference="INV-7",
        description="Beans; 50%25",
        counterparty='Café "Ö"',
        lines=(
            LineRequest(account="5100", amount=Decimal(10), base_amount=Decimal("4.05"), **rate),
            LineRequest(
                account="2000", amount=Decimal(-10), base_amount=Decimal("-4.05"), group="second, line", **rate
            ),
        ),
    )
    post(books.connection, books.tenant, [bill])
    reverse(books.connection, books.tenant, "BILL 7", date=date(2027, 1, 1), reason="posted twice", key="UNDO")
    return Exported(books)


def test_hledger_reads_what_is_written(written):
    assert HLEDGER in written.text("hledger")
    bill = hledger(written.text("hledger"), "print")[0]
    assert (bill["tdate"], bill["tdate2"], bill["tcode"]) == ("2026-12-31", "2026-12-29", "INV-7")


def test_beancount_reads_what_is_written(written):
    assert BEANCOUNT in written.text("beancount")
    *_, bill, reversal = beancount(written.text("beancount"))
    assert bill.meta["document_date"] == date(2026, 12, 29)
    assert bill.links & reversal.links == {"BILL_207"}


def test_an_empty_book_is_an_empty_journal(new_books):
    exported = Exported(new_books())
    assert hledger(exported.text("hledger"), "print") == beancount(exported.text("beancount")) == []


@pytest.mark.parametrize(
    ("entity", "format_name", "nearest"),
    [
        ("dee", "hledger", "unknown entity 'dee': did you mean 'de'?"),
        ("de", "beencount", "unknown export format 'beencount': did you mean 'beancount'?"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest(books, tmp_path, entity, format_name, nearest):
    with (tmp_path / "book").open("w") as out, pytest.raises(InputError) as refusal:
        export(books.connection, books.tenant, entity, format_name, out)
    assert str(refusal.value) == nearest
