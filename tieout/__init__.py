"""The ground floor: what every other room stands on.

Settings, the workspace (`tieout.yml`), money, and the connections to PostgreSQL (the book of record) and to the
published marts (DuckDB). Nothing here knows of journals, statements or dashboards.
"""

__version__ = "0.1.0"
