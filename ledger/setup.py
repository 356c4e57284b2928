"""Opening the books: what tieout.yml and the chart say, brought into the ledger.

Safe to repeat: what is there stays, what is new is added, a new name is taken over; each is an event. What would give
old journals another meaning (an account's type, an entity's currency, a currency's scale) is refused.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from ledger.chart import ChartAccount, chart_of
from ledger.periods import set_calendars
from ledger.refusals import LAW
from tieout.config import Config
from tieout.errors import InputError
from tieout.money import Currencies, to_minor
from tieout.postgres.law import translate_db_errors
from tieout.postgres.tenancy import enter
from tieout.sql import load_sql


class Opened(NamedTuple):
    """How many rows were new or renamed."""

    entities: int
    accounts: int


def sync_books(connection: psycopg.Connection[Any], config: Config, root: Path) -> Opened:
    """Bring tenant, currencies, entities and accounts up to the configuration.

    Raises:
        InputError: old journals would get another meaning: a changed scale, currency or type of account.
    """
    chart = chart_of(config, root)
    units = Currencies.of({unit.code: unit.scale for unit in config.currencies})
    scales = units.scales()
    columns = _columns(chart, units)
    with translate_db_errors(LAW), connection.transaction():
        enter(connection, config.tenant)
        tenant = {"tenant": config.tenant}
        connection.execute(load_sql("ledger", "open_tenant"), tenant)
        connection.execute(
            load_sql("ledger", "open_currencies"),
            {**tenant, "codes": list(scales), "scales": list(scales.values())},
        )
        _refuse_changed_scale(connection, config.tenant, scales)
        entities = connection.execute(
            load_sql("ledger", "open_entities"),
            {
                **tenant,
                "ids": [entity.id for entity in config.entities],
                "names": [entity.name for entity in config.entities],
                "currencies": [entity.currency for entity in config.entities],
                "starts": [entity.fiscal_year_start for entity in config.entities],
            },
        ).rowcount
        set_calendars(connection, config.tenant, {entity.id: entity.calendar for entity in config.entities})
        _refuse_changed_currency(connection, config)
        _refuse_changed_type(connection, config.tenant, columns)
        accounts = connection.execute(load_sql("ledger", "open_accounts"), {**tenant, **columns}).rowcount
    return Opened(entities, accounts)


def _columns(chart: list[ChartAccount], units: Currencies) -> dict[str, list[Any]]:
    return {
        "entities": [account.entity_id for account in chart],
        "codes": [account.code for account in chart],
        "names": [account.name for account in chart],
        "types": [account.type for account in chart],
        "parents": [account.parent for account in chart],
        "currencies": [account.currency for account in chart],
        "active_from": [account.active_from for account in chart],
        "active_to": [account.active_to for account in chart],
        "floors": [_minor(account.floor, account, units) for account in chart],
        "ceilings": [_minor(account.ceiling, account, units) for account in chart],
    }


def _minor(limit: Decimal | None, account: ChartAccount, units: Currencies) -> int | None:
    if limit is None or account.currency is None:
        return None
    return to_minor(limit, units.scale(account.currency))


def _refuse_changed_scale(connection: psycopg.Connection[Any], tenant: str, scales: dict[str, int]) -> None:
    found = connection.execute("SELECT currency, scale FROM ledger.currencies WHERE tenant_id = %s", (tenant,))
    for currency, scale in found.fetchall():
        if scales.get(currency, scale) != scale:
            raise InputError(f"currency {currency} is booked with {scale} decimals: its scale cannot change")


def _refuse_changed_currency(connection: psycopg.Connection[Any], config: Config) -> None:
    found = connection.execute("SELECT entity_id, currency FROM ledger.entities WHERE tenant_id = %s", (config.tenant,))
    booked = dict(found.fetchall())
    for entity in config.entities:
        if booked[entity.id] != entity.currency:
            raise InputError(
                f"entity '{entity.id}' keeps its books in {booked[entity.id]}: its currency cannot change"
                f" to {entity.currency}, open another entity"
            )


def _refuse_changed_type(connection: psycopg.Connection[Any], tenant: str, columns: dict[str, list[Any]]) -> None:
    changed = connection.execute(load_sql("ledger", "changed_type"), {"tenant": tenant, **columns}).fetchone()
    if changed is not None:
        entity, code, booked, requested = changed
        raise InputError(
            f"account {code} of '{entity}' is booked as {booked}: its type cannot change to {requested},"
            " give the new account another code"
        )
