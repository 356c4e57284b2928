"""The dbt project's own documentation: descriptions, columns, SQL and lineage, in one file."""

import shutil
from pathlib import Path

from tieout.errors import TieoutError
from warehouse.dbt import invoke


def document(dbt_state: Path, target: Path) -> None:
    """Write dbt's documentation of the project; it is compiled, not built, so no data is in it.

    Raises:
        TieoutError: dbt cannot read the project; in one line.
    """
    result = invoke(["docs", "generate", "--static", "--empty-catalog"], dbt_state)
    if result.exception is not None:
        raise TieoutError(f"the dbt project cannot be documented: {str(result.exception).splitlines()[0]}")
    shutil.copyfile(dbt_state / "target" / "static_index.html", target)
