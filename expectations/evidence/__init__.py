"""Evidence: scans that several claims share, each a query beside this file, run once into a temporary table.

Most keep only what could stand against a claim, so that a sound build leaves them empty however large it is; the claims
themselves are then asked of a few rows. The queries here run on every engine. `duckdb/` has cheaper ones of the same
names and the same answer. Where finding such rows is dear, `doubts/` has a cheap question of the same name that a sound
build answers with no row: then nothing needs to be found.

`{new}` is the schema with the rows to look at, `marts` or `audit`. Where the rest was audited before, `since/` has the
sums that carry on from what the last audit counted. `told/` reads what the rows say of themselves, in builds whose
rows do.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib.resources import files

import sqlalchemy as sa

from expectations.engines import Engine
from tieout.money import Currencies

_UNITS = "create temp table currency_units (currency varchar(20), unit decimal(10, 9))"
_UNIT = "insert into currency_units values (:currency, cast(:unit as decimal(10, 9)))"
KEPT = ("ledger_sums", "matched_sums")
"""What the audit of the next build carries on from."""


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
    limit = "" if _in_doubt(connection, name, engine) else " where false"
    for folder in engine.folders:
        text = query(name, engine, folder)
        if text is not None:
            cause = _run(connection, f"create temp table {name} as select * from ({text}) as evidence{limit}")
            if cause is None:
                break
    return cause


def _in_doubt(connection: sa.Connection, name: str, engine: Engine) -> bool:
    """Whether there may be rows to find: a question that is not there, or that cannot be asked, leaves the doubt."""
    text = query(name, engine, engine.doubts) if engine.doubts else None
    if text is None:
        return True
    if _run(connection, f"create temp table doubts_of_{name} as select * from ({text}) as doubts limit 1") is not None:
        return True
    return connection.execute(sa.text(f"select * from doubts_of_{name}")).fetchone() is not None


def _run(connection: sa.Connection, statement: str) -> str | None:
    """Run a statement; the cause in one line when it cannot be run."""
    try:
        connection.execute(sa.text(statement))
        connection.commit()
    except sa.exc.SQLAlchemyError as error:
        connection.rollback()
        return first_line(error)
    return None
