"""The ledger's routes as methods."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from ledger.client.transport import Transport
from ledger.requests import JournalRequest
from ledger.rules import BusinessEvent
from ledger.service import responses
from tieout.errors import InputError, validation_sentence

_LONGEST_WAIT_S = 5
_ATTEMPTS = 8
_TIMEOUT_S = 60.0

Model = TypeVar("Model", bound=BaseModel)
Journal = JournalRequest | Mapping[str, Any]


class Ledger:
    """One tenant's ledger, as far as the key may see it.

    A method raises ProblemError for a refusal, and ServiceUnreachable when the service did not answer `attempts` times.
    Amounts are Decimals in major units, debit positive.
    """

    def __init__(self, url: str, key: str, *, attempts: int = _ATTEMPTS, timeout: float = _TIMEOUT_S) -> None:
        self._transport = Transport(url, key, attempts, timeout)

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close its connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def post(self, journal: Journal) -> responses.Posted:
        """Post a journal; its journal_id makes it safe to repeat."""
        return self._post("/v1/journals", responses.Posted, _read(JournalRequest, journal), key=None)

    def post_all(self, journals: Sequence[Journal], *, key: str | None = None) -> list[responses.BatchResult]:
        """Post all journals in one transaction, or none."""
        return self._batch("atomic", journals, key)

    def post_each(self, journals: Sequence[Journal], *, key: str | None = None) -> list[responses.BatchResult]:
        """Post every journal that can be posted, in one transaction; a result for each, in their order."""
        return self._batch("each", journals, key)

    def reverse(self, journal_id: str, *, on: date, reason: str, key: str | None = None) -> responses.Posted:
        """Take a journal back by its contra journal."""
        body = {"date": on.isoformat(), "reason": reason}
        return self._post(f"/v1/journals/{_part(journal_id)}/reversal", responses.Posted, body, key=_key(key))

    def journal(self, journal_id: str) -> responses.Journal:
        """One journal with its lines."""
        return self._transport.get(f"/v1/journals/{_part(journal_id)}", responses.Journal)

    def journals(self, **filters: str | None) -> Iterator[responses.Journal]:
        """The journals that all filters let through (entity, account, reference, kind, date_from, date_to)."""
        cursor: str | None = None
        while True:
            page = self._transport.get("/v1/journals", responses.JournalPage, cursor=cursor, **filters)
            yield from page.data
            if (cursor := page.next) is None:
                return

    def happened(self, event: BusinessEvent | Mapping[str, Any]) -> responses.EventPosted:
        """Post a business event by the posting rules; its event_id makes it safe to repeat."""
        return self._post("/v1/business-events", responses.EventPosted, _read(BusinessEvent, event), key=None)

    def reserve(self, journal: Journal, *, until: datetime) -> responses.Pending:
        """Reserve what a journal will move, until an instant (with its time zone)."""
        body = {"journal": _plain(_read(JournalRequest, journal)), "expires_at": until.isoformat()}
        return self._post("/v1/pending", responses.Pending, body, key=None)

    def post_reserved(self, pending_id: str, *, on: date | None = None, key: str | None = None) -> responses.Posted:
        """Post what was reserved, on its own date or another."""
        body = {"date": on.isoformat()} if on else {}
        return self._post(f"/v1/pending/{_part(pending_id)}/post", responses.Posted, body, key=_key(key))

    def void(self, pending_id: str, *, reason: str, key: str | None = None) -> responses.Pending:
        """Give a reservation up."""
        return self._post(f"/v1/pending/{_part(pending_id)}/void", responses.Pending, {"reason": reason}, key=_key(key))

    def accounts(self, entity: str | None = None) -> Iterator[responses.Account]:
        """The chart, by entity and code."""
        cursor: str | None = None
        while True:
            page = self._transport.get("/v1/accounts", responses.AccountPage, entity=entity, cursor=cursor)
            yield from page.data
            if (cursor := page.next) is None:
                return

    def open_account(self, account: Mapping[str, Any], *, key: str | None = None) -> responses.Account:
        """Open an account; the same one again changes nothing."""
        return self._post("/v1/accounts", responses.Account, account, key=_key(key))

    def balance(
        self, entity: str, account: str, *, as_of: date | None = None, known_at: datetime | None = None
    ) -> responses.Balance:
        """One account's balance in each currency: now, as of a date, as known at an instant."""
        path = f"/v1/balances/{_part(entity)}/{_part(account)}"
        return self._transport.get(path, responses.Balance, **_times(as_of, known_at))

    def trial_balance(
        self, entity: str, *, as_of: date | None = None, known_at: datetime | None = None
    ) -> responses.TrialBalance:
        """Every account of an entity that has lines."""
        return self._transport.get(
            "/v1/trial-balance", responses.TrialBalance, entity=entity, **_times(as_of, known_at)
        )

    def periods(self, entity: str) -> list[responses.Period]:
        """An entity's periods."""
        return self._transport.get("/v1/periods", responses.Periods, entity=entity).data

    def close_period(self, entity: str, period: str, *, reason: str | None = None) -> responses.PeriodState:
        """Close a period with all days before it."""
        path = f"/v1/periods/{_part(entity)}/{_part(period)}/close"
        return self._post(path, responses.PeriodState, {"reason": reason}, key=_key(None))

    def reopen_period(self, entity: str, period: str, *, reason: str) -> responses.PeriodState:
        """Open a closed period again."""
        path = f"/v1/periods/{_part(entity)}/{_part(period)}/reopen"
        return self._post(path, responses.PeriodState, {"reason": reason}, key=_key(None))

    def events(self, after: int = 0) -> Iterator[responses.Event]:
        """Every event after a sequence, up to the newest."""
        while page := self._events(after, wait=0):
            yield from page
            after = page[-1].sequence

    def follow(self, after: int = 0) -> Iterator[responses.Event]:
        """Every event after a sequence, for ever: waits for those to come."""
        while True:
            page = self._events(after, wait=_LONGEST_WAIT_S)
            yield from page
            after = page[-1].sequence if page else after

    def verify(self) -> responses.Verdict:
        """Have the book proven."""
        return self._post("/v1/verify", responses.Verdict, {}, key=None)

    def _events(self, after: int, wait: int) -> list[responses.Event]:
        return self._transport.get("/v1/events", responses.EventPage, after=after, limit=1000, wait=wait).data

    def _batch(self, mode: str, journals: Sequence[Journal], key: str | None) -> list[responses.BatchResult]:
        requests = [_plain(_read(JournalRequest, journal)) for journal in journals]
        body = {"mode": mode, "journals": requests}
        return self._post("/v1/journals/batch", responses.BatchPosted, body, key=_key(key)).results

    def _post(self, path: str, model: type[Model], body: BaseModel | Mapping[str, Any], *, key: str | None) -> Model:
        text = body.model_dump_json(exclude_none=True) if isinstance(body, BaseModel) else json.dumps(body)
        return self._transport.write("POST", path, model, text, {} if key is None else {"Idempotency-Key": key})


def _read(model: type[Model], fields: Model | Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{field}: {validation_sentence(first)}") from None


def _plain(request: BaseModel) -> dict[str, Any]:
    return request.model_dump(mode="json", exclude_none=True)


def _key(key: str | None) -> str:
    """One for the request and all its repetitions."""
    return key or str(uuid.uuid4())


def _part(text: str) -> str:
    return quote(text, safe="")


def _times(as_of: date | None, known_at: datetime | None) -> dict[str, str | None]:
    return {
        "as_of": as_of.isoformat() if as_of else None,
        "known_at": known_at.isoformat() if known_at else None,
    }
