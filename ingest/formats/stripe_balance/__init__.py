"""Format `stripe_balance`: Stripe's own account of its balance, one row per balance transaction.

Read are the itemized reports "balance change from activity", "payout reconciliation" and "payouts" in their versions,
and the dashboard's export of balance transactions: the same facts under other column names. Amounts are major units
(Stripe's reports write dollars, and yen without decimals), currencies lower case. The line's amount is the net, what
the balance moved by; in every row net = gross - fee must hold. A transaction belongs to the automatic payout that paid
it out: that is its group, and how one bank line is explained by hundreds of charges.
Column names: https://docs.stripe.com/reports/report-types.
"""

from tieout.formats import Format

FORMAT = Format(
    name="stripe_balance",
    reads="statement",
    summary="Stripe's itemized balance reports, and its export of balance transactions",
    reader=f"{__name__}.reader",
    content="table",
    keys=("delimiter", "encoding", "skip_rows", "timezone", "rounding", "negate"),
)
