"""Accounts: the chart of the tenant's entities, and what each account may hold."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from ledger.service.accounts import change_account, open_account
from ledger.service.bodies import AccountChange, AccountRequest, body_of
from ledger.service.doing import reading_one, reading_page, writing
from ledger.service.openapi import answers, takes
from ledger.service.pages import DEFAULT_LIMIT, Cursor, Limit, after
from ledger.service.state import allowed

router = APIRouter(prefix="/v1", tags=["accounts"])


@router.get("/accounts", responses=answers(200, "AccountPage", 404))
async def list_accounts(
    request: Request,
    entity: str | None = None,
    account_type: Annotated[
        Literal["asset", "liability", "equity", "revenue", "expense"] | None, Query(alias="type")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response:
    """The chart, by entity and code."""
    holder = allowed(request, "read")
    after_entity, after_code = after(cursor, ["", ""])
    wanted = {"entity": entity, "type": account_type, "after_entity": after_entity, "after_code": after_code}
    return await reading_page(request, holder, "accounts", wanted, limit)


@router.get("/accounts/{entity}/{code:path}", responses=answers(200, "Account", 404))
async def get_account(request: Request, entity: str, code: str) -> Response:
    """One account."""
    holder = allowed(request, "read")
    return await reading_one(
        request, holder, "account", {"entity": entity, "code": code}, f"account '{code}' of entity '{entity}'"
    )


@router.post(
    "/accounts", responses=answers(201, "Account", 409), openapi_extra=takes("AccountRequest"), status_code=201
)
async def create_account(request: Request) -> Response:
    """Open an account; the same one again is answered as it stands, another one under its code is refused."""
    holder = allowed(request, "accounts")
    account = await body_of(request, AccountRequest)
    return await writing(request, holder, account, lambda connection: open_account(connection, holder.tenant, account))


@router.patch(
    "/accounts/{entity}/{code:path}", responses=answers(200, "Account", 404, 409), openapi_extra=takes("AccountChange")
)
async def update_account(request: Request, entity: str, code: str) -> Response:
    """Change what may change: name, parent, currency restriction, active days, floor and ceiling."""
    holder = allowed(request, "accounts")
    change = await body_of(request, AccountChange)
    return await writing(
        request, holder, change, lambda connection: change_account(connection, holder.tenant, entity, code, change)
    )
