"""The tags there are, and what each one says of an account."""

TAGS = {
    "cash": "cash on hand, demand deposits and cash equivalents (IAS 7.6); on a liability: an overdraft (IAS 7.8)",
    "clearing": "what a payment processor owes until it pays out: a receivable, not cash",
    "receivable": "due from customers",
    "payable": "due to suppliers",
    "deferred_revenue": "paid by customers, not yet earned (a contract liability, IFRS 15.105)",
    "inventory": "goods held for sale",
    "tax": "taxes to pay or to get back, income tax aside",
    "income_tax": "tax on profit: its expense, and what of it is due",
    "fixed_asset": "property, plant, equipment and intangibles, at cost",
    "depreciation": "accumulated depreciation; on an expense: the charge, which costs no cash (IAS 7.20)",
    "disposal": "gain or loss on the sale of a fixed asset or an investment: its proceeds are investing cash",
    "investment": "securities and loans given that are no cash equivalents",
    "borrowing": "loans taken, due after more than a year",
    "current_borrowing": "loans taken, due within a year",
    "non_current": "any other asset or liability due after more than a year",
    "capital": "what owners paid in",
    "retained_earnings": "earlier years' profit: where the closing journal goes",
    "dividend": "distributions to owners",
    "reserve": "other equity, such as the translation reserve",
    "currency_trading": "the clearing account of exchanges between currencies",
    "cost_of_sales": "expense of what was sold (IAS 1.103)",
    "distribution": "expense of selling and collecting",
    "finance": "interest: its income and its expense",
    "exchange_difference": "gains and losses of exchange rates (IAS 21.28)",
    "other_income": "income outside the ordinary business",
    "suspense": "booked but not yet explained",
    "non_monetary": "not settled in a fixed amount of money: never revalued (IAS 21.23)",
    "intercompany": "with an entity of the same group; `intercompany:acme-us` says with which",
}
"""Each known tag with its meaning; a layout of one's own may use others."""

NO_TAGS = "none"
"""In a chart: the account has no tag, not even the one that the built-in chart gives its code."""


def stem(tag: str) -> str:
    """The tag without what it is about: `intercompany` of `intercompany:acme-us`."""
    return tag.partition(":")[0]
