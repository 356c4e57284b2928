"""A YAML file as it was written: every scalar is text, and every part knows the line it stands on.

YAML's own types are left out on purpose: `1000` is an account and `19` a percentage, and neither is to become a float.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tieout.config.lines import Path as Keys
from tieout.config.lines import as_text, duplicate_key, line_of
from tieout.errors import InputError, refusal
from tieout.suggestions import did_you_mean


@dataclass(frozen=True)
class Section:
    """A mapping of a file, with its place."""

    file: str
    root: yaml.Node | None
    keys: Keys
    values: Mapping[str, Any]

    def mistake(self, text: str, *keys: str | int) -> InputError:
        """An error at this section, or at one of its keys: `rules.yml:12: events.bill.lines[0]: ...`."""
        place = self.keys + keys
        named = f"{as_text(place)}: " if place else ""
        return refusal(f"{self.file}:{line_of(self.root, place)}: {named}{text}")

    def only(self, *valid: str) -> None:
        """Refuse any key that is not valid here.

        Raises:
            InputError: there is one; with file, line and the nearest valid key.
        """
        for key in self.values:
            if key not in valid:
                raise self.mistake(f"unknown key '{key}': {did_you_mean(key, valid)}", key)

    def text(self, key: str) -> str:
        """A text that must be there.

        Raises:
            InputError: it is missing, empty or no text.
        """
        text = self.maybe(key)
        if text is None:
            raise self.mistake(f"missing key '{key}'")
        return text

    def maybe(self, key: str) -> str | None:
        """A text that may be left out.

        Returns:
            The text, or None when it is left out.

        Raises:
            InputError: it is there, but empty or no text.
        """
        value = self.values.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.mistake("expected a text", key)
        return value

    def yes(self, key: str) -> bool:
        """True or false; false when it is left out.

        Raises:
            InputError: it is another word.
        """
        word = self.maybe(key) or "false"
        return self.one_of(key, word, ("true", "false")) == "true"

    def one_of(self, key: str, word: str, valid: Iterable[str]) -> str:
        """The word, if it is a valid one.

        Raises:
            InputError: it is none of `valid`; the nearest is named.
        """
        words = tuple(valid)
        if word not in words:
            raise self.mistake(f"'{word}' is not one of them: {did_you_mean(word, words)}", key)
        return word

    def inner(self, key: str) -> "Section":
        """A mapping under `key`, empty when it is left out.

        Raises:
            InputError: it is no mapping.
        """
        return self._section(self.values.get(key, {}), key)

    def listed(self, key: str) -> list["Section"]:
        """The mappings of a list under `key`, empty when it is left out.

        Raises:
            InputError: it is no list, or an element is no mapping.
        """
        values = self.values.get(key, [])
        if not isinstance(values, list):
            raise self.mistake("expected a list", key)
        return [self._section(value, key, place) for place, value in enumerate(values)]

    def _section(self, value: object, *keys: str | int) -> "Section":
        if not isinstance(value, dict):
            raise self.mistake("expected keys with values", *keys)
        return Section(self.file, self.root, self.keys + keys, value)


def read(path: Path, what: str, keys: Sequence[str], *, name: str | None = None) -> Section:
    """Read a YAML file.

    Args:
        path: where it is.
        what: what the file holds, for an error: "the posting rules".
        keys: the keys at its top, for an error.
        name: what errors call the file; its last part, when it is left out.

    Raises:
        InputError: it cannot be read, or is no mapping in YAML; with file and line.
    """
    name = name or path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: byte {error.start} is not UTF-8: save the file as UTF-8") from None
    except OSError as error:
        raise InputError(f"{name}: {what} cannot be read: {error.strerror}") from None
    return parse(name, text, keys)


def parse(name: str, text: str, keys: Sequence[str]) -> Section:
    """A file's text as YAML.

    `name` and `keys` are those of `read`.

    Raises:
        InputError: it is no mapping in YAML, or a key stands twice; with file and line.
    """
    try:
        loader = yaml.BaseLoader(text)  # makes nothing but text, lists and mappings
        root = loader.get_single_node()
        document = None if root is None else loader.construct_document(root)
        twice = duplicate_key(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "is not readable"
        raise InputError(f"{name}:{mark.line + 1 if mark else 1}: not valid YAML: {problem}") from None
    except RecursionError:
        raise InputError(f"{name}:1: not valid YAML: it is nested in itself, or too deeply") from None
    if twice is not None:
        raise InputError(f"{name}:{twice[1]}: key '{twice[0]}' stands twice: remove one")
    if not isinstance(document, dict):
        examples = ", ".join(f"'{key}:'" for key in keys)
        raise InputError(f"{name}:1: expected keys such as {examples}")
    return Section(name, root, (), document)
