"""The real hledger and the real beancount, asked for what our own trial balance says too.

Balances are decimals in major units by (account, commodity, first day of the month), at the month's end, without those
that are zero. Every question also makes the tool check the whole file, as strictly as it can.
"""

import json
import os
import subprocess
from collections import Counter
from decimal import Decimal

from beancount import loader
from beancount.core.data import Transaction

HLEDGER = ("hledger", "-s", "-f", "-")


def hledger(text, *arguments):
    """hledger's JSON answer; an AssertionError with its complaint when it does not accept the file."""
    done = subprocess.run(
        [*HLEDGER, *arguments, "-O", "json"],
        input=text.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def hledger_balances(text, *arguments):
    """At every month-end, from one call; `-B` for what was paid (the base amounts)."""
    report = hledger(text, "balance", "-M", "--historical", *arguments)
    found = Counter()
    for row in report["prRows"]:
        for (first_day, _), amounts in zip(report["prDates"], row["prrAmounts"], strict=True):
            for amount in amounts:
                quantity = amount["aquantity"]
                exact = Decimal(quantity["decimalMantissa"]).scaleb(-quantity["decimalPlaces"])
                found[row["prrName"], amount["acommodity"], first_day] += exact
    return {place: balance for place, balance in found.items() if balance}


def beancount(text):
    """The directives; an AssertionError with all complaints when it has any."""
    entries, errors, _ = loader.load_string(text)
    assert not errors, "\n".join(error.message for error in errors)
    return entries


def beancount_balances(text, months):
    """At the end of each of `months`, given by their first days, in order."""
    transactions = iter([entry for entry in beancount(text) if isinstance(entry, Transaction)])
    running, found, upcoming = Counter(), {}, next(transactions, None)
    for month in months:
        while upcoming is not None and f"{upcoming.date:%Y-%m}" <= month[:7]:
            for posting in upcoming.postings:
                running[posting.account, posting.units.currency] += posting.units.number
            upcoming = next(transactions, None)
        found |= {(*place, month): balance for place, balance in running.items() if balance}
    assert upcoming is None
    return found
