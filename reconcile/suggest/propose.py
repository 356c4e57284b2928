"""From lines to passes, one kind after the other, each on what the ones before left open."""

from reconcile.suggest import passes, references
from reconcile.suggest.columns import column_notes, hints
from reconcile.suggest.figures import days, share
from reconcile.suggest.passes import TrialContext
from reconcile.suggest.proposal import Proposal, Span
from reconcile.suggest.queries import Queries, Row
from tieout.config import Reconciliation
from tieout.config.models import References
from tieout.money import Currencies

MOST_LINES = 200_000
"""At most so many lines a side are looked at, the latest days first."""
_PAIRS = 20  # pairs that leave no doubt: fewer say nothing of lags and signs


def propose(queries: Queries, number: int, reconciliation: Reconciliation, currencies: Currencies) -> Proposal:
    """The passes for a reconciliation whose sides are in `raw.sides` under that number."""
    proposal = Proposal(reconciliation)
    span = _take_items(queries, number, proposal)
    if span is None:
        return proposal
    proposal.span = span
    queries.run("columns")
    facts, column_pairs = queries.rows("column_facts"), queries.rows("column_pairs")
    proposal.columns = column_notes(facts, column_pairs, span)
    trial = TrialContext(queries, span, currencies)
    pairs, trial.reference_words = _read_references(queries, proposal, facts)
    proposal.notes += hints(facts, column_pairs, pairs)
    proposal.notes += _across_currencies(queries)
    _find_sign(queries, proposal)
    _find_lag(queries, proposal, trial)
    proposal.passes, proposal.fees = passes.propose_passes(trial, proposal.reconciliation.id)
    proposal.notes += trial.notes
    if not proposal.passes:
        proposal.notes.append(
            "no rule fits: no reference, group or counterparty finds its counterpart, and no amount is the only one of"
            " its kind on both sides; are these the right two sides?"
        )
    return proposal


def _take_items(queries: Queries, number: int, proposal: Proposal) -> Span | None:
    queries.let("reconciliation_no", number)
    queries.run("macros")
    queries.run("lines")
    bounds = queries.row("span", most=MOST_LINES)
    for side in ("left", "right"):
        if not bounds[f"{side}_lines"]:
            named = getattr(proposal.reconciliation, side)
            account = f" on account {named.account}" if named.account else ""
            proposal.notes.append(f"'{named.source}' has no lines{account}: run `tieout run`, or name another side")
            return None
    if bounds["first_day"] is None:
        proposal.notes.append("the two sides have no day in common: nothing can be compared")
        return None
    queries.let("first_day", bounds["first_day"])
    queries.let("last_day", bounds["last_day"])
    queries.run("items")
    sizes = queries.row("sizes")
    return Span(**bounds, **sizes)


def _read_references(queries: Queries, proposal: Proposal, facts: list[Row]) -> tuple[int, str]:
    """Choose how references are read, and write it into the sides; returns the pairs found, and what it is good for."""
    keyed = {row["side"]: row["lines"] for row in facts if row["name"] == "reference"}
    chosen, plain = references.best_normalization(queries, keyed)
    if chosen is plain:
        return plain.pairs, ""
    references.apply(queries, chosen.normalization)
    sides = {
        name: getattr(proposal.reconciliation, name).model_copy(update={"references": rule})
        for name, rule in (("left", chosen.normalization.left), ("right", chosen.normalization.right))
        if rule != References()
    }
    proposal.reconciliation = proposal.reconciliation.model_copy(update=sides)
    return chosen.pairs, references.describe(chosen, plain, min(keyed.values()))


def _across_currencies(queries: Queries) -> list[str]:
    return [
        f"{row['pairs']:,} references stand once on each side, in {row['left_currency']} and {row['right_currency']}:"
        " with `rates:` for these days, a pass such as {kind: fx, percent_tolerance: 1} matches them"
        for row in queries.rows("currencies")
        if row["pairs"] >= _PAIRS
    ]


def _find_sign(queries: Queries, proposal: Proposal) -> None:
    """Pairs that leave no doubt, and whether their signs agree."""
    queries.run("anchors")
    facts = {row["found_by"]: row for row in queries.rows("sign_facts")}
    signs = facts.get("reference") or facts.get("amount")
    if signs is None or signs["pairs"] < _PAIRS or signs["opposite_signs"] * 2 <= signs["pairs"]:
        return
    queries.run("turn")
    queries.run("anchors")
    right = proposal.reconciliation.right.model_copy(update={"negate": True})
    proposal.reconciliation = proposal.reconciliation.model_copy(update={"right": right})
    proposal.notes.append(
        f"signs: {share(signs['opposite_signs'], signs['pairs'])} of {signs['pairs']:,} pairs have opposite signs,"
        " so the right side is negated"
    )


def _find_lag(queries: Queries, proposal: Proposal, trial: TrialContext) -> None:
    """How far the two sides usually lie apart: by references, by groups, or by amounts that stand once."""
    lags = {found_by: queries.row("lags", found_by=found_by) for found_by in ("reference", "group", "amount")}
    enough = [(found_by, lag) for found_by, lag in lags.items() if lag["pairs"] >= _PAIRS]
    if not enough:
        proposal.lag = "too few pairs leave no doubt: the lag is a guess"
        return
    found_by, lag = enough[0]
    trial.within_days = max(1, lag["usual"])
    trial.at_most_days = max(5, lag["most"] * 2)
    expected = {"expected_lag_days": max(trial.within_days, lag["most"])}
    proposal.reconciliation = proposal.reconciliation.model_copy(update=expected)
    proposal.lag = (
        f"right minus left, {lag['pairs']:,} pairs by {found_by}: median {days(lag['median'])},"
        f" 95 % at most {lag['p95']}, from {lag['earliest']} to {lag['latest']}; 99 % lie within {days(lag['usual'])}"
    )
