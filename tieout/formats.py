"""File formats: what a source of tieout.yml may be written in, each declared once, beside its reader.

A format is a module or folder of the package `ingest.formats` with a `FORMAT`. Configuration (which words are valid),
the receiver (who reads the file), the warehouse (whose lines are a bank's) and the table in docs/formats.md all read
the declaration; none of them has a list of its own. The ground floor knows the package by its name only, as plug-ins
are known, and a declaration imports nothing but this module: to check a tieout.yml, no reader is loaded.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal, get_args

PACKAGE = "ingest.formats"
Reads = Literal["statement", "book", "rates"]
Content = Literal["table", "xml", "swift", "parquet"]


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is written.

    Args:
        name: the word after `format:` in tieout.yml; unique among the formats that read the same.
        reads: what its files hold: an external statement, the journals of a book, or exchange rates.
        summary: one line that says to a user which files these are.
        reader: the module that reads them, loaded when the first such file is met.
        is_bank: its lines come from a bank, so that they prove cash; a source overrides it with `bank:`.
        keys: the keys of a source, beyond those that every source has, that decide how its files are read.
        content: what its files are made of: one that is plainly something else is refused before it is read. None: that
            is the reader's own matter.
        reading: which reading of it this is. One more than before has every file that was taken in read anew, once.
    """

    name: str
    reads: Reads
    summary: str
    reader: str
    is_bank: bool = False
    keys: tuple[str, ...] = ()
    content: Content | None = None
    reading: int = 1

    @property
    def is_mapped(self) -> bool:
        """Whether its columns have names that only the user knows, so that `columns:` must map them."""
        return "columns" in self.keys


@cache
def every_format() -> tuple[Format, ...]:
    """All declared formats, by what they read and their names."""
    modules = (f"{PACKAGE}.{found.name}" for found in iter_modules(import_module(PACKAGE).__path__))
    formats: list[Format] = [import_module(module).FORMAT for module in modules]
    order = get_args(Reads)
    return tuple(sorted(formats, key=lambda each: (order.index(each.reads), each.name)))


def format_names(reads: Reads) -> tuple[str, ...]:
    """The valid words after `format:` of a source that reads such files."""
    return tuple(each.name for each in every_format() if each.reads == reads)


def find_format(reads: Reads, name: str) -> Format:
    """The declaration of a format.

    Raises:
        LookupError: no such format is declared (a loaded configuration names only those that are).
    """
    found = next((each for each in every_format() if (each.reads, each.name) == (reads, name)), None)
    if found is None:
        raise LookupError(f"no format {name!r} reads a {reads}")
    return found
