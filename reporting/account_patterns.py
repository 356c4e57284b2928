"""Patterns of account codes: `*` stands for any text, `?` for one letter, as in the names of files."""

ESCAPE = "!"


def is_pattern(text: str) -> bool:
    """Whether the text stands for more than itself."""
    return "*" in text or "?" in text


def like(pattern: str) -> str:
    """The pattern as SQL's LIKE has it, with `!` as its escape on every engine: `a_b*` is `a!_b%`."""
    escaped = pattern.replace(ESCAPE, ESCAPE * 2).replace("%", f"{ESCAPE}%").replace("_", f"{ESCAPE}_")
    return escaped.replace("*", "%").replace("?", "_")
