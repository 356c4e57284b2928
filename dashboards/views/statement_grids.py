"""Statement rows set as financial statements: sections, indented accounts, subtotals, a double-ruled total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.components.table import Column, Grid, LineStyle, TableRow
from dashboards.marts import Marts, Row
from tieout import figures

COMPARED = (
    ("amount", "This period"),
    ("prior_period", "Prior period"),
    ("prior_year", "Prior year"),
    ("year_to_date", "Year to date"),
)
BALANCES = (("opening_balance", "Opening"), ("debit", "Debit"), ("credit", "Credit"), ("closing_balance", "Closing"))
SECTIONS = {
    "revenue": "Revenue",
    "expense": "Expenses",
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
}


def trial_balance(marts: Marts, rows: Sequence[Row], totals: Mapping[str, Row], functional: Sequence[Row]) -> Grid:
    """Accounts by currency, each with its own total, since sums never cross currencies.

    A book of several currencies ends in the total of all of them in the entity's functional currency.
    """
    columns = [
        Column("Account"),
        Column("Code", "code"),
        Column("Type"),
        *(Column(label, "figure") for _, label in BALANCES),
    ]
    lines: list[TableRow] = []
    for currency, total in totals.items():
        scale = marts.scale(currency)
        lines.append(TableRow([currency, *[""] * (len(columns) - 1)], style="section"))
        lines += [
            TableRow(
                [row["account_name"], row["account_code"], row["account_type"], *_balances(row, scale)],
                id=f"{row['account_code']}|{currency}",
            )
            for row in rows
            if row["currency"] == currency
        ]
        lines.append(TableRow([f"Total {currency}", "", "", *_balances(total, scale)], style="total"))
    if len(totals) > 1:
        lines += [_functional_line(marts, row) for row in functional]
    return Grid("Trial balance", columns, lines)


def _functional_line(marts: Marts, row: Row) -> TableRow:
    currency = row["base_currency"]
    opening, closing = (
        figures.amount(row[name], marts.scale(currency)) for name in ("opening_balance", "closing_balance")
    )
    return TableRow([f"All currencies, in {currency}", "", "", opening, "", "", closing], style="total")


def _balances(row: Row, scale: int) -> list[str]:
    return [figures.amount(row[name], scale) for name, _ in BALANCES]


def profit_and_loss(marts: Marts, rows: Sequence[Row], totals: Mapping[str, Row]) -> Grid:
    """Revenue, expenses, and what remains."""
    report = Report(marts, rows, totals, _columns_with_figures(rows, always=("amount", "year_to_date")))
    lines = [*report.section("revenue"), *report.section("expense"), *report.total("Net income", "net")]
    return Grid("Profit and loss", report.headings(), lines)


def balance_sheet(marts: Marts, rows: Sequence[Row], totals: Mapping[str, Row]) -> Grid:
    """Assets; liabilities and equity. The two totals are the same figure, or the audit refuses the version."""
    shown = [("amount", "Balance"), *_columns_with_figures(rows, always=())]
    report = Report(marts, rows, totals, [pair for pair in shown if pair not in {COMPARED[0], COMPARED[-1]}])
    lines = [
        *report.section("asset", closing="total"),
        *report.section("liability"),
        *report.section("equity"),
        *report.total("Total liabilities and equity", "funding"),
    ]
    return Grid("Balance sheet", report.headings(), lines)


@dataclass(frozen=True)
class Report:
    """A statement's rows and totals in the functional currency, and the amount columns that it shows."""

    marts: Marts
    rows: Sequence[Row]
    totals: Mapping[str, Row]
    shown: Sequence[tuple[str, str]]

    def headings(self) -> list[Column]:
        """Account, code, and the amount columns with their currency."""
        unit = f", {self.rows[0]['currency']}" if self.rows else ""
        amounts = (Column(f"{label}{unit}", "figure") for _, label in self.shown)
        return [Column("Account"), Column("Code", "code"), *amounts]

    def section(self, section: str, closing: LineStyle = "subtotal") -> list[TableRow]:
        """A section's heading, its accounts and its total; nothing when it has no accounts."""
        own = [row for row in self.rows if row["section"] == section]
        if not own:
            return []
        title = SECTIONS[section]
        return [
            TableRow([title, *[""] * (len(self.shown) + 1)], style="section"),
            *(self._account(row) for row in own),
            *self.total(f"Total {title.lower()}", section, closing),
        ]

    def total(self, label: str, key: str, style: LineStyle = "total") -> list[TableRow]:
        """A total line, unless the statement is empty."""
        return [TableRow([label, "", *self._amounts(self.totals[key])], style=style)] if self.rows else []

    def _account(self, row: Row) -> TableRow:
        code = row["account_code"]
        return TableRow([row["account_name"], code, *self._amounts(row)], id=code if row["has_lines"] else None)

    def _amounts(self, row: Row) -> list[str]:
        scale = self.marts.scale(self.rows[0]["currency"])
        return [figures.amount(row[column], scale) for column, _ in self.shown]


def _columns_with_figures(rows: Sequence[Row], always: Sequence[str]) -> list[tuple[str, str]]:
    """The columns that have any figure; an all-empty one would only take room."""
    return [pair for pair in COMPARED if pair[0] in always or any(row[pair[0]] for row in rows)]
