"""The law of a room: what its migrations make PostgreSQL refuse, said in one line to the person who tried.

Migrations refuse in two ways: by constraints, which say nothing but their name, and by errors of a class of their own
(SQLSTATE `LD001`, `CW002`, …), whose message is written for people.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import psycopg

from tieout.errors import InputError


def _input_error(_code: str, sentence: str) -> InputError:
    return InputError(sentence)


class Law(NamedTuple):
    """What of a room's refusals is for people.

    `error_class` is how the SQLSTATE of the law's own errors begins, `constraints` has a sentence by constraint, and
    `error` makes the error from a code (the constraint, or the SQLSTATE) and the sentence.
    """

    error_class: str
    constraints: Mapping[str, str]
    error: Callable[[str, str], InputError] = _input_error


@contextmanager
def translate_db_errors(law: Law) -> Iterator[None]:
    """Turn what the law refuses within the block into the law's own error; every other error passes as it is.

    Raises:
        InputError: a constraint of the law, or an error of its class, refused a statement.
        psycopg.IntegrityError: a constraint that the law does not have.
        psycopg.Error: any other error of the database.
    """
    try:
        yield
    except psycopg.IntegrityError as error:
        constraint = error.diag.constraint_name or ""
        if constraint not in law.constraints:
            raise
        raise law.error(constraint, law.constraints[constraint]) from None
    except psycopg.Error as error:
        sqlstate = error.sqlstate or ""
        if not sqlstate.startswith(law.error_class):
            raise
        raise law.error(sqlstate, error.diag.message_primary or str(error)) from None
