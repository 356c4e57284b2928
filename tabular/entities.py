"""Which legal entity a row belongs to: a column of the file, or the source's setting, or the only one there is."""

from collections.abc import Iterable

from tabular.checks import Check
from tabular.text import Field, constant
from tieout.config import Entity
from tieout.sql_text import literal


def entity_field(column: Field | None, default: str | None) -> Field:
    """The row's own entity where the file names one, else the default."""
    if column is None:
        return constant(default)
    return Field(f"coalesce({column.sql}, {literal(default)})")


def entity_check(entities: Iterable[Entity]) -> Check:
    """Fails for an entity that the workspace does not have."""
    ids = ", ".join(literal(entity.id) for entity in entities)
    shown = "'unknown entity ''' || left(f_entity_id, 60) || ''''"
    return Check("unknown_entity", f"f_entity_id NOT IN ({ids})", shown, "f_entity_id", culprit="f_entity_id")
