"""Pages by keyset: a cursor holds the key of the last row of a page, so that no page skips or repeats one.

A cursor is opaque: its form may change, and a client must not read it.
"""

import base64
import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import Query

from service.answers import OK, Answer
from service.problems import Kind, Problem

MOST_PER_PAGE = 1000

Limit = Annotated[int, Query(ge=1, le=MOST_PER_PAGE, description="Rows of a page")]
Cursor = Annotated[str | None, Query(description="`next` of the page before", max_length=4096)]
DEFAULT_LIMIT = 100


def after(cursor: str | None, first: Sequence[str | int]) -> list[str | int]:
    """The key after which a page begins; `first` is the one before all rows, and has the key's shape.

    Raises:
        Problem: 404, for a cursor that no page of this shape has given.
    """
    if cursor is None:
        return list(first)
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, UnicodeEncodeError):
        key = None
    if not isinstance(key, list) or [type(part) for part in key] != [type(part) for part in first]:
        raise Problem(Kind.NOT_FOUND, "there is no page at this cursor: leave it out to begin again")
    return key


def page(rows: Sequence[tuple[object, ...]], limit: int) -> Answer:
    """A page out of up to `limit` + 1 rows, each the parts of its key and then its JSON text."""
    shown = rows[:limit]
    cursor = None
    if len(rows) > limit:
        cursor = base64.urlsafe_b64encode(json.dumps(shown[-1][:-1]).encode()).decode("ascii")
    items = ",".join(str(row[-1]) for row in shown)
    return Answer(OK, f'{{"data":[{items}],"next":{json.dumps(cursor)}}}'.encode())
