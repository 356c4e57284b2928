"""Expectations of Great Expectations that make their configuration once.

The library's own make it anew, through a validated model, whenever one of its values is read: fifty times for each
expectation of an audit, which is a quarter of its time. Nobody changes an expectation once it is made.
"""

from functools import cache
from types import new_class
from typing import Any

from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from pydantic.v1 import PrivateAttr


@cache
def steady(expectation: type[Expectation]) -> type[Expectation]:
    """The expectation as a class of its own name, under which Great Expectations finds it again."""

    def configuration(self: Any) -> ExpectationConfiguration:  # noqa: ANN401 - it is of the class that is made here
        if self._made is None:
            self._made = expectation.configuration.fget(self)
        return self._made

    members = {"__module__": __name__, "_made": PrivateAttr(None), "configuration": property(configuration)}
    return new_class(f"Steady{expectation.__name__}", (expectation,), exec_body=lambda names: names.update(members))
