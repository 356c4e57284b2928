"""What PostgreSQL refuses by a room's own law, as one line for the person who asked.

A room's migrations refuse in two ways: by constraints, which say nothing but their name, and by errors of a class of
their own, whose message is written for people.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg.errors import CheckViolation, UniqueViolation

from tieout.errors import InputError


@contextmanager
def refusal_as_input_error(error_class: str, constraints: Mapping[str, str]) -> Iterator[None]:
    """Turn a refusal into an InputError; other errors pass.

    `error_class` is how the SQLSTATE of the law's own errors begins, `constraints` has a sentence by constraint.
    """
    try:
        yield
    except (UniqueViolation, CheckViolation) as error:
        sentence = constraints.get(error.diag.constraint_name or "")
        if sentence is None:
            raise
        raise InputError(sentence) from None
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith(error_class):
            raise
        raise InputError(error.diag.message_primary or str(error)) from None
