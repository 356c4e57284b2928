"""What a page says when it has nothing to show, or cannot."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import duckdb

from dashboards.components.markup import show
from dashboards.marts import Marts, NothingPublished, current_marts
from tieout.errors import TieoutError


def guarded(draw: Callable[[Marts], None]) -> Callable[[], None]:
    """A page that draws from the current version, or says in one message why it cannot."""

    def page() -> None:
        try:
            draw(current_marts())
        except NothingPublished as state:
            _nothing_published(state.root)
        except TieoutError as error:
            _failed("The published figures cannot be shown", str(error))
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            _failed(
                "The published marts lack something this page needs",
                f"{_first_line(error)} They were published by another version of Tieout: run `tieout run` again.",
            )
        except duckdb.Error as error:
            _failed("The published marts cannot be read", f"{_first_line(error)} Run `tieout run` to publish anew.")

    return page


def calm(title: str, sentence: str) -> None:
    """A quiet statement that there is nothing to do here."""
    show(f'<div class="tie-state inline" role="status"><h2>{escape(title)}</h2><p>{escape(sentence)}</p></div>')


def _nothing_published(root: Path) -> None:
    commands = f"tieout run -w {root}"
    show(
        '<div class="tie-state" role="status"><h1>Nothing is published yet</h1>'
        "<p>Put statement files in the workspace's inbox, then run the reconciliation. This page opens by itself "
        f"as soon as a run is published.</p><pre>{escape(commands)}</pre>"
        "<p>No files at hand? A sample company shows what to expect:</p><pre>tieout demo</pre></div>"
    )


def _failed(title: str, sentence: str) -> None:
    show(f'<div class="tie-state" role="alert"><h1>{escape(title)}</h1><p>{escape(sentence)}</p></div>')


def _first_line(error: Exception) -> str:
    line = str(error).splitlines()[0].strip()
    return line if line.endswith((".", "!", "?")) else f"{line}."
