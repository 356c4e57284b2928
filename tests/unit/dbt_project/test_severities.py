"""The severities are declared once for Python and once for SQL, and the two say the same."""

from typing import get_args

import yaml

from dbt_project import PROJECT_DIR
from expectations.claims import claims
from tieout.config.severity import SEVERITIES, Ages, Amounts, DueDays, OwnAmounts, Severity


def test_the_models_know_the_severities_of_the_configuration_in_their_order() -> None:
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))

    assert tuple(project["vars"]["severities"]) == SEVERITIES == get_args(Severity)


def test_the_audit_lets_no_other_severity_pass() -> None:
    (claim,) = (each for each in claims() if each.spec.expectation.endswith("severities_are_known"))

    assert set(claim.arguments["value_set"]) == set(SEVERITIES)


def test_each_has_days_to_settle_it_and_each_but_the_last_has_limits() -> None:
    assert DueDays.model_fields.keys() == set(SEVERITIES)
    for limits in (Amounts, OwnAmounts, Ages):
        assert limits.model_fields.keys() == set(SEVERITIES[:-1])
