"""Descriptions with fields in them: `Bill of {counterparty}`."""

import re
from collections.abc import Collection, Mapping

from tieout.sections import Section
from tieout.suggestions import did_you_mean

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def text_of(section: Section, key: str, valid: Collection[str]) -> str | None:
    """The template under `key`.

    Raises:
        InputError: it names a field that the event cannot have.
    """
    template = section.maybe(key)
    for name in _PLACEHOLDER.findall(template or ""):
        if name not in valid:
            raise section.mistake(f"unknown field '{name}': {did_you_mean(name, valid)}", key)
    return template


def filled(template: str, texts: Mapping[str, str]) -> str | None:
    """The text; what the event left out leaves no gap. None when nothing is left."""
    text = _PLACEHOLDER.sub(lambda found: texts.get(found[1], ""), template)
    return " ".join(text.split()) or None
