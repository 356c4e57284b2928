"""The one table of the dashboards: a real HTML table whose rows can be picked by mouse or keyboard.

Streamlit's own data frame draws on a canvas and turns decimals into floats; figures here arrive as finished text, stand
right-aligned in tabular numerals, and a screen reader meets headings and rows. Picking a row calls back with its id.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import streamlit as st

Tone = Literal["good", "warn", "bad", "plain"]
LineStyle = Literal["row", "section", "subtotal", "total"]


class Column(NamedTuple):
    """A heading, and how its cells are set.

    `figure` is right-aligned in tabular numerals, `date` only in tabular numerals, `code` in monospace.
    """

    label: str
    kind: Literal["text", "figure", "date", "code"] = "text"


class Badge(NamedTuple):
    """A short word with a tone."""

    text: str
    tone: Tone


class TableRow(NamedTuple):
    """A table row; a line with an id can be picked."""

    cells: Sequence[str | Badge]
    id: str | None = None
    style: LineStyle = "row"


class Grid(NamedTuple):
    """A table's contents: what it shows, for sight and for screen readers."""

    caption: str
    columns: Sequence[Column]
    lines: Sequence[TableRow]
    height_rem: int = 34


class RowSelection(NamedTuple):
    """Which of the rows shown are ticked; `on_change` receives all ticked ids when a person changes that."""

    ids: Sequence[str]
    on_change: Callable[[Sequence[str]], None]


def figures_table(
    key: str,
    grid: Grid,
    *,
    picked: str | None = None,
    on_pick: Callable[[str], None] | None = None,
    selection: RowSelection | None = None,
) -> None:
    """Draw a grid that scrolls inside its height.

    `on_pick` receives the id of the row that a person opens, before the page runs again; `selection` gives each row a
    checkbox.
    """
    component = st.components.v2.component(
        "tieout_table",
        html='<div class="frame"></div>',
        css=_asset("table.css"),
        js=_asset("table.js"),
    )

    def pick() -> None:
        choice = st.session_state.get(key)  # None: a click on a table that has left the page meanwhile
        if on_pick is not None and choice is not None:
            on_pick(choice["pick"])

    def changed() -> None:
        value = _ticked(key)
        if selection is not None and value is not None:
            selection.on_change(value["ids"])

    data = {**_payload(grid, picked), "height": f"{grid.height_rem}rem"}
    if selection is not None:
        data["ticks"] = {"ids": list(selection.ids), "seq": (_ticked(key) or {"seq": 0})["seq"]}
    component(key=key, data=data, on_pick_change=pick, on_ticked_change=changed)


def _ticked(key: str) -> dict[str, Any] | None:
    """The ticked ids as the table sent them last, with the number of that message."""
    value: dict[str, Any] | None = (st.session_state.get(key) or {}).get("ticked")
    return value


@cache
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _payload(grid: Grid, picked: str | None) -> dict[str, object]:
    return {
        "caption": grid.caption,
        "columns": [column._asdict() for column in grid.columns],
        "lines": [
            {
                "id": line.id,
                "style": line.style,
                "cells": [cell._asdict() if isinstance(cell, Badge) else {"text": cell} for cell in line.cells],
            }
            for line in grid.lines
        ],
        "picked": picked,
    }
