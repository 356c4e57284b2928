"""How financial statements are laid out and in which money, as `reporting:` in tieout.yml says it.

A layout is one of the built-in ones, or a YAML file of the workspace; an entity may have its own. Tags say what an
account is where its type does not: a chart of our own gives them in its `tags` column, an imported book's accounts get
them here, by patterns of their codes (`Assets:*:Bank*`: `*` stands for any text, `?` for one letter).
"""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from tieout.config.strict import CurrencyCode, Strict
from tieout.suggestions import did_you_mean

BUILT_IN_LAYOUTS = ("ifrs", "us_gaap")


def _layout(word: str) -> str:
    """A built-in layout's name, or the path of a YAML file in the workspace.

    Raises:
        PydanticCustomError: it is neither.
    """
    if word not in BUILT_IN_LAYOUTS and not word.endswith((".yml", ".yaml")):
        words = "'{word}' is no built-in layout and no YAML file: {near}"
        raise PydanticCustomError("layout", words, {"word": word, "near": did_you_mean(word, BUILT_IN_LAYOUTS)})
    return word


Layout = Annotated[str, AfterValidator(_layout)]


class Reporting(Strict):
    """All of `reporting:`: the layout, the presentation currency (IAS 21.38), the budget's files, tags by pattern.

    A closing rate is the last quote not older than `oldest_rate_days`; an older one is no rate of that day.
    """

    layout: Layout = "ifrs"
    currency: CurrencyCode | None = None
    oldest_rate_days: int = Field(default=7, ge=0, le=31)
    budget: str | None = None
    tags: dict[Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")], tuple[str, ...]] = Field(default_factory=dict)
