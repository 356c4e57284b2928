"""Tags by an account's code: the built-in chart's, and what a chart of one's own says instead."""

import csv
from collections.abc import Collection, Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from ledger.chart import ChartAccount, chart_of
from reporting.tags.vocabulary import NO_TAGS, TAGS, stem
from tieout.config import Config
from tieout.errors import InputError
from tieout.suggestions import did_you_mean


class Tagged(NamedTuple):
    """An entity's account that has a tag, if it is of that type."""

    entity_id: str
    account_code: str
    account_type: str
    tag: str


def tags_of_charts(config: Config, root: Path, more: Collection[str]) -> list[Tagged]:
    """Every entity's tagged accounts by code; `more` are the words that layouts use beside the known ones."""
    own = [account for account in chart_of(config, root) if account.tags]
    for account in own:
        _check(account, config, more)
    said = {(account.entity_id, account.code) for account in own}
    built_in = [row for row in _built_in(config) if (row.entity_id, row.account_code) not in said]
    return [*built_in, *_rows(own)]


def _rows(accounts: Iterable[ChartAccount]) -> Iterator[Tagged]:
    for account in accounts:
        for tag in account.tags:
            if tag != NO_TAGS:
                yield Tagged(account.entity_id, account.code, account.type, tag)
                if stem(tag) != tag:
                    yield Tagged(account.entity_id, account.code, account.type, stem(tag))


def _built_in(config: Config) -> Iterator[Tagged]:
    text = (files("reporting.tags") / "built_in.csv").read_text(encoding="utf-8")
    for code, account_type, tags in list(csv.reader(text.splitlines()))[1:]:
        for entity in config.entities:
            yield from (Tagged(entity.id, code, account_type, tag) for tag in tags.split())


def _check(account: ChartAccount, config: Config, more: Collection[str]) -> None:
    where = f"{config.accounts}: account {account.code}"
    for tag in account.tags:
        if stem(tag) not in {*TAGS, *more, NO_TAGS}:
            raise InputError(f"{where}: unknown tag '{tag}': {did_you_mean(tag, [*TAGS, *more])}")
        about = tag.removeprefix(stem(tag)).removeprefix(":")
        entities = [entity.id for entity in config.entities]
        if about and (stem(tag) != "intercompany" or about not in entities):
            raise InputError(f"{where}: tag '{tag}' names no entity: {did_you_mean(about, entities)}")
    if NO_TAGS in account.tags and len(account.tags) > 1:
        raise InputError(f"{where}: has tags beside '{NO_TAGS}': remove one or the other")
