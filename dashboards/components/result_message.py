"""What the last action did: one sentence, and a line for each case that it was refused for."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboards.components.markup import show
from tieout import figures

KEY = "result_message"
MAX_LINES = 20


def keep(headline: str, refusals: Sequence[str]) -> None:
    """Keep a message for the page that is drawn next; `headline` is a sentence without its full stop."""
    st.session_state[KEY] = (headline, shortened(refusals), len(refusals))


def discard() -> None:
    """Take the message away."""
    st.session_state.pop(KEY, None)


def draw() -> None:
    """Draw the message, if there is one."""
    message: tuple[str, list[str], int] | None = st.session_state.get(KEY)
    if message is None:
        return
    headline, refusals, count = message
    listed = "".join(f"<li>{escape(line)}</li>" for line in refusals)
    rest = f"<p>{figures.counted(count, 'case')} not:</p><ul>{listed}</ul>" if refusals else ""
    tone = "warn" if refusals else "good"
    show(f'<section class="tie-message {tone}" role="status"><strong>{escape(headline)}.</strong>{rest}</section>')


def draw_refusals(lines: Sequence[str]) -> None:
    """Say why nothing was done, one line for each refusal."""
    if lines:
        listed = "".join(f"<li>{escape(line)}</li>" for line in shortened(lines))
        show(f'<section class="tie-message bad" role="alert"><ul>{listed}</ul></section>')


def shortened(lines: Sequence[str]) -> list[str]:
    """The first lines, and how many more there are."""
    rest = len(lines) - MAX_LINES
    return [*lines[:MAX_LINES], f"and {rest:,} more"] if rest > 0 else list(lines)
