"""Statement rows set as financial statements: sections, indented accounts, subtotals, a double-ruled total."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import reduce

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
EXACT = Context(prec=60)  # Python's own context would round a sum after 28 digits
SECTIONS = {
    "revenue": "Revenue",
    "expense": "Expenses",
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
}


def trial_balance(marts: Marts, rows: Sequence[Row], functional: Sequence[Row]) -> Grid:
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
    currencies = sorted({row["currency"] for row in rows})
    for currency in currencies:
        scale = marts.scale(currency)
        own = [row for row in rows if row["currency"] == currency]
        lines.append(TableRow([currency, *[""] * (len(columns) - 1)], style="section"))
        lines += [
            TableRow(
                [row["account_name"], row["account_code"], row["account_type"], *_balances(row, scale)],
                id=f"{row['account_code']}|{currency}",
            )
            for row in own
        ]
        total = {name: _total([row[name] for row in own]) for name, _ in BALANCES}
        lines.append(TableRow([f"Total {currency}", "", "", *_balances(total, scale)], style="total"))
    if len(currencies) > 1:
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


def profit_and_loss(marts: Marts, rows: Sequence[Row], posted: frozenset[str]) -> Grid:
    """Revenue, expenses, and what remains; `posted` are the accounts whose lines can be opened."""
    report = Report(marts, rows, posted, _columns_with_figures(rows, always=("amount", "year_to_date")))
    lines = [
        *report.section("revenue"),
        *report.section("expense"),
        *report.total("Net income", added=("revenue",), deducted=("expense",)),
    ]
    return Grid("Profit and loss", report.headings(), lines)


def balance_sheet(marts: Marts, rows: Sequence[Row], posted: frozenset[str]) -> Grid:
    """Assets; liabilities and equity. The two totals are the same figure, or the audit refuses the version.

    `posted` are the accounts whose lines can be opened.
    """
    shown = [("amount", "Balance"), *_columns_with_figures(rows, always=(), among=COMPARED[1:-1])]
    report = Report(marts, rows, posted, shown)
    lines = [
        *report.section("asset", closing="total"),
        *report.section("liability"),
        *report.section("equity"),
        *report.total("Total liabilities and equity", added=("liability", "equity")),
    ]
    return Grid("Balance sheet", report.headings(), lines)


@dataclass(frozen=True)
class Report:
    """A statement's rows in the functional currency, which accounts open their lines, and the amount columns shown."""

    marts: Marts
    rows: Sequence[Row]
    posted: frozenset[str]
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
            *self.total(f"Total {title.lower()}", added=(section,), style=closing),
        ]

    def total(
        self, label: str, *, added: Sequence[str], deducted: Sequence[str] = (), style: LineStyle = "total"
    ) -> list[TableRow]:
        """A total line: the accounts of some sections added up, less those of others; none in an empty statement."""
        signed = [(row, -1 if row["section"] in deducted else 1) for row in self.rows]
        summed = [(row, sign) for row, sign in signed if row["section"] in (*added, *deducted)]
        total = {
            name: _total([None if row[name] is None else sign * row[name] for row, sign in summed])
            for name, _ in self.shown
        }
        return [TableRow([label, "", *self._amounts(total)], style=style)] if self.rows else []

    def _account(self, row: Row) -> TableRow:
        code = row["account_code"]
        return TableRow([row["account_name"], code, *self._amounts(row)], id=code if code in self.posted else None)

    def _amounts(self, row: Row) -> list[str]:
        scale = self.marts.scale(self.rows[0]["currency"])
        return [figures.amount(row[column], scale) for column, _ in self.shown]


def _columns_with_figures(
    rows: Sequence[Row], always: Sequence[str], among: Sequence[tuple[str, str]] = COMPARED
) -> list[tuple[str, str]]:
    """The columns that have any figure; an all-empty one would only take room."""
    return [pair for pair in among if pair[0] in always or any(row[pair[0]] for row in rows)]


def _total(amounts: Sequence[Decimal | None]) -> Decimal | None:
    """Their exact sum; None where none of them is known."""
    given = [amount for amount in amounts if amount is not None]
    return reduce(EXACT.add, given) if given else None
