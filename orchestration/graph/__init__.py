"""The Dagster graph: the steps of a run as assets and asset checks, one definition for all who start it.

The command line runs the job in its own process; `tieout dagster` serves the same job with its schedule and sensors.
Steps share one `Session`, so a run is one process: thirty steps of a few milliseconds are not worth thirty
interpreters.
"""
