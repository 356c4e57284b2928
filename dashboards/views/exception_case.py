"""One exception: both sides of its case side by side, its candidates, and what to do."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboards import kpi_thresholds, navigation
from dashboards.components import markup
from dashboards.marts import Marts, Row
from dashboards.queries import exceptions
from dashboards.views.case_history import draw_history
from tieout import figures

SIDES = ("left", "right")


def draw_case(marts: Marts, exception: Row) -> None:
    """Draw the exception, its case's items by side, the candidates of the other side, and what was done about it."""
    _heading(exception)
    _reason(exception)
    items = exceptions.case_items(marts, exception)
    candidates = exceptions.candidates(marts, exception)
    own_lines = {(item["source"], item["line_ref"]) for item in items}
    if exception["side"] is None:
        markup.show("".join(_item(marts, item, figures.short_id(item["exception_id"])) for item in items))
    else:
        for column, side in zip(st.columns(2, gap="medium"), SIDES, strict=True):
            with column:
                _side(marts, side, items, [line for line in candidates if line["side"] == side], own_lines)
    draw_history(marts, exception["exception_id"])
    traced = exception["reference"] or exception["line_ref"]
    st.button(
        f"Trace {traced}",
        icon=":material/route:",
        on_click=navigation.go_to,
        args=("trace",),
        kwargs={"reference": traced},
    )


def _heading(exception: Row) -> None:
    severity = markup.badge(exception["severity"], kpi_thresholds.SEVERITY_TONES.get(exception["severity"], "plain"))
    due = f" · due {figures.day(exception['due_at'])}" if exception["due_at"] else ""
    markup.show(
        f'<div class="tie-section" id="case"><h2>{escape(figures.word(exception["type"]))} {severity}</h2>'
        f"<p>{escape(exception['exception_id'])} · {escape(figures.text(exception['reconciliation']))} · open for "
        f"{escape(figures.days(exception['age_days']))}{escape(due)}{escape(_stands(exception))}</p></div>"
    )


def _stands(exception: Row) -> str:
    """What people made of it, where they did."""
    status = "" if exception["status"] == "open" else f" · {figures.word(exception['status']).lower()}"
    return status + (f" · with {exception['assignee']}" if exception["assignee"] else "")


def _reason(exception: Row) -> None:
    markup.show(
        '<dl class="tie-reason">'
        f"<dt>Why</dt><dd>{escape(figures.text(exception['context']))}</dd>"
        f"<dt>What to do</dt><dd>{escape(figures.text(exception['suggestion']))}</dd></dl>"
    )


def _side(
    marts: Marts, side: str, items: Sequence[Row], candidates: Sequence[Row], own_lines: set[tuple[str, str]]
) -> None:
    own = [item for item in items if item["side"] == side]
    reasons = {(line["source"], line["line_ref"]): line for line in candidates}
    others = [line for line in candidates if (line["source"], line["line_ref"]) not in own_lines]
    parts = [f"<h3>{side.capitalize()} side{_side_sum(marts, own)}</h3>"]
    parts += [
        _item(marts, item, figures.short_id(item["exception_id"]), reasons.get((item["source"], item["line_ref"])))
        for item in own
    ]
    if not own:
        parts.append('<div class="tie-item absent">No item of this case stands on this side.</div>')
    if others:
        parts.append("<h4>Nearest candidates</h4>")
        parts += [_item(marts, line, f"Candidate {line['rank']}", line) for line in others]
    markup.show(f'<section class="tie-side" aria-label="{side.capitalize()} side">{"".join(parts)}</section>')


def _side_sum(marts: Marts, own: Sequence[Row]) -> str:
    """How many items a side has and what they come to, where there are several of one currency."""
    if len(own) < 2 or len({item["currency"] for item in own}) > 1:  # noqa: PLR2004 - several
        return ""
    currency = own[0]["currency"]
    total = markup.figure(figures.amount(own[0]["side_total"], marts.scale(currency)))
    return f" <small>{figures.counted(own[0]['side_items'], 'item')}, together {total} {escape(currency)}</small>"


def _item(marts: Marts, item: Row, title: str, candidate: Row | None = None) -> str:
    """A line of either side; as a candidate it also says how far off it is and why it was not matched."""
    money = "" if item["amount"] is None else f"{_amount(marts, item)} {escape(item['currency'])}"
    pairs = [
        ("Line", f"{escape(item['source'])} · {escape(item['line_ref'])}"),
        ("Date", escape(figures.day(item["date"]))),
        ("Reference", escape(figures.text(item["reference"]))),
        ("Counterparty", escape(figures.text(item["counterparty"]))),
        ("Description", escape(figures.text(item["description"]))),
    ]
    near_miss = "" if candidate is None else _near_miss(marts, candidate)
    details = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in pairs if value != figures.NONE)
    return (
        f'<article class="tie-item"><div class="top"><span class="tie-badge">{escape(title)}</span>'
        f'<span class="money">{money}</span></div><dl>{details}</dl>{near_miss}</article>'
    )


def _amount(marts: Marts, item: Row) -> str:
    return markup.figure(figures.amount(item["amount"], marts.scale(item["currency"])))


def _near_miss(marts: Marts, candidate: Row) -> str:
    difference = figures.amount(candidate["amount_difference"], marts.scale(candidate["currency"]))
    reason, apart = escape(figures.text(candidate["why_not"])), figures.days(candidate["days_apart"])
    distance = f"Amount off by {markup.figure(difference)} {escape(candidate['currency'])}, {escape(apart)} apart."
    return f'<p class="why"><strong>Not matched:</strong> {reason}<br><span class="off">{distance}</span></p>'
