"""Evidence: scans that several claims share, each a query beside this file, run once into a temporary table.

Most keep only what could stand against a claim, so that a sound build leaves them empty however large it is; the claims
themselves are then evaluated on a few rows. The queries here run on every engine. `duckdb/` has cheaper ones of the
same names and the same answer.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib.resources import files

import sqlalchemy as sa

from expectations.engines import Engine
from tieout.money import Currencies

_UNITS = "create temp table currency_units (currency varchar(20), unit decimal(10, 9))"
_UNIT = "insert into currency_units values (:currency, cast(:unit as decimal(10, 9)))"


def query(name: str, engine: Engine, folder: str = "") -> str | None:
    """The text of an evidence query, ready for this build; None when the folder has none of that name."""
    file = files("expectations") / "evidence" / folder / f"{name}.sql"
    return engine.localized(file.read_text()) if file.is_file() else None


def first_line(error: BaseException) -> str:
    """What a database error says in one line: its own text, without the driver's wrapping and the quoted query."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0]


def gather(
    connection: sa.Connection, names: Iterable[str], engine: Engine, currencies: Mapping[str, int]
) -> dict[str, str]:
    """Run the evidence queries in order. Returns, for those that could not be run, the cause in one line."""
    units = Currencies.of(currencies).scales().items()
    connection.execute(sa.text(_UNITS))
    connection.execute(
        sa.text(_UNIT), [{"currency": code, "unit": format(Decimal(1).scaleb(-scale), "f")} for code, scale in units]
    )
    connection.commit()
    causes = {name: _gathered(connection, name, engine) for name in names}
    return {name: cause for name, cause in causes.items() if cause is not None}


def _gathered(connection: sa.Connection, name: str, engine: Engine) -> str | None:
    """Make the evidence by the cheapest way there is; the cause when none can be gone."""
    cause = None
    for folder in engine.folders:
        text = query(name, engine, folder)
        if text is not None:
            cause = _run(connection, f"create temp table {name} as select * from ({text}) as evidence")
            if cause is None:
                break
    return cause


def _run(connection: sa.Connection, statement: str) -> str | None:
    """Run a statement; the cause in one line when it cannot be run."""
    try:
        connection.execute(sa.text(statement))
        connection.commit()
    except sa.exc.SQLAlchemyError as error:
        connection.rollback()
        return first_line(error)
    return None
