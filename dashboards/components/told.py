"""What the last action did: one sentence, and a line for each case that it could not be done to."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboards.components.markup import show
from tieout import figures

KEY = "told"
MOST = 20


def tell(headline: str, refused: Sequence[str]) -> None:
    """Keep it for the page that is drawn next."""
    st.session_state[KEY] = (headline, shortened(refused), len(refused))


def forget() -> None:
    """Take it away."""
    st.session_state.pop(KEY, None)


def show_told() -> None:
    """Draw it, if there is something to tell."""
    message: tuple[str, list[str], int] | None = st.session_state.get(KEY)
    if message is None:
        return
    headline, refused, count = message
    listed = "".join(f"<li>{escape(line)}</li>" for line in refused)
    rest = f"<p>{figures.counted(count, 'case')} not:</p><ul>{listed}</ul>" if refused else ""
    tone = "warn" if refused else "good"
    show(f'<section class="tie-told {tone}" role="status"><strong>{escape(headline)}.</strong>{rest}</section>')


def show_refused(lines: Sequence[str]) -> None:
    """Say why nothing was done."""
    if lines:
        listed = "".join(f"<li>{escape(line)}</li>" for line in shortened(lines))
        show(f'<section class="tie-told bad" role="alert"><ul>{listed}</ul></section>')


def shortened(lines: Sequence[str]) -> list[str]:
    """As many as a person reads."""
    rest = len(lines) - MOST
    return [*lines[:MOST], f"and {rest:,} more"] if rest > 0 else list(lines)
