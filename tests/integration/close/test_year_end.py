"""The closing journal: what it empties, what it balances in, and how it is taken back."""

from contextlib import closing
from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.year_end import YearEnd, post_closing, reverse_closing
from tests.support.rounds import rounds
from tieout.errors import InputError

YEAR = YearEnd(2025, date(2025, 12, 31), adjustment=False)
RESULT = {"4000", "4100", "5000", "5100"}


def close_year(close_env, attempt=1, account="3100"):
    return post_closing(close_env.connection, close_env.tenant, "e", YEAR, account, attempt)


def results(close_env):
    return {key: value for key, value in close_env.balances("2025-12-31").items() if key[0] in RESULT}


def sale(amount, currency="EUR", base=0):
    """Money in against revenue; `base` is its worth in euros, where it is foreign."""
    if currency == "EUR":
        return ("1000", amount), ("4000", -amount)
    return ("1000", amount, currency, base), ("4000", -amount, currency, -Decimal(base))


def test_results_move_to_retained_earnings_currency_by_currency(close_env):
    close_env.post("J1", "2025-12-01", *sale(100))
    close_env.post("J2", "2025-12-02", *sale(50, "USD", 45))
    close_env.post("J3", "2025-12-03", ("5100", 30), ("1000", -30))
    assert close_year(close_env) == "closing/e/2025/1"
    assert results(close_env) == {}
    assert close_env.balances("2025-12-31") == {
        ("1000", "EUR"): (7000, 7000),
        ("1000", "USD"): (5000, 4500),
        ("3100", "EUR"): (-7000, -7000),
        ("3100", "USD"): (-5000, -4500),
    }


def test_a_functional_residual_without_an_amount_is_moved_too(close_env):
    """50 USD sold at 0.90 and returned at 0.80: nothing is left in dollars, five euros are."""
    close_env.post("J1", "2025-12-01", *sale(50, "USD", 45))
    close_env.post("J2", "2025-12-02", *sale(-50, "USD", -40))
    assert close_env.balances("2025-12-31")[("4000", "USD")] == (0, -500)
    close_year(close_env)
    assert results(close_env) == {}
    assert close_env.balances("2025-12-31")[("3100", "USD")] == (0, -500)


def test_a_balance_of_two_signs_is_moved_in_two_lines(close_env):
    """A hundred dollars of revenue, worth a functional debit: bought back dearer than sold."""
    close_env.post("J1", "2025-12-01", *sale(150, "USD", 100))
    close_env.post("J2", "2025-12-02", *sale(-50, "USD", -110))
    assert close_env.balances("2025-12-31")[("4000", "USD")] == (-10000, 1000)
    close_year(close_env)
    assert results(close_env) == {}
    assert close_env.balances("2025-12-31")[("3100", "USD")] == (-10000, 1000)


def test_an_amount_without_functional_value_is_moved(close_env):
    """A yen is left, and not a cent of it in euros: its line has no functional amount, and needs a rate of its own."""
    close_env.post("J1", "2025-12-01", *sale(2, "JPY", "0.01"))
    close_env.post("J2", "2025-12-02", *sale(-1, "JPY", "-0.01"))
    assert close_env.balances("2025-12-31")[("4000", "JPY")] == (-1, 0)
    close_year(close_env)
    assert results(close_env) == {}
    assert close_env.balances("2025-12-31")[("3100", "JPY")] == (-1, 0)


def test_a_closing_journal_is_posted_once_and_taken_back_on_its_own_day(close_env):
    close_env.post("J1", "2025-12-01", *sale(100))
    before = close_env.balances("2025-12-31")
    journal_id = close_year(close_env)
    assert close_year(close_env, attempt=2) is None
    reverse_closing(close_env.connection, close_env.tenant, journal_id, YEAR.last_day, "a bill is missing")
    assert close_env.balances("2025-12-31") == before
    assert close_year(close_env, attempt=2) == "closing/e/2025/2"
    kinds = close_env.rows(
        "SELECT DISTINCT kind FROM ledger.journals WHERE tenant_id = %(tenant)s AND journal_id LIKE 'closing%%'"
    )
    assert kinds == [("closing",)]


def test_a_year_is_closed_to_equity_only(close_env):
    close_env.post("J1", "2025-12-01", *sale(100))
    with pytest.raises(InputError, match="account 1000, which is an account of type asset: name an equity account"):
        close_year(close_env, account="1000")
    with pytest.raises(InputError, match="account 3999, which is not in its chart"):
        close_year(close_env, account="3999")


POSTINGS = st.lists(
    st.tuples(
        st.sampled_from(["4000", "5100"]),
        st.sampled_from(["EUR", "USD", "JPY"]),
        st.integers(-300, 300).filter(bool),
        st.integers(1, 300),
    ),
    min_size=2,
    max_size=8,
)
SCALES = {"EUR": 2, "USD": 2, "JPY": 0}


@pytest.fixture(scope="module")
def long_lived(open_close_env):
    """A close_env whose years go by, one an example."""
    close_env = open_close_env()
    with closing(close_env.connection):
        yield close_env, count(1950)


def booked(posting):
    """A posting's two lines; its worth in euros has the sign of its amount."""
    account, currency, minor, base = posting
    amount = Decimal(minor).scaleb(-SCALES[currency])
    if currency == "EUR":
        return (account, amount), ("1000", -amount)
    worth = Decimal(base if minor > 0 else -base).scaleb(-2)
    return (account, amount, currency, worth), ("1000", -amount, currency, -worth)


@pytest.mark.soak
@settings(max_examples=rounds(15, 200), deadline=None, suppress_health_check=list(HealthCheck))
@given(postings=POSTINGS)
def test_whatever_was_booked_no_result_is_left_and_equity_has_all_of_it(long_lived, postings):
    """The law of the ledger judges the journal: that it is accepted says that it balances everywhere."""
    close_env, years = long_lived
    last_day = date(next(years), 12, 31)
    for number, posting in enumerate(postings):
        close_env.post(f"{last_day}/{number}", f"{last_day}", *booked(posting))
    before = close_env.balances(f"{last_day}")
    post_closing(
        close_env.connection, close_env.tenant, "e", YearEnd(last_day.year, last_day, adjustment=False), "3100", 1
    )
    after = close_env.balances(f"{last_day}")
    assert not [key for key in after if key[0] in RESULT]
    for currency in SCALES:
        sums = [value for key, value in before.items() if key[0] in {*RESULT, "3100"} and key[1] == currency]
        expected = (sum(amount for amount, _ in sums), sum(base for _, base in sums))
        assert after.get(("3100", currency), (0, 0)) == expected
