"""What one part of `tieout.yml` says of another: ids that must exist, keys that must go together."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from tieout.config.cron import cron_error
from tieout.config.fees import FeeSchedule
from tieout.config.group_references import group_errors
from tieout.config.lines import Path
from tieout.config.models import LEDGER, Config, Reconciliation, Side, Source
from tieout.config.passes import Pass
from tieout.config.rates import RateFiles
from tieout.config.reporting import Reporting
from tieout.errors import InputError
from tieout.formats import find_format, format_names
from tieout.money import Currencies
from tieout.suggestions import did_you_mean


@dataclass(frozen=True)
class ConfigError:
    """A key and what is wrong with it."""

    path: Path
    text: str


def first_error(config: Config) -> ConfigError | None:
    """The first mistake between the parts, in the order in which a person reads the file."""
    return next(_errors(config), None)


def _errors(config: Config) -> Iterator[ConfigError]:
    yield from _duplicates(config)
    currencies = Currencies.of({unit.code: unit.scale for unit in config.currencies})
    for number, entity in enumerate(config.entities):
        yield from _currency(("entities", number, "currency"), entity.currency, currencies)
    yield from _reporting(config.reporting, currencies)
    yield from (ConfigError(*found) for found in group_errors(config, currencies))
    for number, schedule in enumerate(config.fees):
        yield from _fees(("fees", number), schedule, currencies)
    for number, rates in enumerate(config.rates):
        yield from _rates(("rates", number), rates)
    for number, source in enumerate(config.sources):
        yield from _source(config, ("sources", number), source, currencies)
    for number, reconciliation in enumerate(config.reconciliations):
        yield from _reconciliation(config, ("reconciliations", number), reconciliation)
    for code in config.severity.by_currency:
        yield from _currency(("severity", "by_currency", code), code, currencies)
    cron = cron_error(config.schedule.cron)
    if cron is not None:
        yield ConfigError(("schedule", "cron"), cron)
    yield from _timezone(("schedule", "timezone"), config.schedule.timezone)


def _reconciliation(config: Config, path: Path, rule: Reconciliation) -> Iterator[ConfigError]:
    for name, side in (("left", rule.left), ("right", rule.right)):
        yield from _side(config, (*path, name), side, config.whole_side(rule, side).account)
    if _overlap(rule.left, rule.right):
        yield ConfigError((*path, "right"), "is the same as left: an item cannot prove itself")
    for place, matching in enumerate(rule.passes):
        yield from _pass(config, (*path, "passes", place), matching)


def _reporting(reporting: Reporting, currencies: Currencies) -> Iterator[ConfigError]:
    if reporting.currency is not None:
        yield from _currency(("reporting", "currency"), reporting.currency, currencies)
    if reporting.budget is not None:
        yield from _files(("reporting", "budget"), reporting.budget, "budget/*.csv")


def _duplicates(config: Config) -> Iterator[ConfigError]:
    for key in ("entities", "fees", "sources", "reconciliations"):
        seen: set[str] = {LEDGER} if key == "sources" else set()
        for number, part in enumerate(getattr(config, key)):
            if part.id in seen:
                reserved = " ('ledger' is our own book)" if part.id == LEDGER and key == "sources" else ""
                yield ConfigError((key, number, "id"), f"'{part.id}' is taken{reserved}: choose another id")
            seen.add(part.id)
    units: set[str] = set()
    for number, unit in enumerate(config.currencies):
        if unit.code in units:
            yield ConfigError(("currencies", number, "code"), f"'{unit.code}' stands twice: remove one")
        units.add(unit.code)


def _source(config: Config, path: Path, source: Source, currencies: Currencies) -> Iterator[ConfigError]:
    formats = format_names(source.kind)
    if source.format not in formats:
        every = did_you_mean(source.format, formats)
        yield ConfigError((*path, "format"), f"a {source.kind} cannot have format '{source.format}': {every}")
    if source.kind == "book" and source.bank is not None:
        yield ConfigError((*path, "bank"), "is said of a book: only a statement can be a bank's, remove this key")
    yield from _journal_ids(path, source)
    yield from _files((*path, "path"), source.path, "inbox/bank/*.xml")
    yield from _accounts(config, path, source)
    if source.currency is not None:
        yield from _currency((*path, "currency"), source.currency, currencies)
    if source.entity is not None:
        yield from _entity(config, (*path, "entity"), source.entity)
    if source.timezone is not None:
        yield from _timezone((*path, "timezone"), source.timezone)
    if source.encoding is not None:
        yield from _encoding((*path, "encoding"), source.encoding)
    if source.thousands is not None and source.thousands == source.decimal:
        yield ConfigError((*path, "thousands"), f"is '{source.thousands}', which is also the decimal sign")
    if source.format in formats:
        yield from _columns(config, path, source)


def _accounts(config: Config, path: Path, source: Source) -> Iterator[ConfigError]:
    for key in ("account_id", "accounts"):
        if source.kind == "book" and getattr(source, key):
            yield ConfigError((*path, key), "is said of a book: only a statement is of a bank account, remove this key")
    if source.account_id and source.accounts:
        yield ConfigError((*path, "account_id"), "stands beside 'accounts', which names the same: remove this key")
    for bank, account in source.accounts.items():
        if account.entity is not None:
            yield from _entity(config, (*path, "accounts", bank, "entity"), account.entity)


def _journal_ids(path: Path, source: Source) -> Iterator[ConfigError]:
    scope = source.journal_id_scope
    for key in ("journal_id_scope", "restates"):
        if source.kind != "book" and key in source.model_fields_set:
            yield ConfigError((*path, key), "is said of a statement: only a book has journals, remove this key")
    if not scope:
        yield ConfigError(
            (*path, "journal_id_scope"), "is empty: write fiscal_year, or book for ids that never restart"
        )
    elif "book" in scope and len(scope) > 1:
        yield ConfigError(
            (*path, "journal_id_scope"), "has 'book' and more: ids that never restart have no other scope"
        )
    elif {"fiscal_year", "fiscal_period"} <= set(scope):
        yield ConfigError((*path, "journal_id_scope"), "has a fiscal year and its periods: fiscal_period is enough")
    elif len(set(scope)) < len(scope):
        yield ConfigError((*path, "journal_id_scope"), "names one part twice: remove one")


def _files(path: Path, pattern: str, example: str) -> Iterator[ConfigError]:
    if not pattern.strip() or not pattern.isprintable():
        yield ConfigError(path, f"is empty or not text: name the files, such as {example}")
    if pattern.startswith("/"):
        yield ConfigError(path, "begins with '/': name the files from the workspace's folder on")


def _rates(path: Path, rates: RateFiles) -> Iterator[ConfigError]:
    yield from _files((*path, "path"), rates.path, "rates/*.csv")
    valid = format_names("rates")
    if rates.format not in valid:
        near = did_you_mean(rates.format, valid)
        yield ConfigError((*path, "format"), f"'{rates.format}' is not one of them: {near}")


def _fees(path: Path, schedule: FeeSchedule, currencies: Currencies) -> Iterator[ConfigError]:
    unknown = list(_currency((*path, "currency"), schedule.currency, currencies))
    yield from unknown
    if unknown:
        return
    scale = currencies.scale(schedule.currency)
    for tier in schedule.prices:
        for amount in (tier.up_to, tier.flat):
            if amount is not None and amount != round(amount, scale):
                yield ConfigError(path, f"{amount} has more than the {scale} decimals of {schedule.currency}")


def _pass(config: Config, path: Path, rule: Pass) -> Iterator[ConfigError]:
    schedules = [schedule.id for schedule in config.fees]
    if rule.fees is not None and rule.fees not in schedules:
        near = did_you_mean(rule.fees, schedules) if schedules else "there is none under 'fees:'"
        yield ConfigError((*path, "fees"), f"no fee schedule '{rule.fees}': {near}")
    if rule.kind == "fx" and not config.rates:
        yield ConfigError((*path, "kind"), "a pass of kind 'fx' needs rates: name their files under 'rates:'")


def _columns(config: Config, path: Path, source: Source) -> Iterator[ConfigError]:
    columns, is_mapped = source.columns, find_format(source.kind, source.format).is_mapped
    if is_mapped and not columns:
        yield ConfigError(path, f"format '{source.format}' needs 'columns': map at least date and amount")
    elif columns and not is_mapped:
        yield ConfigError((*path, "columns"), f"format '{source.format}' has columns of its own: remove this key")
    elif columns:
        if "amount" not in columns and not any(
            pair <= columns.keys() for pair in ({"debit", "credit"}, {"gross", "fee"})
        ):
            yield ConfigError((*path, "columns"), "needs 'amount', or 'debit' and 'credit', or 'gross' and 'fee'")
        if "currency" not in columns and config.currency_of(source) is None:
            yield ConfigError(path, "needs 'currency' (or a 'currency' column)")
    if source.fee_in_amount is not None and ("fee" not in columns or "gross" in columns):
        why = "there is no 'fee' in 'columns'" if "fee" not in columns else "amount = gross - fee where 'gross' is"
        yield ConfigError((*path, "fee_in_amount"), f"says nothing, {why}: remove this key")


def _side(config: Config, path: Path, side: Side, account: str | None) -> Iterator[ConfigError]:
    sources = {source.id: source for source in config.sources}
    if side.source != LEDGER and side.source not in sources:
        near = did_you_mean(side.source, [LEDGER, *sources])
        yield ConfigError((*path, "source"), f"no source '{side.source}': {near}")
        return
    is_book = side.source == LEDGER or sources[side.source].kind == "book"
    if is_book and side.account is None:
        yield ConfigError(path, f"'{side.source}' is a book: name the 'account' to reconcile")
    if not is_book:
        yield from _statement_side(path, sources[side.source], side, account)
    if side.entity is not None:
        yield from _entity(config, (*path, "entity"), side.entity)


def _statement_side(path: Path, source: Source, side: Side, account: str | None) -> Iterator[ConfigError]:
    """A statement's side has an account only where its source says which bank account that is."""
    if side.account is not None and not source.accounts:
        yield ConfigError(
            (*path, "account"),
            f"'{source.id}' is a statement: it has no accounts, unless `accounts` of the source names them",
        )
    elif account is not None and account not in {each.account for each in source.accounts.values()} and source.accounts:
        yield ConfigError(path, f"no bank account of '{source.id}' is account {account}: name it in its 'accounts'")


def _overlap(left: Side, right: Side) -> bool:
    """Whether both sides are the same lines; the debits and the credits of one account are not."""
    apart = {left.direction, right.direction} == {"debit", "credit"}
    same = all(getattr(left, key) == getattr(right, key) for key in ("source", "account", "entity", "where"))
    return same and not apart


def _entity(config: Config, path: Path, entity_id: str) -> Iterator[ConfigError]:
    valid = [entity.id for entity in config.entities]
    if entity_id not in valid:
        yield ConfigError(path, f"no entity '{entity_id}': {did_you_mean(entity_id, valid)}")


def _currency(path: Path, code: str, currencies: Currencies) -> Iterator[ConfigError]:
    try:
        currencies.scale(code)
    except InputError as error:
        yield ConfigError(path, str(error))


def _timezone(path: Path, name: str) -> Iterator[ConfigError]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        yield ConfigError(path, f"no timezone '{name}': {did_you_mean(name, available_timezones())}")


def _encoding(path: Path, name: str) -> Iterator[ConfigError]:
    try:
        "".encode(name)
    except LookupError:
        near = did_you_mean(name, ["utf-8", "utf-16", "cp1252", "latin-1", "cp437", "cp850", "iso-8859-15"])
        yield ConfigError(path, f"no encoding '{name}': {near}")
