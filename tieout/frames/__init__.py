"""The published marts as data frames, for notebooks and scripts: read-only, with exact decimals.

`tieout.open(workspace)` gives `Books`: one published version, read by mart (`frame`, `arrow`, `polars`) or by SELECT
(`sql`). pandas and polars are extras (`tieout[frames]`, `tieout[polars]`) and imported only by who uses them.
"""

from tieout.frames.books import Books

__all__ = ["Books"]
