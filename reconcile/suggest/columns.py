"""What the columns of two sides have in common, in words."""

from reconcile.suggest.figures import share
from reconcile.suggest.proposal import Span
from reconcile.suggest.queries import Row

_USABLE = {("reference", "reference"), ("group", "group"), ("group", "reference"), ("reference", "group")}
_USABLE |= {("counterparty", "counterparty")}
_WORTH_A_HINT = 20  # percent of the rarer column's values


def column_notes(facts: list[Row], pairs: list[Row], span: Span) -> list[str]:
    """One sentence per column of a side: how many lines have it, how unique it is, what the other side has of it."""
    items = {"left": span.left_items, "right": span.right_items}
    same = {row["left_column"]: row for row in pairs if row["left_column"] == row["right_column"]}
    return [_note(row, items[row["side"]], same.get(row["name"])) for row in facts]


def _note(row: Row, items: int, pair: Row | None) -> str:
    words = f"{row['side']} {row['name']}: "
    if row["name"] == "description":
        words += f"{row['distinct_values']:,} numbers stand in it"
    else:
        unique = share(row["single_values"], row["distinct_values"])
        words += (
            f"in {share(row['lines'], items)} of the lines, {row['distinct_values']:,} values ({unique} stand once)"
        )
    if pair is None:
        return f"{words}; none on the other side"
    agreeing = share(pair["equal_sums"], pair["shared_values"])
    return f"{words}; {pair['shared_values']:,} on both sides, {agreeing} of these with equal amounts"


def hints(facts: list[Row], pairs: list[Row], pairs_found: int) -> list[str]:
    """Columns that find each other though no pass can compare them: worth mapping as `reference`.

    `pairs_found` is how many pairs the references find as they are read.
    """
    values = {(row["side"], row["name"]): row["distinct_values"] for row in facts}
    best = max(pairs_found, *(row["equal_pairs"] for row in pairs if _usable(row)), 0)
    notes = []
    for row in pairs:
        rarer = min(values["left", row["left_column"]], values["right", row["right_column"]])
        if not _usable(row) and row["equal_pairs"] > best and row["equal_pairs"] * 100 >= rarer * _WORTH_A_HINT:
            notes.append(
                f"the {row['left_column']} of {row['equal_pairs']:,} left lines stands in the {row['right_column']} of"
                " right lines of the same amount: no pass compares these two, map what holds it as `reference`"
            )
    return notes[:1]


def _usable(row: Row) -> bool:
    return (row["left_column"], row["right_column"]) in _USABLE
