"""The dbt project as assets and checks."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.build.project import Project
from orchestration.driver import RUN, carry_out
from orchestration.run import steps


def dbt_assets(project: Project) -> dg.AssetsDefinition:
    """One asset a model, one asset check a test, all of them made by one step."""

    @dg.multi_asset(specs=project.models, check_specs=project.tests, required_resource_keys={RUN}, name="dbt_build")
    def dbt_build(context: dg.AssetExecutionContext) -> Iterator[Any]:
        yield from carry_out(steps.build, context)  # in the order of completion, which Dagster accepts

    return dbt_build
