"""Layouts as raw tables: their lines, the accounts each takes, what each adds up, and whose layout each is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ledger.chart import chart_of
from reporting.account_patterns import like
from reporting.layouts.account_lines import CASH, LayoutAccount, check_accounts
from reporting.layouts.checks import check_layout
from reporting.layouts.layout_file import read_layout
from reporting.layouts.model import Layout, Rule
from reporting.layouts.sums import sums_of
from reporting.raw_table import RawTable
from tieout.workspace import Workspace

_TEXT = "VARCHAR"
_LINE = {
    "layout": _TEXT,
    "statement": _TEXT,
    "line_no": "INTEGER",  # the order of print
    "line_id": _TEXT,
    "kind": _TEXT,
    "level": "INTEGER",
    "label": _TEXT,
    "sign": "INTEGER",  # 1 where a debit is printed positive
    "activity": _TEXT,
    "computed": _TEXT,
}
_RULE = {
    "layout": _TEXT,
    "statement": _TEXT,
    "line_id": _TEXT,
    "account_type": _TEXT,
    "kind": _TEXT,
    "first_code": _TEXT,
    "last_code": _TEXT,
    "pattern": _TEXT,  # of SQL's LIKE, with ! as its escape
    "tag": _TEXT,
    "against": _TEXT,  # the line that the amount is taken from; null where the account has its place here
}
_SUM = {"layout": _TEXT, "statement": _TEXT, "line_id": _TEXT, "part_id": _TEXT, "factor": "INTEGER"}
_ENTITY = {"entity_id": _TEXT, "layout": _TEXT}


def layouts_of(workspace: Workspace) -> dict[str, Layout]:
    """Every layout that is in use, checked, by the entity or group that uses it."""
    config = workspace.config
    names = {entity.id: entity.layout or config.reporting.layout for entity in config.entities}
    names |= {group.id: config.reporting.layout for group in config.groups}
    read = {name: read_layout(name, workspace.root) for name in set(names.values())}
    for layout in read.values():
        check_layout(layout)
    return {entity: read[name] for entity, name in names.items()}


def layout_tables(workspace: Workspace, layouts: Mapping[str, Layout], tags: RawTable) -> dict[str, RawTable]:
    """The raw tables of the layouts.

    Raises:
        InputError: an account of our own chart stands on no line, or on two.
    """
    check_accounts(layouts, _own_accounts(workspace, tags))
    used = sorted({layout.name: layout for layout in layouts.values()}.items())
    return {
        "layout_lines": RawTable(_LINE, [row for _, layout in used for row in _lines(layout)]),
        "layout_rules": RawTable(_RULE, [row for _, layout in used for row in _rules(layout)]),
        "layout_sums": RawTable(_SUM, [row for _, layout in used for row in _sums(layout)]),
        "entity_layouts": RawTable(_ENTITY, [(entity, layout.name) for entity, layout in layouts.items()]),
    }


def _own_accounts(workspace: Workspace, tags: RawTable) -> Iterator[LayoutAccount]:
    tagged: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for entity_id, code, account_type, tag in tags.rows:
        tagged[entity_id, code, account_type].add(str(tag))
    for account in chart_of(workspace.config, workspace.root):
        found = tagged[account.entity_id, account.code, account.type]
        yield LayoutAccount(account.entity_id, account.code, account.type, frozenset(found))


def _lines(layout: Layout) -> Iterator[tuple[object, ...]]:
    for statement, lines in layout.statements.items():
        for number, line in enumerate(lines, start=1):
            about = (line.line_id, line.kind, line.level, line.label, line.sign, line.activity, line.computed)
            yield (layout.name, statement, number, *about)


def _rules(layout: Layout) -> Iterator[tuple[object, ...]]:
    for statement, lines in layout.statements.items():
        for line in lines:
            yield from _rows(line.rules, (layout.name, statement, line.line_id), line.against)
    cash = [Rule(account_type, "tag", CASH) for account_type in ("asset", "liability")]
    yield from _rows(cash, (layout.name, "cash_flow", CASH), None)


def _rows(rules: Iterable[Rule], place: tuple[str, ...], against: str | None) -> Iterator[tuple[object, ...]]:
    for rule in rules:
        codes = (rule.first, rule.last) if rule.kind == "code" else (None, None)
        pattern = like(rule.first) if rule.kind == "pattern" else None
        tag = rule.first if rule.kind == "tag" else None
        yield (*place, rule.account_type, rule.kind, *codes, pattern, tag, against)


def _sums(layout: Layout) -> Iterator[tuple[object, ...]]:
    for statement, lines in layout.statements.items():
        for line_id, parts in sums_of(lines).items():
            yield from ((layout.name, statement, line_id, part, factor) for part, factor in parts.items())
