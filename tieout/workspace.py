"""A workspace: one folder with a `tieout.yml`, its inbox, and Tieout's state under `.tieout/`.

`.tieout/` holds `postgres/` (the embedded book of record), `lake/` (immutable Parquet), `warehouse/` (private builds
and published versions), `dagster/` (run history) and `marts.duckdb`, a link to the published version.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from tieout.config import Config, load
from tieout.money import Currencies

CONFIG_NAME = "tieout.yml"


@dataclass(frozen=True)
class Workspace:
    """A folder and what its `tieout.yml` says."""

    root: Path
    config: Config

    @classmethod
    def open(cls, root: Path) -> "Workspace":
        """Read and check the folder's `tieout.yml`.

        Raises:
            InputError: there is none, or it is wrong; with file, line and key.
        """
        resolved = root.expanduser().resolve()
        return cls(resolved, load(resolved / CONFIG_NAME))

    @property
    def state(self) -> Path:
        """All that Tieout itself writes."""
        return self.root / ".tieout"

    @property
    def lake(self) -> Path:
        """The raw zone: Parquet files, written once."""
        return self.state / "lake"

    @property
    def warehouse(self) -> Path:
        """Private builds and published versions of the marts."""
        return self.state / "warehouse"

    @property
    def postgres_dir(self) -> Path:
        """The embedded PostgreSQL's data."""
        return self.state / "postgres"

    @property
    def dagster_home(self) -> Path:
        """Dagster's run history."""
        return self.state / "dagster"

    @property
    def marts_link(self) -> Path:
        """The link to the published marts; resolve it before connecting."""
        return self.state / "marts.duckdb"

    @cached_property
    def currencies(self) -> Currencies:
        """ISO 4217, crypto defaults and the workspace's own units."""
        return Currencies.of({unit.code: unit.scale for unit in self.config.currencies})

    def today(self, now: datetime) -> date:
        """The day of the figures: `as_of` of tieout.yml, or else the day at `now` in the time zone of the schedule."""
        return self.config.as_of or now.astimezone(ZoneInfo(self.config.schedule.timezone)).date()
