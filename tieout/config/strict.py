"""What every part of `tieout.yml` is: strict, frozen, and of words that can be written down exactly."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]
AccountCode = Annotated[str, BeforeValidator(lambda code: str(code) if isinstance(code, int) else code)]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{2,12}$")]
ExactAmount = Annotated[Decimal, BeforeValidator(lambda value: str(value) if isinstance(value, float) else value)]


class Strict(BaseModel):
    """No unknown key, no later change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
