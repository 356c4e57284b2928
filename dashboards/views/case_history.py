"""What was done to an exception: by whom, when and why. Nothing of it is ever taken away; what was undone says so."""

import json
from collections.abc import Sequence

from dashboards.casework.live_casework import history, state_of
from dashboards.components import markup
from dashboards.components.table import Badge, Column, Grid, TableRow, figures_table
from dashboards.marts import Marts
from reconcile.casework import CaseState, Event
from tieout import figures

COLUMNS = (
    Column("When", "date"),
    Column("Who"),
    Column("What"),
    Column("Why"),
    Column("Details"),
    Column("No.", "figure"),
)


def draw_history(marts: Marts, exception_id: str) -> None:
    """Draw how the case stands, and its events, the newest first; nothing where nothing was done."""
    state = state_of(marts, exception_id)
    if state is None:
        return
    markup.section_heading("Casework", _stands(state))
    events = history(marts, exception_id)
    lines = [_line(event) for event in reversed(events)]
    figures_table("case_history", Grid("What was done to this exception", COLUMNS, lines, 20))


def _stands(state: CaseState) -> str:
    words = [figures.word(state.status)]
    if state.assignee:
        words.append(f"with {state.assignee}")
    if state.ignored_until:
        words.append(f"until {figures.day(state.ignored_until)}")
    if state.draft_no:
        words.append(f"draft {state.draft_no} {state.draft_state}")
    return " · ".join(words)


def _line(event: Event) -> TableRow:
    what = figures.word(event.kind)
    return TableRow(
        [
            f"{figures.day(event.recorded_at.date())}, {event.recorded_at:%H:%M} UTC",
            event.who,
            what if event.stands else Badge(f"{what}, undone", "plain"),
            figures.text(event.why),
            _details(event),
            str(event.event_no),
        ]
    )


def _details(event: Event) -> str:
    """What belongs to an event, in words."""
    details = json.loads(event.details) if event.details else {}
    words = [
        f"{key.replace('_', ' ')}: {_written(value)}" for key, value in details.items() if value not in (None, "", [])
    ]
    if event.draft_no:
        words.append(f"draft {event.draft_no}")
    if event.journal_id:
        words.append(f"journal {event.journal_id}")
    if event.undoes:
        words.append(f"undoes {event.undoes}")
    return " · ".join(words)


def _written(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
