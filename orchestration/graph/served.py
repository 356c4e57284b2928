"""The module that Dagster's servers load (`dagster dev -m orchestration.graph.served`)."""

from orchestration.graph.definitions import served

defs = served()
