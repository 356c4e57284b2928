"""Why the ledger refuses a journal, as one line that says what is wrong and what to do."""

from typing import Any, NamedTuple

import psycopg

from tieout.errors import InputError
from tieout.postgres.law import Law
from tieout.sql import load_sql
from tieout.suggestions import did_you_mean

_SENTENCES = {
    "bad_account_type": "has the account_type '{}', which is none of asset, liability, equity, revenue, expense",
    "base_amount_differs": "base_amount {} is not the amount, though the line is in the entity's own currency",
    "base_amount_off_rate": "base_amount {} by its own rate: mend one of them",
    "base_amount_on_other_side": "base_amount {} has the other sign than the amount",
    "debit_and_credit": "has both a debit and a credit ({}): give one of them, or a signed amount",
    "journal_id_taken": "is in the book with other content: post under a new journal_id, or reverse the first one",
    "missing_account": "has a line without an account",
    "missing_amount": "has no amount",
    "missing_rate": "is in {} and has neither base_amount nor rate: give its value in the entity's currency",
    "missing_entity": "names no entity: add a column 'entity', the workspace has several",
    "missing_date": "has no date",
    "missing_journal_id": "has no journal_id",
    "mixed_dates": "has lines of different dates ({}): one journal has one date",
    "mixed_entities": "has lines of different entities ({}): post one journal for each",
    "mixed_kinds": "has lines of different kinds ({}): one journal has one kind",
    "not_a_date": "'{}' is not a date of the form 2026-01-31",
    "closed_period": "{}",
    "not_an_amount": "'{}' is not an amount of the form 1234.56",
    "rate_not_implied": "is in {} with base_amount 0, which implies no rate: give the rate",
    "rate_not_positive": "has the rate {}: a rate is above zero",
    "rate_of_one_currency": "has a rate, though its line is in {}, the entity's own currency",
    "rate_without_source": "has a rate for {} without rate_source: say whose rate it is, such as 'ECB'",
    "reverses_in_a_file": "takes journal '{}' back: use `tieout reverse` for that, and leave the column empty",
    "too_few_lines": "has {} line(s): it needs at least two",
    "too_large": "amount {} is too large",
    "too_many_decimals": "{} has more decimals than its currency",
    "too_many_decimals_in_base": "base_amount {} has more decimals than its currency",
    "unbalanced": "does not balance: debits minus credits = {}",
    "unbalanced_in_base": "does not balance in the entity's currency: debits minus credits = {}",
    "zero_amount": "has a line of zero",
}

_CONSTRAINTS = {
    "no_zero_line": "a line of zero is refused",
    "base_amount_on_the_same_side": "base_amount has the other sign than the amount",
    "one_reversal_per_journal": "the journal is reversed already",
    "expires_later": "a pending expires in the future: expires_at is not",
    "parent_in_the_chart": "an account's parent is not in the chart of its entity",
    "known_currency": "an account's currency is not one of the tenant's",
    "active_forwards": "an account's active_from is after its active_to",
    "floor_below_ceiling": "an account's floor is above its ceiling",
    "limit_in_one_currency": "an account with a floor or a ceiling needs a currency",
    "reversed_journal_exists": "there is no such journal to reverse",
}

_VALID = {
    "unknown_account": ("account", "SELECT DISTINCT account_code FROM ledger.accounts WHERE tenant_id = %s"),
    "unknown_currency": ("currency", "SELECT currency FROM ledger.currencies WHERE tenant_id = %s"),
    "unknown_entity": ("entity", "SELECT entity_id FROM ledger.entities WHERE tenant_id = %s"),
}


_CODES = {
    **{constraint: constraint for constraint in _CONSTRAINTS},
    "LD001": "unbalanced",
    "LD002": "too_few_lines",
    "LD008": "unknown_account",
    "LD010": "closed_period",
    "LD011": "misplaced_adjustment",
    "LD020": "beyond_limit",
    "LD023": "wrong_currency",
    "LD024": "closed_account",
}


class Refused(NamedTuple):
    """A journal that was not posted, and why: in words, and as a code that programs may rely on.

    `row` is its place in the file: the line, or the rank in a list.
    """

    row: int | None
    journal_id: str | None
    reason: str
    code: str = "refused"

    @property
    def where(self) -> str:
        """Its place and name, for a message."""
        place = "no row" if self.row is None else f"row {self.row}"
        return f"{place}, journal '{self.journal_id}'" if self.journal_id else place


class JournalRefused(InputError):  # noqa: N818 - the law's word: refused
    """One journal was refused, by the ledger's own reading or by the law in the database."""

    code: str

    def __init__(self, refusal: Refused) -> None:
        self.reason = refusal.reason
        self.code = refusal.code
        super().__init__(f"journal '{refusal.journal_id}': {refusal.reason}" if refusal.journal_id else refusal.reason)


def refused(connection: psycopg.Connection[Any], tenant: str, limit: int) -> list[Refused]:
    """The first refused journals among those assessed, in their order."""
    rows = connection.execute(load_sql("ledger", "refused"), {"limit": limit}).fetchall()
    valid = {problem: _valid_words(connection, tenant, problem) for problem in {row[2] for row in rows}}
    return [Refused(row, journal, _reason(problem, culprit, valid), problem) for row, journal, problem, culprit in rows]


def _journal_refused(code: str, sentence: str) -> JournalRefused:
    return JournalRefused(Refused(None, None, sentence, _CODES.get(code, "refused")))


LAW = Law("LD", _CONSTRAINTS, _journal_refused)
"""What the database's own law refuses, as JournalRefused."""


def _valid_words(connection: psycopg.Connection[Any], tenant: str, problem: str) -> list[str]:
    if problem not in _VALID:
        return []
    return [word for (word,) in connection.execute(_VALID[problem][1].encode(), (tenant,)).fetchall()]


def _reason(problem: str, culprit: str | None, valid: dict[str, list[str]]) -> str:
    if problem in _VALID:
        noun = _VALID[problem][0]
        return f"unknown {noun} '{culprit}': {did_you_mean(culprit or '', valid[problem])}"
    return _SENTENCES[problem].format(culprit)
