"""The kinds of passes that a reconciliation may have, as they are declared."""

from docs.generate.markdown import table as markdown_table
from tieout.config.pass_kinds import PASS_KINDS


def table() -> str:
    """The table of every kind of pass."""
    rows = [(f"`{kind.name}`", kind.confirms, kind.rounds) for kind in PASS_KINDS.values()]
    return markdown_table(("kind", "confirms", "rounds"), rows)
