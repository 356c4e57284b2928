"""Which legal entity a row belongs to: a column of the file, or the source's setting, or the only one there is."""

from ingest.reading import Task
from ingest.typed.checks import Check
from ingest.typed.text import Field, constant, literal


def entity_field(task: Task, column: Field | None) -> Field:
    """The row's own entity where the file names one; else the source's; else the workspace's only one; else none."""
    if column is None:
        return constant(task.default_entity)
    return Field(f"coalesce({column.sql}, {literal(task.default_entity)})")


def entity_check(task: Task) -> Check:
    """Fails for an entity that the workspace does not have."""
    known = ", ".join(literal(entity.id) for entity in task.entities)
    shown = "'unknown entity ''' || left(f_entity_id, 60) || ''''"
    return Check("unknown_entity", f"f_entity_id NOT IN ({known})", shown, "f_entity_id")
