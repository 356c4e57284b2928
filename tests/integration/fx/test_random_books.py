"""Eight books drawn by chance, in currencies of 0, 2 and 3 decimals, against fractions computed line by line."""

from collections import defaultdict
from decimal import Decimal

import pytest

from tests.integration.fx.conftest import Built
from tests.integration.fx.random_books import MEMBERS, PERIODS, translated


def _adjustments(built: Built, basis: str) -> dict[tuple[str, str], Decimal]:
    found = built.rows(
        "SELECT entity_id, period, adjustment_to_date FROM marts.translation_adjustments"
        " WHERE basis = $basis AND entity_id LIKE 'm_'",
        basis=basis,
    )
    return {(member, period): amount for member, period, amount in found}


@pytest.mark.parametrize(("basis", "currency"), [("consolidated", "EUR"), ("presentation", "USD")])
def test_the_derived_adjustment_is_the_difference_of_every_book_and_period(
    built: Built, basis: str, currency: str
) -> None:
    """What the marts derive from movements is what the translated balances, told a second time, leave open."""
    expected = {}
    for member, balances in translated(built.entries, built.quotes, currency).items():
        for period in PERIODS:
            total = sum(amount for (when, _), amount in balances.items() if when == period)
            expected[member, period] = Decimal(total).scaleb(-2)
    assert _adjustments(built, basis) == expected


def test_the_group_is_the_sum_of_its_translated_members(built: Built) -> None:
    expected: dict[tuple[str, str], int] = defaultdict(int)
    for balances in translated(built.entries, built.quotes, "EUR").values():
        for place, amount in balances.items():
            expected[place] += amount
    found = built.rows(
        "SELECT period, account_code, closing_balance FROM marts.consolidated_trial_balance"
        " WHERE entity_id = 'chance' AND account_code <> 'CTA'"
    )
    assert {(period, account): int(amount.scaleb(2)) for period, account, amount in found} == dict(expected)


def test_rounding_stays_within_half_a_cent_a_figure(built: Built) -> None:
    found = built.rows(
        "SELECT rounding, rounding_limit FROM marts.translation_adjustments WHERE statement_of = 'chance'"
    )
    assert len(found) == len(MEMBERS) * len(PERIODS)
    assert any(rounding != 0 for rounding, _ in found)
    assert all(abs(rounding) <= limit for rounding, limit in found)
