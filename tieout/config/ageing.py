"""`ageing:` in tieout.yml: when an open invoice is due, and by how many days overdue it is shown.

The same for what customers owe and for what is owed to suppliers, each with terms of its own. The buckets are those
of a provision matrix (IFRS 9.B5.5.35): what is not overdue yet, then up to 30 days, up to 60, and so on.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tieout.config.strict import Strict

Days = Annotated[int, Field(ge=1, le=3650)]


class Terms(Strict):
    """Due so many days after the document's date; `buckets` are the last days of each bucket, the last one is open."""

    due_days: int = Field(default=30, ge=0, le=3650)
    buckets: tuple[Days, ...] = Field(default=(30, 60, 90), min_length=1)

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if list(self.buckets) != sorted(set(self.buckets)):
            raise PydanticCustomError("ageing_order", "buckets must rise, as in [30, 60, 90]")
        return self


class Ageing(Strict):
    """The terms of both kinds of open items."""

    receivable: Terms = Terms()
    payable: Terms = Terms()
