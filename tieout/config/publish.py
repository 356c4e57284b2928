"""Where else published marts go, as `publish:` in tieout.yml says it: the tables of a PostgreSQL that serves them.

`postgres` is `database` (the workspace's own: the embedded one, or that of TIEOUT_DATABASE_URL), the name of an
environment variable that holds a URL, or the URL itself; a password belongs in the variable, not in the file.
"""

import os
import re

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from tieout.config.strict import Strict
from tieout.errors import InputError

OWN_DATABASE = "database"
_URL = re.compile(r"^postgres(ql)?://")
_VARIABLE = re.compile(r"^[A-Z_][A-Z0-9_]*$")


class Publish(Strict):
    """Beside the DuckDB file of a version, what serves it."""

    postgres: str

    @field_validator("postgres")
    @classmethod
    def _is_a_place(cls, value: str) -> str:
        if value == OWN_DATABASE or _URL.match(value) or _VARIABLE.match(value):
            return value
        raise PydanticCustomError(
            "publish",
            "is no place to publish to: write 'database' (the workspace's own), the NAME of an environment variable"
            " that holds a URL, or postgresql://…",
        )

    def url(self) -> str | None:
        """The URL of another database than the workspace's own; None for its own.

        Raises:
            InputError: the environment variable that it names is not set.
        """
        if self.postgres == OWN_DATABASE:
            return None
        if _URL.match(self.postgres):
            return self.postgres
        value = os.environ.get(self.postgres)
        if not value:
            raise InputError(f"tieout.yml: publish.postgres: the environment variable {self.postgres} is not set")
        return value
