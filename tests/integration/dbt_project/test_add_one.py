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
CLOSE_CHECK = {
    "models/intermediate/close/int_close_deposits.sql": """
select
    entity_id, period, 'deposits' as check_id, period as sort_key, 'nothing came in' as what,
    cast(null as decimal(38, 9)) as amount, cast(null as varchar) as currency
from {{ ref('int_book_periods') }}
""",
    "dbt_project.yml": """
    - id: deposits
      title: Deposits came in
      model: int_close_deposits
      acceptable: true
      page: trial_balance
      passed: something came in
      query: select * from deposits
      passes_when: something came in
      remedy: wait
""",
}
PASS = {
    "macros/matching/pass_cheque.sql": """
{% macro rounds_of_cheque() -%}{{ return(['cheque_number']) }}{%- endmacro %}
{% macro round_cheque_number(open, rule) %}
    with left_open as ({{ open_side(open, rule, 'left') }}),
    right_open as ({{ open_side(open, rule, 'right') }})
    select {{ pair_link('left_open', 'right_open') }}
    from left_open
    inner join right_open using (reconciliation_no, currency, amount, group_key)
{% endmacro %}
""",
}
"""Its entry in tieout/config/pass_kinds.py is the second file (`DECLARED`), its in / expected pairs the third."""
DECLARED = """
from tieout.config.pass_kinds import PASS_KINDS, PassKind
PASS_KINDS["cheque"] = PassKind("cheque", confirms="the same number of a cheque", rounds="by number", keys=("by",), by=("group",))
"""

SEEN = """
import json
from dbt_project import PROJECT_DIR
from dbt_project.kpis import every_kpi
from docs.generate import close_checks, kpis, marts, passes
from tieout.config.passes import Pass
from warehouse.compiled import compiled_project
nodes = {node.name: node for node in compiled_project("duckdb")}
print(json.dumps({
    "read by kpis": nodes["kpis"].parents, "read by close_checks": nodes["close_checks"].parents,
    "deposits": nodes["deposits"].key, "links": nodes["int_match_links"].sql,
    "cards": [kpi.label for kpi in every_kpi() if kpi.has_card],
    "checks": nodes["int_close_catalogue"].sql,
    "index": marts.index(), "figures": kpis.table(), "tables": [close_checks.table(PROJECT_DIR), passes.table()],
    "a pass": Pass.model_validate({"kind": "cheque", "by": "group"}).by,
}))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What each reader of the declarations finds in a project that has one more of each kind."""
    folder = tmp_path_factory.mktemp("added")
    copied = folder / "dbt_project"
    shutil.copytree(PROJECT_DIR, copied, ignore=shutil.ignore_patterns("target", "logs", "__pycache__"))
    for name, text in {**MART, **KPI, **CLOSE_CHECK, **PASS}.items():
        if name != "dbt_project.yml":
            (copied / name).write_text(text, encoding="utf-8")
    project = (copied / "dbt_project.yml").read_text(encoding="utf-8")
    checks, mark, figures = project.partition("  # The key figures")
    declared = checks + CLOSE_CHECK["dbt_project.yml"].lstrip("\n") + mark + figures + KPI["dbt_project.yml"]
    (copied / "dbt_project.yml").write_text(declared, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", DECLARED + SEEN],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_mart_is_three_files_with_its_page(seen):
    assert len(MART) + 1 <= 3
    assert seen["deposits"] == ["marts", "deposits"]
    assert "| [`deposits`](marts/deposits.md) | what came in? |" in seen["index"]


def test_a_key_figure_is_two_files(seen):
    assert len(KPI) == 2
    assert "model.tieout.kpi_deposits" in seen["read by kpis"]
    assert "Deposits" in seen["cards"]
    assert (
        "| `deposits` | Deposits | amount | What came in, where the book's word counts | from 1 |  |" in seen["figures"]
    )


def test_a_check_of_the_close_is_two_files(seen):
    assert len(CLOSE_CHECK) == 2
    assert "model.tieout.int_close_deposits" in seen["read by close_checks"]
    assert "'Deposits came in'" in seen["checks"]
    assert "something came in" in seen["tables"][0]


def test_a_kind_of_pass_is_three_files_with_its_pairs(seen):
    assert len(PASS) == 1
    assert "--- find cheque cheque_number\n" in seen["links"]
    assert seen["a pass"] == "group"
    assert "| `cheque` | the same number of a cheque | by number |" in seen["tables"][1]
