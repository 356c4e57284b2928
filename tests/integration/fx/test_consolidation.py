"""Translation and consolidation of two companies over a year's end, worked out by hand in companies.py (IAS 21.39 to 41)."""

from decimal import Decimal

import pytest

from tests.integration.fx.conftest import Built

# Cash of both, parent's capital, translated results and dividend, and the translation adjustment; investment and capital
# of the subsidiary are eliminated against each other.
STATEMENTS = {
    "2026-11": {"1000": "2280", "3000": "-2000", "4000": "-170", "CTA": "-110"},
    "2026-12": {"1000": "2410", "3000": "-2000", "3100": "-228.2", "3200": "47", "CTA": "-228.8"},
    "2027-01": {
        "1000": "2339.5",
        "3000": "-2000",
        "3100": "-228.2",
        "3200": "47",
        "5100": "10",
        "CTA": "-168.3",
    },
}
# The same year's result, closed on 1 January: it is what it was translated at when it was earned. January is translated at
# the tenant's own average of 0.96, though its only quote is 0.95.
LATER = {
    "2026-12": {"3100": None, "4000": "-267", "5100": "38.8"},
    "2027-01": {"3100": "-228.2", "4000": "-19.2", "5100": "0"},
}

# 1,000 x (0.90 - 0.80) and 200 x (0.90 - 0.85); 1,200 x (1.00 - 0.90), 60 x (1.00 - 0.97) and -50 x (1.00 - 0.94);
# 1,210 x (0.95 - 1.00).
ADJUSTMENTS = {
    "2026-11": ("0", "10", "100", "0"),
    "2026-12": ("120", "1.8", "-3", "0"),
    "2027-01": ("-60.5", "0", "0", "0"),
}


@pytest.mark.parametrize("period", STATEMENTS)
def test_a_group_is_added_up_translated_and_eliminated(built: Built, period: str) -> None:
    found = built.rows(
        "SELECT account_code, closing_balance FROM marts.consolidated_trial_balance"
        " WHERE entity_id = 'textbook' AND period = $period AND closing_balance <> 0",
        period=period,
    )
    assert dict(found) == {account: Decimal(amount) for account, amount in STATEMENTS[period].items()}


@pytest.mark.parametrize("period", ADJUSTMENTS)
def test_the_adjustment_is_made_of_what_moved(built: Built, period: str) -> None:
    found = built.rows(
        "SELECT on_opening_net_assets, on_result, on_other_movements, rounding FROM marts.translation_adjustments"
        " WHERE statement_of = 'textbook' AND entity_id = 'sub' AND period = $period",
        period=period,
    )
    assert found == [tuple(map(Decimal, ADJUSTMENTS[period]))]


@pytest.mark.parametrize("period", LATER)
def test_a_year_that_is_closed_on_the_next_years_first_day_is_translated_alike(built: Built, period: str) -> None:
    found = built.rows(
        "SELECT account_code, closing_balance FROM marts.consolidated_trial_balance"
        " WHERE basis = 'consolidated' AND entity_id = 'later' AND period = $period",
        period=period,
    )
    result = dict(found)
    expected = {account: amount and Decimal(amount) for account, amount in LATER[period].items()}
    assert {account: result.get(account) for account in expected} == expected


def test_a_missing_rate_stops_every_figure_of_the_group_that_needs_it_and_no_other(built: Built) -> None:
    """Nobody quotes ISK: cash and equity of the group are not known; a receivable of its other member is."""
    found = built.rows(
        "SELECT account_code, closing_balance, incomplete FROM marts.consolidated_trial_balance"
        " WHERE entity_id = 'stopped' AND period = '2026-11' ORDER BY account_code"
    )
    assert found == [
        ("1000", None, True),
        ("1150", 100, False),
        ("3000", None, True),
        ("4000", None, True),
        ("4300", -30, False),
        ("CTA", None, True),
    ]
    requested = built.rows(
        "SELECT line_ref, description FROM marts.exceptions WHERE type = 'rate_missing' AND currency = 'ISK'"
        " AND line_ref LIKE 'ISK/EUR%' ORDER BY line_ref, description"
    )
    assert requested == [
        ("ISK/EUR 2026-11-10", "The historical rate of ISK in EUR"),
        ("ISK/EUR 2026-11-30", "The average rate of ISK in EUR"),
        ("ISK/EUR 2026-11-30", "The closing rate of ISK in EUR"),
    ]


def test_investment_and_capital_are_eliminated_in_every_period(built: Built) -> None:
    found = built.rows(
        "SELECT period, left_amount, right_amount, matched FROM marts.intercompany_balances"
        " WHERE group_id = 'textbook' ORDER BY period"
    )
    assert found == [(period, 800, -800, True) for period in STATEMENTS]


def test_members_that_do_not_agree_are_an_exception_and_a_line_of_their_own(built: Built) -> None:
    """One says that 100 are due, the other that it owes 90; of the services of 30 they agree."""
    pairs = built.rows(
        "SELECT statement, left_amount, right_amount, difference, matched FROM marts.intercompany_balances"
        " WHERE group_id = 'quarrel' ORDER BY statement"
    )
    assert pairs == [("balance_sheet", 100, -90, 10, False), ("profit_and_loss", -30, 30, 0, True)]
    requested = built.rows("SELECT source, amount, currency FROM marts.exceptions WHERE type = 'intercompany_mismatch'")
    assert requested == [("quarrel", 10, "EUR")]
    lines = built.rows(
        "SELECT account_code, closing_balance FROM marts.consolidated_trial_balance"
        " WHERE entity_id = 'quarrel' AND (aggregated_balance <> 0 AND eliminated <> 0 OR account_code LIKE 'IC%')"
        " ORDER BY account_code"
    )
    assert lines == [("1150", 0), ("2050", 0), ("4300", 0), ("5300", 0), ("ICD", 10)]
