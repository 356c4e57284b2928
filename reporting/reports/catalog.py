"""Every report: which columns of its mart are shown, in which order, and whether it is in the binder of a close."""

from reporting.reports.model import Report, amounts, count, day, key, percent, text, word
from tieout.errors import InputError
from tieout.suggestions import did_you_mean

_TYPES = "array_position(['asset', 'liability', 'equity', 'revenue', 'expense'], {0})"
_STATEMENTS = "array_position(['balance_sheet', 'profit_and_loss', 'cash_flow'], statement)"
_ACCOUNT = (text("account_code", "Account"), text("account_name", "Name"))
_CURRENCY = key("currency", "Currency")
_COMPARED = (("amount", "Amount"), ("prior_period", "Prior period"), ("prior_year", "Prior year"))
_TO_DATE = ("year_to_date", "Year to date")
_PERIODS = tuple((f"period_{number:02d}", str(number)) for number in range(1, 14))

_STATEMENT_LINES = (
    key("line_id", "Line"),
    text("label", ""),
    _CURRENCY,
    *amounts(*_COMPARED, _TO_DATE, ("budget", "Budget"), ("budget_variance", "Variance")),
    percent("budget_variance_percent", "%"),
)


def _laid_out(statement: str, title: str, binder_file: str) -> Report:
    """A financial statement as the entity's layout prints it, with its subtotals and totals."""
    return Report(
        statement,
        title,
        (key("statement", "Statement"), *_STATEMENT_LINES),
        ("line_no",),
        mart="financial_statements",
        where={"statement": statement},
        has_basis=True,
        weight="kind",
        depth="level",
        binder_file=binder_file,
    )


_ALL = (
    Report(
        "financial_statements",
        "Financial statements",
        (word("statement", "Statement"), *_STATEMENT_LINES),
        (_STATEMENTS, "line_no"),
        has_basis=True,
        group="statement",
        weight="kind",
        depth="level",
    ),
    _laid_out("balance_sheet", "Balance sheet", "financial_position"),
    _laid_out("profit_and_loss", "Profit and loss", "income_statement"),
    _laid_out("cash_flow", "Cash flow", "cash_flow_statement"),
    Report(
        "profit_and_loss_by_period",
        "Profit and loss by period",
        (
            text("fiscal_year", "Year"),
            key("line_id", "Line"),
            text("label", ""),
            _CURRENCY,
            *amounts(*_PERIODS, ("fiscal_year_total", "Whole year")),
        ),
        ("fiscal_year DESC", "line_no"),
        scope="book",
        has_basis=True,
        group="fiscal_year",
        weight="kind",
        depth="level",
    ),
    Report(
        "changes_in_equity",
        "Changes in equity",
        (
            key("component", "Component"),
            key("account_code", "Account"),
            text("account_name", "Part of equity"),
            key("movement_no", "No."),
            word("movement", "Movement"),
            _CURRENCY,
            *amounts(*_COMPARED, _TO_DATE),
        ),
        ("account_code", "movement_no"),
        has_basis=True,
        group="account_name",
        binder_file="changes_in_equity",
    ),
    Report(
        "trial_balance",
        "Trial balance",
        (
            word("account_type", "Type"),
            *_ACCOUNT,
            text("currency", "Currency"),
            *amounts(
                ("opening_balance", "Opening"), ("debit", "Debit"), ("credit", "Credit"), ("closing_balance", "Closing")
            ),
            key("base_currency", "Functional currency"),
            *amounts(
                ("base_unadjusted_balance", "Unadjusted"),
                ("base_adjusted_balance", "Adjusted"),
                ("base_closing_balance", "Closing (functional)"),
                money="base_currency",
            ),
        ),
        (_TYPES.format("account_type"), "account_code", "currency"),
        group="account_type",
        totals=("base_unadjusted_balance", "base_adjusted_balance", "base_closing_balance"),
        money="base_currency",
        binder_file="trial_balance",
    ),
    Report(
        "profit_and_loss_by_account",
        "Profit and loss by account",
        (word("section", "Section"), *_ACCOUNT, _CURRENCY, *amounts(*_COMPARED, _TO_DATE)),
        (_TYPES.format("section"), "account_code"),
        mart="profit_and_loss",
        group="section",
    ),
    Report(
        "balance_sheet_by_account",
        "Balance sheet by account",
        (word("section", "Section"), *_ACCOUNT, _CURRENCY, *amounts(*_COMPARED)),
        (_TYPES.format("section"), "account_code"),
        mart="balance_sheet",
        group="section",
    ),
    Report(
        "cash_flow_by_account",
        "Cash flow by account",
        (
            word("section", "Section"),
            text("statement_line", "Line"),
            *_ACCOUNT,
            _CURRENCY,
            *amounts(*_COMPARED, _TO_DATE),
        ),
        ("array_position(['operating', 'investing', 'financing', 'exchange'], section)", "line_id", "account_code"),
        mart="cash_flow",
        group="section",
        totals=("amount", "prior_period", "prior_year", "year_to_date"),
    ),
    Report(
        "account_rollforward",
        "Account rollforward",
        (
            word("account_type", "Type"),
            *_ACCOUNT,
            text("currency", "Currency"),
            *amounts(
                ("opening_balance", "Opening"),
                ("additions", "Additions"),
                ("reductions", "Reductions"),
                ("adjustments", "Adjustments"),
                ("revaluation", "Revaluation"),
                ("closing_entries", "Closing entries"),
                ("closing_balance", "Closing"),
            ),
            key("base_currency", "Functional currency"),
            *amounts(("base_closing_balance", "Closing (functional)"), money="base_currency"),
        ),
        (_TYPES.format("account_type"), "account_code", "currency"),
        group="account_type",
        money="base_currency",
    ),
    Report(
        "account_ledger",
        "General ledger",
        (
            text("account_code", "Account"),
            day("effective_date", "Date"),
            text("journal_id", "Journal"),
            key("line_no", "Line"),
            text("reference", "Reference"),
            text("description", "Description"),
            text("currency", "Currency"),
            *amounts(("debit", "Debit"), ("credit", "Credit"), ("running_balance", "Balance")),
        ),
        ("account_code", "currency", "effective_date", "recorded_at", "journal_id", "line_no"),
        group="account_code",
        line_by_line=True,
    ),
    Report(
        "ageing",
        "Ageing of receivables and payables",
        (
            word("kind", "Kind"),
            text("counterparty", "Counterparty"),
            text("reference", "Reference"),
            key("account_code", "Account"),
            day("document_date", "Date"),
            day("due_date", "Due"),
            count("days_overdue", "Overdue"),
            text("bucket", "Days"),
            text("currency", "Currency"),
            *amounts(("amount", "Amount")),
            key("base_currency", "Functional currency"),
            *amounts(("base_amount", "Functional"), money="base_currency"),
        ),
        ("kind DESC", "bucket_no", "counterparty", "document_date", "reference", "account_code", "currency"),
        scope="book",
        group="kind",
        money="base_currency",
    ),
    Report(
        "deferred_revenue",
        "Deferred revenue",
        (
            key("account_code", "Account"),
            text("account_name", "Account"),
            text("period", "Period"),
            text("currency", "Currency"),
            *amounts(
                ("opening_balance", "Opening"),
                ("billed", "Billed"),
                ("recognised", "Recognised"),
                ("scheduled", "Scheduled"),
                ("other", "Other"),
                ("closing_balance", "Closing"),
            ),
        ),
        ("account_code", "currency", "starts", "period"),
        scope="book",
        group="account_name",
    ),
    Report(
        "revaluations",
        "Revaluation of foreign balances",
        (
            *_ACCOUNT,
            text("currency", "Currency"),
            *amounts(("balance", "Balance")),
            key("base_currency", "Functional currency"),
            *amounts(("carrying_amount", "Carried at"), money="base_currency"),
            count("rate", "Rate"),
            day("rate_date", "Of"),
            text("rate_source", "Source"),
            *amounts(
                ("revalued_amount", "Worth"),
                ("difference", "Difference"),
                ("posted", "Posted"),
                ("due", "Due"),
                money="base_currency",
            ),
        ),
        ("account_code", "currency"),
        money="base_currency",
    ),
    Report(
        "realised_fx",
        "Realised exchange gains and losses",
        (
            text("account_code", "Account"),
            text("reference", "Reference"),
            text("counterparty", "Counterparty"),
            day("settled_on", "Settled"),
            text("currency", "Currency"),
            *amounts(("settled_amount", "Settled")),
            key("base_currency", "Functional currency"),
            *amounts(
                ("carried_base_amount", "Carried at"),
                ("settled_base_amount", "Settled at"),
                ("realised", "Gain"),
                ("posted", "Posted"),
                ("unposted", "Not posted"),
                money="base_currency",
            ),
        ),
        ("account_code", "settled_on", "reference", "currency"),
        money="base_currency",
    ),
    Report(
        "consolidated_trial_balance",
        "Consolidated trial balance",
        (
            word("account_type", "Type"),
            *_ACCOUNT,
            _CURRENCY,
            *amounts(
                ("opening_balance", "Opening"),
                ("movement", "Movement"),
                ("aggregated_balance", "Added up"),
                ("eliminated", "Eliminated"),
                ("closing_balance", "Closing"),
            ),
        ),
        (_TYPES.format("account_type"), "account_code"),
        has_basis=True,
        group="account_type",
        totals=("opening_balance", "movement", "aggregated_balance", "eliminated", "closing_balance"),
    ),
    Report(
        "reconciliation_summary",
        "Reconciliations",
        (
            text("reconciliation", "Reconciliation"),
            text("currency", "Currency"),
            *amounts(
                ("left_total", "Left"),
                ("right_total", "Right"),
                ("in_transit", "In transit"),
                ("match_difference", "Differences"),
                ("exceptions_total", "Exceptions"),
                ("unexplained", "Unexplained"),
            ),
            count("exceptions", "Open"),
        ),
        ("reconciliation", "currency"),
        scope="tenant",
    ),
    Report(
        "exceptions",
        "Exceptions",
        (
            text("reconciliation", "Reconciliation"),
            key("exception_id", "Exception"),
            word("type", "Type"),
            word("severity", "Severity"),
            word("status", "Status"),
            word("side", "Side"),
            text("line_ref", "Line"),
            day("date", "Date"),
            text("currency", "Currency"),
            *amounts(("amount", "Amount")),
            text("reference", "Reference"),
            text("counterparty", "Counterparty"),
            text("suggestion", "What to do"),
        ),
        ("reconciliation", "exception_id"),
        scope="tenant",
        group="reconciliation",
    ),
)
REPORTS = {report.name: report for report in _ALL}
FORMER_NAMES = {
    "financial_position": "balance_sheet",
    "income_statement": "profit_and_loss",
    "cash_flow_statement": "cash_flow",
    "income_by_period": "profit_and_loss_by_period",
}
"""What some reports were called: scripts and bookmarks may still say so."""


def report_named(name: str) -> Report:
    """The report of that name, or of a former one.

    Raises:
        InputError: there never was one of that name; it says the nearest.
    """
    try:
        return REPORTS[FORMER_NAMES.get(name, name)]
    except KeyError:
        raise InputError(f"no report '{name}': {did_you_mean(name, REPORTS)}") from None
