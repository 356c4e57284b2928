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
_LIKENESS = 20  # similar pairs: fewer are chance


@dataclass
class TrialContext:
    """The state of the trial: the span, the lag, how references are read, and what the passes have taken."""

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
        """How many items of each side were taken since the last call."""
        now = self.queries.row("taken")
        took = (now["left_items"] - self.left_items, now["right_items"] - self.right_items)
        self.left_items, self.right_items = now["left_items"], now["right_items"]
        return took

    @property
    def open_items(self) -> int:
        """Items that are open on the side that has fewer of them."""
        return min(self.span.left_items - self.left_items, self.span.right_items - self.right_items)


def propose_passes(trial: TrialContext, name: str) -> tuple[list[ProposedPass], list[ProposedFees]]:
    """Every pass that takes something, and the fee schedules that they need."""
    made = [*_by_reference(trial)]
    nets, fees = _by_fee(trial, name)
    made += nets
    made += _by_group(trial, "group")
    made += _by_group(trial, "reference")
    made += _by_amount(trial)
    made += _by_group(trial, "counterparty")
    made += _by_likeness(trial)
    return made, fees


def _by_reference(trial: TrialContext) -> Iterator[ProposedPass]:
    trial.queries.run("reference", within_days=trial.at_most_days)
    left, right = trial.took()
    if left >= _FEWEST:
        words = f"same reference, same amount, at most {days(trial.at_most_days)} apart"
        how = f"; {trial.reference_words}" if trial.reference_words else ""
        yield ProposedPass(Pass(kind="reference", within_days=trial.at_most_days), words + how, left, right)


def _by_fee(trial: TrialContext, name: str) -> tuple[list[ProposedPass], list[ProposedFees]]:
    """Net passes, where pairs by reference differ by a fee; and every schedule that the lines themselves show."""
    queries = trial.queries
    queries.run("fee_points")
    passes: list[ProposedPass] = []
    fees: list[ProposedFees] = []
    for row in queries.rows("fee_counts"):
        currency = row["currency"]
        fees_seen = Fees(
            row["found_by"], currency, trial.currencies.scale(currency), row["points"], f"{name}-{currency.lower()}"
        )
        stated = row["as_stated"] * 2 > row["points"]
        if fees_seen.found_by == "line":
            schedule = schedule_of(queries, fees_seen)
            if schedule is not None:
                trial.notes.append(f"fees as the lines state them, {currency}: {schedule.evidence}")
        elif stated:
            queries.run("fee_stated", currency=currency)
            passes += _net(trial, fees_seen, None)
        elif (schedule := schedule_of(queries, fees_seen)) is not None:
            fees.append(schedule)
            passes += _net(trial, fees_seen, schedule)
    return passes, fees


def _net(trial: TrialContext, fees_seen: Fees, schedule: ProposedFees | None) -> Iterator[ProposedPass]:
    trial.queries.run("net", found_by=fees_seen.found_by, currency=fees_seen.currency)
    left, right = trial.took()
    if left >= _FEWEST:
        words = schedule.evidence if schedule else "the difference is the fee that the line states"
        named = {"fees": fees_seen.name} if schedule else {}
        rule = Pass.model_validate({"kind": "net", "within_days": trial.at_most_days, **named})
        yield ProposedPass(rule, f"same reference, {fees_seen.currency}: {words}", left, right)


def _by_group(trial: TrialContext, by: Literal["group", "reference", "counterparty"]) -> Iterator[ProposedPass]:
    trial.queries.run("group", by=by)
    left, right = trial.took()
    if left + right > _worth(trial, by):
        shared = "group (or reference, where a line has none)" if by == "group" else by
        words = f"sums by {shared} agree: {left:,} left and {right:,} right lines"
        yield ProposedPass(Pass(kind="group", by=by), words, left, right)


def _worth(trial: TrialContext, by: str) -> int:
    """How many lines a grouping must take: sums of all that one counterparty ever did agree by chance now and then."""
    return (trial.span.left_items + trial.span.right_items) // 100 if by == "counterparty" else 2 * _FEWEST


def _by_amount(trial: TrialContext) -> Iterator[ProposedPass]:
    """Where far more lines pair than do when the dates of one side are moved: equal amounts meet by chance too."""
    within = trial.within_days
    moved = max(_MOVED_DAYS, 2 * within + 1)
    pairs, later, earlier = (
        trial.queries.row("amount_date_pairs", within_days=within, moved_days=by)["pairs"] for by in (0, moved, -moved)
    )
    chance = max(later, earlier)
    if pairs < _CLEARLY * (chance + 1):
        return
    trial.queries.run("amount_date", within_days=within)
    left, right = trial.took()
    words = f"an amount that only one line of each side has within {days(within)} (by chance there would be {chance:,})"
    yield ProposedPass(Pass(kind="amount_date", within_days=within), words, left, right)


def _by_likeness(trial: TrialContext) -> Iterator[ProposedPass]:
    similar = trial.queries.row("similar")
    if similar["pairs"] < _LIKENESS or similar["pairs"] * 20 < similar["left_items"]:
        return
    percent = Decimal(-(-similar["basis_points"] // 100))
    allowed = {"percent_tolerance": percent} if percent else {}
    rule = Pass.model_validate({"kind": "similar", "within_days": max(1, similar["usual_days"]), **allowed})
    words = (
        f"{similar['pairs']:,} pairs share rare words and are each other's best"
        f" ({share(similar['pairs'], similar['left_items'])} of the open left lines),"
        f" {share(similar['equal_pairs'], similar['pairs'])} with equal amounts,"
        f" 99 % within {percent} % and {days(similar['usual_days'])}"
    )
    yield ProposedPass(rule, words, 0, 0)
