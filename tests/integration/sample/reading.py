"""Reading the sample's files back, without the code that wrote them: plain SQL for CSV, lxml and mt-940 for the banks."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import mt940
import pyarrow as pa
from lxml import etree

TABLES = """
CREATE TABLE posting AS
SELECT *, coalesce(debit, 0) - coalesce(credit, 0) AS amount, regexp_extract(description, '\\[(S-.*)\\]$', 1) AS tag
FROM read_csv('{root}/postings/*.csv', types = {{'account': 'VARCHAR', 'debit': 'DECIMAL(18,2)', 'credit': 'DECIMAL(18,2)',
    'group': 'VARCHAR', 'counterparty': 'VARCHAR'}});
CREATE TABLE payroll AS
SELECT *, try_cast(amount AS DECIMAL(18,2)) AS value FROM read_csv('{root}/inbox/books/*.csv', all_varchar = true);
CREATE TABLE wallet AS
SELECT *, try_cast(replace(value, ',', '.') AS DECIMAL(18,2)) AS amount
FROM read_csv('{root}/inbox/wallet/*.csv', delim = ';', all_varchar = true);
CREATE TABLE statement_line AS
SELECT 'stripe' AS source, balance_transaction_id AS line_ref, coalesce(created_utc, created)::TIMESTAMP::DATE AS date,
       upper(currency) AS currency, net::DECIMAL(18,2) AS amount, source_id AS reference, NULL AS batch
FROM read_csv('{root}/inbox/stripe/*.csv', all_varchar = true, union_by_name = true)
UNION ALL
SELECT 'wallet', txn, strptime(booked, '%d.%m.%Y')::DATE, 'EUR', amount, ref, batch FROM wallet WHERE amount IS NOT NULL;
CREATE TABLE truth_match AS FROM read_csv('{truth}/matches.csv', all_varchar = true);
CREATE TABLE truth_in_transit AS FROM read_csv('{truth}/in_transit.csv', all_varchar = true);
CREATE TABLE truth_discrepancy AS FROM read_csv('{truth}/discrepancies.csv', all_varchar = true);
CREATE TABLE ledger_item AS
SELECT CASE WHEN account = '1110' THEN 'stripe' WHEN account = '1200' THEN 'wallet' WHEN account = '1100' THEN 'agent'
            WHEN account = '1900' THEN 'suspense' WHEN entity = 'acme-de' THEN 'bank-eur' ELSE 'bank-usd' END AS reconciliation,
       if(account = '1900' AND amount < 0, 'right', 'left') AS side, * REPLACE (if(account = '1900', abs(amount), amount) AS amount)
FROM posting WHERE account IN ('1000', '1100', '1110', '1200', '1900');
"""
FURTHER = """
INSERT INTO statement_line
SELECT 'agent', id, date, 'EUR', paid, reference, NULL
FROM read_csv('{root}/inbox/agent/*.csv', types = {{'paid': 'DECIMAL(18,2)', 'reference': 'VARCHAR'}})
UNION ALL
SELECT 'card', id, date, 'EUR', amount, reference, NULL
FROM read_csv('{root}/inbox/card-eur/*.csv', types = {{'amount': 'DECIMAL(18,2)'}});
CREATE TABLE card_charge AS FROM read_csv('{root}/inbox/card-usd/*.csv', types = {{'amount': 'DECIMAL(18,2)'}});
"""
NO_FURTHER = "CREATE TABLE card_charge (id VARCHAR, date DATE, amount DECIMAL(18,2))"


def load_workspace(root: Path, truth: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(TABLES.format(root=root, truth=truth))
    names = ("source", "line_ref", "date", "currency", "amount", "reference")
    columns = zip(*camt_lines(root), *mt940_lines(root), strict=True)
    banks = pa.table(
        {name: [None if v is None else str(v) for v in column] for name, column in zip(names, columns, strict=True)}
    )
    connection.register("banks", banks)
    connection.execute("INSERT INTO statement_line BY NAME FROM banks")
    connection.execute(FURTHER.format(root=root) if (root / "inbox" / "agent").exists() else NO_FURTHER)
    return connection


def camt_statements(root: Path) -> list[etree._Element]:
    """The `Stmt` elements in order of time, freed of their namespaces."""
    found = []
    for path in sorted((root / "inbox" / "bank-eur").glob("*.xml")):
        tree = etree.parse(path)
        for element in tree.iter():
            element.tag = etree.QName(element).localname
        found.append(tree.getroot().find("BkToCstmrStmt/Stmt"))
    return found


def signed(node: etree._Element, tag: str = "Amt") -> Decimal:
    value = Decimal(node.findtext(tag))
    return value if node.findtext("CdtDbtInd") == "CRDT" else -value


def camt_lines(root: Path) -> Iterator[tuple[object, ...]]:
    for statement in camt_statements(root):
        for entry in statement.iter("Ntry"):
            sign = 1 if entry.findtext("CdtDbtInd") == "CRDT" else -1
            for detail in entry.iter("TxDtls"):
                amount = detail.findtext("Amt") or detail.findtext("AmtDtls/TxAmt/Amt")
                reference_text = detail.findtext("Refs/EndToEndId")
                reference = None if reference_text == "NOTPROVIDED" else reference_text
                day, line_ref = entry.findtext("BookgDt/Dt"), detail.findtext("Refs/AcctSvcrRef")
                yield "bank-eur", line_ref, day, "EUR", sign * Decimal(amount), reference


def mt940_files(root: Path) -> list[mt940.models.Transactions]:
    return [mt940.parse(str(path)) for path in sorted((root / "inbox" / "bank-usd").glob("*.sta"))]


def mt940_lines(root: Path) -> Iterator[tuple[object, ...]]:
    for messages in mt940_files(root):
        for line in messages:
            data = line.data
            reference_text = data["end_to_end_reference"] if data.get("end_to_end_reference") else None
            yield "bank-usd", data["bank_reference"], data["date"], "USD", data["amount"].amount, reference_text
