"""What one more posting costs: the same batches into a small book, and into the same book grown large."""

import time
from statistics import median
from typing import Any

import psycopg

from benchmarks.ledger import BATCH, TENANT, requests
from ledger.posting import post

BATCHES = 100
MOST_GROWTH = 1.3


def posting_cost(connection: psycopg.Connection[Any], name: str) -> float:
    """The median seconds that a batch of two-line journals takes."""
    batches = [list(requests(name, place * BATCH, BATCH)) for place in range(BATCHES)]
    taken = []
    for batch in batches:
        began = time.monotonic()
        post(connection, TENANT, batch)
        taken.append(time.monotonic() - began)
    return median(taken)
