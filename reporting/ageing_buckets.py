"""`raw.ageing_buckets`: the terms of tieout.yml as rows, one a bucket, which between them hold every number of days."""

from collections.abc import Iterator
from itertools import pairwise

from reporting.raw_table import RawTable
from tieout.config import Config
from tieout.config.ageing import Terms

_COLUMNS = {
    "kind": "VARCHAR",
    "due_days": "INTEGER",
    "bucket_no": "INTEGER",
    "bucket": "VARCHAR",
    "first_day": "INTEGER",  # days overdue; negative: not due yet
    "last_day": "INTEGER",
}
_EVER = 4_000_000
"""More days than lie between any two dates of a ledger."""


def buckets_table(config: Config) -> RawTable:
    """The buckets of receivables and of payables, in days overdue, from `current` to the open one."""
    terms = {"receivable": config.ageing.receivable, "payable": config.ageing.payable}
    rows = [
        (kind, its.due_days, number, *bucket)
        for kind, its in terms.items()
        for number, bucket in enumerate(_buckets(its), start=1)
    ]
    return RawTable(_COLUMNS, rows)


def _buckets(terms: Terms) -> Iterator[tuple[str, int, int]]:
    yield "current", -_EVER, 0
    for before, last in pairwise((0, *terms.buckets)):
        yield f"{before + 1}-{last}", before + 1, last
    yield f"over {terms.buckets[-1]}", terms.buckets[-1] + 1, _EVER
