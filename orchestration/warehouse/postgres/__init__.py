"""The warehouse on PostgreSQL: the same dbt project, built into private schemas beside the book of record.

`schemas` names them, `copying` brings a build's inputs there, `letters` teaches PostgreSQL what DuckDB takes for a letter,
`building` runs dbt. A build is made from nothing each time: what earlier runs settled is found again in the lake.
"""
