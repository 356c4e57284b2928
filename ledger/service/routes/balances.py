"""Balances: of one account or of all, as of an effective date, as known at a recorded time; and an account's lines."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime
from starlette.responses import Response

from ledger.balances import AccountBalance, AccountLine, LineCursor, account_balance, account_lines, trial_balance
from ledger.pending import available
from ledger.reference_data import ReferenceData
from ledger.requests import Day
from ledger.service import responses
from ledger.service.transactions import answer, fetch_one
from service.answers import OK, Answer
from service.auth import MayRead
from service.database import Connection
from service.keys import Holder
from service.openapi import problems
from service.pagination import DEFAULT_LIMIT, Cursor, Limit, after, page
from tieout.money import to_major

router = APIRouter(prefix="/v1", tags=["balances"])
_NOW = ("balance", "pending_debit", "pending_credit", "available")

AsOf = Annotated[Day | None, Query(description="Counts what took effect on this day or earlier")]
KnownAt = Annotated[AwareDatetime | None, Query(description="Counts what was recorded at this time or earlier")]


@router.get("/balances/{entity}/{account:path}", response_model=responses.Balance, responses=problems(404))
async def get_balance(  # noqa: PLR0913, PLR0917 - each is a part of the path or a filter
    request: Request, holder: MayRead, entity: str, account: str, as_of: AsOf = None, known_at: KnownAt = None
) -> Response:
    """One account's balance in each currency; for now, without a time, also what is reserved and what is available."""

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, entity, account)
        scales = ReferenceData.of(connection, holder.tenant).scales
        balances: list[dict[str, str]]
        if as_of is None and known_at is None:
            balances = [
                {"currency": one.currency, **{name: _major(getattr(one, name), scales[one.currency]) for name in _NOW}}
                for one in available(connection, holder.tenant, entity, account)
            ]
        else:
            amounts = account_balance(connection, holder.tenant, entity, account, as_of, known_at=known_at)
            balances = [
                {"currency": currency, "balance": _major(amount, scales[currency])}
                for currency, amount in amounts.items()
            ]
        return _json({"entity": entity, "account": account, **_times(as_of, known_at), "balances": balances})

    return await answer(request, holder, work)


@router.get("/trial-balance", response_model=responses.TrialBalance, responses=problems(404))
async def get_trial_balance(
    request: Request,
    holder: MayRead,
    entity: Annotated[str, Query(min_length=1)],
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> Response:
    """Every account of an entity that has lines; the balances sum to zero in each currency."""

    def work(connection: Connection) -> Answer:
        (base,) = fetch_one(connection, holder, "entity_currency", {"entity": entity}, f"entity '{entity}'")
        scales = ReferenceData.of(connection, holder.tenant).scales
        rows = trial_balance(connection, holder.tenant, entity, as_of, known_at=known_at)
        accounts = [_trial_account(row, scales, base) for row in rows]
        return _json({"entity": entity, "base_currency": base, **_times(as_of, known_at), "accounts": accounts})

    return await answer(request, holder, work)


@router.get("/lines/{entity}/{account:path}", response_model=responses.AccountLinePage, responses=problems(404))
async def list_lines(  # noqa: PLR0913, PLR0917 - each is a part of the path or a filter
    request: Request, holder: MayRead, entity: str, account: str, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Response:
    """The lines of one account, in the order in which they were posted."""
    xid, journal_no, line_no = (int(part) for part in after(cursor, [0, 0, 0]))

    def work(connection: Connection) -> Answer:
        _must_exist(connection, holder, entity, account)
        scales = ReferenceData.of(connection, holder.tenant).scales
        place = LineCursor(xid, journal_no, line_no)
        lines = account_lines(connection, holder.tenant, entity, account, after=place, limit=limit + 1)
        return page([(*line.cursor, json.dumps(_line(line, scales))) for line in lines], limit)

    return await answer(request, holder, work)


def _must_exist(connection: Connection, holder: Holder, entity: str, account: str) -> None:
    fetch_one(connection, holder, "account", {"entity": entity, "code": account}, f"account '{account}' of '{entity}'")


def _trial_account(row: AccountBalance, scales: Mapping[str, int], base: str) -> dict[str, str]:
    amounts = {name: _major(getattr(row, name), scales[row.currency]) for name in ("debit", "credit", "balance")}
    return {
        "account": row.account_code,
        "name": row.name,
        "type": row.type,
        "currency": row.currency,
        **amounts,
        "base_balance": _major(row.base_balance, scales[base]),
    }


def _line(line: AccountLine, scales: Mapping[str, int]) -> dict[str, str | int | None]:
    return {
        "journal_id": line.journal_id,
        "line_no": line.cursor.line_no,
        "date": line.effective_date.isoformat(),
        "recorded_at": line.recorded_at.isoformat(),
        "currency": line.currency,
        "amount": _major(line.amount, scales[line.currency]),
        "base_currency": line.base_currency,
        "base_amount": _major(line.base_amount, scales[line.base_currency]),
        "reference": line.reference,
        "description": line.description,
        "counterparty": line.counterparty,
    }


def _times(as_of: date | None, known_at: datetime | None) -> dict[str, str | None]:
    return {
        "as_of": as_of.isoformat() if as_of else None,
        "known_at": known_at.isoformat() if known_at else None,
    }


def _major(minor: int, scale: int) -> str:
    return f"{to_major(minor, scale):f}"


def _json(members: Mapping[str, object]) -> Answer:
    return Answer(OK, json.dumps(members).encode())
