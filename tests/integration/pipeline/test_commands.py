"""The commands on a published workspace: they look and tell, and change nothing that is published."""

import csv
import io
import json
import sys
from decimal import Decimal

import pytest

from cli import main
from tests.integration.pipeline.company import one_line


@pytest.fixture
def tieout(published, monkeypatch, capfd):
    """The command inside this process; returns exit code, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["tieout", *arguments, "-w", str(published.root)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capfd.readouterr()
        return ended.value.code or 0, captured.out, captured.err

    return run


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO marts.run SELECT * FROM marts.run",
        "DELETE FROM exceptions",
        "DROP TABLE marts.run",
        "BEGIN; DROP TABLE marts.run; COMMIT",
        "CREATE TABLE t (a int)",
        "COPY (SELECT 1) TO '{root}/stolen.csv'",
        "EXPORT DATABASE '{root}/stolen'",
        "ATTACH '{root}/other.duckdb'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{root}/tieout.yml')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "SELECT getenv('HOME')",
        "selct 1",
        "SELECT * FROM no_such_mart",
    ],
)
def test_sql_only_reads_the_marts(tieout, published, query):
    before = published.version()
    code, out, err = tieout("sql", query.format(root=published.root))
    assert (code, out) == (2, "")
    assert one_line(err)
    assert published.version() == before
    assert not list(published.root.glob("stolen*"))


@pytest.mark.parametrize("query", ["", ";", " "])
def test_an_empty_query_is_no_defect(tieout, query):
    code, _, err = tieout("sql", query)
    assert (code, err) == (0, "")


def test_one_number_in_every_form(tieout):
    query = "SELECT account_code, sum(amount) AS total FROM general_ledger GROUP BY 1 ORDER BY 1"
    result = json.loads(tieout("sql", query, "--json")[1])["rows"]
    sheet = list(csv.DictReader(io.StringIO(tieout("sql", query, "--csv")[1])))
    assert result == sheet
    assert sum(Decimal(row["total"]) for row in result) == 0
    shown = tieout("sql", query)[1]
    assert all(f"{Decimal(row['total']):,.2f}".replace("-", "−") in shown for row in result)


def test_zero_is_written_without_an_exponent(tieout):
    assert tieout("sql", "SELECT CAST(0 AS decimal(38, 9)) AS zero", "--csv")[1].split() == ["zero", "0"]


def test_status_reports_the_version_and_its_key_figures(tieout):
    code, out, _ = tieout("status", "--json")
    result = json.loads(out)
    assert (code, result["run_id"] in tieout("status")[1]) == (0, True)
    kpis = {(kpi["kpi"] if "kpi" in kpi else kpi["label"], kpi["dimension"]): kpi["value"] for kpi in result["kpis"]}
    assert kpis


def test_exceptions_are_listed_and_filtered(tieout, published):
    count = published.sql("SELECT count(*) FROM exceptions")[0][0]
    result = json.loads(tieout("exceptions", "--json")[1])
    assert (result["total"], len(result["exceptions"])) == (count, count)
    assert all(row["context"] and row["suggestion"] for row in result["exceptions"])
    kind = result["exceptions"][0]["type"]
    only = json.loads(tieout("exceptions", "--json", "--type", kind, "--limit", "1")[1])["exceptions"]
    assert [row["type"] for row in only] == [kind]


def test_a_trace_goes_from_the_statement_to_the_journal(tieout):
    result = json.loads(tieout("trace", "B1", "--json")[1])
    assert [row["source"] for row in result["statement_lines"]] == ["bank"]
    assert {row["account_code"] for row in result["journal_lines"]} == {"1000", "4000"}
    assert [row["status"] for row in result["matches"]] == ["confirmed"]
    assert "B1" in tieout("trace", "B1")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("trace", "no such thing"), "nothing published carries 'no such thing'"),
        (("post", "/nowhere.csv"), "nowhere.csv: cannot be read: No such file"),
        (("reverse", "NX", "--reason", "x"), "there is no journal 'NX' in the book of 'acme'"),
        (("reverse", "B2", "--reason", "booked twice"), "journal 'B2' is reversed already, by journal 'reverse B2'"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_two(tieout, arguments, says):
    code, out, err = tieout(*arguments)
    assert (code, out) == (2, "")
    assert one_line(err)
    assert says in err


def test_posting_twice_changes_nothing(tieout, published):
    code, out, _ = tieout("post", str(published.root / "postings/january.csv"), "--json")
    result = json.loads(out)
    assert (code, result["journals"], result["replayed"], result["refused"]) == (0, 0, 4, [])


def test_an_unbalanced_journal_is_refused_with_its_line_and_the_rest_is_posted(tmp_path, company):
    rows = (
        "OK,2026-01-01,1000,5.00",
        "OK,2026-01-01,4000,-5.00",
        "BAD,2026-01-01,1000,5.00",
        "BAD,2026-01-01,4000,-4.99",
    )
    file = company.write("postings/mixed.csv", "\n".join(("journal_id,date,account,amount", *rows)) + "\n")
    done = company.tieout("post", str(file))
    assert done.returncode == 2
    assert one_line(done.stderr)
    assert "mixed.csv: row 4, journal 'BAD': does not balance: debits minus credits = 0.01 EUR" in done.stderr
    assert "1 journal posted (2 lines)" in done.stdout


def test_nothing_published_is_reported_with_what_to_type(company):
    for command in (("status",), ("exceptions",), ("sql", "select 1"), ("trace", "x")):
        done = company.tieout(*command)
        assert (done.returncode, done.stdout, one_line(done.stderr)) == (2, "", True)
        assert "nothing is published yet: run `tieout run" in done.stderr
