"""A delimited file as a table of a statement: rows that end early too, but not one in which the file breaks off."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from ingest.statement_tables.lines import Table
from tabular.checks import Check
from tabular.csv_scan import cut_off, number_rows, raw_sql, scan_sql
from tabular.header import Header
from tabular.text import Field


def delimited_table(
    path: Path,
    header: Header,
    fields: Mapping[str, Field],
    *,
    utc_dates: bool = False,
    more_checks: tuple[Check, ...] = (),
) -> Table:
    """The table of a UTF-8 file."""
    return Table(
        scan_sql(path, header),
        fields,
        raw_sql(header),
        number=partial(number_rows, header=header),
        padded_scan=scan_sql(path, header, padded=True),
        cut_off=partial(cut_off, path=path, header=header),
        utc_dates=utc_dates,
        more_checks=more_checks,
    )
