"""Whose the lines of statements are: the entity and the ledger account of each, where the line itself does not say it.

A line is of its statement's bank account, which a source may map to an account of the books and to an entity
(`accounts`). Where a source brings lines of several entities and says nothing of one, the line is of the entity, among
those that the source may bring, whose functional currency it is in; or else of the first of them. So every line has an
entity, and one company's open item is never another's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import duckdb

from ingest.statement_accounts import named_as
from tieout.config import Config, Entity, Source
from tieout.workspace import Workspace
from warehouse.lines import LAKE, RECEIVED_LINES
from warehouse.rows import store_rows

_CURRENCY = {"source": "VARCHAR", "currency": "VARCHAR", "entity_id": "VARCHAR"}
_SCOPE = {"source": "VARCHAR", "currency": "VARCHAR", "entity_id": "VARCHAR", "place": "INTEGER"}
_AS_SAID = f"SELECT *, entity_id AS named_entity_id, NULL::VARCHAR AS account_code FROM lake.{RECEIVED_LINES}"
_WITH_OWNERS = f"""
    SELECT lines.* REPLACE (coalesce(lines.entity_id, statements.entity_id, owners.entity_id) AS entity_id),
        lines.entity_id AS named_entity_id, statements.account_code
    FROM lake.{RECEIVED_LINES} AS lines
    LEFT JOIN lake.statement_owners AS statements
        ON lines.file_id = statements.file_id AND lines.statement_no = statements.statement_no
    LEFT JOIN lake.currency_owners AS owners
        ON lines.source = owners.source AND lines.currency = owners.currency
"""


def statement_owners(
    config: Config, statements: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str | None, str | None]]:
    """The ledger account and the entity of each statement, None where nothing says them.

    Args:
        config: whose sources.
        statements: those of the manifest, with `source`, `account` and `currency`.
    """
    sources = {source.id: source for source in config.sources}

    @cache
    def owner(source_id: str, account: str | None, currency: str | None) -> tuple[str | None, str | None]:
        source = sources.get(source_id)
        if source is None:
            return None, None
        own = source.accounts.get(named_as(account or "", source.accounts) or "")
        code = own.account if own else None
        if own is not None and own.entity is not None:
            return code, own.entity
        entities = config.entities_of_account(source, code or source.account)
        is_plain = currency is not None or len(entities) == 1
        return code, _owner(entities, currency).id if is_plain else None

    for statement in statements:
        yield owner(statement["source"], statement["account"], statement["currency"])


def load_line_owners(inputs: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Make `lake.statement_lines` of the received ones, and `raw.source_entities`: whose a row may be.

    Args:
        inputs: a build's, with the received lines, and the statements with their owners.
        workspace: whose sources and currencies.
    """
    config = workspace.config
    store_rows(inputs, "source_entities", _SCOPE, list(_source_entities(config)))
    unnamed = [source for source in config.sources if source.accounts or config.entity_of(source) is None]
    if unnamed:
        inputs.execute(
            f"CREATE TABLE {LAKE}.statement_owners AS"
            " SELECT file_id, statement_no, account_code, entity_id FROM raw.statements WHERE source <> 'ledger'"
        )
        currencies = sorted(workspace.currencies.scales())
        rows = [row for source in unnamed for row in _currency_owners(config, source, currencies)]
        store_rows(inputs, "currency_owners", _CURRENCY, rows, schema=LAKE)
    inputs.execute(f"CREATE VIEW {LAKE}.statement_lines AS {_WITH_OWNERS if unnamed else _AS_SAID}")


def _source_entities(config: Config) -> Iterator[tuple[object, ...]]:
    """By currency where only one entity keeps its book in it, else (currency '') all that the source may bring."""
    for source in config.sources:
        entities = config.entities_of(source)
        yield from ((source.id, "", entity.id, place) for place, entity in enumerate(entities, start=1))
        for currency in sorted({entity.currency for entity in entities}):
            own = [entity.id for entity in entities if entity.currency == currency]
            if len(own) == 1:
                yield source.id, currency, own[0], 1


def _currency_owners(config: Config, source: Source, currencies: Iterable[str]) -> Iterator[tuple[object, ...]]:
    entities = config.entities_of_account(source, source.account)
    yield from ((source.id, currency, _owner(entities, currency).id) for currency in currencies)


def _owner(entities: Sequence[Entity], currency: str | None) -> Entity:
    own = [entity for entity in entities if entity.currency == currency]
    return own[0] if len(own) == 1 else entities[0]
