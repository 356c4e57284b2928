"""Every route does what it says, and tells it as the contract describes it (the client reads all into its models)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ledger.client import ProblemError


def test_a_posted_journal_is_read_back_whole(ledger, journal):
    request = journal("12.30", reference="R-1", description="Coffee", kind="purchase", document_date="2026-02-27")
    posted = ledger.post(request)
    answer = ledger.journal(request["journal_id"])
    assert answer.journal_id == posted.journal_id
    assert answer.recorded_at == posted.recorded_at
    assert [(line.account, line.amount) for line in answer.lines] == [
        ("1000", Decimal("12.30")),
        ("4000", Decimal("-12.30")),
    ]
    assert (answer.reference, answer.kind, answer.document_date) == ("R-1", "purchase", date(2026, 2, 27))


def test_a_batch_is_all_or_nothing_or_each_by_itself(ledger, journal):
    good, bad = journal(), journal()
    bad["lines"] = bad["lines"][:1] * 2
    with pytest.raises(ProblemError, match="does not balance") as refused:
        ledger.post_all([good, bad])
    assert (refused.value.status, refused.value.problem.code) == (422, "unbalanced")
    with pytest.raises(ProblemError, match="There is no such thing"):
        ledger.journal(good["journal_id"])
    results = ledger.post_each([good, bad])
    assert [result.status for result in results] == [201, 422]
    assert ledger.journal(good["journal_id"]).journal_id == good["journal_id"]


def test_a_journal_is_reversed_once(ledger, journal):
    original = ledger.post(journal()).journal_id
    reversal = ledger.reverse(original, on=date(2026, 3, 2), reason="typed twice").journal_id
    assert ledger.journal(original).reversed_by == reversal
    assert ledger.journal(reversal).reverses == original
    with pytest.raises(ProblemError, match="reversed already") as refused:
        ledger.reverse(original, on=date(2026, 3, 3), reason="again")
    assert refused.value.status == 409


def test_lists_come_in_pages_that_neither_skip_nor_repeat(http, ledger, journal):
    names = [ledger.post(journal(kind="paged")).journal_id for _ in range(5)]
    found, cursor = [], None
    while True:
        query = {"kind": "paged", "limit": 2, **({"cursor": cursor} if cursor else {})}
        page = http.get("/v1/journals", params=query).json()
        assert len(page["data"]) <= 2
        found += [answer["journal_id"] for answer in page["data"]]
        if (cursor := page["next"]) is None:
            break
    assert found == names
    codes = [(account.entity, account.code) for account in ledger.accounts()]
    assert codes == sorted(codes)
    assert len(set(codes)) == len(codes)


def test_journals_are_found_by_account_reference_entity_and_date(ledger, journal):
    name = ledger.post(journal(reference="R-found", date="2026-04-17", entity="us")).journal_id
    filters = {"reference": "R-found", "account": "4000", "entity": "us", "date_from": "2026-04-17"}
    assert [answer.journal_id for answer in ledger.journals(**filters, date_to="2026-04-17")] == [name]
    assert not list(ledger.journals(**filters, date_to="2026-04-16"))


def test_an_account_is_opened_once_and_changed_where_it_may(http, ledger):
    account = {"entity": "de", "code": "1010", "name": "Till", "type": "asset", "currency": "EUR", "floor": "0.00"}
    opened = ledger.open_account(account)
    assert opened.floor == Decimal("0.00")
    assert ledger.open_account(account) == opened
    with pytest.raises(ProblemError, match="another one"):
        ledger.open_account({**account, "name": "Another till"})
    changed = http.patch("/v1/accounts/de/1010", json={"name": "The till", "floor": None, "active_to": "2027-01-01"})
    assert changed.json() | {"name": "The till", "floor": None, "active_to": "2027-01-01"} == changed.json()
    assert http.get("/v1/accounts/de/1010").json() == changed.json()


def test_a_floor_holds_for_postings_over_http(ledger, journal):
    ledger.open_account(
        {"entity": "de", "code": "1020", "name": "Safe", "type": "asset", "currency": "EUR", "floor": "0"}
    )
    beyond = journal()
    beyond["lines"] = [{"account": "1020", "amount": "-1.00"}, {"account": "4000", "amount": "1.00"}]
    with pytest.raises(ProblemError, match="must not fall below") as refused:
        ledger.post(beyond)
    assert (refused.value.status, refused.value.problem.code) == (409, "beyond_limit")


def test_balances_are_reported_as_of_a_date_and_as_recorded_by_an_instant(ledger, journal):
    for account in ("1030", "4030"):
        ledger.open_account({"entity": "de", "code": account, "name": account, "type": "asset"})
    lines = [{"account": "1030", "amount": "7.00"}, {"account": "4030", "amount": "-7.00"}]
    first = ledger.post(journal(lines=lines, date="2026-01-10"))
    ledger.post(journal(lines=lines, date="2026-01-20"))
    assert [one.balance for one in ledger.balance("de", "1030").balances] == [Decimal("14.00")]
    assert [one.balance for one in ledger.balance("de", "1030", as_of=date(2026, 1, 15)).balances] == [Decimal("7.00")]
    known = ledger.balance("de", "1030", known_at=first.recorded_at)
    assert [one.balance for one in known.balances] == [Decimal("7.00")]
    trial = ledger.trial_balance("de")
    assert sum(one.base_balance for one in trial.accounts) == 0
    assert {one.account: one.balance for one in trial.accounts}["1030"] == Decimal("14.00")


def test_the_lines_of_an_account_come_in_the_order_of_posting(http, ledger, journal):
    ledger.open_account({"entity": "us", "code": "1040", "name": "Lines", "type": "asset"})
    names = []
    for amount in ("1.00", "2.00", "3.00"):
        lines = [{"account": "1040", "amount": amount}, {"account": "1000", "amount": f"-{amount}"}]
        names.append(ledger.post(journal(lines=lines, entity="us")).journal_id)
    first = http.get("/v1/lines/us/1040", params={"limit": 2}).json()
    rest = http.get("/v1/lines/us/1040", params={"cursor": first["next"]}).json()
    assert [line["journal_id"] for line in first["data"] + rest["data"]] == names
    assert [line["amount"] for line in first["data"] + rest["data"]] == ["1.00", "2.00", "3.00"]


def test_a_closed_period_takes_nothing_until_it_is_reopened(ledger, journal):
    old = journal(entity="us", date="2020-05-05")
    assert ledger.close_period("us", "2020-05", reason="month end").changed
    with pytest.raises(ProblemError, match="2020-05") as refused:
        ledger.post(old)
    assert (refused.value.status, refused.value.problem.code) == (409, "closed_period")
    assert ledger.reopen_period("us", "2020-05", reason="a late bill").status == "reopened"
    assert ledger.post(old).journal_id == old["journal_id"]
    state = next(period for period in ledger.periods("us") if period.period == "2020-05")
    assert state.reason == "a late bill"
    assert state.by.startswith("admin (key_")


def test_a_reservation_is_posted_or_voided(ledger, journal):
    until = datetime.now(UTC) + timedelta(hours=1)
    kept, given_up = journal("5.00"), journal("6.00")
    assert ledger.reserve(kept, until=until).outcome is None
    assert ledger.reserve(given_up, until=until).outcome is None
    assert ledger.post_reserved(kept["journal_id"]).journal_id == kept["journal_id"]
    assert ledger.void(given_up["journal_id"], reason="order cancelled").outcome == "voided"
    with pytest.raises(ProblemError, match="voided"):
        ledger.post_reserved(given_up["journal_id"])


def test_a_business_event_becomes_journals_and_its_dry_run_does_not(http, ledger):
    event = {
        "event_id": "E-1",
        "type": "transfer",
        "entity": "de",
        "date": "2026-03-03",
        "fields": {"amount": "20.00", "from_account": "1000", "to_account": "1200"},
    }
    shown = http.post("/v1/business-events", params={"dry_run": "true"}, json=event)
    assert shown.status_code == 200, shown.text
    (planned,) = shown.json()["journals"]
    with pytest.raises(ProblemError, match="no such thing"):
        ledger.journal(planned["journal_id"])
    posted = ledger.happened(event)
    assert [one.journal_id for one in posted.journals] == [planned["journal_id"]]
    assert ledger.happened(event) == posted


def test_the_event_stream_has_every_event_once_and_in_order(service, ledger, journal):
    name = ledger.post(journal()).journal_id
    events = list(ledger.events())
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert events[-1].body["journal"][0] == name
    with service.connect() as connection:
        log = connection.execute(
            "SELECT sequence, kind FROM ledger.event_log WHERE tenant_id = 'acme' ORDER BY sequence"
        ).fetchall()
    assert [(event.sequence, event.kind) for event in events] == log


def test_a_consumer_waits_for_the_next_event(service, ledger, journal):
    last = list(ledger.events())[-1].sequence
    with service.http() as http:
        began = datetime.now(UTC)
        assert http.get("/v1/events", params={"after": last, "wait": 1}).json() == {"data": [], "last": last}
        assert datetime.now(UTC) - began >= timedelta(seconds=1)
    name = ledger.post(journal()).journal_id
    assert next(ledger.follow(after=last)).body["journal"][0] == name


def test_the_book_is_proven(ledger):
    verdict = ledger.verify()
    assert verdict.proven
    assert verdict.findings == []
