"""The lake: the raw zone, where everything that arrived stays as it arrived, typed.

Parquet files, written once under a name that no other file ever has, and never changed. A file is visible only through
its row in the manifest (`ingest.files` in PostgreSQL); without one it is an orphan of a crash, and the next receive
removes it.
"""
