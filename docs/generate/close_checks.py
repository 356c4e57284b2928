"""The checks of a close, as the dbt project declares them."""

from pathlib import Path

import yaml

from docs.generate.markdown import table as markdown_table

_PROOF = (
    "`proof`",
    "the ledger is proven, as by `tieout verify`: asked when the period is closed. Cannot be accepted",
    "[proof](proof.md)",
)
"""The one check that is not the marts' but the ledger's own."""


def table(project: Path) -> str:
    """The table of every check: what it asks, and how to clear it."""
    declared = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["close_checks"]
    rows = [(f"`{check['id']}`", check["passes_when"], check["remedy"]) for check in declared]
    return markdown_table(("check", "passes when", "how to clear it"), [*rows, _PROOF])
