"""What a build must know to revalue and to translate: whose books, into which currency, by which accounts."""

from collections.abc import Iterator

from ledger.rules import Rules
from reporting.raw_table import RawTable
from tieout.config import Config
from tieout.config.models import LEDGER
from tieout.money import to_minor
from tieout.workspace import Workspace

_TEXT = "VARCHAR"
_RULE_COLUMNS = {
    "exchange_differences": _TEXT,  # account codes
    "currency_trading": _TEXT,
    "oldest_rate_days": "INTEGER",
}
_MEMBER_COLUMNS = {
    "basis": _TEXT,  # presentation: an entity in another currency; consolidated: a member of a group
    "view_id": _TEXT,  # the entity or the group
    "view_book": _TEXT,
    "currency": _TEXT,
    "tolerance": "BIGINT",  # minor units of that currency
    "entity_id": _TEXT,
    "book": _TEXT,
}
_PAIR_COLUMNS = dict.fromkeys(("pair", "side", "entity_id", "account_code", "partner_id"), _TEXT)


def exchange_tables(workspace: Workspace) -> dict[str, RawTable]:
    """Raw tables by name; the roles of accounts are those of the posting rules."""
    config = workspace.config
    accounts = Rules.of(workspace).accounts
    roles = (accounts.code("exchange_differences"), accounts.code("currency_trading"))
    return {
        "exchange_rules": RawTable(_RULE_COLUMNS, [(*roles, config.reporting.oldest_rate_days)]),
        "members": RawTable(_MEMBER_COLUMNS, [*_presented(config), *_consolidated(workspace)]),
        "intercompany_accounts": RawTable(_PAIR_COLUMNS, list(_pairs(config))),
    }


def _presented(config: Config) -> Iterator[tuple[object, ...]]:
    if config.reporting.currency is None:
        return
    for book in (LEDGER, *(source.id for source in config.sources if source.kind == "book")):
        for entity in config.entities:
            yield "presentation", entity.id, book, config.reporting.currency, 0, entity.id, book


def _consolidated(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    for group in workspace.config.groups:
        tolerance = to_minor(group.tolerance, workspace.currencies.scale(group.currency))
        for entity in group.entities:
            book = group.book_of(entity)
            yield "consolidated", group.id, group.book, group.currency, tolerance, entity, book


def _pairs(config: Config) -> Iterator[tuple[object, ...]]:
    for pair in config.intercompany:
        name = f"{pair.left.entity}:{pair.left.account} / {pair.right.entity}:{pair.right.account}"
        yield name, "left", pair.left.entity, pair.left.account, pair.right.entity
        yield name, "right", pair.right.entity, pair.right.account, pair.left.entity
