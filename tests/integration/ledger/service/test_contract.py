"""Schemathesis reads the OpenAPI document and looks for answers that it does not describe."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings


@pytest.fixture(scope="module")
def contract(service):
    schema = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    schema.config.update(headers={"Authorization": f"Bearer {service.keys['admin']}"})
    return schema


schema = schemathesis.pytest.from_fixture("contract")


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_contract_describes(case):
    case.call_and_validate()
