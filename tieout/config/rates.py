"""Where exchange rates come from, as `rates:` in tieout.yml says it: files in the workspace, read at every run.

A rate says how many units of its quote currency one unit of its base currency is worth on a day. The European Central
Bank publishes its reference rates as one table, a row a day and a column a currency, all quoted per euro; `csv` is any
table with the columns `date, base, quote, rate` and, if it is there, `source`.

Revenue and expense are translated at the average of a period's daily quotes (IAS 21.40). Who has averages of their own
gives them as files of `purpose: average`, each rate dated any day of the period that it is the average of.
"""

from typing import Literal

from tieout.config.strict import Strict


class RateFiles(Strict):
    """Files of rates: a glob relative to the workspace, their format, and whether they are of days or averages."""

    path: str
    format: str
    purpose: Literal["daily", "average"] = "daily"
