"""What a subtotal adds up, down to the lines that accounts stand on."""

from collections import Counter
from collections.abc import Mapping, Sequence

from reporting.layouts.model import LayoutLine
from tieout.suggestions import did_you_mean


def sums_of(lines: Sequence[LayoutLine]) -> dict[str, dict[str, int]]:
    """Each line that shows a figure → the lines of accounts in it, and how often each counts (negative: taken off).

    A line of accounts is itself once.

    Raises:
        InputError: a subtotal names a line that is not there, or itself.
    """
    by_id = {line.line_id: line for line in lines if line.kind != "heading"}
    return {line_id: dict(_parts(line, by_id, ())) for line_id, line in by_id.items()}


def _parts(line: LayoutLine, by_id: Mapping[str, LayoutLine], within: tuple[str, ...]) -> Counter[str]:
    if line.kind == "line":
        return Counter({line.line_id: 1})
    if line.line_id in within:
        raise line.place.mistake(f"'{line.line_id}' adds up itself, by way of {', '.join(within)}")
    found: Counter[str] = Counter()
    for key, names, factor in (("adds", line.adds, 1), ("less", line.less, -1)):
        for place, name in enumerate(names):
            part = by_id.get(name)
            if part is None:
                raise line.place.mistake(f"no line '{name}': {did_you_mean(name, by_id)}", key, place)
            for inner, count in _parts(part, by_id, (*within, line.line_id)).items():
                found[inner] += factor * count
    return found
