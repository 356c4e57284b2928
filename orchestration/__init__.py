"""When and in what order: one run, and the Dagster graph that shows and starts it.

`run` holds the steps of a run, once, as plain functions. Two drivers carry them out: `run.execute` for the command line
(which imports no Dagster), and the assets and checks of the graph for Dagster's schedule, sensors and "Materialize"
button. `intake`, `build`, `audit` and `publication` are the graph, one folder a concern; `history` brings the runs of
the command line into Dagster's history; `definitions` puts the graph together.
"""
