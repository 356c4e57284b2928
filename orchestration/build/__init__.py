"""The dbt project in the graph: an asset a model, a check a test."""
