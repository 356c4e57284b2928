"""A source is of one account: another account's statements never count as its own, and are never lost in silence."""

import pytest

from tests.support.deliveries import FIRST_DAY as DAY
from tests.support.deliveries import IBAN, Account, Line, Window, mt940

OTHER, THIRD = "DE02120300000000202051", "DE75512108001245126199"
ONE_LINE = Window(Account(0, (Line(DAY, 1000, "one"),)), 0, 1)
TWO_LINES = Window(Account(0, (Line(DAY, 200, "two"), Line(DAY, 300, "three"))), 0, 2)


def of(account, window):
    return mt940([window]).replace(IBAN.encode(), account.encode())


def statuses(ingest_workspace):
    return {(each.source, each.status, each.rows) for each in ingest_workspace.receive()}


def sources(*accounts):
    return [
        f"{{id: bank{number}, kind: statement, format: mt940, path: 'inbox/bank/*'{account and f', account_id: {account}'}}}"
        for number, account in enumerate(accounts)
    ]


def test_two_accounts_in_a_file_are_refused_where_the_source_names_none(ingest_workspace):
    ingest_workspace.configure(*sources(""))
    ingest_workspace.write("inbox/bank/all.sta", of(IBAN, ONE_LINE) + of(OTHER, TWO_LINES))
    (received,) = ingest_workspace.receive()
    assert received.status == "refused"
    assert f"account {IBAN} beside {OTHER}" in received.reason
    assert "account_id" in received.reason
    assert ingest_workspace.lines() == []


def test_each_source_takes_the_statements_of_its_account(ingest_workspace):
    ingest_workspace.configure(*sources(IBAN, f"['{OTHER[:2]} {OTHER[2:]}']"))
    ingest_workspace.write("inbox/bank/all.sta", of(IBAN, ONE_LINE) + of(OTHER, TWO_LINES) + of(IBAN, ONE_LINE))
    assert statuses(ingest_workspace) == {("bank0", "accepted", 2), ("bank1", "accepted", 2)}
    assert sorted(ingest_workspace.lines("amount")) == [(200,), (300,), (1000,), (1000,)]
    totals = ingest_workspace.manifest(
        "SELECT source, control_totals -> 'currencies' -> 'EUR' ->> 'total' FROM ingest.files"
        " WHERE tenant_id = %(tenant)s ORDER BY 1"
    )
    assert totals == [("bank0", "2000"), ("bank1", "500")]
    assert {status for _, status, _ in statuses(ingest_workspace)} == {"unchanged"}


def test_an_account_that_no_source_names_is_refused_until_one_does(ingest_workspace):
    ingest_workspace.configure(*sources(IBAN))
    ingest_workspace.write("inbox/bank/all.sta", of(IBAN, ONE_LINE) + of(THIRD, TWO_LINES))
    (received,) = ingest_workspace.receive()
    assert received.reason.startswith(f"brings account {THIRD}, which no source names")
    ingest_workspace.configure(*sources(IBAN, THIRD))
    assert statuses(ingest_workspace) == {("bank0", "accepted", 1), ("bank1", "accepted", 2)}


@pytest.mark.parametrize("account", [OTHER, "12030000/202052"])
def test_a_later_file_of_another_account_is_refused(ingest_workspace, account):
    ingest_workspace.configure(*sources(""))
    ingest_workspace.write("inbox/bank/1.sta", of(IBAN, ONE_LINE))
    ingest_workspace.write("inbox/bank/2.sta", of(account, TWO_LINES))
    assert statuses(ingest_workspace) == {("bank0", "accepted", 1), ("bank0", "refused", 0)}


@pytest.mark.parametrize("account", ["37040044/532013000", "DE89 3704 0044 0532 0130 00", IBAN.lower()])
def test_an_account_may_be_written_in_other_ways(ingest_workspace, account):
    ingest_workspace.configure(*sources(""))
    ingest_workspace.write("inbox/bank/1.sta", of(IBAN, ONE_LINE))
    ingest_workspace.write("inbox/bank/2.sta", of(account, TWO_LINES))
    assert statuses(ingest_workspace) == {("bank0", "accepted", 1), ("bank0", "accepted", 2)}


def test_a_source_of_several_accounts_takes_those_that_it_maps_and_refuses_others_by_name(ingest_workspace):
    mapped = f"{{{IBAN}: '1000', {OTHER}: '1010'}}"
    ingest_workspace.configure(
        f"{{id: bank, kind: statement, format: mt940, path: 'inbox/bank/*', accounts: {mapped}}}"
    )
    ingest_workspace.write("inbox/bank/1.sta", of(IBAN, ONE_LINE) + of(OTHER, TWO_LINES))
    assert statuses(ingest_workspace) == {("bank", "accepted", 3)}
    ingest_workspace.write("inbox/bank/2.sta", of(IBAN, ONE_LINE) + of(THIRD, TWO_LINES))
    refused = next(each for each in ingest_workspace.receive() if each.status == "refused")
    assert refused.reason == (
        f"brings account {THIRD}, which no source names: add it to `accounts` of 'bank' with its ledger account, or to those"
        " of another source"
    )
