"""Keys: whose they are, what they may do, and that a tenant's rows are nobody else's."""

import time
from datetime import date

import pytest

from ledger.client import ProblemError
from service.keys import create_key, list_keys, revoke_key
from service.settings import KEY_CACHE_SECONDS
from tieout.errors import InputError

ROUTES = [
    ("GET", "/v1/accounts", "read"),
    ("GET", "/v1/journals", "read"),
    ("GET", "/v1/trial-balance?entity=de", "read"),
    ("GET", "/v1/periods?entity=de", "read"),
    ("GET", "/v1/events", "read"),
    ("GET", "/v1/pending/P", "read"),
    ("GET", "/v1/lines/de/1000", "read"),
    ("GET", "/v1/balances/de/1000", "read"),
    ("POST", "/v1/journals", "post"),
    ("POST", "/v1/journals/batch", "post"),
    ("POST", "/v1/journals/J/reversal", "post"),
    ("POST", "/v1/business-events", "post"),
    ("POST", "/v1/pending", "post"),
    ("POST", "/v1/accounts", "accounts"),
    ("PATCH", "/v1/accounts/de/1000", "accounts"),
    ("POST", "/v1/periods/de/2018-01/close", "close"),
    ("POST", "/v1/periods/de/2018-01/reopen", "close"),
    ("POST", "/v1/verify", "admin"),
]


@pytest.mark.parametrize(("method", "path", "scope"), ROUTES)
def test_a_route_opens_for_its_scope_alone(service, method, path, scope):
    body = {"json": {}} if method != "GET" else {}
    for held in ("read", "post", "accounts", "close"):
        with service.http(held) as http:
            answer = http.request(method, path, **body)
        assert (answer.status_code == 403) == (held != scope), (held, answer.text)
    with service.http(None) as http:
        answer = http.request(method, path, **body)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_another_tenant_finds_nothing_of_ours(service, ledger, journal):
    name = ledger.post(journal()).journal_id
    ledger.open_account({"entity": "de", "code": "1070", "name": "Ours", "type": "asset"})
    with service.client("rival") as rival:
        for look in (
            lambda: rival.journal(name),
            lambda: rival.reverse(name, on=date(2026, 3, 3), reason="not ours"),
            lambda: rival.balance("de", "1070"),
            lambda: rival.post_reserved(name),
        ):
            with pytest.raises(ProblemError) as refused:
                look()
            assert refused.value.status == 404
        assert list(rival.journals()) == []
        assert {event.kind for event in rival.events()} <= {
            "tenant_opened",
            "entity_opened",
            "currency_opened",
            "account_opened",
            "calendar_set",
        }
        assert "1070" not in {account.code for account in rival.accounts()}


def test_two_tenants_may_use_the_same_names(service, journal):
    asked = journal("3.00")
    with service.client() as ours, service.client("rival") as theirs:
        ours.post(asked)
        assert theirs.post(asked | {"date": "2026-03-09"}).journal_id == asked["journal_id"]
        assert ours.journal(asked["journal_id"]).date != theirs.journal(asked["journal_id"]).date


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic dGllb3V0", f"Bearer tieout_{'A' * 43}", f"bearer tieout_{'é' * 43}"]
)
def test_what_is_no_key_opens_nothing(service, header):
    with service.http(None) as http:
        answer = http.get("/v1/accounts", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:tieout:problem:unauthorized"


def test_a_revoked_key_ends_within_its_few_seconds(service):
    with service.connect() as connection:
        made = create_key(connection, "acme", "short-lived", ["read"])
    service.keys["short-lived"] = made.token
    with service.http("short-lived") as http:
        assert http.get("/v1/accounts").status_code == 200
        with service.connect() as connection:
            revoke_key(connection, "acme", made.key_id)
            revoke_key(connection, "acme", made.key_id)
        time.sleep(KEY_CACHE_SECONDS)
        assert http.get("/v1/accounts").status_code == 401
    with service.connect() as connection:
        listed = {key.key_id: key for key in list_keys(connection, "acme")}
    assert listed[made.key_id].revoked_at is not None


def test_the_book_keeps_no_token(service):
    with service.connect() as connection:
        rows = connection.execute("SELECT key::text FROM ledger.api_keys AS key").fetchall()
    assert len(rows) >= len(service.keys)
    assert not [token for token in service.keys.values() for (row,) in rows if token.removeprefix("tieout_") in row]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger.api_keys SET scopes = '{admin}'",
        "UPDATE ledger.api_keys SET revoked_at = NULL WHERE revoked_at IS NOT NULL",
        "UPDATE ledger.api_keys SET tenant_id = 'rival' WHERE tenant_id = 'acme'",
        "DELETE FROM ledger.api_keys",
        "TRUNCATE ledger.api_keys",
    ],
)
def test_a_key_is_only_ever_revoked(service, change):
    with service.connect() as connection:
        made = create_key(connection, "acme", "changeless", ["read"])
        revoke_key(connection, "acme", made.key_id)
        with pytest.raises(Exception, match="made once and revoked once"):
            connection.execute(change)
        connection.rollback()


def test_the_application_sees_a_key_only_when_it_is_shown(service):
    with service.connect() as connection:
        connection.execute("SET ROLE tieout_app")
        assert connection.execute("SELECT count(*) FROM ledger.api_keys").fetchone() == (0,)
        connection.rollback()


@pytest.mark.parametrize(("scopes", "message"), [(["reed"], "unknown scope 'reed'.*read"), ([], "at least one scope")])
def test_a_key_with_a_wrong_scope_is_not_made(service, scopes, message):
    with service.connect() as connection, pytest.raises(InputError, match=message):
        create_key(connection, "acme", "wrong", scopes)
