"""Forced policies bind the owner of the tables, and the ledger's own commands, run as an ordinary owner, go on working."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ledger.balances import account_balance, trial_balance
from ledger.extract import extract
from ledger.files import post_file
from ledger.pending import available, expire, post_pending, reserve, void
from ledger.periods import close, periods, reopen
from ledger.posting import post
from ledger.requests import JournalRequest, LineRequest
from ledger.reversal import reverse
from ledger.setup import sync_books
from tieout.errors import InputError
from tieout.postgres.tenancy import tenant_transaction


def sale(journal_id, amount="10.00", account="1000"):
    lines = (LineRequest(account=account, amount=Decimal(amount)), LineRequest(account="4000", amount=-Decimal(amount)))
    return JournalRequest(journal_id=journal_id, entity="main", date=date(2026, 1, 31), lines=lines)


@pytest.fixture(scope="module")
def shop(database_server, workspace_of):
    workspace = workspace_of("shop")
    with database_server.connect("keeper") as connection:
        sync_books(connection, workspace.config, workspace.root)
    return workspace


def test_an_ordinary_owner_opens_posts_reverses_and_reads(shop, keeper):
    assert sync_books(keeper, shop.config, shop.root) == (0, 0)
    assert not post(keeper, "shop", [sale("S1")])[0].replayed
    assert post(keeper, "shop", [sale("S1")])[0].replayed
    reverse(keeper, "shop", "S1", date=date(2026, 2, 1), reason="a mistake", key="S1-back")
    assert account_balance(keeper, "shop", "main", "1000", date(2026, 1, 31)) == {"EUR": 1000}
    assert {balance.balance for balance in trial_balance(keeper, "shop", "main", date(2026, 2, 1))} == {0}


def test_an_ordinary_owner_posts_a_file_and_extracts_its_lines(shop, keeper, tmp_path):
    file = tmp_path / "journals.csv"
    file.write_text(
        "journal_id,date,account,amount,account_name,account_type\n"
        "F1,2026-03-01,1055,7.00,Till,asset\nF1,2026-03-01,4000,-7.00,,\n"
    )
    assert post_file(keeper, shop.config, file).journals == 1
    assert post_file(keeper, shop.config, file).replayed == 1
    keeper.commit()
    with extract(keeper, "shop", None) as extraction:
        ids = [journal_id for batch in extraction.batches for journal_id in batch["journal_id"].to_pylist()]
    assert ids.count("F1") == 2


@pytest.mark.parametrize("login", ["keeper", "service"])
def test_the_owner_and_the_service_reserve_settle_close_and_reopen(shop, database_server, login):
    later = datetime.now(UTC) + timedelta(hours=1)
    with database_server.connect(login) as connection, as_its_login_works(connection, login):
        for name in (f"{login} posts", f"{login} voids"):
            reserve(connection, "shop", sale(name), later)
        assert available(connection, "shop", "main", "1000")[0].pending_debit >= 2000
        post_pending(connection, "shop", f"{login} posts")
        assert void(connection, "shop", f"{login} voids", "not wanted").outcome == "voided"
        assert expire(connection, "shop") == 0
        assert close(connection, "shop", "main", "2025-12", login).changed
        assert reopen(connection, "shop", "main", "2025-12", login, "a late invoice").changed
        assert {period.status for period in periods(connection, "shop", "main")} >= {"open"}


def as_its_login_works(connection, login):
    """The service names its tenant and takes on its role; the owner's functions name it themselves."""
    return tenant_transaction(connection, "shop") if login == "service" else nullcontext()


def test_the_service_posts_as_its_own_role(shop, service):
    with tenant_transaction(service, "shop"):
        assert not post(service, "shop", [sale("by role")])[0].replayed
    with tenant_transaction(service, "shop"):
        assert post(service, "shop", [sale("by role")])[0].replayed
        assert not reverse(
            service, "shop", "by role", date=date(2026, 2, 1), reason="a test", key="by role-back"
        ).replayed


def test_what_the_service_may_not_post_is_explained_to_it(shop, service):
    """By the long way, through staging tables of its own."""
    with pytest.raises(InputError, match="decimals"), tenant_transaction(service, "shop"):
        post(service, "shop", [sale("too fine", "12.001")])


def test_a_transaction_of_one_tenant_posts_for_no_other(shop, service):
    with pytest.raises(InputError, match="another tenant"), tenant_transaction(service, "shop"):
        post(service, "acme", [sale("astray")])
