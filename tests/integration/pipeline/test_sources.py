"""`tieout sources` says of each account what came: files, days, gaps to the cent, the last balance, and what is only so far."""

import json
from datetime import timedelta

import pytest

from tests.integration.pipeline.company import Company, one_line
from tests.support.deliveries import FIRST_DAY, IBAN, Account, Line, Window, csv_export, mt940, mt942

OTHER = "DE02120300000000202051"
CONFIG = """\
tenant: {tenant}
as_of: 2026-04-01
entities:
  - {{id: de, name: Acme GmbH, currency: EUR}}
sources:
  - {{id: giro, kind: statement, format: mt940, path: 'inbox/bank/*', account_id: DE89370400440532013000, account: "1000"}}
  - {{id: savings, kind: statement, format: mt940, path: 'inbox/bank/*', account_id: DE02120300000000202051, account: "1200"}}
  - id: wallet
    kind: statement
    format: csv
    path: inbox/wallet/*.csv
    currency: EUR
    account: "1110"
    columns: {{date: date, amount: amount, description: text}}
  - {{id: books, kind: book, format: journal_csv, path: 'inbox/books/*.csv'}}
  - {{id: silent, kind: statement, format: camt053, path: 'inbox/silent/*.xml'}}
"""
JOURNALS = "journal_id,date,account,amount\nJ1,2026-03-05,1000,10.00\nJ1,2026-03-05,4000,-10.00\n"
DAYS = [FIRST_DAY + timedelta(days=day) for day in range(8)]
GIRO = Account(10_000, tuple(Line(day, 1_001 + place, "rent") for place, day in enumerate(DAYS)))
SAVINGS = Account(-5_000, (Line(DAYS[0], 700, "interest"), Line(DAYS[1], -200, "fee")))
NOTHING = {"first_day": None, "last_day": None, "last_balance": None, "last_balance_day": None}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """Of the giro account the third and fourth day are missing, and the last two are only in an interim report."""
    company = Company(tmp_path_factory.mktemp("sources") / "work").configure(CONFIG)
    for inbox in ("wallet", "books", "silent"):
        (company.root / "inbox" / inbox).mkdir(exist_ok=True)
    savings = mt940([Window(SAVINGS, 0, 2, 1)]).replace(IBAN.encode(), OTHER.encode())
    deliver(company, "bank/1.sta", mt940([Window(GIRO, 0, 2, 1)]) + savings)
    deliver(company, "bank/2.sta", mt940([Window(GIRO, 4, 6, 3)]))
    deliver(company, "bank/3.sta", mt942(Window(GIRO, 6, 8, 9)))
    deliver(company, "wallet/a.csv", csv_export(Window(GIRO, 0, 3)))
    deliver(company, "wallet/b.csv", csv_export(Window(GIRO, 2, 5)))
    deliver(company, "books/a.csv", JOURNALS.encode())
    assert company.run()["status"] == "published"
    return company


def deliver(company, name, content):
    (company.root / "inbox" / name).write_bytes(content)


def sources_by_id(company):
    shown = company.inside("sources", "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    return {source["id"]: source for source in json.loads(shown.stdout)["sources"]}


def test_every_source_is_there_once_for_each_account(company):
    assert {name: source["account"] for name, source in sources_by_id(company).items()} == {
        "giro": IBAN,
        "savings": OTHER,
        "wallet": "1110",
        "books": None,
        "silent": None,
    }


def test_an_account_with_a_gap_and_an_interim_report_is_shown_to_the_cent(company):
    assert sources_by_id(company)["giro"] == {
        "id": "giro",
        "kind": "statement",
        "account": IBAN,
        "currency": "EUR",
        "files": 3,
        "first_day": "2026-03-02",
        "last_day": "2026-03-09",
        "gaps": [{"from": "2026-03-03", "to": "2026-03-06", "amount": "20.07"}],
        "last_balance": "160.21",
        "last_balance_day": "2026-03-07",
        "provisional_lines": 2,
    }


def test_an_account_that_went_below_zero_is_shown_by_its_own_statements_alone(company):
    savings = sources_by_id(company)["savings"]
    assert (savings["files"], savings["gaps"], savings["provisional_lines"]) == (1, [], 0)
    assert (savings["last_balance"], savings["first_day"], savings["last_day"]) == ("-45", "2026-03-02", "2026-03-03")


def test_a_table_has_days_and_no_balance(company):
    wallet = sources_by_id(company)["wallet"]
    assert (wallet["files"], wallet["first_day"], wallet["last_day"]) == (2, "2026-03-02", "2026-03-06")
    assert (wallet["last_balance"], wallet["currency"], wallet["gaps"]) == (None, "EUR", [])


def test_a_book_has_the_days_of_its_journals(company):
    books = sources_by_id(company)["books"]
    assert (books["kind"], books["files"], books["first_day"]) == ("book", 1, "2026-03-05")


def test_a_source_without_files_is_there(company):
    silent = sources_by_id(company)["silent"]
    assert (silent["files"], silent["gaps"], silent["provisional_lines"]) == (0, [], 0)
    assert silent.items() >= NOTHING.items()


def test_a_source_that_came_after_the_run_is_there(company):
    settings = company.root / "tieout.yml"
    before = settings.read_text()
    settings.write_text(before + "  - {id: new, kind: statement, format: mt940, path: 'inbox/new/*'}\n")
    added, silent = sources_by_id(company)["new"], sources_by_id(company)["silent"]
    settings.write_text(before)
    assert added == {**silent, "id": "new"}


def test_a_person_reads_the_gap_in_words(company):
    shown = company.inside("sources").stdout
    giro = next(line for line in shown.splitlines() if line.startswith("giro"))
    assert giro.split() == f"giro {IBAN} 3 2026-03-02 2026-03-09 160.21 EUR 2026-03-07 1 2".split()
    assert f"! giro {IBAN}: no statement between 2026-03-03 and 2026-03-06: 20.07 EUR\n" in shown


def test_the_gap_is_the_exception_that_the_run_tells(company):
    exceptions = company.sql("SELECT source, line_ref, amount, date FROM exceptions WHERE type = 'statement_gap'")
    gaps = company.sql("SELECT source, account, amount, from_day + INTERVAL 1 DAY FROM statement_gaps")
    assert [(*whose, day.date()) for *whose, day in gaps] == exceptions


def test_before_the_first_run_one_line_says_what_to_do(tmp_path):
    empty = Company(tmp_path / "work").configure(CONFIG)
    shown = empty.inside("sources")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert one_line(shown.stderr)
    assert "tieout run" in shown.stderr
