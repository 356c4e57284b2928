"""The key figures as cards: how each is written, and how it is judged."""

from collections.abc import Sequence

from dashboards import kpi_thresholds
from dashboards.components.cards import Card, CardLine, Comparison
from dashboards.marts import Marts, Row
from dashboards.queries import overview
from dbt_project.kpis import Kpi, every_kpi
from tieout import figures


def kpi_cards(marts: Marts, kpis: dict[str, list[Row]]) -> list[Card]:
    """The cards in the order in which the figures are declared, the run last; one that was not published says so."""
    cards = [
        _cash_card(marts, kpis) if kpi.kpi == "book_cash" else _card(marts, kpi, kpis.get(kpi.kpi, []))
        for kpi in every_kpi()
        if kpi.has_card
    ]
    return [card for card in (*cards, _run_card(marts)) if card is not None]


def _card(marts: Marts, kpi: Kpi, rows: Sequence[Row]) -> Card:
    if not rows:
        return Card(
            kpi.label, "plain", [CardLine("", figures.NONE)], "not measured", "This version has nothing to measure."
        )
    headline = [row for row in rows if not row["dimension"]] or list(rows)
    return Card(
        title=kpi.label,
        tone=kpi_thresholds.tone((row["value"] for row in headline), kpi.good, kpi.warn),
        body=[CardLine(_label(row), _written(marts, row)) for row in headline],
        as_of=_as_of(marts),
        definition=rows[0]["definition"],
    )


def _as_of(marts: Marts) -> str:
    """The day of the figures; when the run built or published them is the business of the card of the run."""
    return f"as of {figures.day(marts.as_of)}"


def _label(row: Row) -> str:
    parts = [part for part in (row["dimension"], row["currency"]) if part]
    return " ".join(parts)


def _written(marts: Marts, row: Row) -> str:
    scale = marts.scale(row["currency"]) if row["unit"] == "amount" else 0
    return figures.key_figure(row["value"], row["unit"], scale)


def _cash_card(marts: Marts, kpis: dict[str, list[Row]]) -> Card | None:
    balances = [*kpis.get("book_cash", []), *kpis.get("bank_cash", [])]
    if not balances:
        return None
    rows = overview.cash(marts)
    sides = ("book", "bank", "difference")
    written = [
        [row["currency"], *(figures.amount(row[side], marts.scale(row["currency"])) for side in sides)] for row in rows
    ]
    definition = " ".join(dict.fromkeys(row["definition"] for row in balances))
    tone = kpi_thresholds.tone((row["difference"] for row in rows), kpi_thresholds.ZERO, kpi_thresholds.ANY)
    return Card(
        "Cash: book and bank",
        tone,
        Comparison(("Currency", "Book", "Bank", "Difference"), written),
        _as_of(marts),
        f"{definition} Difference: book less bank.",
    )


def _run_card(marts: Marts) -> Card | None:
    run = overview.run(marts)
    if run is None:
        return None
    lines = [
        CardLine("", figures.day(run["as_of"])),
        CardLine("Run", run["run_id"]),
        CardLine("Took", figures.NONE if run["seconds"] is None else f"{figures.count(run['seconds'])} s"),
        CardLine("Tieout", run["tieout_version"]),
    ]
    return Card(
        "Last run",
        "plain",
        lines,
        f"published {run['published_at']}",
        "The run that built, audited and published the figures of these pages; all of them are from this one run.",
    )
