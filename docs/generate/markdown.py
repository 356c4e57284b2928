"""Tables and pictures as Markdown has them."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with its head."""
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ("---",) * len(head), *rows))


def mermaid(lines: Sequence[str]) -> str:
    """A picture in Mermaid's language, which GitHub and most editors draw."""
    return "\n".join(["```mermaid", *lines, "```", ""])
