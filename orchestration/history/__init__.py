"""The history of runs in Dagster, for runs that Dagster did not carry out.

The command line imports no Dagster: it writes what each step reported into a small file (`spool`). Whoever serves
Dagster takes these files in (`recording`), with the times at which things happened: `tieout dagster` before it shows
anything, and the sensor `command_line_runs` while it is up. `instance` keeps Dagster's settings in the workspace.
"""
