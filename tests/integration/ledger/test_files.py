"""`tieout post FILE`: journal_csv, .json and .jsonl."""

import json
import re
from datetime import date

import pytest

from ledger import files
from ledger.balances import account_balance
from ledger.files import post_file
from tieout.errors import InputError

YEAR_END = date(2026, 12, 31)
HEADER = "journal_id,date,account,debit,credit,reference\n"
GOOD = HEADER + "J1,2026-01-31,1000,10.00,,R1\nJ1,2026-01-31,4000,,10.00,R1\n"


@pytest.fixture
def post_text(books, tmp_path):
    def call(text, name="journals.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return post_file(books.connection, books.config, path)

    return call


def balance(books, account="1000", entity="de"):
    return account_balance(books.connection, books.tenant, entity, account, YEAR_END)


def test_a_file_is_posted(books, post_text):
    outcome = post_text(GOOD)
    assert (outcome.journals, outcome.lines, outcome.replayed, outcome.refused) == (1, 2, 0, ())
    assert balance(books) == {"EUR": 1000}


def test_the_same_file_again_changes_nothing(books, post_text):
    post_text(GOOD)
    again = post_text(GOOD)
    assert (again.journals, again.lines, again.replayed) == (0, 0, 1)
    assert balance(books) == {"EUR": 1000}


@pytest.mark.parametrize(
    "text",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.rstrip("\n"),
        GOOD + "\r\n\n\n",
        "journal_id,date,account,amount\nJ1,2026-01-31,1000,10\nJ1,2026-01-31,4000,-10.0\n",
        HEADER + "J1,2026-01-31,1000,10.00,0.00,R1\nJ1,2026-01-31,4000,0,10,R1\n",
        'journal_id,date,account,amount,description\nJ1,2026-01-31,1000,10,"a ""b"",\nc"\nJ1,2026-01-31,4000,-10,d\n',
    ],
)
def test_the_ways_to_write_the_same_file_are_all_read(books, post_text, text):
    assert post_text(text).journals == 1
    assert balance(books) == {"EUR": 1000}


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("X,2026-01-01,1000,1,,\nX,2026-01-01,4000,,2,\n", 4, r"debits minus credits = -1\.00 EUR"),
        ("X,2026-01-01,1000,1,,\nX,2026-01-01,4O00,,1,\n", 5, "unknown account '4O00': did you mean '4000'"),
        ("X,2026-01-01,1000,1.005,,\nX,2026-01-01,4000,,1.005,\n", 4, "1.005 EUR has more decimals"),
        ('X,2026-01-01,1000,"1,50",,\nX,2026-01-01,4000,,"1,50",\n', 4, "'1,50' is not an amount"),
        ('X,2026-01-01,1000,"1,000.50",,\nX,2026-01-01,4000,,1000.50,\n', 4, "'1,000.50' is not an amount"),
        ("X,2026-02-30,1000,1,,\nX,2026-02-30,4000,,1,\n", 4, "'2026-02-30' is not a date"),
        ("X,01/02/2026,1000,1,,\nX,01/02/2026,4000,,1,\n", 4, "'01/02/2026' is not a date"),
        ("X,,1000,1,,\nX,,4000,,1,\n", 4, "has no date"),
        ("X,2026-01-01,1000,1,,\nX,2026-01-02,4000,,1,\n", 4, "lines of different dates"),
        ("X,2026-01-01,1000,1,1,\nX,2026-01-01,4000,,1,\n", 4, "both a debit and a credit"),
        ("X,2026-01-01,1000,,,\nX,2026-01-01,4000,,1,\n", 4, "has no amount"),
        ("X,2026-01-01,,1,,\nX,2026-01-01,4000,,1,\n", 4, "a line without an account"),
        (",2026-01-01,1000,1,,\n,2026-01-01,4000,,1,\n", 4, "has no journal_id"),
        ("X,2026-01-01,1000,1,,\n", 4, r"has 1 line\(s\)"),
        ("J1,2026-01-31,1000,10.00,,R1\n", 2, "debits minus credits = 10.00 EUR"),
    ],
)
def test_a_wrong_journal_is_refused_with_its_line_and_the_rest_goes_on(books, post_text, rows, line, message):
    rest = "Z,2026-01-01,1000,5,,\nZ,2026-01-01,4000,,5,\n"
    outcome = post_text(GOOD + rows + rest)
    good = 2 if rows[0] != "J" else 1
    assert (outcome.journals, outcome.refused_journals) == (good, 1)
    [refusal] = outcome.refused
    assert refusal.row == line
    assert refusal.where.startswith(f"row {line}")
    assert re.search(message, refusal.reason)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "journals.csv: is empty"),
        ("journal_id,date,account,refrence,amount\n", "unknown column 'refrence': did you mean 'reference'"),
        ("journal_id,date,amount\n", "journals.csv:1: has no column 'account'"),
        ("journal_id,date,account\n", "journals.csv:1: has no columns 'debit' and 'credit', nor 'amount'"),
        (
            "journal_id,date,account,amount,date\n",
            "journals.csv:1: column 'date' stands 2 times in the header: keep one",
        ),
        (GOOD + "J2,2026-01-31,1000,1,,R,extra\n", "journals.csv:4: has 7 fields, the header has 6"),
        (GOOD + "J2,2026-01-31\n", "journals.csv:4: has 2 fields, the header has 6"),
        (GOOD.encode() + b"J2,2026-01-31,1000,1,,M\xfcller\n", "journals.csv:4: is not UTF-8"),
        (GOOD.encode("utf-16"), "journals.csv:1: is not UTF-8"),
        (GOOD + 'J2,2026-01-31,1000,1,,"open\n', "journals.csv:4: has a quote that is not closed"),
    ],
)
def test_a_file_that_is_no_journal_file_is_refused_whole(books, post_text, text, message):
    with pytest.raises(InputError, match=message) as refusal:
        post_text(text)
    assert "\n" not in str(refusal.value)
    assert balance(books) == {}
    assert post_text(GOOD).journals == 1


def test_a_missing_file_is_said(books, tmp_path):
    with pytest.raises(InputError, match="cannot be read: No such file"):
        post_file(books.connection, books.config, tmp_path / "gone.csv")


def test_another_kind_of_file_is_said(books, tmp_path):
    with pytest.raises(InputError, match=r"'\.xlsx' is no journal file"):
        post_file(books.connection, books.config, tmp_path / "book.xlsx")


def test_a_journals_lines_need_not_stand_together(books, post_text):
    outcome = post_text(
        "journal_id,date,account,amount\nA,2026-01-01,1000,1\nB,2026-01-01,1000,2\nA,2026-01-01,4000,-1\nB,2026-01-01,4000,-2\n"
    )
    assert (outcome.journals, outcome.lines) == (2, 4)
    assert balance(books) == {"EUR": 300}


def test_batches_meet_at_any_place(books, post_text, monkeypatch):
    monkeypatch.setattr(files, "BATCH_JOURNALS", 3)
    rows = "".join(f"J{n % 10},2026-01-01,{'1000' if n < 10 else '4000'},{1 if n < 10 else -1}\n" for n in range(20))
    outcome = post_text("journal_id,date,account,amount\n" + rows)
    assert (outcome.journals, outcome.lines) == (10, 20)
    assert balance(books) == {"EUR": 1000}


def test_an_account_that_the_file_describes_is_opened(books, post_text):
    header = "journal_id,date,account,amount,account_name,account_type\n"
    outcome = post_text(
        header + "A,2026-01-01,1055,1,Petty Cash,asset\nA,2026-01-01,4000,-1,,\n"
        "B,2026-01-01,1066,1,No Type,\nB,2026-01-01,4000,-1,,\n"
    )
    assert (outcome.journals, outcome.refused_journals) == (1, 1)
    assert "unknown account '1066'" in outcome.refused[0].reason
    assert (
        books.scalar(
            "SELECT name || '/' || type FROM ledger.accounts WHERE tenant_id = %s AND account_code = '1055'",
            books.tenant,
        )
        == "Petty Cash/asset"
    )


def test_with_several_entities_the_file_names_one(two_entities, tmp_path):
    path = tmp_path / "journals.csv"
    path.write_text(
        "journal_id,date,account,amount,entity\nA,2026-01-01,1000,1,us\nA,2026-01-01,4000,-1,us\n"
        "B,2026-01-01,1000,1,\nB,2026-01-01,4000,-1,\nC,2026-01-01,1000,1,us\nC,2026-01-01,4000,-1,de\n"
    )
    outcome = post_file(two_entities.connection, two_entities.config, path)
    assert [(refusal.journal_id, refusal.reason[:20]) for refusal in outcome.refused] == [
        ("B", "names no entity: add"),
        ("C", "has lines of differe"),
    ]
    assert balance(two_entities, entity="us") == {"USD": 100}


JSON = {
    "journal_id": "J1",
    "date": "2026-01-31",
    "lines": [{"account": "1000", "amount": "10.00"}, {"account": "4000", "amount": -10}],
}


def test_a_json_list_and_json_lines_are_posted(books, post_text):
    assert post_text(json.dumps([JSON]), "journals.json").journals == 1
    assert post_text(json.dumps(JSON) + "\n\n", "journals.jsonl").replayed == 1
    assert balance(books) == {"EUR": 1000}


def test_a_json_number_is_the_decimal_that_is_written(books, post_text):
    post_text(
        '[{"journal_id": "J1", "date": "2026-01-31", "lines": [{"account": "1000", "amount": 90071992547409.93},'
        ' {"account": "4000", "amount": -90071992547409.93}]}]',
        "journals.json",
    )
    assert balance(books) == {"EUR": 9007199254740993}


def test_a_wrong_json_journal_is_refused_alone(books, post_text):
    outcome = post_text(
        json.dumps([JSON | {"lines": [{"account": "1000"}]}, 7, JSON, JSON, JSON | {"reference": "other"}]),
        "journals.json",
    )
    assert (outcome.journals, outcome.replayed) == (1, 1)
    assert [(refusal.row, refusal.reason[:30]) for refusal in outcome.refused] == [
        (1, "lines.0.amount: field required"),
        (2, "is not a journal: expected an "),
        (5, "is in the book with other cont"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("j.json", "{", r"j\.json:1: not valid JSON"),
        ("j.json", "{}", "expected a list of journals"),
        ("j.jsonl", json.dumps(JSON) + "\nx\n", r"j\.jsonl:2: not valid JSON"),
        ("j.json", b"[\xff]", "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_json_is_said(post_text, name, text, message):
    with pytest.raises(InputError, match=message):
        post_text(text, name)
