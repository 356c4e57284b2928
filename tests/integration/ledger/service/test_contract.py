"""Schemathesis reads the OpenAPI document and looks for answers that it does not describe.

It sends what the contract allows and what it forbids; the service must take or refuse each in a way that is described.
"""

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from ledger.rules import Rules
from ledger.service.app import build
from ledger.service.settings import LedgerSettings
from tests.support.rounds import SOAK, rounds

pytestmark = pytest.mark.soak


def no_database():
    raise AssertionError("the contract is written without a database")


schema = schemathesis.openapi.from_dict(build(no_database, LedgerSettings(), Rules.load()).openapi())


def contract_of(operation):
    """One test for one operation; parametrized over all of them, their ids would be the same."""

    @schema.include(method=operation.method.upper(), path=operation.path).parametrize()
    @settings(
        max_examples=rounds(4, 60),
        deadline=None,
        derandomize=not SOAK,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def every_answer_is_one_that_the_contract_describes(case, service):
        if isinstance(case.query.get("wait"), int):
            case.query["wait"] = 0  # nobody writes meanwhile: it would wait for nothing
        case.call_and_validate(base_url=service.url, headers={"Authorization": f"Bearer {service.keys['admin']}"})

    return every_answer_is_one_that_the_contract_describes


for found in schema.get_all_operations():
    name = re.sub(r"\W+", "_", found.ok().label).strip("_")
    globals()[f"test_every_answer_is_described_{name}"] = contract_of(found.ok())
