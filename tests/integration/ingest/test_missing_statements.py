"""A statement that is missing is one exception, which those that follow from it point to; and each exception is somebody's."""

from datetime import timedelta

import pytest

from tests.support.books_build import Books, make_server_root
from tests.support.deliveries import FIRST_DAY as DAY
from tests.support.deliveries import IBAN, Account, Line, Window, csv_export, mt940

FRENCH, AMERICAN = "FR1420041010050500013M02606", "US64SVBKUS6S3300958879"
MARTS = ("exceptions", "close_checks", "kpis", "assert_counted_lines_explain_balances")
ACCOUNT = Account(10000, tuple(Line(DAY + timedelta(days=place), 100 + place, f"INV-{place}") for place in range(10)))
TWO_ENTITIES = "[{id: de, name: DE, currency: EUR}, {id: us, name: US, currency: USD}]"
HEADER = "journal_id,date,account,account_type,debit,credit,reference,entity\n"


@pytest.fixture(scope="module")
def server_root(tmp_path_factory):
    return make_server_root(tmp_path_factory.mktemp("missing"))


def journals(lines, *, account="1000", entity="e"):
    rows = [
        f"J{entity}{account}{place},{line.day},{code},{kind},{debit},{credit},{line.text},{entity}\n"
        for place, line in enumerate(lines)
        for code, kind, debit, credit in (
            (account, "asset", f"{line.amount / 100:.2f}", ""),
            ("4000", "revenue", "", f"{line.amount / 100:.2f}"),
        )
    ]
    return "".join(rows)


def keys(bank, reconciliations):
    return (
        "sources:\n"
        "  - {id: books, kind: book, format: journal_csv, path: 'inbox/*.csv'}\n"
        f"  - {{id: bank, kind: statement, format: mt940, path: 'bank/*.sta'{bank}}}\n"
        "reconciliations:\n" + "".join(f"  - {each}\n" for each in reconciliations)
    )


BANK = keys("", ["{id: bank, left: {source: books, account: '1000'}, right: {source: bank}}"])


def built(server_root, statements, *, as_of=DAY + timedelta(days=9), lines=ACCOUNT.lines):
    files = {"inbox/books.csv": HEADER + journals(lines)}
    files["bank/README"] = "The bank's files go here."
    files |= {f"bank/{name}.sta": mt940([window]).decode() for name, window in statements.items()}
    return Books(server_root, "", keys=BANK, files=files).build(as_of=as_of, models=MARTS)


def rows(marts, query):
    return marts.execute(query).fetchall()


def test_items_of_a_gap_point_to_it(server_root):
    marts = built(server_root, {"a": Window(ACCOUNT, 0, 4), "b": Window(ACCOUNT, 6, 10)})
    ((gap, entity, day, amount),) = rows(
        marts, "SELECT exception_id, entity_id, date, amount FROM marts.exceptions WHERE type = 'statement_gap'"
    )
    assert (entity, day, float(amount)) == ("e", DAY + timedelta(days=4), 2.09)
    others = rows(
        marts, "SELECT type, reference, caused_by, suggestion FROM marts.exceptions WHERE type <> 'statement_gap'"
    )
    assert sorted(row[:3] for row in others) == [("missing_in_statement", f"INV-{n}", gap) for n in (4, 5)]
    assert {row[3] for row in others} == {
        f"Deliver the statement that is missing first: exception {gap[:8]} is about it."
    }


def test_what_a_gap_does_not_explain_points_to_nothing(server_root):
    later = Line(DAY + timedelta(days=8), 7777, "INV-LATE")
    marts = built(
        server_root,
        {"a": Window(ACCOUNT, 0, 4), "b": Window(ACCOUNT, 6, 10)},
        lines=(*ACCOUNT.lines, later),
        as_of=DAY + timedelta(days=15),
    )
    found = dict(rows(marts, "SELECT reference, caused_by IS NULL FROM marts.exceptions WHERE reference IS NOT NULL"))
    assert found == {"INV-4": False, "INV-5": False, "INV-LATE": False}
    causes = rows(
        marts,
        "SELECT causes.description FROM marts.exceptions AS items"
        " JOIN marts.exceptions AS causes ON items.caused_by = causes.exception_id WHERE items.reference = 'INV-LATE'",
    )
    assert causes == [(f"No statement since {DAY + timedelta(days=9)}",)]


def test_an_item_that_the_statements_cover_points_to_nothing(server_root):
    early = Line(DAY + timedelta(days=1), 7777, "INV-EARLY")
    marts = built(
        server_root, {"a": Window(ACCOUNT, 0, 10)}, lines=(*ACCOUNT.lines, early), as_of=DAY + timedelta(days=12)
    )
    assert rows(marts, "SELECT type, reference, caused_by FROM marts.exceptions") == [
        ("missing_in_statement", "INV-EARLY", None)
    ]


def test_items_wait_for_the_statement_that_did_not_come(server_root):
    marts = built(server_root, {"a": Window(ACCOUNT, 0, 4)}, as_of=DAY + timedelta(days=20))
    ((gap, day, severity, context),) = rows(
        marts, "SELECT exception_id, date, severity, context FROM marts.exceptions WHERE type = 'statement_gap'"
    )
    assert (day, severity) == (DAY + timedelta(days=4), "high")
    assert (
        context
        == f"bank/a.sta is the last one that came, and ends {DAY + timedelta(days=3)}: 6 items wait for the next one"
    )
    assert rows(marts, "SELECT DISTINCT caused_by FROM marts.exceptions WHERE type <> 'statement_gap'") == [(gap,)]


def test_a_source_that_nothing_came_of_is_one_exception(server_root):
    marts = built(server_root, {})
    assert rows(marts, "SELECT entity_id, description FROM marts.exceptions WHERE type = 'statement_gap'") == [
        ("e", "No statement was received yet")
    ]
    assert rows(marts, "SELECT count(*), count(caused_by) FROM marts.exceptions") == [(7, 6)]


def test_a_statement_is_as_fresh_as_the_day_before_its_first_gap(server_root):
    marts = built(server_root, {"a": Window(ACCOUNT, 0, 4), "b": Window(ACCOUNT, 6, 10)})
    fresh = "SELECT value FROM marts.kpis WHERE kpi = 'statement_freshness'"
    assert rows(marts, fresh) == [(6,)]
    assert rows(built(server_root, {"a": Window(ACCOUNT, 0, 10)}), fresh) == [(0,)]


def blocked(marts):
    """Whose close exceptions hold up."""
    return set(
        rows(
            marts,
            "SELECT DISTINCT entity_id FROM marts.close_checks WHERE check_id = 'exceptions' AND blocking_count > 0",
        )
    )


def two_accounts(server_root, bank, reconciliations, windows):
    """Two entities with an account each, in one file of the bank."""
    american = [Line(line.day, line.amount, f"US-{line.text}") for line in ACCOUNT.lines]
    files = {
        "inbox/books.csv": HEADER + journals(ACCOUNT.lines, entity="de") + journals(american, entity="us"),
        "bank/all.sta": "".join(windows),
    }
    books = Books(server_root, "", entities=TWO_ENTITIES, keys=keys(bank, reconciliations), files=files)
    return books.build(as_of=DAY + timedelta(days=14), models=MARTS)


def american_statement(end):
    lines = tuple(Line(line.day, line.amount, f"US-{line.text}") for line in ACCOUNT.lines)
    text = mt940([Window(Account(0, lines), 0, end)]).decode()
    return text.replace(IBAN, AMERICAN).replace("EUR", "USD")


ACCOUNTS = (
    f", accounts: {{{IBAN}: {{account: '1000', entity: de}}, {AMERICAN}: {{account: '1000', entity: us}},"
    f" {FRENCH}: '1010'}}"
)
SIDES = [
    "{id: de, left: {source: books, account: '1000', entity: de}, right: {source: bank}}",
    "{id: us, left: {source: books, account: '1000', entity: us}, right: {source: bank}}",
]


def test_the_accounts_of_a_source_are_each_reconciled_with_their_ledger_account(server_root):
    marts = two_accounts(
        server_root, ACCOUNTS, SIDES, [mt940([Window(ACCOUNT, 0, 10)]).decode(), american_statement(7)]
    )
    assert rows(
        marts,
        "SELECT reconciliation, entity_id, type, reference FROM marts.exceptions WHERE side IS NOT NULL ORDER BY ALL",
    ) == [("us", "us", "missing_in_statement", f"US-INV-{number}") for number in (7, 8, 9)]
    assert rows(marts, "SELECT entity_id FROM marts.exceptions WHERE type = 'statement_gap'") == [("us",)]
    assert blocked(marts) == {("us",)}


def test_one_companys_open_item_does_not_block_the_others_close(server_root):
    """Neither the source nor its lines name an entity: the currency of each line tells it."""
    both = "{id: both, left: {source: books, account: '1000'}, right: {source: bank}}\nclose: {exceptions: {severity: low}}"
    more = american_statement(10).replace("US-INV-3", "NOBODY").replace("1,03", "9,99").replace("10,45", "19,41")
    bank = f", account_id: [{IBAN}, {AMERICAN}]"
    marts = two_accounts(server_root, bank, [both], [mt940([Window(ACCOUNT, 0, 10)]).decode(), more])
    assert rows(marts, "SELECT type, entity_id, currency FROM marts.exceptions ORDER BY ALL") == [
        ("missing_in_ledger", "us", "USD"),
        ("missing_in_statement", "us", "USD"),
    ]
    assert blocked(marts) == {("us",)}


TABLE = BANK.replace("mt940", "csv").replace(
    "*.sta'", "*.csv', columns: {date: date, amount: amount, description: text%s}"
)
ACCEPTED = "SELECT type, date, amount::DOUBLE FROM marts.exceptions WHERE side IS NULL ORDER BY ALL"


def test_a_running_balance_shows_the_gap_between_two_exports(server_root):
    files = {
        "inbox/books.csv": HEADER + journals(ACCOUNT.lines),
        "bank/a.csv": csv_export(Window(ACCOUNT, 0, 4)).decode(),
        "bank/b.csv": csv_export(Window(ACCOUNT, 6, 10), newest_first=True).decode(),
    }
    marts = Books(server_root, "", keys=TABLE % ", balance: balance", files=files).build(
        as_of=DAY + timedelta(days=9), models=MARTS
    )
    assert rows(marts, ACCEPTED) == [("statement_gap", DAY + timedelta(days=4), 2.09)]
    unsaid = Books(server_root, "", keys=TABLE % "", files=files).build(as_of=DAY + timedelta(days=9), models=MARTS)
    assert rows(unsaid, ACCEPTED) == []


@pytest.mark.parametrize("first", [2, 0])
def test_an_export_that_drops_its_first_days_still_explains_its_balances(server_root, first):
    """What the path had before counts for days before those that it has now, and so do its balances."""
    files = {
        "inbox/books.csv": HEADER + journals(ACCOUNT.lines),
        "bank/a.csv": csv_export(Window(ACCOUNT, 0, 5)).decode(),
    }
    books = Books(server_root, "", keys=TABLE % ", balance: balance", files=files)
    books.build(as_of=DAY + timedelta(days=4), models=MARTS).close()
    (books.root / "bank" / "a.csv").write_bytes(csv_export(Window(ACCOUNT, first, 10), newest_first=True))
    marts = books.build(as_of=DAY + timedelta(days=9), models=MARTS)
    assert rows(marts, ACCEPTED) == []
    assert rows(marts, "SELECT count(*), sum(amount)::DOUBLE FROM state.statement_lines") == [(10, 1045.0)]


def test_a_second_statement_of_the_first_day_that_does_not_go_on_from_the_first_shows_the_gap(server_root):
    """The days after it end where the account began, and would hide the line that lies between the two."""
    amounts = (-500, 500, 500, -500, 500)
    account = Account(
        -839, tuple(Line(DAY + timedelta(days=n // 3), amount, f"R-{n}") for n, amount in enumerate(amounts))
    )
    files = {f"bank/{n}.sta": mt940([Window(account, n, n + 1, number=n)]).decode() for n in (0, 2, 3, 4)}
    marts = Books(server_root, "", keys=BANK, files={"inbox/books.csv": HEADER, **files}).build(
        as_of=DAY + timedelta(days=1), models=MARTS
    )
    said = rows(marts, "SELECT DISTINCT type FROM marts.exceptions WHERE side IS NULL")
    assert ("statement_gap",) in said


def test_an_overlap_that_cannot_be_decided_shows_both_lines_beside_each_other(server_root):
    """The second statement opens with what the first closed with, and has its line: it may go on from it, or be of the same."""
    account = Account(0, (Line(DAY, 500, "R"), Line(DAY, -500, "R"), Line(DAY, 500, "R"), Line(DAY, 700, "S")))
    first = mt940([Window(account, 0, 1, number=1)]).decode()
    second = mt940([Window(account, 1, 4, number=2)]).decode()
    files = {"inbox/books.csv": HEADER, "bank/a.sta": first, "bank/b.sta": second}
    marts = Books(server_root, "", keys=BANK, files=files).build(as_of=DAY, models=MARTS)
    ((description, context, amount),) = rows(
        marts, "SELECT description, context, amount::DOUBLE FROM marts.exceptions WHERE type = 'statement_overlap'"
    )
    assert (description, amount) == (f"Two statements of {DAY} may tell the same line", 5.0)
    assert context.startswith(
        "bank/b.sta: row 2 here and row 1 of bank/a.sta are the same, 5.00 EUR at the same balance."
    )
    breaks = rows(marts, "SELECT amount::DOUBLE FROM marts.exceptions WHERE type = 'balance_break'")
    assert breaks == [(-5.0,)]
