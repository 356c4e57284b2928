"""The posting rules of a tenant: the built-in ones, with the tenant's own in their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ledger.requests import JournalRequest
from ledger.rules.accounts import WORD, Accounts
from ledger.rules.event import BusinessEvent, Context, event_of
from ledger.rules.event_values import values_of
from ledger.rules.journals import journals_of
from ledger.rules.template import Template, template_of
from tieout.errors import InputError, refusal
from tieout.sections import Section, parse, read
from tieout.suggestions import did_you_mean
from tieout.workspace import Workspace

_KEYS = ("roles", "methods", "events")


@dataclass(frozen=True)
class Rules:
    """Every rule here is proved to balance: one that is not cannot be loaded."""

    accounts: Accounts
    templates: Mapping[str, Template]

    @classmethod
    def load(cls, override: Path | None = None) -> "Rules":
        """The built-in rules and the tenant's file, whose roles, methods and events win.

        Raises:
            InputError: the file cannot be read, or a rule is wrong or not proved to balance; the first mistake, with
                file, line and the nearest valid word.
        """
        documents = list(_built_in())
        if override is not None:
            documents.append(_checked(read(override, "the posting rules", _KEYS)))
        accounts = Accounts({}, {})
        for document in documents:
            accounts = accounts.with_those_of(document)
        templates: dict[str, Template] = {}
        for document in documents:
            events = document.inner("events")
            for name in events.values:
                if not WORD.fullmatch(name):
                    raise events.mistake("use small letters, digits and '_'", name)
                templates[name] = template_of(events.inner(name), name, accounts)
        return cls(accounts, templates)

    @classmethod
    def of(cls, workspace: Workspace) -> "Rules":
        """Those of a workspace: the file that its tieout.yml names wins.

        Raises:
            InputError: as by `load`.
        """
        own = workspace.config.rules
        return cls.load(workspace.root / own if own else None)

    def journals(self, event: Mapping[str, Any] | BusinessEvent, context: Context) -> list[JournalRequest]:
        """The journals that an event posts; nothing is posted here, so showing them is the dry run.

        Raises:
            InputError: the event's type is unknown, or a field is missing or wrong; it names the event, the field and
                the mistake.
        """  # noqa: DOC501 - `refusal` makes an InputError
        checked = event_of(event)
        named = f"event '{checked.event_id}'"
        template = self.templates.get(checked.type)
        if template is None:
            raise refusal(f"{named}: unknown event type '{checked.type}': {did_you_mean(checked.type, self.templates)}")
        try:
            return journals_of(values_of(checked, template, self.accounts, context), template, self.accounts)
        except InputError as error:
            raise refusal(f"{named} ({checked.type}): {error}") from None


def chart_extension() -> str:
    """The accounts that the built-in rules need beyond the built-in chart: CSV, as `accounts:` reads it."""
    return (files("ledger.rules") / "built_in" / "accounts.csv").read_text(encoding="utf-8")


@cache
def _built_in() -> tuple[Section, ...]:
    folder = files("ledger.rules") / "built_in"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".yml")), key=lambda file: file.name)
    return tuple(_checked(parse(file.name, file.read_text(encoding="utf-8"), _KEYS)) for file in found)


def _checked(document: Section) -> Section:
    document.only(*_KEYS)
    return document
