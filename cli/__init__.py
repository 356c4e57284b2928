"""The `tieout` command line: one module per thing that a person wants to do.

Commands import what they need when they run, so that `tieout --help` answers at once.
"""

from cli.app import main

__all__ = ["main"]
