"""`raw.account_tags`: which account of which entity has which tag."""

from collections.abc import Collection
from importlib.resources import files
from typing import Any

import psycopg

from reporting.account_patterns import like
from reporting.raw_table import RawTable
from reporting.tags.chart import tags_of_charts
from reporting.tags.vocabulary import TAGS
from tieout.config.load import place_of
from tieout.errors import InputError
from tieout.postgres.tenancy import enter
from tieout.suggestions import did_you_mean
from tieout.workspace import CONFIG_NAME, Workspace

COLUMNS = dict.fromkeys(("entity_id", "account_code", "account_type", "tag"), "VARCHAR")


def tags_table(workspace: Workspace, connection: psycopg.Connection[Any], more: Collection[str] = ()) -> RawTable:
    """The accounts' tags: entity_id, account_code, account_type, tag, each once.

    They hold for an account of that code *and type*: another system's chart may use the built-in chart's codes for
    other things. `more` are the words that layouts use beside the built-in ones.

    Raises:
        InputError: tieout.yml or a chart has an unknown tag; with its place and the nearest word.
    """
    config = workspace.config
    patterns = [(tag, pattern) for tag, found in config.reporting.tags.items() for pattern in found]
    for tag in config.reporting.tags:
        if tag not in {*TAGS, *more}:
            place = place_of(workspace.root / CONFIG_NAME, ("reporting", "tags", tag))
            raise InputError(f"{place}: unknown tag '{tag}': {did_you_mean(tag, [*TAGS, *more])}")
    tagged = tags_of_charts(config, workspace.root, more)
    values = {
        "tenant": config.tenant,
        "sources": [source.id for source in config.sources],
        "entities": [row.entity_id for row in tagged],
        "codes": [row.account_code for row in tagged],
        "types": [row.account_type for row in tagged],
        "tags": [row.tag for row in tagged],
        "pattern_tags": [tag for tag, _ in patterns],
        "patterns": [like(pattern) for _, pattern in patterns],
    }
    with connection.transaction():
        enter(connection, config.tenant)
        sql = (files("reporting.tags") / "account_tags.sql").read_text(encoding="utf-8")
        return RawTable(COLUMNS, connection.execute(sql.encode(), values).fetchall())
