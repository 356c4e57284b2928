"""The documentation as data: its pages, their parts, their queries, and the marts that they speak of."""

import re
from importlib.resources import files
from pathlib import Path

import duckdb
import yaml

from warehouse.publish import _AUDIT_RESULTS as AUDIT_RESULTS

DOCS = Path(__file__).parents[3] / "docs"
README = DOCS.parent / "README.md"
PAGES = [README, DOCS.parent / "CONTRIBUTING.md", DOCS.parent / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
MARTS = sorted(
    entry.name.removesuffix(".sql")
    for entry in (files("dbt_project") / "models" / "marts").iterdir()
    if entry.name.endswith(".sql")
)


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    """From a second-level heading that begins with `title` to the next one."""
    return next(part for part in re.split(r"^## ", text, flags=re.MULTILINE) if part.startswith(title))


def documented_keys(text: str) -> set[str]:
    """What the first cells of the tables name in code."""
    cells = re.findall(r"^\| ([^|]*) \|", text, flags=re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def queries(text: str) -> list[str]:
    """The SQL of a page: its own blocks, and what it asks with `tieout sql`."""
    asked = re.findall(r'tieout sql (?:-w \w+ )?"(\w[^"]+)"', text)
    return re.findall(r"```sql\n(.*?)```", text, flags=re.DOTALL) + asked


def columns(mart: str) -> dict[str, str]:
    """The columns of a mart's contract with their types; those of the audit's results as publication makes them."""
    if mart == "audit_results":
        return dict(AUDIT_RESULTS)
    contract = files("dbt_project") / "models" / "marts" / f"{mart}.yml"
    (model,) = yaml.safe_load(contract.read_text(encoding="utf-8"))["models"]
    return {column["name"]: column["data_type"] for column in model["columns"]}


def marts_by_contract() -> duckdb.DuckDBPyConnection:
    """Empty marts with the columns of their contracts."""
    marts = duckdb.connect()
    marts.execute("CREATE SCHEMA marts")
    for name in [*MARTS, "audit_results"]:
        typed = ", ".join(f'"{column}" {data_type}' for column, data_type in columns(name).items())
        marts.execute(f"CREATE TABLE marts.{name} ({typed})")
    marts.execute("SET schema = 'marts'")
    return marts
