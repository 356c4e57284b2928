"""Posting a period's revaluation: the journal on its last day and the reversal on the next, both or neither.

Reversed on the next day, a balance is compared with what it was booked at every time, and a payment in the new period
is set against that (IAS 21.28). Run again, nothing is due and nothing is posted; after a late posting or another rate,
the difference is due and gets a journal of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg

from ledger.balances import trial_balance
from ledger.periods import periods_through
from ledger.posting import post
from ledger.reversal import reverse
from ledger.rules import Rules
from reporting.revaluation.due import Due, journal_prefix, posted_journals, published_balances, published_span, read_due
from reporting.revaluation.journals import Exchange, RevaluedPeriod, revaluation_journal
from tieout.errors import InputError
from tieout.published import open_published
from tieout.suggestions import did_you_mean
from tieout.workspace import Workspace


@dataclass(frozen=True)
class Revaluation:
    """What is due by the published marts, and the journals posted for it now.

    `already_posted` where it was posted since the publication.
    """

    due: Sequence[Due]
    already_posted: bool = False
    journal_id: str | None = None
    reversal_id: str | None = None


@dataclass(frozen=True)
class PublishedBalances:
    """What the published marts say: what is due on a day, and every balance then, in its currency and functional."""

    due: Sequence[Due]
    day: date
    balances: Mapping[tuple[str, str], tuple[Decimal, Decimal]]


_NOTHING = (Decimal(0), Decimal(0))


def revaluation_due(workspace: Workspace, entity: str, period: str) -> Revaluation:
    """What would be posted.

    Raises:
        InputError: a rate is missing, or nothing is published yet.
    """
    with open_published(workspace) as marts:
        return Revaluation(read_due(marts, entity, period))


def revalue(
    connection: psycopg.Connection[Any], workspace: Workspace, entity: str, period: str, by: str
) -> Revaluation:
    """Post what is due of our own ledger's foreign balances, with its reversal on the next day.

    Raises:
        InputError: the period is unknown, it or the one after it is closed, a rate is missing, or the book has moved
            since it was published.
    """
    with open_published(workspace) as marts:
        which = _period(connection, workspace.config.tenant, entity, period, published_span(marts, entity))
        due = read_due(marts, entity, period)
        published = PublishedBalances(due, which.ends, published_balances(marts, entity, which.ends))
        number = posted_journals(marts, entity, period) + 1
    if not any(each.due for each in due):
        return Revaluation(due)
    if _is_posted(connection, workspace, entity, published):
        return Revaluation(due, already_posted=True)
    journal_id = f"{journal_prefix(entity, period)}{number}"
    reversal_id = f"{journal_id}/reversal"
    accounts = Rules.of(workspace).accounts
    roles = Exchange(accounts.code("exchange_differences"), accounts.code("currency_trading"), workspace.currencies)
    journal = revaluation_journal(journal_id, entity, which, due, roles)
    tenant = workspace.config.tenant
    with connection.transaction():
        post(connection, tenant, [journal])
        next_day = which.ends + timedelta(days=1)
        reason = f"Reversal of the revaluation of {period}, by {by}"
        reverse(connection, tenant, journal_id, date=next_day, reason=reason, key=reversal_id)
    return Revaluation(due, journal_id=journal_id, reversal_id=reversal_id)


def _period(
    connection: psycopg.Connection[Any], tenant: str, entity: str, name: str, span: tuple[date, date]
) -> RevaluedPeriod:
    by_name = {each.period: each for each in periods_through(connection, tenant, entity, *span)}
    if name not in by_name:
        raise InputError(f"{entity} has no period '{name}': {did_you_mean(name, by_name)}")
    return RevaluedPeriod(name, by_name[name].ends, by_name[name].adjustment)


def _is_posted(
    connection: psycopg.Connection[Any], workspace: Workspace, entity: str, published: PublishedBalances
) -> bool:
    """Whether all that is due was posted since.

    Raises:
        InputError: a balance is neither as published nor as revalued, or only part of what is due is posted.
    """
    found = trial_balance(connection, workspace.config.tenant, entity, published.day)
    now = {(each.account_code, each.currency): each for each in found}
    answers = set()
    for each in published.due:
        balance, base = published.balances.get((each.account_code, each.currency), _NOTHING)
        held = now.get((each.account_code, each.currency))
        moved = Decimal(held.balance if held else 0).scaleb(-workspace.currencies.scale(each.currency)) - balance
        base_moved = (
            Decimal(held.base_balance if held else 0).scaleb(-workspace.currencies.scale(each.base_currency)) - base
        )
        if moved or base_moved not in (0, each.due):
            raise InputError(
                f"account {each.account_code} of {entity} in {each.currency} has moved since the last run:"
                " run `tieout run` and revalue again"
            )
        if each.due:
            answers.add(base_moved == each.due)
    if len(answers) > 1:
        raise InputError(f"part of what is due of {entity} is posted already: run `tieout run` and revalue again")
    return answers == {True}
