"""The engines that a warehouse can be built on; a module of its own, for the command line lists them at once."""

from enum import StrEnum


class Target(StrEnum):
    """The engine that the warehouse is built on."""

    duckdb = "duckdb"
    postgres = "postgres"
