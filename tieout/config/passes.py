"""The passes of a reconciliation: each is one rule, with its own tolerances and its own measure of enough evidence."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from tieout.config.pass_kinds import NEVER, PASS_KINDS
from tieout.config.strict import ExactAmount, Identifier, Strict


def _threshold(given: object) -> object:
    """`never` stands for more than any score; a float is read as it was written."""
    if given == "never":
        return NEVER
    return str(given) if isinstance(given, float) else given


def _within_reach(score: Decimal) -> Decimal:
    if not (0 <= score <= 1 or score == NEVER):
        raise PydanticCustomError("score", "must be from 0 to 1, or never")
    return score


Score = Annotated[ExactAmount, Field(ge=0, le=1)]
Threshold = Annotated[Decimal, BeforeValidator(_threshold), AfterValidator(_within_reach)]
Percent = Annotated[ExactAmount, Field(ge=0, le=100)]

_OWN_KEYS = ("by", "fees", "percent_tolerance", "margin", "max_items")
"""Keys that say something to some kinds only."""


def _declared(kind: str) -> str:
    """Refuse a kind that is not declared, as pydantic refuses a word that is none of a Literal's.

    Raises:
        PydanticCustomError: there is no such kind.
    """
    if kind not in PASS_KINDS:
        raise PydanticCustomError("literal_error", "{expected}", {"expected": ", ".join(PASS_KINDS)})
    return kind


class Pass(Strict):
    """One matching rule.

    `within_days` are calendar days between the two sides. `amount_tolerance` is in major units of the items' currency,
    `percent_tolerance` in percent of the left amount; where both are given, either may allow a difference. `confirm_at`
    and `propose_at` are scores from 0 to 1: what reaches the first is confirmed, the second proposed, `never` is never;
    without them the kind's own hold. `margin` is how far the best score must lie above the runner-up's. `max_items`
    bounds a sum.
    """

    kind: Annotated[str, AfterValidator(_declared)]
    within_days: int | None = Field(default=None, ge=0, le=366)
    amount_tolerance: ExactAmount = Field(default=Decimal(0), ge=0)
    percent_tolerance: Percent = Decimal(0)
    by: Literal["group", "reference", "counterparty", "remittance"] | None = None
    fees: Identifier | None = None
    margin: Score | None = None
    max_items: int | None = Field(default=None, ge=2, le=12)
    confirm_at: Threshold | None = None
    propose_at: Threshold | None = None

    @model_validator(mode="after")
    def _keys_of_its_kind(self) -> Self:
        declared = PASS_KINDS[self.kind]
        for key in _OWN_KEYS:
            if key in self.model_fields_set and key not in declared.keys:
                words = "'{key}' says nothing to a pass of kind '{kind}': remove it"
                raise PydanticCustomError("pass_key", words, {"key": key, "kind": self.kind})
        if self.by is not None and self.by not in declared.by:
            words = "'by: {by}' says nothing to a pass of kind '{kind}'"
            raise PydanticCustomError("pass_key", words, {"by": self.by, "kind": self.kind})
        if self.kind == "subset" and self.amount_tolerance:
            raise PydanticCustomError("pass_key", "a pass of kind 'subset' adds up exactly: remove 'amount_tolerance'")
        if self.kind == "subset" and self.confirm_at not in (None, NEVER):
            raise PydanticCustomError("pass_key", "a sum is no proof: a pass of kind 'subset' only proposes")
        return self
