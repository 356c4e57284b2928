"""Evidence: scans that several claims share, each a query beside this file, run once into a temporary table.

Most keep only what could stand against a claim, so that a sound build leaves them empty however large it is; the claims
themselves are then asked of a few rows.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib.resources import files

import sqlalchemy as sa

from tieout.money import Currencies

_UNITS = """
create temp table currency_units as
select unnest(string_split(:codes, ' ')) as currency, unnest(string_split(:units, ' '))::decimal(10, 9) as unit
"""


def query(name: str) -> str:
    """The text of an evidence query."""
    return (files("expectations") / "evidence" / f"{name}.sql").read_text()


def first_line(error: BaseException) -> str:
    """What a database error says in one line: its own text, without the driver's wrapping and the quoted query."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0]


def gather(connection: sa.Connection, names: Iterable[str], own_units: Mapping[str, int]) -> dict[str, str]:
    """Run the evidence queries in order. Returns, for those that could not be run, the cause in one line."""
    scales = Currencies.of(own_units).scales()
    units = [format(Decimal(1).scaleb(-scale), "f") for scale in scales.values()]
    connection.execute(sa.text(_UNITS), {"codes": " ".join(scales), "units": " ".join(units)})
    connection.commit()
    failed = {}
    for name in names:
        try:
            connection.exec_driver_sql(f"create temp table {name} as {query(name)}")
            connection.commit()
        except sa.exc.SQLAlchemyError as error:
            connection.rollback()
            failed[name] = first_line(error)
    return failed
