"""Exchange rates, as files in the workspace say them: a rate is what one unit of a base is worth in a quote currency.

Rates are decimals and stay exact: each is kept as a whole number of `units` over a power of ten, `per` (1.0772 is
10,772 over 10,000), so that converting an amount is a multiplication and one division of integers, rounded once. A rate
that is not there is not there: it never becomes 1.
"""

from ingest.rates.table import RATE_COLUMNS, read_rates

__all__ = ["RATE_COLUMNS", "read_rates"]
