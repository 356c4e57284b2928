"""What other systems call the five types of account, in lower case.

A book that comes from elsewhere says of its accounts what its own system says: plain words, or the codes of an export.
Those of Xero are its Accounting API's account types, those of QuickBooks its IIF's and Online's, of GnuCash, beancount
and hledger the types of their accounts.
"""

ACCOUNT_TYPES = {
    "asset": (
        "asset", "assets", "current asset", "current assets", "fixed asset", "fixed assets", "non-current asset",
        "non-current assets", "other asset", "other assets", "other current asset", "other current assets", "bank",
        "cash", "receivable", "accounts receivable", "accounts receivable (a/r)", "inventory", "prepayment",
        "current", "fixed", "noncurrent",  # Xero
        "ar", "ocasset", "fixasset", "oasset",  # QuickBooks
        "stock", "mutual",  # GnuCash
    ),
    "liability": (
        "liability", "liabilities", "current liability", "current liabilities", "long term liability",
        "long term liabilities", "long-term liability", "long-term liabilities", "non-current liability",
        "non-current liabilities", "other current liability", "other current liabilities", "payable",
        "accounts payable", "accounts payable (a/p)", "credit card",
        "currliab", "termliab", "paygliability", "superannuationliability", "wagespayableliability",  # Xero
        "ap", "ccard", "ocliab", "ltliab",  # QuickBooks
        "credit",  # GnuCash
    ),
    "equity": ("equity", "capital", "retained earnings", "owner's equity"),
    "revenue": (
        "revenue", "revenues", "income", "other income", "sales", "turnover", "gain",
        "otherincome",  # Xero
        "inc", "exinc",  # QuickBooks
    ),
    "expense": (
        "expense", "expenses", "cost of sales", "cost of goods sold", "cogs", "direct costs", "overhead", "overheads",
        "depreciation", "other expense", "other expenses", "loss",
        "directcosts", "depreciatn", "superannuationexpense", "wagesexpense",  # Xero
        "exp", "exexp",  # QuickBooks
    ),
}  # fmt: skip
