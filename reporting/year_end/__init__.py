"""Year end: the journal that empties revenue and expense into retained earnings, and its reversal.

Revenue and expense measure a year; when it is over, their balances are the owners' and move to equity (closing entries,
as in IAS 1.54(r): what a period earned ends in retained earnings). The journal is real, of kind `closing`, dated on the
year's last day. Statements do not wait for it: until it is posted, current-year earnings is a computed line of equity,
and the income statement leaves closing journals out. So a statement reads the same before and after.
"""

from reporting.year_end.closing_journal import YearEnd, post_closing, reverse_closing

__all__ = ["YearEnd", "post_closing", "reverse_closing"]
