"""Accounts: the chart of the tenant's entities, and what each account may hold."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.service import responses
from ledger.service.accounts import change_account, open_account
from ledger.service.requests import AccountChange, AccountRequest
from ledger.service.transactions import answer_one, answer_page, write_once
from service.auth import MayChangeAccounts, MayRead
from service.openapi import problems
from service.pagination import DEFAULT_LIMIT, Cursor, Limit, after

router = APIRouter(prefix="/v1", tags=["accounts"])


@router.get("/accounts", response_model=responses.AccountPage, responses=problems(404))
async def list_accounts(  # noqa: PLR0913, PLR0917 - each is a filter of its own
    request: Request,
    holder: MayRead,
    entity: str | None = None,
    account_type: Annotated[
        Literal["asset", "liability", "equity", "revenue", "expense"] | None, Query(alias="type")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response:
    """The chart, by entity and code."""
    after_entity, after_code = after(cursor, ["", ""])
    filters = {"entity": entity, "type": account_type, "after_entity": after_entity, "after_code": after_code}
    return await answer_page(request, holder, "accounts", filters, limit)


@router.get("/accounts/{entity}/{code:path}", response_model=responses.Account, responses=problems(404))
async def get_account(request: Request, holder: MayRead, entity: str, code: str) -> Response:
    """One account."""
    return await answer_one(
        request, holder, "account", {"entity": entity, "code": code}, f"account '{code}' of entity '{entity}'"
    )


@router.post("/accounts", response_model=responses.Account, responses=problems(409), status_code=201)
async def create_account(request: Request, holder: MayChangeAccounts, account: AccountRequest) -> Response:
    """Open an account; the same one again is answered as it stands, another one under its code is refused."""
    return await write_once(
        request, holder, account, lambda connection: open_account(connection, holder.tenant, account)
    )


@router.patch("/accounts/{entity}/{code:path}", response_model=responses.Account, responses=problems(404, 409))
async def update_account(
    request: Request, holder: MayChangeAccounts, change: AccountChange, entity: str, code: str
) -> Response:
    """Change what may change: name, parent, currency restriction, active days, floor and ceiling."""
    return await write_once(
        request, holder, change, lambda connection: change_account(connection, holder.tenant, entity, code, change)
    )
