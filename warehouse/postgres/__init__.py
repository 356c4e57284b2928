"""The warehouse on PostgreSQL: the same dbt project, built into private schemas beside the book of record.

`loading` brings a build's inputs there (`copying` the tables, `letters` what DuckDB takes for a letter), `building`
runs dbt, `reading` copies the marts for Tieout's own readers; `warehouse` is a run's view of them all. Builds are made
from nothing: what earlier runs on DuckDB settled is found again in the lake.
"""
