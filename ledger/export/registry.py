"""Which module writes which format; it loads when its format is first used."""

from importlib import import_module
from typing import Any, TextIO

import psycopg

from tieout.errors import InputError
from tieout.suggestions import did_you_mean

FORMATS = {
    "beancount": "ledger.export.beancount",
    "hledger": "ledger.export.hledger",
}


def export(connection: psycopg.Connection[Any], tenant: str, entity: str, format_name: str, out: TextIO) -> None:
    """Write the entity's whole book to `out` in one of FORMATS.

    The connection must have no transaction open; `out` must take any Unicode text (UTF-8).

    Raises:
        InputError: there is no such format or entity; the nearest is named.
    """
    if format_name not in FORMATS:
        raise InputError(f"unknown export format '{format_name}': {did_you_mean(format_name, FORMATS)}")
    import_module(FORMATS[format_name]).write(connection, tenant, entity, out)
