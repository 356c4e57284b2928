"""Which account a word means: a role, a payment method, or the code itself.

A rule says `receivables`, not 1100, so that a tenant with another chart only says which account plays that role. Each
payment method (card, bkash, bank, cash ...) has an account of its own, since each is proved by a statement of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tieout.errors import InputError
from tieout.sections import Section
from tieout.suggestions import did_you_mean

WORD = re.compile(r"[a-z][a-z0-9_]*")


class Named(NamedTuple):
    """What a word stands for."""

    word: str
    code: str


@dataclass(frozen=True)
class Accounts:
    """Roles with their accounts' codes; payment methods with a code or a role."""

    roles: dict[str, str]
    methods: dict[str, str]

    def with_those_of(self, document: Section) -> "Accounts":
        """These, with the `roles:` and `methods:` of a file added or put in their place.

        Raises:
            InputError: a method is booked to an unknown role, or a word is both a role and a payment method.
        """
        roles = self.roles | dict(_words(document.inner("roles")))
        section = document.inner("methods")
        methods = dict(_words(section))
        for word, code in methods.items():
            if WORD.fullmatch(code) and code not in roles:
                raise section.mistake(f"unknown role '{code}': {did_you_mean(code, roles)}", word)
        for word in roles.keys() & (self.methods | methods).keys():
            raise document.mistake(f"'{word}' is both a role and a payment method: rename one")
        return Accounts(roles, self.methods | methods)

    def code(self, word: str) -> str:
        """The account's code of a role or payment method; a word that is a code already is given back.

        Raises:
            InputError: there is no such role or payment method; the nearest is named.
        """
        if not WORD.fullmatch(word):
            return word
        if word in self.methods:
            return self.code_of_method(word)
        if word not in self.roles:
            near = did_you_mean(word, self.roles | self.methods)
            raise InputError(f"unknown account role '{word}': {near}")
        return self.roles[word]

    def code_of_method(self, word: str) -> str:
        """The code of the account that a payment method is booked to.

        Raises:
            InputError: there is no such payment method; the nearest is named.
        """
        if word not in self.methods:
            raise InputError(f"unknown payment method '{word}': {did_you_mean(word, self.methods)}")
        return self.roles.get(self.methods[word], self.methods[word])

    def named(self) -> Iterator[Named]:
        """Every role and method with its code: what the chart must have to use them."""
        for word in self.roles | self.methods:
            yield Named(word, self.code(word))


def _words(section: Section) -> Iterator[tuple[str, str]]:
    for word in section.values:
        if not WORD.fullmatch(word):
            raise section.mistake(f"'{word}': use small letters, digits and '_'", word)
        yield word, section.text(word)
