"""Where one payment went: the queries of `tieout.tracing`, asked of the version that the page shows."""

from collections.abc import Sequence

from dashboards.marts import Marts, Row
from tieout.tracing import EXCEPTIONS, JOURNAL_LINES, MATCHES, STATEMENT_LINES


def journal_lines(marts: Marts, text: str) -> Sequence[Row]:
    """The whole journals that any traced line belongs to."""
    return marts.rows(JOURNAL_LINES, text=text)


def statement_lines(marts: Marts, text: str) -> Sequence[Row]:
    """What banks, processors and wallets said."""
    return marts.rows(STATEMENT_LINES, text=text)


def matches(marts: Marts, text: str) -> Sequence[Row]:
    """The matches that tie them together."""
    return marts.rows(MATCHES, text=text)


def exceptions(marts: Marts, text: str) -> Sequence[Row]:
    """What a person still has to look at."""
    return marts.rows(EXCEPTIONS, text=text)
