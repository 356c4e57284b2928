"""Request bodies of the service, as OpenAPI describes them."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from ledger.requests import Amount, Day, JournalRequest, Text

_MOST_JOURNALS = 10_000

Reason = Annotated[str, Field(min_length=1, max_length=1000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BatchRequest(_Strict):
    """Many journals in one transaction: `atomic` posts all or none, `each` refuses what is wrong alone."""

    mode: Literal["atomic", "each"] = "atomic"
    journals: Annotated[tuple[JournalRequest, ...], Field(min_length=1, max_length=_MOST_JOURNALS)]


class ReversalRequest(_Strict):
    """How a journal is taken back: on which date, why, and under which name (default: "reverse <journal_id>")."""

    date: Day
    reason: Reason
    journal_id: Text | None = None


class AccountRequest(_Strict):
    """An account to be opened; `floor` and `ceiling` bound its balance (major units of `currency`, debit positive)."""

    entity: Text
    code: Text
    name: Text
    type: Literal["asset", "liability", "equity", "revenue", "expense"]
    parent: Text | None = None
    currency: Text | None = None
    active_from: Day | None = None
    active_to: Day | None = None
    floor: Amount | None = None
    ceiling: Amount | None = None


class AccountChange(_Strict):
    """What of an account shall change; what is left out stays, null takes it away. Code and type never change."""

    name: Text | None = None
    parent: Text | None = None
    currency: Text | None = None
    active_from: Day | None = None
    active_to: Day | None = None
    floor: Amount | None = None
    ceiling: Amount | None = None


class PendingRequest(_Strict):
    """A journal to be reserved, until when."""

    journal: JournalRequest
    expires_at: AwareDatetime


class PendingPosting(_Strict):
    """How a reservation is posted: on which date (default: its own)."""

    date: Day | None = None


class CloseRequest(_Strict):
    """Why a period is closed, if that is not plain."""

    reason: Reason | None = None


class ReasonRequest(_Strict):
    """Why; kept for ever."""

    reason: Reason
