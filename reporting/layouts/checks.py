"""What makes a layout complete: one place for every account, and every line in its total."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from reporting.layouts.model import CASH_HELD, COMPUTED, TOTALS, Layout, LayoutLine, Rule
from reporting.layouts.sums import sums_of
from tieout.errors import InputError
from tieout.suggestions import did_you_mean


def check_layout(layout: Layout) -> None:
    """Check that the lines of a layout fit together.

    Raises:
        InputError: the first mistake, with file and line.
    """
    for statement, lines in layout.statements.items():
        _check_ids(lines)
        _check_overlaps(lines)
        _check_needed(layout.name, statement, lines)
        _check_totals(statement, lines)
    _check_cash_flow(layout.statements["cash_flow"])


def _check_ids(lines: Sequence[LayoutLine]) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.line_id in seen:
            raise line.place.mistake(f"'{line.line_id}' stands twice: choose another id")
        seen.add(line.line_id)


def _check_overlaps(lines: Sequence[LayoutLine]) -> None:
    """Of the lines that accounts stand on: those that only take from others (`against`) may name them again."""
    takes = [(line, rule) for line in lines if line.against is None for rule in line.rules]
    for (one, rule), (other, again) in combinations(takes, 2):
        if one.line_id != other.line_id and _overlap(rule, again):
            what = {"rest": "the rest of", "type": "all"}.get(again.kind, f"'{_named(again)}' of")
            raise other.place.mistake(
                f"takes {what} the {again.account_type} accounts, as line '{one.line_id}' does:"
                " an account stands on one line"
            )


def _overlap(one: Rule, other: Rule) -> bool:
    if one.account_type != other.account_type:
        return False
    if "type" in (one.kind, other.kind) and "rest" not in (one.kind, other.kind):
        return True
    if one.kind != other.kind:
        return False
    if one.kind == "code":
        return len(one.first) == len(other.first) and one.first <= other.last and other.first <= one.last
    return one.first == other.first


def _named(rule: Rule) -> str:
    return rule.first if rule.first == rule.last or not rule.last else f"{rule.first}-{rule.last}"


def _check_needed(name: str, statement: str, lines: Sequence[LayoutLine]) -> None:
    for computed in COMPUTED[statement]:
        found = [line for line in lines if line.computed == computed]
        if not found:
            raise InputError(f"{name}: {statement}: no line is 'computed: {computed}': every account must be printed")
        if len(found) > 1:
            raise found[1].place.mistake(f"'{computed}' is computed twice: remove one", "computed")
        if computed in CASH_HELD and found[0].line_id != computed:
            raise found[0].place.mistake(f"name this line '{computed}': the audit proves it", "line")
    for total in TOTALS[statement]:
        if not any(line.line_id == total and line.kind == "total" for line in lines):
            raise InputError(f"{name}: {statement}: no line is 'total: {total}': the audit proves it")


def _check_totals(statement: str, lines: Sequence[LayoutLine]) -> None:
    sums = sums_of(lines)
    for line in lines:
        if line.kind != "line":
            continue
        total, factor = _place_in(statement, line)
        if total is None:
            continue
        counted = sums[total].get(line.line_id, 0)
        if counted != factor:
            times = "is not in" if counted == 0 else f"counts {counted} times instead of {factor} in"
            raise line.place.mistake(f"line '{line.line_id}' {times} the total '{total}'")
    for line in lines:
        for total in TOTALS[statement]:
            if line.kind == "line" and _place_in(statement, line)[0] != total and sums[total].get(line.line_id):
                raise line.place.mistake(f"line '{line.line_id}' does not belong in the total '{total}'")


def _place_in(statement: str, line: LayoutLine) -> tuple[str | None, int]:
    """The total that a line is in, and how it counts there: what is printed as a debit is taken off a credit total."""
    if statement == "cash_flow":
        return (None, 0) if line.computed in CASH_HELD else ("change_in_cash", 1)
    if statement == "profit_and_loss":
        return "net_income", -line.sign
    assets = {rule.account_type for rule in line.rules} == {"asset"}
    return ("total_assets", line.sign) if assets else ("total_equity_and_liabilities", -line.sign)


def _check_cash_flow(lines: Sequence[LayoutLine]) -> None:
    by_id = {line.line_id: line for line in lines if line.rules and line.against is None}
    for line in _flows(lines):
        if line.activity is None:
            raise line.place.mistake(f"line '{line.line_id}' belongs to no activity: say 'activity:' here or above")
        if line.against is not None and line.against not in by_id:
            raise line.place.mistake(f"no line '{line.against}': {did_you_mean(line.against, by_id)}", "against")


def _flows(lines: Sequence[LayoutLine]) -> Iterator[LayoutLine]:
    yield from (line for line in lines if line.kind == "line" and line.computed not in CASH_HELD)
