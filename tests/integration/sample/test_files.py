"""What stands in the files: real formats, true balances, balanced journals."""

from decimal import Decimal
from itertools import pairwise

import duckdb
from lxml import etree

from sample import Sample
from tests.integration.sample.reading import camt_lines, camt_statements, mt940_files, signed
from tieout.config import load

CHART = {"1000", "1100", "1110", "1200", "1900", "2000", "2100", "2200", "3000", "3100", "4000", "4100", "4200", "5000", "5100", "5200", "7000", "7900"}  # fmt: skip


def balance(statement: etree._Element, code: str) -> Decimal:
    return next(signed(node) for node in statement.iter("Bal") if node.findtext("Tp/CdOrPrtry/Cd") == code)


def test_the_workspace_is_valid(sample: Sample) -> None:
    config = load(sample.root / "tieout.yml")
    assert [side.id for side in config.reconciliations] == ["stripe", "wallet", "bank-eur", "bank-usd"]
    for source in config.sources:
        assert list(sample.root.glob(source.path)), source.id


def test_euro_statements_prove_their_balances_and_follow_on_one_another(sample: Sample) -> None:
    statements = camt_statements(sample.root)
    for statement in statements:
        entries = [signed(entry) for entry in statement.iter("Ntry")]
        assert balance(statement, "OPBD") + sum(entries) == balance(statement, "CLBD")
        assert balance(statement, "OPBD") >= 0
        assert int(statement.findtext("TxsSummry/TtlNtries/NbOfNtries")) == len(entries)
        assert Decimal(statement.findtext("TxsSummry/TtlNtries/Sum")) == sum(map(abs, entries))
        assert Decimal(statement.findtext("TxsSummry/TtlDbtNtries/Sum")) == -sum(e for e in entries if e < 0)
    assert all(balance(one, "CLBD") == balance(two, "OPBD") for one, two in pairwise(statements))


def test_a_batch_is_the_sum_of_its_transactions(sample: Sample) -> None:
    batches = [
        entry
        for statement in camt_statements(sample.root)
        for entry in statement.iter("Ntry")
        if entry.find("NtryDtls/Btch") is not None
    ]
    assert len(batches) == 3
    for batch in batches:
        parts = [Decimal(d.findtext("Amt") or d.findtext("AmtDtls/TxAmt/Amt")) for d in batch.iter("TxDtls")]
        assert len(parts) == int(batch.findtext("NtryDtls/Btch/NbOfTxs")) > 1
        assert sum(parts) == Decimal(batch.findtext("Amt")) == Decimal(batch.findtext("NtryDtls/Btch/TtlAmt"))


def test_every_transaction_adds_up_to_the_last_euro_balance(sample: Sample) -> None:
    assert sum(line[4] for line in camt_lines(sample.root)) == balance(camt_statements(sample.root)[-1], "CLBD")


def test_dollar_statements_prove_their_balances_and_follow_on_one_another(sample: Sample) -> None:
    files = mt940_files(sample.root)
    closing = Decimal(0)
    for messages in files:
        opening = messages.data["final_opening_balance"].amount.amount
        assert opening == closing
        closing = messages.data["final_closing_balance"].amount.amount
        assert opening + sum(line.data["amount"].amount for line in messages) == closing
    assert closing > 0


def test_two_versions_of_camt_and_of_the_processors_report(sample: Sample) -> None:
    spaces = {
        path.read_text().split('xmlns="')[1].split('"')[0][-2:] for path in (sample.root / "inbox/bank-eur").iterdir()
    }
    headers = {path.read_text().split("\n")[0] for path in (sample.root / "inbox/stripe").iterdir()}
    assert spaces == {"02", "08"}
    assert len(headers) == 2


def test_every_posted_journal_balances_on_known_accounts(files: duckdb.DuckDBPyConnection) -> None:
    assert not files.execute(
        "SELECT journal_id FROM posting GROUP BY journal_id, currency, entity, date HAVING sum(amount) <> 0"
    ).fetchall()
    assert files.execute("SELECT count(DISTINCT line_id) = count(*) FROM posting").fetchone() == (True,)
    accounts = {row[0] for row in files.execute("SELECT DISTINCT account FROM posting").fetchall()}
    assert accounts <= CHART


def test_a_tag_names_one_journal(files: duckdb.DuckDBPyConnection) -> None:
    assert files.execute(
        "SELECT count(DISTINCT tag) = count(DISTINCT journal_id) AND bool_and(tag <> '') FROM posting"
    ).fetchone() == (True,)


def test_the_payroll_book_is_unbalanced_only_where_planted(files: duckdb.DuckDBPyConnection) -> None:
    broken = files.execute("SELECT journal_id FROM payroll GROUP BY 1 HAVING sum(value) <> 0 ORDER BY 1").fetchall()
    planted = files.execute(
        "SELECT item_ref FROM truth_discrepancy WHERE type = 'unbalanced_journal' ORDER BY 1"
    ).fetchall()
    assert broken == planted
    assert files.execute("SELECT count(*) FROM payroll WHERE value IS NULL").fetchone() == (3,)


def test_cash_never_runs_out(files: duckdb.DuckDBPyConnection) -> None:
    lowest = files.execute("""
        SELECT min(running) FROM (SELECT sum(amount) OVER (PARTITION BY source ORDER BY date) AS running
        FROM statement_line WHERE source LIKE 'bank%')""").fetchone()
    assert lowest is not None
    assert lowest[0] >= 0


def test_fees_are_rounded_half_to_even(files: duckdb.DuckDBPyConnection, sample: Sample) -> None:
    wrong = files.execute(f"""
        SELECT * FROM read_csv('{sample.root}/inbox/stripe/*.csv', all_varchar = true, union_by_name = true)
        WHERE reporting_category = 'charge' AND fee::DECIMAL(18,2) <> round_even(gross::DECIMAL(18,2) * if(currency = 'eur', 0.014, 0.029), 2)::DECIMAL(18,2)
              + if(currency = 'eur', 0.25, 0.30)""").fetchall()
    assert not wrong
