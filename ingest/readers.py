"""Who reads a file: the reader that its format declares, loaded, with what it needs, when it is first met."""

from importlib import import_module

from ingest.content import assert_content
from ingest.read_task import Reading, ReadTask
from tieout.formats import find_format


def read(task: ReadTask) -> Reading:
    """Read the task's file to the lake by its source's format.

    Raises:
        InputError: the file is refused whole; the text says why.
    """
    form = find_format(task.source.kind, task.source.format)
    assert_content(task.path, form)
    reader = import_module(form.reader)
    reading: Reading = reader.read(task)
    return reading
