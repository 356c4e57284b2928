"""The comma-separated files of the sample: our postings, the processor's and the wallet's exports, a book, the truth.

The layouts are the real ones. The processor's itemized payout reconciliation names its columns differently from one
report version to the next, and the wallet's export is a European spreadsheet's: semicolons, decimal commas, day first.
"""

from pathlib import Path

import duckdb

from sample.scratch import export

MONTHS = ("2026-08", "2026-09", "2026-10")
OLDER_REPORT = "2026-09"

POSTINGS = """
    SELECT 'J-' || doc AS journal_id, 'J-' || doc || '-' || line_no AS line_id, d AS date, entity,
           leg.account AS account, currency,
           if(leg.amount > 0, money(leg.amount), NULL) AS debit, if(leg.amount < 0, money(-leg.amount), NULL) AS credit,
           reference, description, counterparty, batch AS "group"
    FROM posting WHERE leg.amount <> 0 AND strftime(d, '%Y-%m') = '{month}' ORDER BY d, doc, line_no"""

STRIPE = """
    SELECT payout_id AS automatic_payout_id, payout_arrived AS {arrived}, line_ref AS balance_transaction_id,
           strftime(ts, '%Y-%m-%d %H:%M:%S') AS {created}, strftime(available, '%Y-%m-%d %H:%M:%S') AS {available},
           lower(currency) AS currency, money(gross) AS gross, money(fee) AS fee, money(net) AS net,
           category AS reporting_category, source_id, memo AS description, customer AS customer_id{extra}
    FROM stripe_row WHERE strftime(ts, '%Y-%m') = '{month}' ORDER BY ts, line_ref, copy"""

WALLET = """
    SELECT line_ref AS txn, strftime(d, '%d.%m.%Y') AS booked, replace(value, '.', ',') AS value, reference AS ref,
           batch, kind AS type, memo
    FROM wallet_row WHERE strftime(d, '%Y-%m') = '{month}' ORDER BY d, line_ref, copy"""

PAYROLL = """
    SELECT journal_id, line_id, d AS date, 'acme-de' AS entity, account, account_name, account_type, 'EUR' AS currency,
           value AS amount, 'Payroll {month}' AS description, counterparty
    FROM payroll_row WHERE strftime(d, '%Y-%m') = '{month}' ORDER BY journal_id, line_no"""

FURTHER = "SELECT * FROM {rows} WHERE strftime(date, '%Y-%m') = '{month}' ORDER BY date, id"

RATES = """
    SELECT d AS date, 'EUR' AS base, 'USD' AS quote,
           (units // 10000) || '.' || lpad((units % 10000)::VARCHAR, 4, '0') AS rate
    FROM rate ORDER BY d"""

TRUTH = {
    "matches": "SELECT * FROM truth_match ORDER BY reconciliation, case_id, left_ref, right_ref",
    "in_transit": "SELECT * FROM truth_in_transit ORDER BY reconciliation, side, item_ref",
    "discrepancies": "SELECT * FROM truth_discrepancy ORDER BY type, discrepancy_id, side, item_ref",
}


def write_postings(connection: duckdb.DuckDBPyConnection, root: Path) -> list[Path]:
    """Our own ledger's journals, a file a month in journal_csv layout; returns them in the order of posting."""
    paths = [root / "postings" / f"{month}.csv" for month in MONTHS]
    for month, path in zip(MONTHS, paths, strict=True):
        export(connection, POSTINGS.format(month=month), path)
    return paths


def write_statements(connection: duckdb.DuckDBPyConnection, root: Path) -> None:
    """The processor's and the wallet's exports and the payroll book, a file a month each, under `inbox/`."""
    inbox = root / "inbox"
    for month in MONTHS:
        export(connection, _stripe_report(month), inbox / "stripe" / f"payout-reconciliation-{month}.csv")
        export(connection, WALLET.format(month=month), inbox / "wallet" / f"wallet-{month}.csv", ", DELIMITER ';'")
        export(connection, PAYROLL.format(month=month), inbox / "books" / f"payroll-{month}.csv")


def write_further(connection: duckdb.DuckDBPyConnection, root: Path) -> None:
    """What a company has beyond that when discrepancies are requested: an agent, a card abroad, exchange rates."""
    for month in MONTHS:
        for source in ("agent", "card-usd", "card-eur"):
            rows = f"{source.replace('-', '_')}_row"
            path = root / "inbox" / source / f"{source}-{month}.csv"
            export(connection, FURTHER.format(rows=rows, month=month), path)
    export(connection, RATES, root / "rates" / "euro.csv")


def write_truth(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """What a perfect run would find: `matches.csv`, `in_transit.csv` and `discrepancies.csv`."""
    for name, query in TRUTH.items():
        export(connection, query, folder / f"{name}.csv")


def _stripe_report(month: str) -> str:
    if month == OLDER_REPORT:
        names = {"arrived": "automatic_payout_effective_at", "created": "created", "available": "available_on"}
        return STRIPE.format(month=month, extra=", NULL AS trace_id", **names)
    names = {
        "arrived": "automatic_payout_effective_at_utc",
        "created": "created_utc",
        "available": "available_on_utc",
    }
    return STRIPE.format(month=month, extra="", **names)
