"""The columns of `journal_csv`, as its one reader knows them."""

from docs.generate.markdown import table as markdown_table
from journal_csv.columns import COLUMNS


def table() -> str:
    """The table of the columns."""
    rows = [(f"`{column.name}`", "yes" if column.is_required else "", column.holds) for column in COLUMNS]
    return markdown_table(("column", "required", "holds"), rows)
