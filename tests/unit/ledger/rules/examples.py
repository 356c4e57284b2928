"""The worked examples: every event of `built_in/examples`, with the journals that an accountant expects of it."""

from importlib.resources import files

import yaml

from ledger.rules import Context
from tieout.money import Currencies

CONTEXT = Context({"de": "EUR", "bd": "BDT"}, Currencies.of())


def examples():
    """Every example, in the order of the files."""
    folder = files("ledger.rules") / "built_in" / "examples"
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return [example for file in found for example in as_text(file.read_text(encoding="utf-8"))]


def as_text(text):
    """YAML whose scalars all stay text, as the rules read it."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def shown(journals):
    """Journals as an example writes them: a foreign line has its functional amount after '='."""
    return [
        {
            "journal_id": journal.journal_id,
            "date": str(journal.date),
            "description": journal.description,
            "lines": [_line(line, CONTEXT.entities[journal.entity]) for line in journal.lines],
        }
        for journal in journals
    ]


def _line(line, functional):
    base = "" if line.currency == functional else f" = {line.base_amount} {functional}"
    return f"{line.account} {line.amount} {line.currency}{base}"


def event(type_, fields, **others):
    """An event of entity `de`, on 2026-11-20."""
    return {"event_id": "E-1", "type": type_, "entity": "de", "date": "2026-11-20", "fields": fields} | others


def in_dollars(rate="0.92"):
    """The keys of an event in USD."""
    return {"currency": "USD", "rate": rate, "rate_date": "2026-11-20", "rate_source": "ECB"}
