"""Small pieces of HTML, with every text that came from data escaped."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from dashboards.components.table import Tone
from tieout import figures


def show(markup: str) -> None:
    """Draw finished markup."""
    st.html(markup)


def figure(written: str) -> str:
    """A written figure; a negative one in the tone of warning."""
    tone = ' class="tie-neg"' if figures.is_negative(written) else ""
    return f"<span{tone}>{escape(written)}</span>"


def badge(text: str, tone: Tone) -> str:
    """A short word with a tone."""
    return f'<span class="tie-badge {tone}">{escape(text)}</span>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """A definition list of label and (already escaped) value."""
    return "".join(f"<div><dt>{escape(label)}</dt><dd>{value}</dd></div>" for label, value in pairs)


def page_heading(title: str, lead: str) -> None:
    """The page's one first-level heading and a sentence on what it answers."""
    show(f'<div class="tie-page"><h1>{escape(title)}</h1><p>{escape(lead)}</p></div>')


def section_heading(title: str, lead: str = "") -> None:
    """A second-level heading."""
    sentence = f"<p>{escape(lead)}</p>" if lead else ""
    show(f'<div class="tie-section"><h2>{escape(title)}</h2>{sentence}</div>')


def banner(tone: Tone, headline: str, pairs: Iterable[tuple[str, str]], *, trailing: str = "") -> None:
    """One line that says how things stand, with its facts; `trailing` is finished markup."""
    described = facts((label, figure(value)) for label, value in pairs)
    show(
        f'<section class="tie-banner {tone}" aria-label="How things stand"><strong>{escape(headline)}</strong>'
        f"<dl>{described}{trailing}</dl></section>"
    )


def shown_of(shown: int, total: int, noun: str) -> None:
    """Say that a table is cut short, when it is."""
    if shown < total:
        show(f'<p class="tie-note">The first {shown:,} of {total:,} {escape(noun)}.</p>')
