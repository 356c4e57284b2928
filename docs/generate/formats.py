"""The formats that `tieout.yml` may name, as each is declared beside its reader."""

from docs.generate.markdown import table as markdown_table
from tieout.formats import every_format


def table() -> str:
    """The table of every declared format."""
    rows = [
        (f"`{each.name}`", each.reads, "yes" if each.is_bank else "", each.summary, _code(each.keys))
        for each in every_format()
    ]
    return markdown_table(("`format:`", "reads", "a bank's", "files", "keys of the source that it heeds"), rows)


def _code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)
