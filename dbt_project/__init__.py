"""What is derived: staging → intermediate (matching passes) → marts, as a dbt project.

It is a package so that an installed Tieout finds its SQL: `PROJECT_DIR` is where `dbt_project.yml` stands.
"""

from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent
