"""Adding a thing touches few files: here one of each kind is added to a copy of the project, and everybody finds it."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from dbt_project import PROJECT_DIR
from docs.generate.pages import ROOT

MART = {
    "models/marts/deposits.sql": "select tenant_id, journal_id, amount from {{ ref('general_ledger') }} where amount > 0",
    "models/marts/deposits.yml": """
version: 2
models:
  - name: deposits
    config:
      meta: {subject: Books, question: 'what came in?'}
    description: What came in.
    columns:
      - {name: tenant_id, data_type: varchar}
      - {name: journal_id, data_type: varchar}
      - {name: amount, data_type: 'decimal(38, 9)'}
""",
}
"""Its page, `docs/marts/deposits.md`, is the third file."""

KPI = {
    "models/intermediate/kpis/kpi_deposits.sql": """
select 'deposits' as kpi, '' as dimension, sum(amount) as value, currency from {{ ref('general_ledger') }} group by currency
""",
    "dbt_project.yml": """
    - kpi: deposits
      model: kpi_deposits
      label: Deposits
      unit: amount
      definition: What came in, where the book's word counts
      card: true
      good: {from: '1'}
""",
}
SEEN = """
import json
from dbt_project.kpis import every_kpi
from docs.generate import kpis, marts
from docs.generate.models import project
models = project()
print(json.dumps({
    "read by kpis": models["kpis"].reads, "deposits": models["deposits"].folder,
    "cards": [kpi.label for kpi in every_kpi() if kpi.has_card],
    "index": marts.index(), "figures": kpis.table(),
}))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What each reader of the declarations finds in a project that has one more of each kind."""
    copied = tmp_path_factory.mktemp("added") / "dbt_project"
    shutil.copytree(PROJECT_DIR, copied, ignore=shutil.ignore_patterns("target", "logs", "__pycache__"))
    for name, text in {**MART, **KPI}.items():
        with (copied / name).open("a", encoding="utf-8") as file:
            file.write(text)
    environment = {**os.environ, "PYTHONPATH": f"{copied.parent}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", SEEN], cwd=copied.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_mart_is_three_files_with_its_page(seen):
    assert len(MART) + 1 <= 3
    assert seen["deposits"] == "marts"
    assert "| [`deposits`](marts/deposits.md) | what came in? |" in seen["index"]


def test_a_key_figure_is_two_files(seen):
    assert len(KPI) == 2
    assert "kpi_deposits" in seen["read by kpis"]
    assert "Deposits" in seen["cards"]
    assert (
        "| `deposits` | Deposits | amount | What came in, where the book's word counts | from 1 |  |" in seen["figures"]
    )
