"""Opening one dashboard page without a browser, and reading back what it shows."""

import json
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
from streamlit.testing.v1 import AppTest

SCRIPT = """
from dashboards.components.states import guarded
from dashboards.views import {page}
guarded({page}.draw)()
"""


def open_page(page: str, /, **query: str) -> AppTest:
    """Run a page of the workspace that TIEOUT_WORKSPACE names, with this query in its address."""
    app = AppTest.from_string(SCRIPT.format(page=page), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def text_of(app: AppTest) -> str:
    """All text of the page's own markup, one piece per line."""
    reader = _Text()
    for element in app.get("html"):
        reader.feed(element.proto.body)
    return "\n".join(reader.pieces)


def table(app: AppTest, key: str) -> dict[str, Any]:
    """The contents of the table with this key."""
    found = [element.proto for element in app.get("bidi_component") if element.proto.id.endswith(f"-{key}")]
    assert found, f"no table {key}"
    return json.loads(found[0].json)


def rows_of(app: AppTest, key: str) -> list[list[str]]:
    """A table's cells as text, row by row."""
    return [[cell["text"] for cell in line["cells"]] for line in table(app, key)["lines"]]


def query(root: Path, sql: str) -> Sequence[tuple[Any, ...]]:
    """What an auditor's own query on the published file answers."""
    with duckdb.connect(str((root / ".tieout" / "marts.duckdb").resolve()), read_only=True) as connection:
        connection.execute("SET schema = 'marts'")
        return connection.execute(sql).fetchall()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pieces.append(data.strip())
