"""Matching, as a build runs it: the passes of tieout.yml in their order, round by round.

Which passes there are is in the build's inputs, so this is the one part of a build that is not the same in every
workspace. All of its SQL is the project's (dbt_project/macros/matching/match_passes.sql) and comes with the model
`int_match_links`, in a comment; what is decided here is only which statement is next.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

FIRST, LAST = (0, "decision"), (0, "reversal")
"""Passes that no rule names: what people decided, and at last journals and their reversals that cancel."""


class Session(Protocol):
    """One connection to a build's engine."""

    def execute(self, sql: str) -> None:
        """Run a statement."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask something."""

    def make_table(self, relation: str, select: str) -> None:
        """Make a table of a query's rows, ready to be joined."""


class _Round(NamedTuple):
    """The statements of a round, and what in them stands for what changes from round to round."""

    find: str
    refuse: str
    leave: str


class _Text(NamedTuple):
    """What the model's comment says."""

    passes: str
    refused: str
    items: str
    rounds: Mapping[str, list[_Round]]


def run_passes(session: Session, relation: str, sql: str) -> None:
    """Make the table of links of a model's compiled SQL, and fill it pass by pass."""
    model, _, comment = sql.partition("/*")
    text = _read(comment.rpartition("*/")[0])
    session.make_table(relation, model)
    links = _Links(session, relation, text.items, refusals=bool(session.rows(text.refused)[0][0]))
    for pass_no, kind in (FIRST, *session.rows(text.passes), LAST):
        for each in text.rounds[kind]:
            links.play(each, pass_no, may_be_refused=kind != FIRST[1])
    links.drop_open()


class _Links:
    """The table of links as it is being filled, and the items that are open so far."""

    def __init__(self, session: Session, relation: str, items: str, *, refusals: bool) -> None:
        self.session, self.relation, self.items, self.refusals = session, relation, items, refusals
        self.open = items
        self.round_no = 0

    def play(self, statements: _Round, pass_no: int, *, may_be_refused: bool) -> None:
        """Play one round on what is open; what it confirms is open no more."""
        self.round_no += 1
        self.session.execute(self._with_numbers(statements.find, pass_no))
        if self.refusals and may_be_refused:
            self.session.execute(self._with_numbers(statements.refuse, pass_no))
        confirmed = f"SELECT 1 FROM {self.relation} WHERE round_no = {self.round_no} AND status = 'confirmed' LIMIT 1"
        if not self.session.rows(confirmed):
            return
        still_open = re.sub(r"\w+(\"?)$", rf"int_open_after_round_{self.round_no}\1", self.relation)
        self.session.make_table(still_open, self._with_numbers(statements.leave, pass_no))
        self.drop_open()
        self.open = still_open

    def drop_open(self) -> None:
        """Remove the table of open items, unless it is the model of all items."""
        if self.open != self.items:
            self.session.execute(f"DROP TABLE {self.open}")
            self.open = self.items

    def _with_numbers(self, statement: str, pass_no: int) -> str:
        values = {"open_items_": self.open, "round_no_": str(self.round_no), "pass_no_": str(pass_no)}
        return re.sub(r"\b(open_items_|round_no_|pass_no_)(?!\w)", lambda found: values[found[1]], statement)


def _read(comment: str) -> _Text:
    parts = dict(_parts(comment))
    rounds: dict[str, list[_Round]] = {}
    for title, find in parts.items():
        if title.startswith("find "):
            round_ = title.removeprefix("find ")
            statements = _Round(find, parts[f"refuse {round_}"], parts[f"leave {round_}"])
            rounds.setdefault(round_.partition(" ")[0], []).append(statements)
    return _Text(parts["passes"], parts["refused"], parts["items"], rounds)


def _parts(comment: str) -> Iterator[tuple[str, str]]:
    """Each title and the text below it."""
    for part in re.split(r"^--- ", comment, flags=re.MULTILINE)[1:]:
        title, _, text = part.partition("\n")
        yield title.strip(), text.strip()
