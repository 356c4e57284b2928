"""The warehouse's life: a private build out of the lake and PostgreSQL, and its publication.

`raw` gives the build its inputs, `build` runs dbt on them, `publish` makes an audited build the one that readers see.
A build is two DuckDB files: one for staging and intermediate, thrown away; one for the marts, which becomes a
version. `engine` says what a run asks of the engine that it builds on: `on_duckdb`, or `postgres`.
"""
