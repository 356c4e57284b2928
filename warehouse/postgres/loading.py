"""All that a build on PostgreSQL is given, beside the tables that a build on DuckDB is given too."""

from typing import Any

import duckdb
import psycopg
from psycopg import sql

from warehouse.postgres.copying import copy_inputs
from warehouse.postgres.letters import make_letters
from warehouse.postgres.schemas import BuildSchemas

_REFERENCE_KEYS = """
CREATE OR REPLACE TEMP VIEW references_of_lines AS
SELECT source, upper(replace(reference, ' ', '')) AS compared FROM published.lake.book_lines
UNION ALL
SELECT source, upper(replace(reference, ' ', '')) AS compared FROM published.lake.statement_lines;

CREATE OR REPLACE TABLE raw.reference_keys AS
SELECT DISTINCT
    sides.reconciliation_no,
    sides.side,
    lines.compared,
    array_to_string(
        regexp_extract_all(
            regexp_replace(
                regexp_replace(
                    regexp_extract(lines.compared, sides.reference_pattern, 1), sides.reference_prefixes, ''
                ),
                sides.reference_zeros, '\\1\\2', 'g'
            ),
            sides.reference_parts
        ),
        '-'
    ) AS reference_key
FROM references_of_lines AS lines
INNER JOIN raw.sides AS sides USING (source)
WHERE sides.has_reference_rule AND lines.compared <> ''
"""
"""Patterns of tieout.yml are RE2's: of several alternatives the first counts, for PostgreSQL the longest."""


def load_inputs(inputs: duckdb.DuckDBPyConnection, connection: psycopg.Connection[Any], schemas: BuildSchemas) -> None:
    """Bring the inputs of a build, which the loader made for DuckDB, into PostgreSQL; commits nothing."""
    inputs.execute("SET TimeZone = 'UTC'")
    inputs.execute(_REFERENCE_KEYS)
    copy_inputs(inputs, connection, schemas)
    connection.execute(
        sql.SQL("CREATE INDEX ON {} (reconciliation_no, side, compared)").format(
            sql.Identifier(schemas.raw, "reference_keys")
        )
    )
    make_letters(connection, schemas.raw)
