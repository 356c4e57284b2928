"""What is asked of the service, and what was answered."""

import json
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

ENTITY = "de"
ACCOUNTS = ("1000", "4000", "5200", "7900")
FIRST_DAY = date(2026, 1, 1)


class Content(NamedTuple):
    """A journal as it must stand in the book; amounts in cents, `reverses` another journal's id."""

    day: date
    description: str
    reverses: str | None
    lines: tuple[tuple[str, int], ...]


@dataclass
class Asked:
    """One request. `answers` are the bodies of its complete 2xx answers: more than one kind of bytes is a failure.

    `recorded_at` is what the Python client was told instead. A journal that the book must refuse has no content.
    """

    key: str
    path: str
    body: bytes
    contents: dict[str, Content | None]
    answers: list[bytes] = field(default_factory=list)
    recorded_at: datetime | None = None

    @property
    def acknowledged(self):
        return bool(self.answers) or self.recorded_at is not None


class Asking:
    """One client's requests, by its own chance; every name begins with the client's."""

    def __init__(self, name, seed):
        self.name = name
        self.chance = random.Random(f"{seed} {name}")
        self.number = 0
        self.reversible = []

    def next(self):
        kind = self.chance.random()
        if kind < 0.15 and self.reversible:
            return self.reversal()
        return self.batch() if kind < 0.3 else self.single()

    def single(self):
        journal_id, content = self.journal()
        return Asked(journal_id, "/v1/journals", _bytes(body(journal_id, content)), {journal_id: content})

    def batch(self):
        """Atomic, or each by itself with one among them that does not balance."""
        contents = dict(self.journal() for _ in range(self.chance.randint(2, 12)))
        bodies = [body(*journal) for journal in contents.items()]
        mode = self.chance.choice(["atomic", "each"])
        if mode == "each":
            wrong, content = self.journal()
            unbalanced = content._replace(lines=(*content.lines, ("1000", 1)))
            bodies.insert(self.chance.randrange(len(bodies)), body(wrong, unbalanced))
            contents[wrong] = None
        return Asked(self._name("batch"), "/v1/journals/batch", _bytes({"mode": mode, "journals": bodies}), contents)

    def reversal(self):
        """Of a journal of ours that was acknowledged; each only once."""
        original, content = self.reversible.pop(self.chance.randrange(len(self.reversible)))
        contra = Content(content.day, "taken back", original, tuple((code, -cents) for code, cents in content.lines))
        body = {"date": content.day.isoformat(), "reason": contra.description, "journal_id": f"contra {original}"}
        path = f"/v1/journals/{original}/reversal"
        return Asked(self._name("reversal"), path, _bytes(body), {f"contra {original}": contra})

    def acknowledged(self, asked):
        if asked.path == "/v1/journals":
            self.reversible += asked.contents.items()

    def journal(self):
        """Its name and its content."""
        cents = [self.chance.randint(1, 10**7) * self.chance.choice([1, -1]) for _ in range(self.chance.randint(1, 4))]
        if sum(cents) == 0:
            cents.append(7)
        lines = [(self.chance.choice(ACCOUNTS), amount) for amount in (*cents, -sum(cents))]
        day = FIRST_DAY + timedelta(days=self.chance.randrange(300))
        return self._name("j"), Content(day, f"by {self.name}", None, tuple(lines))

    def _name(self, what):
        self.number += 1
        return f"{self.name}-{what}-{self.number}"


def body(journal_id, content):
    """The journal as JSON has it."""
    return {
        "journal_id": journal_id,
        "entity": ENTITY,
        "date": content.day.isoformat(),
        "description": content.description,
        "lines": [{"account": code, "amount": str(Decimal(cents).scaleb(-2))} for code, cents in content.lines],
    }


def _bytes(body):
    return json.dumps(body).encode()
