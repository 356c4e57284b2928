"""When and in what order: one run, the Dagster graph that carries it, and the `tieout` command line.

`run` holds the steps of a run as plain functions; `graph` declares them to Dagster once, for the command line, the
schedule and the sensors alike; `cli` is what a person types; `warehouse` builds and publishes; `sample` makes the
sample company.
"""
