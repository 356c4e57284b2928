"""The SQL of a package, one statement (or a few that belong together) per file in its folder `sql/`."""

from functools import cache
from importlib.resources import files


@cache
def load_sql(package: str, name: str) -> bytes:
    """The text of `sql/<name>.sql` of a package, in UTF-8; read once in a process.

    Bytes are what psycopg takes as a query that no program composed; DuckDB needs `.decode()`. Parameters are named:
    `%(tenant)s` for PostgreSQL, `$tenant` for DuckDB.

    Raises:
        FileNotFoundError: the package has no such file.
    """
    return (files(package) / "sql" / f"{name}.sql").read_bytes()
