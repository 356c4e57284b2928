r"""Which setting would read an amount that the source's own do not: the key that is wrong, and what it should say.

A number shows its signs: in `1.234,56` the point groups and the comma is decimal, in `1,00` the comma cannot group.
Only one sign before exactly three digits (`1,234`) may be either, and then both are named.
"""

from tieout.sql_text import literal

_GROUPS = ((",", ","), (r"\.", "."), ("['\u2019]", "'"), (r"[ \x{a0}\x{202f}\x{2009}]", " "))
_ALIKE = (" \u00a0\u202f\u2009", "'\u2019")
_WORDS = {",": "comma", ".": "point"}


def hint_sql(text: str, decimal: str, thousands: str | None) -> str:
    """SQL of a clause in parentheses on what to set, or an empty text: `decimal` and `thousands` are set now."""
    cases = [
        (pattern, f" (if it is one, {remedy})")
        for pattern, needed in _shapes()
        if (remedy := _remedy(decimal, thousands, *needed))
    ]
    for sign, escaped in ((",", ","), (".", r"\.")):
        if sign not in (decimal, thousands):
            both = f'`decimal: "{sign}"` or `thousands: "{sign}"`'
            cases.append((rf"\d{{1,3}}{escaped}\d{{3}}", f" (if it is one, say what the {_WORDS[sign]} is: {both})"))
    whens = " ".join(f"WHEN {_is(text, pattern)} THEN {literal(hint)}" for pattern, hint in cases)
    return f"CASE {whens} ELSE '' END" if whens else "''"


def grouped_hint_sql(text: str, decimal: str, thousands: str | None) -> str:
    """SQL of a clause for an amount with too many decimals, which its decimal sign may only seem to begin."""
    other = "." if decimal == "," else ","
    remedy = _remedy(decimal, thousands, other, decimal)
    shape = rf"\d{{1,3}}{'[.]' if decimal == '.' else ','}\d{{3}}"
    hint = literal(f"; if the {_WORDS[decimal]} groups digits, {remedy}")
    return f"CASE WHEN {_is(text, shape)} THEN {hint} ELSE '' END"


def _shapes() -> list[tuple[str, tuple[str | None, str | None]]]:
    """What a number looks like, and the decimal sign and thousands separator that it then has."""
    shapes: list[tuple[str, tuple[str | None, str | None]]] = []
    for group, thousands in _GROUPS:
        whole = rf"\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}"
        shapes += [
            (rf"{whole}{point}\d+", (decimal, thousands))
            for point, decimal in ((",", ","), (r"\.", "."))
            if decimal != thousands
        ]
        several = whole if thousands in "' " else rf"\d{{1,3}}(?:{group}\d{{2,3}})+{group}\d{{3}}"
        shapes.append((several, (None, thousands)))
    for point, decimal in ((",", ","), (r"\.", ".")):
        shapes.append((rf"\d*{point}(?:\d{{1,2}}|\d{{4,}})|\d{{4,}}{point}\d+", (decimal, None)))
    return shapes


def _remedy(decimal: str, thousands: str | None, needed: str | None, group: str | None) -> str:
    """What to set in place of what, in words; empty where the settings are those already."""
    if needed is None:
        needed = decimal if decimal != group else ("." if group == "," else ",")
    wrong, right = [], []
    if needed != decimal:
        wrong.append(f'`decimal: "{decimal}"`')
        right.append(f'`decimal: "{needed}"`')
    if group is not None and not _alike(group, thousands):
        wrong += [f'`thousands: "{thousands}"`'] if thousands is not None else []
        right.append(f'`thousands: "{group}"`')
    elif group is None and thousands == needed:
        wrong.append(f'`thousands: "{thousands}"`')
    if not right:
        return ""
    verb = "are" if len(wrong) > 1 else "is"
    return f"{' and '.join(wrong)} {verb} wrong: set {' and '.join(right)}" if wrong else f"set {' and '.join(right)}"


def _alike(group: str, thousands: str | None) -> bool:
    return thousands is not None and (group == thousands or any({group, thousands} <= {*signs} for signs in _ALIKE))


def _is(text: str, pattern: str) -> str:
    whole = r"[-+(\x{2212}]?(?:" + pattern + r")[-)\x{2212}]?"
    return f"regexp_full_match({text}, {literal(whole)})"
