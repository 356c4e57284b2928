"""Proposals as they are pasted into tieout.yml: YAML, with the evidence of each rule as a comment above it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml

from reconcile.suggest.figures import share
from reconcile.suggest.proposal import Proposal, ProposedPass, Span, TrialResult
from tieout.config import Side


class _Dumper(yaml.SafeDumper):
    """Decimals as plain numbers."""


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    kind = "float" if "." in f"{value:f}" else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", f"{value:f}")


_Dumper.add_representer(Decimal, _number)


def as_yaml(proposals: list[Proposal], tried: Mapping[tuple[str, str], TrialResult]) -> str:
    """The keys `fees` and `reconciliations` of all proposals that have passes; those without are comments."""
    return "\n".join(_lines(proposals, tried)) + "\n"


def _lines(proposals: list[Proposal], tried: Mapping[tuple[str, str], TrialResult]) -> Iterator[str]:
    fees = [proposed for proposal in proposals for proposed in proposal.fees]
    if fees:
        yield "fees:"
    for proposed in fees:
        yield f"  # {proposed.evidence}"
        yield f"  - {_flow(proposed.schedule.model_dump(exclude_unset=True, exclude_none=True))}"
    if fees:
        yield ""
    if any(proposal.passes for proposal in proposals):
        yield "reconciliations:"
    for proposal in proposals:
        yield from _reconciliation(proposal, tried)


def _reconciliation(proposal: Proposal, tried: Mapping[tuple[str, str], TrialResult]) -> Iterator[str]:
    rule = proposal.reconciliation
    if not proposal.passes:
        yield f"  # {rule.id}: nothing to suggest"
    span = proposal.span
    if span is not None:
        yield (
            f"  # {rule.id}: {span.left_items:,} of {span.left_lines:,} left and {span.right_items:,} of"
            f" {span.right_lines:,} right lines looked at, {span.first_day} to {span.last_day}"
        )
    for words in (*proposal.columns, *proposal.notes):
        yield f"  # {words}"
    if not proposal.passes:
        return
    yield f"  - id: {rule.id}"
    yield f"    left: {_flow(_side(rule.left))}"
    yield f"    right: {_flow(_side(rule.right))}"
    yield f"    # {proposal.lag}"
    yield f"    expected_lag_days: {rule.expected_lag_days}"
    yield "    passes:"
    for proposed in proposal.passes:
        yield f"      # {proposed.evidence}"
        yield f"      # {_takes(span, proposed, tried.get((rule.id, proposed.rule.kind)))}"
        yield f"      - {_flow(proposed.rule.model_dump(exclude_unset=True))}"


def _takes(span: Span | None, proposed: ProposedPass, tried: TrialResult | None) -> str:
    """What the lines promise, and what the dry run held."""
    estimated = ""
    if span is not None and proposed.left_items:
        estimated = (
            f"takes about {proposed.left_items:,} left ({share(proposed.left_items, span.left_items)})"
            f" and {proposed.right_items:,} right items ({share(proposed.right_items, span.right_items)}); "
        )
    matches, left, right, proposals = tried or TrialResult(0, 0, 0, 0)
    confirmed = f"{matches:,} matches confirmed, of {left:,} left and {right:,} right items"
    return f"{estimated}tried: {confirmed}" + (f", {proposals:,} proposed" if proposals else "")


def _side(side: Side) -> dict[str, Any]:
    keys = side.model_dump(exclude_unset=True, exclude_none=True, exclude={"references"})
    references = side.references.model_dump(exclude_defaults=True)
    return {**keys, "references": references} if references else keys


def _flow(value: dict[str, Any]) -> str:
    return yaml.dump(_listed(value), Dumper=_Dumper, default_flow_style=True, sort_keys=False, width=10_000).strip()


def _listed(value: Any) -> Any:  # noqa: ANN401 - any part of a rule
    """Tuples as lists, which is all that YAML knows."""
    if isinstance(value, dict):
        return {name: _listed(part) for name, part in value.items()}
    return [_listed(part) for part in value] if isinstance(value, (list, tuple)) else value
