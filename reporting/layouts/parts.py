"""The parts of a layout: a line with the accounts it takes, a subtotal with the lines it adds up."""

from collections.abc import Iterator

from reporting.account_patterns import is_pattern
from reporting.layouts.model import ACTIVITIES, COMPUTED, DEBIT_TYPES, TYPES, Kind, LayoutLine, Rule
from tieout.sections import Section
from tieout.suggestions import did_you_mean

_SIGNS = {"debit": 1, "credit": -1}
_LINE_KEYS = ("line", "label", "type", "accounts", "tags", "rest", "sign", "computed", "activity", "against")


def line_of_accounts(part: Section, statement: str, line_id: str, level: int, activity: str | None) -> LayoutLine:
    """A line that prints accounts, or a computed figure.

    Raises:
        InputError: a key or word is not valid for this statement; with file, line and the nearest word.
    """
    part.only(*_LINE_KEYS)
    computed = part.maybe("computed")
    against = part.maybe("against")
    if computed is not None:
        _check_computed(part, statement, computed)
    if against is not None and (statement != "cash_flow" or "rest" in part.values):
        raise part.mistake("only a line of the cash flow takes from another, and never a rest", "against")
    rules = () if computed is not None else tuple(_rules(part, statement, against))
    return LayoutLine(
        part,
        line_id,
        "line",
        part.text("label"),
        level,
        sign=_sign(part, statement, rules, computed, against),
        activity=activity_of(part, statement) or activity,
        rules=rules,
        computed=computed,
        against=against,
    )


def sum_of_lines(part: Section, kind: Kind, line_id: str, level: int) -> LayoutLine:
    """A subtotal or total: `adds` some lines, and takes off the lines of `less`.

    Raises:
        InputError: it adds up no line, or has a key that is not valid; with file and line.
    """
    part.only(kind, "label", "adds", "less")
    adds, less = _words(part, "adds"), _words(part, "less")
    if not adds and not less:
        raise part.mistake("adds up nothing: name lines under 'adds'")
    return LayoutLine(part, line_id, kind, part.text("label"), level, adds=adds, less=less)


def activity_of(part: Section, statement: str) -> str | None:
    """The activity that a part of the cash flow belongs to (IAS 7.10), if it says so.

    Returns:
        The activity, or None where the part does not say.

    Raises:
        InputError: the statement is not the cash flow, or there is no such activity.
    """
    found = part.maybe("activity")
    if found is not None and statement != "cash_flow":
        raise part.mistake("only the cash flow has activities", "activity")
    return None if found is None else part.one_of("activity", found, ACTIVITIES)


def _check_computed(part: Section, statement: str, computed: str) -> None:
    part.one_of("computed", computed, COMPUTED[statement])
    for key in ("type", "accounts", "tags", "rest", "sign", "against"):
        if key in part.values:
            raise part.mistake("a computed line takes no accounts: remove this key", key)


def _rules(part: Section, statement: str, against: str | None) -> Iterator[Rule]:
    types = _types(part, TYPES["profit_and_loss"] if against else TYPES[statement])
    accounts, tags = _words(part, "accounts"), _words(part, "tags")
    if "rest" in part.values:
        if "type" in part.values:
            raise part.mistake("'rest' says the type: remove 'type'", "type")
        yield from (Rule(account_type, "rest") for account_type in types)
        types = types[:1] if accounts or tags else ()
    for account_type in types:
        yield from (_by_code(part, account_type, code, place) for place, code in enumerate(accounts))
        yield from (Rule(account_type, "tag", tag) for tag in tags)
        if not accounts and not tags:
            yield Rule(account_type, "type")


def _types(part: Section, valid: tuple[str, ...]) -> tuple[str, ...]:
    key = "rest" if "rest" in part.values else "type"
    found = _words(part, key)
    if not found:
        raise part.mistake(f"missing key 'type' (or 'rest'): {', '.join(valid)}")
    for word in found:
        if word not in valid:
            raise part.mistake(f"'{word}' accounts do not stand here: {did_you_mean(word, valid)}", key)
    return found


def _by_code(part: Section, account_type: str, text: str, place: int) -> Rule:
    if is_pattern(text):
        return Rule(account_type, "pattern", text)
    first, dash, last = text.partition("-")
    if not (dash and first.isdigit() and last.isdigit()):
        return Rule(account_type, "code", text, text)
    if len(first) != len(last) or first > last:
        text = f"'{text}' is no range: write two codes of the same length, the lower first"
        raise part.mistake(text, "accounts", place)
    return Rule(account_type, "code", first, last)


def _sign(part: Section, statement: str, rules: tuple[Rule, ...], computed: str | None, against: str | None) -> int:
    """Debits or credits positive. In the cash flow what an account lost is positive: it became cash."""
    said = part.maybe("sign")
    if statement == "cash_flow":
        if said is not None:
            raise part.mistake("a line of the cash flow is positive where cash came in: remove 'sign'", "sign")
        return 1 if against is not None else -1
    if said is not None:
        return _SIGNS[part.one_of("sign", said, _SIGNS)]
    natural = {rule.account_type in DEBIT_TYPES for rule in rules} or {computed is None}
    if len(natural) > 1:
        raise part.mistake("mixes types of both signs: say 'sign: debit' or 'sign: credit'")
    return 1 if natural == {True} else -1


def _words(part: Section, key: str) -> tuple[str, ...]:
    value = part.values.get(key, ())
    words = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else (value,)
    for place, word in enumerate(words):
        if not isinstance(word, str) or not word.strip():
            raise part.mistake("expected a list of texts", key, place)
    return words
