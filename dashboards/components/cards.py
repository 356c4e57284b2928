"""KPI cards: one measure each, with its tone, its day and its definition."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from dashboards.components.markup import figure, show
from dashboards.components.table import Tone

TONE_WORDS: dict[Tone, str] = {
    "good": "in order",
    "warn": "needs attention",
    "bad": "wrong",
    "plain": "for information",
}


class CardLine(NamedTuple):
    """One figure of a card; a line without a label is the card's headline."""

    label: str
    written: str


class Comparison(NamedTuple):
    """Figures side by side: column headings, and rows that start with their label. It takes two places."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


class Card(NamedTuple):
    """A measure: its figures, how they are judged, the day that they are of and what they mean."""

    title: str
    tone: Tone
    body: Sequence[CardLine] | Comparison
    as_of: str
    definition: str


def card_wall(cards: Sequence[Card]) -> None:
    """Draw the cards as a grid that fills the width."""
    show(f'<div class="tie-wall">{"".join(_card(card) for card in cards)}</div>')


def _card(card: Card) -> str:
    wide = isinstance(card.body, Comparison)
    body = _comparison(card.body) if isinstance(card.body, Comparison) else _lines(card.body)
    return (
        f'<article class="tie-card{" wide" if wide else ""}"><h3><span class="tie-dot {card.tone}" role="img" '
        f'aria-label="{TONE_WORDS[card.tone]}" title="{TONE_WORDS[card.tone]}"></span>{escape(card.title)}</h3>'
        f"{body}<footer><details><summary>{escape(card.as_of)}</summary>"
        f"<p>{escape(card.definition)}</p></details></footer></article>"
    )


def _comparison(body: Comparison) -> str:
    headings = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in body.headings)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>{"".join(f"<td>{figure(cell)}</td>" for cell in cells)}</tr>'
        for label, *cells in body.rows
    )
    return f"<table><thead><tr>{headings}</tr></thead><tbody>{rows}</tbody></table>"


def _lines(lines: Sequence[CardLine]) -> str:
    return f"<dl>{''.join(_line(line) for line in lines)}</dl>"


def _line(line: CardLine) -> str:
    if not line.label:
        return f'<div><dd class="head">{figure(line.written)}</dd></div>'
    return f'<div><dt>{escape(line.label)}</dt><dd class="lead">{figure(line.written)}</dd></div>'


class Bar(NamedTuple):
    """A labelled count in a bar chart; `share` is its length in percent of the longest."""

    label: str
    written: str
    share: int
    tone: Tone


def bar_list(title: str, bars: Sequence[Bar]) -> None:
    """Horizontal bars with their counts written beside them."""
    rows = "".join(
        f'<div class="bar"><span>{escape(bar.label)}</span><span class="track"><span class="fill {bar.tone}" '
        f'style="width:{bar.share}%"></span></span><span class="value">{escape(bar.written)}</span></div>'
        for bar in bars
    )
    show(f'<div class="tie-bars"><h3>{escape(title)}</h3>{rows}</div>')
