"""The passes worth having, in the order of their proof; each is tried on what the ones before left open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from reconcile.suggest.fees import Fees, schedule_of
from reconcile.suggest.figures import days, share
from reconcile.suggest.proposal import ProposedFees, ProposedPass, Span
from reconcile.suggest.queries import Queries
from tieout.config import Pass
from tieout.money import Currencies

_FEWEST = 2  # items a side that a pass must take to be worth a line
_MOVED_DAYS = 14
_CLEARLY = 3
_LIKENESS = 20  # pairs alike: fewer are chance


@dataclass
class Trying:
    """What is known so far: the span, the lag, how references are read, and what the passes have taken."""

    queries: Queries
    span: Span
    currencies: Currencies
    reference_words: str = ""
    within_days: int = 3
    at_most_days: int = 10
    left_items: int = 0
    right_items: int = 0
    notes: list[str] = field(default_factory=list)

    def took(self) -> tuple[int, int]:
        """How many items of each side were taken since this was asked last."""
        now = self.queries.row("taken")
        took = (now["left_items"] - self.left_items, now["right_items"] - self.right_items)
        self.left_items, self.right_items = now["left_items"], now["right_items"]
        return took

    @property
    def open_items(self) -> int:
        """Items that are open on the side that has fewer of them."""
        return min(self.span.left_items - self.left_items, self.span.right_items - self.right_items)


def found(trying: Trying, name: str) -> tuple[list[ProposedPass], list[ProposedFees]]:
    """Every pass that takes something, and the fee schedules that they need."""
    made = [*_by_reference(trying)]
    nets, fees = _by_fee(trying, name)
    made += nets
    made += _by_group(trying, "group")
    made += _by_group(trying, "reference")
    made += _by_amount(trying)
    made += _by_group(trying, "counterparty")
    made += _by_likeness(trying)
    return made, fees


def _by_reference(trying: Trying) -> Iterator[ProposedPass]:
    trying.queries.run("reference", within_days=trying.at_most_days)
    left, right = trying.took()
    if left >= _FEWEST:
        words = f"same reference, same amount, at most {days(trying.at_most_days)} apart"
        how = f"; {trying.reference_words}" if trying.reference_words else ""
        yield ProposedPass(Pass(kind="reference", within_days=trying.at_most_days), words + how, left, right)


def _by_fee(trying: Trying, name: str) -> tuple[list[ProposedPass], list[ProposedFees]]:
    """Net passes, where pairs by reference differ by a fee; and every schedule that the lines themselves show."""
    queries = trying.queries
    queries.run("fee_points")
    passes: list[ProposedPass] = []
    fees: list[ProposedFees] = []
    for row in queries.rows("fee_counts"):
        currency = row["currency"]
        known = Fees(
            row["found_by"], currency, trying.currencies.scale(currency), row["points"], f"{name}-{currency.lower()}"
        )
        stated = row["as_stated"] * 2 > row["points"]
        if known.found_by == "line":
            schedule = schedule_of(queries, known)
            if schedule is not None:
                trying.notes.append(f"fees as the lines state them, {currency}: {schedule.evidence}")
        elif stated:
            queries.run("fee_stated", currency=currency)
            passes += _net(trying, known, None)
        elif (schedule := schedule_of(queries, known)) is not None:
            fees.append(schedule)
            passes += _net(trying, known, schedule)
    return passes, fees


def _net(trying: Trying, known: Fees, schedule: ProposedFees | None) -> Iterator[ProposedPass]:
    trying.queries.run("net", found_by=known.found_by, currency=known.currency)
    left, right = trying.took()
    if left >= _FEWEST:
        words = schedule.evidence if schedule else "the difference is the fee that the line states"
        named = {"fees": known.name} if schedule else {}
        rule = Pass.model_validate({"kind": "net", "within_days": trying.at_most_days, **named})
        yield ProposedPass(rule, f"same reference, {known.currency}: {words}", left, right)


def _by_group(trying: Trying, by: Literal["group", "reference", "counterparty"]) -> Iterator[ProposedPass]:
    trying.queries.run("group", by=by)
    left, right = trying.took()
    if left + right > _worth(trying, by):
        shared = "group (or reference, where a line has none)" if by == "group" else by
        words = f"sums by {shared} agree: {left:,} left and {right:,} right lines"
        yield ProposedPass(Pass(kind="group", by=by), words, left, right)


def _worth(trying: Trying, by: str) -> int:
    """How many lines a grouping must take: sums of all that one counterparty ever did agree by chance now and then."""
    return (trying.span.left_items + trying.span.right_items) // 100 if by == "counterparty" else 2 * _FEWEST


def _by_amount(trying: Trying) -> Iterator[ProposedPass]:
    """Where far more lines pair than do when the dates of one side are moved: equal amounts meet by chance too."""
    within = trying.within_days
    moved = max(_MOVED_DAYS, 2 * within + 1)
    found, later, earlier = (
        trying.queries.row("amount_date_pairs", within_days=within, moved_days=by)["pairs"] for by in (0, moved, -moved)
    )
    chance = max(later, earlier)
    if found < _CLEARLY * (chance + 1):
        return
    trying.queries.run("amount_date", within_days=within)
    left, right = trying.took()
    words = f"an amount that only one line of each side has within {days(within)} (by chance there would be {chance:,})"
    yield ProposedPass(Pass(kind="amount_date", within_days=within), words, left, right)


def _by_likeness(trying: Trying) -> Iterator[ProposedPass]:
    alike = trying.queries.row("alike")
    if alike["pairs"] < _LIKENESS or alike["pairs"] * 20 < alike["left_items"]:
        return
    percent = Decimal(-(-alike["basis_points"] // 100))
    allowed = {"percent_tolerance": percent} if percent else {}
    rule = Pass.model_validate({"kind": "similar", "within_days": max(1, alike["usual_days"]), **allowed})
    words = (
        f"{alike['pairs']:,} pairs share rare words and are each other's best"
        f" ({share(alike['pairs'], alike['left_items'])} of the open left lines),"
        f" {share(alike['equal_pairs'], alike['pairs'])} with equal amounts,"
        f" 99 % within {percent} % and {days(alike['usual_days'])}"
    )
    yield ProposedPass(rule, words, 0, 0)
