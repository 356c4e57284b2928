"""Books to be tampered with, by a superuser who switches the law off for his session."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from ledger.posting import post
from ledger.proof.sealing import seal
from ledger.proof.verification import verify
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse

USD = {"currency": "USD", "rate": Decimal("0.90"), "rate_date": date(2026, 1, 30), "rate_source": "ECB"}


def converted(journal_id):
    """100 USD received for 90 EUR, through the currency trading account."""
    return JournalRequest(
        journal_id=journal_id,
        entity="de",
        date=date(2026, 1, 31),
        document_date=date(2026, 1, 29),
        reference=f"R-{journal_id}",
        lines=(
            LineRequest(account="1000", amount=Decimal(100), **USD),
            LineRequest(account="7900", amount=Decimal(-100), **USD),
            LineRequest(account="7900", amount=Decimal(90), description='Exchange "spot" — ☃'),
            LineRequest(account="1000", amount=Decimal(-90)),
        ),
    )


@dataclass(frozen=True)
class Book:
    """A tenant's book that is under proof, and hands that reach behind its law."""

    books: object

    @property
    def connection(self):
        return self.books.connection

    @property
    def tenant(self):
        return self.books.tenant

    def verify(self, heads=()):
        return verify(self.connection, self.tenant, heads)

    def seal(self, events_per_seal=40):
        return seal(self.connection, self.tenant, events_per_seal=events_per_seal)

    def tamper(self, *commands, **values):
        """Run SQL as a superuser for whom no trigger and no foreign key fires; `%(t)s` is the tenant."""
        with self.books.another_connection() as superuser:
            superuser.execute("SET session_replication_role = replica")
            for command in commands:
                changed = superuser.execute(command, {"t": self.tenant, **values}).rowcount
                assert changed > 0, command
            superuser.commit()

    def number(self, journal_id):
        return self.books.scalar(
            "SELECT journal_no FROM ledger.journals WHERE tenant_id = %s AND journal_id = %s", self.tenant, journal_id
        )

    def seal_of(self, journal_id):
        """The number of the seal that covers the journal."""
        return self.books.scalar(
            "SELECT min(seal_no) FROM ledger.seals JOIN ledger.journals USING (tenant_id)"
            " WHERE tenant_id = %s AND journal_id = %s"
            " AND (last_xid, last_event_no) >= (journals.recorded_xid, journals.journal_no)",
            self.tenant,
            journal_id,
        )


@pytest.fixture
def book(books, journal):
    """Twenty-odd journals with a conversion and a reversal, all sealed."""
    for first in (1, 11):
        requests = [journal(f"J{n}", reference=f"R{n}", kind="sale") for n in range(first, first + 10)]
        post(books.connection, books.tenant, requests)
    post(books.connection, books.tenant, [converted("FX")])
    reverse(books.connection, books.tenant, "J3", date=date(2026, 2, 1), reason="wrong", key="J3-R")
    made = Book(books)
    assert made.seal() > 2
    assert made.verify().findings == []
    return made


@pytest.fixture
def finding_lines():
    """The findings of a verdict as lines of text: what is wrong, where, what was expected and what was found."""

    def lines(verdict):
        assert verdict.exit_code == 1
        assert verdict.total >= len(verdict.findings) > 0
        return [f"{f.where}: {f.what}: {f.expected} / {f.found}" for f in verdict.findings]

    return lines
