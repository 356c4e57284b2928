"""Overview: is everything in order, and if not, where to look first."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from dashboards import kpi_thresholds, navigation
from dashboards.components import cards, markup, states
from dashboards.components.proof_badge import proof_badge
from dashboards.components.table import Badge, Column, Grid, TableRow, Tone, figures_table
from dashboards.marts import Marts, Row
from dashboards.queries import overview, reconciliations
from dashboards.views.kpi_cards import kpi_cards
from tieout import figures
from tieout.config.severity import SEVERITIES


def draw(marts: Marts) -> None:
    """Draw the page."""
    markup.page_heading("Overview", "What ties out, what does not, and where to look first.")
    _banner(marts)
    kpis = overview.kpis(marts)
    if not kpis:
        states.calm("No figures yet", "This workspace has no sources or reconciliations: add them to tieout.yml.")
        return
    markup.section_heading("Key figures")
    cards.card_wall(kpi_cards(marts, kpis))
    markup.section_heading("Open exceptions")
    _exception_bars(kpis)
    markup.section_heading(
        "Reconciliations", "Left total less right total, explained to the last cent. Open one for its proof."
    )
    _reconciliation_table(marts)
    _audit(marts)


def _banner(marts: Marts) -> None:
    run = overview.run(marts)
    if run is None:
        return
    counts, audit = overview.open_exceptions(marts), overview.audit_counts(marts)
    tone, headline = _headline(counts)
    if audit["failed"]:
        tone = "bad"
    facts = [
        ("As of", figures.day(run["as_of"])),
        ("Published", figures.text(run["published_at"])),
        ("Run", run["run_id"]),
    ]
    markup.banner(tone, headline, facts, trailing=f"<div><dt>Audit</dt><dd>{_audit_badge(audit)}</dd></div>")


def _headline(counts: Row) -> tuple[Tone, str]:
    if not counts["open"]:
        return "good", "Everything ties out"
    verb = "needs" if counts["open"] == 1 else "need"
    return ("bad" if counts["critical"] else "warn"), f"{figures.counted(counts['open'], 'exception')} {verb} a person"


def _audit_badge(audit: Row) -> str:
    if audit["failed"]:
        return markup.badge(f"{figures.counted(audit['failed'], 'blocking check')} failed", "bad")
    noted = f", {audit['noted']} noted" if audit["noted"] else ""
    return markup.badge(
        f"{figures.counted(audit['passed'], 'check')} passed{noted}", "warn" if audit["noted"] else "good"
    )


def _exception_bars(kpis: dict[str, list[Row]]) -> None:
    by_severity = {row["dimension"]: row for row in kpis.get("exceptions_by_severity", [])}
    by_age = kpis.get("exceptions_by_age", [])
    if not any(row["value"] for row in [*by_severity.values(), *by_age]):
        states.calm("No exceptions", "Every item is matched or in transit.")
        return
    left, right = st.columns(2)
    with left:
        ordered = [by_severity[name] for name in SEVERITIES if name in by_severity]
        cards.bar_list("By severity", _bars(ordered, by_tone=True))
    with right:
        cards.bar_list("By age", _bars(sorted(by_age, key=_first_day), by_tone=False))


def _first_day(row: Row) -> int:
    """The lower bound of an age bucket such as '8-30' or '31+'."""
    digits = "".join(character if character.isdigit() else " " for character in row["dimension"]).split()
    return int(digits[0]) if digits else 0


def _bars(rows: Sequence[Row], *, by_tone: bool) -> list[cards.Bar]:
    longest = max((row["value"] for row in rows), default=Decimal(0)) or Decimal(1)
    return [
        cards.Bar(
            label=figures.word(row["dimension"]),
            written=figures.count(row["value"]),
            share=_share(row["value"], longest),
            tone=kpi_thresholds.SEVERITY_TONES.get(row["dimension"], "plain") if by_tone else "plain",
        )
        for row in rows
    ]


def _share(value: Decimal, longest: Decimal) -> int:
    """A bar's length in percent; whatever is not zero is seen."""
    return max(int(value * 100 / longest), 1) if value else 0


def _reconciliation_table(marts: Marts) -> None:
    rows = reconciliations.summaries(marts)
    if not rows:
        states.calm("No reconciliations", "Add one under 'reconciliations:' in tieout.yml, then run `tieout run`.")
        return
    columns = [
        Column("Reconciliation"),
        Column("Currency"),
        Column("Proof"),
        *(
            Column(label, "figure")
            for label in ("Left total", "Right total", "Difference", "In transit", "Exceptions", "Unexplained")
        ),
    ]
    lines = [_reconciliation_line(marts, row) for row in rows]
    figures_table("overview_reconciliations", Grid("Reconciliations", columns, lines), on_pick=_open_reconciliation)


def _reconciliation_line(marts: Marts, row: Row) -> TableRow:
    scale = marts.scale(row["currency"])
    money = ("left_total", "right_total", "difference", "in_transit", "exceptions_total", "unexplained")
    return TableRow(
        cells=[
            row["reconciliation"],
            row["currency"],
            proof_badge(row),
            *(figures.amount(row[name], scale) for name in money),
        ],
        id=f"{row['reconciliation']}|{row['currency']}",
    )


def _open_reconciliation(picked: str) -> None:
    reconciliation, currency = picked.rsplit("|", 1)
    navigation.go_to("reconciliations", reconciliation=reconciliation, currency=currency)


def _audit(marts: Marts) -> None:
    rows = overview.audit(marts)
    with st.expander(f"Audit: all {len(rows)} checks of this version"):
        tones: dict[str, Tone] = {"passed": "good", "violated": "bad", "errored": "bad"}
        lines = [
            TableRow(
                [
                    figures.text(row["description"]),
                    row["subject"],
                    Badge(
                        row["outcome"],
                        tones.get(row["outcome"], "plain") if row["blocking"] or row["outcome"] == "passed" else "warn",
                    ),
                    "blocking" if row["blocking"] else "noted only",
                    figures.text(row["observed"]),
                ]
            )
            for row in rows
        ]
        columns = [
            Column("Check"),
            Column("Subject", "code"),
            Column("Outcome"),
            Column("Weight"),
            Column("Observed", "figure"),
        ]
        figures_table("overview_audit", Grid("Audit results", columns, lines))
