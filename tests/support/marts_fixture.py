"""Published marts made by SQL, for the states that a real pipeline rarely shows: empty, broken, huge, every exception type.

The tables are made from the contracts of dbt_project/models/marts; their rows are derived in `marts_fixture.sql` from a few
journals, so that every proof (trial balance, reconciliation, balance sheet) holds.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import yaml

from dbt_project import PROJECT_DIR

CONFIG = """\
tenant: acme
entities:
  - {id: acme-de, name: Acme GmbH, currency: EUR, fiscal_year_start: 1}
  - {id: acme-us, name: Acme Inc, currency: USD, fiscal_year_start: 1}
"""
ROWS_SQL = Path(__file__).with_suffix(".sql")
CONTRACTS = PROJECT_DIR / "models" / "marts"


def make_workspace(root: Path) -> Path:
    """A workspace folder with a tieout.yml and nothing published."""
    (root / ".tieout" / "warehouse").mkdir(parents=True, exist_ok=True)
    (root / "tieout.yml").write_text(CONFIG, encoding="utf-8")
    return root


def build_marts(
    file: Path, *, run_id: str = "run-0001", journals: int = 240, bulk_exceptions: int = 0, after: str = ""
) -> None:
    """Write one version of the marts to `file`; `after` is SQL that alters it, to make a state for a test."""
    file.write_bytes(_marts(run_id, journals, bulk_exceptions))
    if after:
        with duckdb.connect(str(file)) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(after)


@cache
def _marts(run_id: str, journals: int, bulk_exceptions: int) -> bytes:
    """The file of such marts: made once, for most tests look at the same ones."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "marts.duckdb"
        with duckdb.connect(str(file)) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(f"SET VARIABLE journals = {journals}")
            connection.execute(f"SET VARIABLE bulk_exceptions = {bulk_exceptions}")
            connection.execute(f"SET VARIABLE run_id = '{run_id}'")
            _create_tables(connection)
            connection.execute(ROWS_SQL.read_text(encoding="utf-8"))
        return file.read_bytes()


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """An empty table of every mart, by its contract: names and types."""
    connection.execute("CREATE SCHEMA marts")
    connection.execute("SET schema = 'marts'")
    for file in sorted(CONTRACTS.glob("*.yml")):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []):
            columns = ", ".join(f"{column['name']} {column['data_type']}" for column in model["columns"])
            connection.execute(f"CREATE TABLE {model['name']} ({columns})")


def publish_file(root: Path, file: Path) -> None:
    """Point the workspace's link at `file` in one atomic step, as publication does."""
    link = root / ".tieout" / "marts.duckdb"
    staged = link.with_name("marts.duckdb.next")
    staged.unlink(missing_ok=True)
    staged.symlink_to(file)
    staged.replace(link)


def publish(
    root: Path, *, run_id: str = "run-0001", journals: int = 240, bulk_exceptions: int = 0, after: str = ""
) -> Path:
    """Build a version and publish it; the file's name carries the run id."""
    file = root / ".tieout" / "warehouse" / f"marts-{run_id}.duckdb"
    build_marts(file, run_id=run_id, journals=journals, bulk_exceptions=bulk_exceptions, after=after)
    publish_file(root, file)
    return file


NO_EXCEPTIONS = """
DELETE FROM marts.exceptions;
DELETE FROM marts.exception_candidates;
UPDATE marts.reconciliation_summary SET exceptions = 0, exceptions_total = 0, left_total = matched_left + in_transit,
    right_total = matched_right;
DELETE FROM marts.kpis WHERE kpi IN ('exceptions_by_severity', 'exceptions_by_age', 'unmatched_value');
UPDATE marts.kpis SET value = 0 WHERE kpi = 'exceptions_open';
"""
