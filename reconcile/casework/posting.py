"""A draft as the ledger posts it, and how it is reversed.

Posting and its event are written in one transaction: a crash leaves both or neither. The journal's id derives from the
draft's number, so even a journal that is there already is recognised and not posted again.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date as calendar_date

from reconcile.casework.queries import Draft
from reconcile.casework.session import CaseworkSession
from tieout.errors import InputError

_REFUSED_BY_DATE = ("closed_period", "closed_account")
"""Codes of the ledger's refusals that another date avoids."""


def journal_of(draft: Draft) -> Mapping[str, object]:
    """The draft as fields of a journal request: amounts in major units, debit positive."""
    rate: dict[str, object] = (
        {} if draft.rate is None else {"rate": draft.rate, "rate_date": draft.date, "rate_source": draft.rate_source}
    )
    return {
        "journal_id": draft.journal_id,
        "entity": draft.entity_id,
        "date": draft.date,
        "kind": draft.journal_kind,
        "reference": draft.reference,
        "description": draft.description,
        "counterparty": draft.counterparty,
        "lines": [
            {"account": draft.account, "amount": draft.amount, "currency": draft.currency, **rate},
            {"account": draft.contra, "amount": -draft.amount, "currency": draft.currency, **rate},
        ],
    }


def require_postable(session: CaseworkSession, drafts: Sequence[Draft]) -> None:
    """Post the journals and roll that back, so that the ledger says today whether it would refuse one.

    Raises:
        InputError: it would.
    """
    functional = {entity.id: entity.currency for entity in session.config.entities}
    for draft in drafts:
        if draft.rate is None and functional.get(draft.entity_id, draft.currency) != draft.currency:
            raise InputError(
                f"exception {draft.exception_ids[0]} is in {draft.currency}, the book of '{draft.entity_id}' in"
                f" {functional[draft.entity_id]}: give the rate with --rate and --rate-source"
            )
    with session.connection.transaction(force_rollback=True):
        post(session, drafts)


def post(session: CaseworkSession, drafts: Sequence[Draft]) -> None:
    """Post the drafts' journals; safe to repeat."""
    with _with_advice():
        session.ledger.post(
            session.connection, session.tenant, [session.ledger.journal(journal_of(draft)) for draft in drafts]
        )


def post_reversal(
    session: CaseworkSession, draft: Draft, undo_no: int, undone_no: int | None, day: calendar_date | None
) -> None:
    """Reverse the draft's journal; of an undo that is undone itself (`undone_no`), reverse the reversal.

    The new journal's id derives from the undoing event's number.
    """
    reversed_id = draft.journal_id if undone_no is None else f"{draft.journal_id}-undo-{undone_no}"
    with _with_advice():
        session.ledger.reverse(
            session.connection,
            session.tenant,
            reversed_id,
            date=day or draft.date,
            reason=f"Undo of {reversed_id}: {draft.description}",
            key=f"{draft.journal_id}-undo-{undo_no}",
        )


@contextmanager
def _with_advice() -> Iterator[None]:
    """Add to a refusal for the journal's date what a person does about it.

    Raises:
        InputError: the block's own, with the advice where the date was refused.
    """
    try:
        yield
    except InputError as error:
        if error.code not in _REFUSED_BY_DATE:
            raise
        raise InputError(f"{error} (name another day with --date)") from None
