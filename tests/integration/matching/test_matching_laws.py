"""The laws of matching, on random books: many small reconciliations in one build, drawn by hypothesis."""

import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from tests.support.matching_build import Built, Case, Line, build_cases
from tests.support.rounds import rounds

RECONCILIATIONS = rounds(12, 30)
PASS_LISTS = [
    "[{kind: reference, within_days: 10}, {kind: group}, {kind: amount_date, within_days: 3}]",
    "[{kind: reference}, {kind: group}, {kind: amount_date, within_days: 3}, {kind: similar, amount_tolerance: 0.02}]",
    "[{kind: amount_date, within_days: 3}, {kind: group, by: reference}, {kind: reference, amount_tolerance: 0.01}]",
    "[{kind: similar, amount_tolerance: 0.02, within_days: 2}, {kind: reference, within_days: 0}]",
    "[]",
]


@st.composite
def side(draw: st.DrawFn, prefix: str) -> tuple[Line, ...]:
    """Few amounts, references and days: collisions are what the laws are about."""
    count = draw(st.integers(0, 7))
    return tuple(
        Line(
            id=f"{prefix}{number}",
            date=date(2026, 9, 1) + timedelta(days=draw(st.integers(0, 6))),
            amount=Decimal(draw(st.sampled_from(["10.00", "10.01", "20.00", "30.00", "-10.00"]))),
            reference=draw(st.sampled_from(["", "", "A1", "A2", "NOTPROVIDED"])),
            group=draw(st.sampled_from(["", "", "", "B1"])),
            currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "USD"])),
        )
        for number in range(count)
    )


cases = st.lists(
    st.builds(Case, left=side("l"), right=side("r"), passes=st.sampled_from(PASS_LISTS)),
    min_size=RECONCILIATIONS,
    max_size=RECONCILIATIONS,
)


def build(server_root: Path, drawn: list[Case]) -> Built:
    assume(any(case.left and case.right for case in drawn))  # hypothesis begins with the least books: empty ones
    return build_cases(server_root, {f"c{number}": case for number, case in enumerate(drawn)}, as_of=date(2026, 9, 7))


def shuffled(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(random.Random(7).sample(lines, len(lines)))


@pytest.mark.soak
@settings(max_examples=rounds(1, 20), phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(cases)
def test_the_laws_of_matching_hold_for_any_books(server_root: Path, drawn: list[Case]) -> None:
    built = build(server_root, drawn)
    nothing_is_unexplained(built)
    every_line_is_in_one_place(built)
    every_match_has_a_name_of_its_own(built)
    for name, case in built.cases.items():
        note(f"{name}: {case}")
        confirmed_matches_agree(built, name, case)
        ambiguity_is_not_guessed(built, name, case)


@pytest.mark.soak
@settings(max_examples=rounds(1, 20), phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(cases)
def test_the_order_of_lines_that_can_be_distinguished_changes_nothing(server_root: Path, drawn: list[Case]) -> None:
    """Lines that agree in reference and amount are interchangeable: there the first received is the first paired."""
    distinct = [Case(_distinct(case.left), _distinct(case.right)) for case in drawn]
    first = build(server_root, distinct)
    second = build(server_root, [Case(shuffled(case.left), shuffled(case.right)) for case in distinct])
    for name in first.cases:
        assert first.matches(name) == second.matches(name)
        assert first.types(name) == second.types(name)
    ids = "SELECT exception_id FROM marts.exceptions ORDER BY 1"
    assert first.rows(ids) == second.rows(ids)


def _distinct(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    seen: set[tuple[object, ...]] = set()
    kept = []
    for line in lines:
        named = (line.reference, line.amount, line.currency)
        key = named if line.reference else (*named, line.group, line.date)
        if key not in seen:
            kept.append(line)
        seen.add(key)
    return tuple(kept)


def nothing_is_unexplained(built: Built) -> None:
    assert built.rows("SELECT * FROM marts.reconciliation_summary WHERE unexplained <> 0") == []
    recomputed = """
        SELECT reconciliation, currency FROM marts.reconciliation_summary AS summary
        WHERE left_total - right_total <> match_difference
            + coalesce((SELECT sum(CASE side WHEN 'left' THEN amount ELSE -amount END) FROM marts.exceptions AS e
                WHERE e.reconciliation = summary.reconciliation AND e.currency = summary.currency), 0)
            + coalesce((SELECT sum(CASE side WHEN 'left' THEN amount ELSE -amount END) FROM marts.in_transit_items AS t
                WHERE t.reconciliation = summary.reconciliation AND t.currency = summary.currency), 0)
    """
    assert built.rows(recomputed) == []


def every_line_is_in_one_place(built: Built) -> None:
    places = """
        SELECT reconciliation, side, line_ref FROM marts.match_items
            INNER JOIN marts.matches USING (match_id) WHERE status = 'confirmed'
        UNION ALL SELECT reconciliation, side, line_ref FROM marts.exceptions WHERE item_id IS NOT NULL
        UNION ALL SELECT reconciliation, side, line_ref FROM marts.in_transit_items
    """
    placed = sorted(built.rows(places))
    lines = sorted(
        (name, side, line.id)
        for name, case in built.cases.items()
        for side, lines in (("left", case.left), ("right", case.right))
        for line in lines
    )
    assert placed == lines


def every_match_has_a_name_of_its_own(built: Built) -> None:
    assert built.rows("SELECT match_id FROM marts.matches GROUP BY match_id HAVING count(*) > 1") == []
    doubled = "SELECT match_id, side, item_id FROM marts.match_items GROUP BY ALL HAVING count(*) > 1"
    assert built.rows(doubled) == []


def confirmed_matches_agree(built: Built, name: str, case: Case) -> None:
    by_id = {line.id: line for line in (*case.left, *case.right)}
    for match in built.matches(name):
        lines = [by_id[item] for item in match]
        left = [line for line in lines if line.id.startswith("l")]
        right = [line for line in lines if line.id.startswith("r")]
        assert left
        assert right
        assert len({line.currency for line in lines}) == 1
        tolerated = Decimal("0.01") if "reference, amount_tolerance" in case.passes else Decimal(0)
        assert abs(sum(line.amount for line in left) - sum(line.amount for line in right)) <= tolerated


def ambiguity_is_not_guessed(built: Built, name: str, case: Case) -> None:
    """A pair confirmed by amount and date alone had no other line, left open, that would have done as well.

    What would have done as well and was confirmed too is a line that nothing tells apart from its own.
    """
    found = built.rows(
        "SELECT list(line_ref ORDER BY side) FROM marts.match_items INNER JOIN marts.matches USING (match_id)"
        " WHERE reconciliation = $case AND status = 'confirmed' AND pass = 'amount_date' GROUP BY match_id",
        case=name,
    )
    by_id = {line.id: line for line in (*case.left, *case.right)}
    pairs = [(by_id[left], by_id[right]) for ((left, right),) in found]
    still_open = [by_id[line] for line in built.types(name)]
    for left, right in pairs:
        assert not any(_fits(left, line) for line in still_open if line.id.startswith("r"))
        assert not any(_fits(right, line) for line in still_open if line.id.startswith("l"))
        for other_left, other_right in pairs:
            if _fits(left, other_right):
                assert _marks(left) == _marks(other_left)
                assert _marks(right) == _marks(other_right)


def _fits(line: Line, other: Line) -> bool:
    contradicts = bool(_key(line) and _key(other) and _key(line) != _key(other))
    as_good = line.amount == other.amount and line.currency == other.currency
    return as_good and not contradicts and abs((line.date - other.date).days) <= 3


def _marks(line: Line) -> tuple[str, ...]:
    return (line.reference, line.group, line.description)


def _key(line: Line) -> str:
    return "" if line.reference == "NOTPROVIDED" else line.reference
