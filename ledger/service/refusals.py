"""The book's refusals as problems: 422 for what is wrong in itself, 409 for what the book, as it stands, does not take.

The same request may be taken another day where the answer is 409 (an account is opened, a period reopened), and never
where it is 422.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from ledger.refusals import LAW, JournalRefused, Refused
from service.problems import Kind, Problem, ProblemKind
from tieout.errors import InputError, ServiceUnreachable
from tieout.postgres.law import translate_db_errors


class BookKind(ProblemKind):
    """The problems that the ledger's service has beyond `service.problems.Kind`."""

    REFUSED = ("refused-by-the-book", 409, "The book refuses the request")
    NO_JOURNAL = ("invalid-journal", 422, "What was sent is no journal, whatever the book says")
    KEY_REUSED = ("idempotency-key-reused", 422, "The Idempotency-Key belongs to another request")


_WRONG_IN_ITSELF = frozenset(
    {
        "base_amount_differs",
        "base_amount_off_rate",
        "base_amount_on_other_side",
        "missing_rate",
        "no_zero_line",
        "rate_not_positive",
        "rate_of_one_currency",
        "rate_without_source",
        "too_few_lines",
        "too_large",
        "too_many_decimals",
        "too_many_decimals_in_base",
        "unbalanced",
        "unbalanced_in_base",
        "zero_amount",
    }
)


def of_refusal(refused: Refused) -> Problem:
    """A refused journal as a problem; `code` says which law, for programs."""
    kind = BookKind.NO_JOURNAL if refused.code in _WRONG_IN_ITSELF else BookKind.REFUSED
    detail = f"journal '{refused.journal_id}': {refused.reason}" if refused.journal_id else refused.reason
    return Problem(kind, detail, code=refused.code, journal_id=refused.journal_id)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the book's refusals, and texts that PostgreSQL cannot hold, into problems.

    Raises:
        Problem: 409 or 422 for what the book refuses (see above), 422 for what PostgreSQL cannot hold, 503 where other
            sessions kept writing the same rows.
    """  # noqa: DOC501 - `of_refusal` makes a Problem
    try:
        with translate_db_errors(LAW):
            yield
    except JournalRefused as error:
        raise of_refusal(Refused(None, None, str(error), error.code)) from None
    except InputError as error:
        raise Problem(BookKind.REFUSED, str(error), code="refused") from None
    except ServiceUnreachable as error:
        raise Problem(Kind.BUSY, str(error), retry_after=1) from None
    except psycopg.DataError as error:
        reason = (error.diag.message_primary or str(error)).splitlines()[0]
        raise Problem(Kind.INVALID, f"a value cannot be kept: {reason}") from None
