"""What a dry run prints: the figures of each reconciliation, then the matches that it gains and loses, and why."""

from collections.abc import Iterator
from typing import Any

from cli.terminal import amount, out, table


def print_dry_run(result: dict[str, Any]) -> None:
    """Print the whole result of a dry run."""
    rows = result["reconciliations"]
    out.print(f"[bold]Dry run[/bold] of {result['rules'] or 'tieout.yml'}, against run {result['published_run']}")
    out.print(table(("", "", "published", "by these rules"), _figures(rows), numbers=("published", "by these rules")))
    for row in rows:
        _changes(row)
    _warnings(result)
    settled = sum(row["settled"] for row in rows)
    if settled:
        out.print(f"\n{settled:,} of these changes touch settled matches, which a run keeps until they are revoked.")
    same = all(row["gained"] == row["lost"] == 0 for row in rows)
    out.print()
    out.print("Every confirmed match stays as it is." if same else "Nothing was published: save the rules and run.")


def _figures(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """A line per kind of thing; of the exceptions, the types whose number changes."""
    for row in rows:
        moved = f" ({row['gained']:,} gained, {row['lost']:,} lost, {row['moved_items']:,} items moved)"
        yield row["id"], "confirmed" + moved, f"{row['confirmed_before']:,}", f"{row['confirmed_after']:,}"
        yield "", "proposed", f"{row['proposed_before']:,}", f"{row['proposed_after']:,}"
        befores, afters = row["exceptions_before"], row["exceptions_after"]
        yield "", "exceptions", f"{sum(befores.values()):,}", f"{sum(afters.values()):,}"
        for kind in sorted({*befores, *afters}):
            before, after = befores.get(kind, 0), afters.get(kind, 0)
            if before != after:
                yield "", f"  {kind}", f"{before:,}", f"{after:,}"


def _changes(row: dict[str, Any]) -> None:
    for change, words in (("gained", "would be"), ("lost", "would no longer be")):
        shown = row[f"matches_{change}"]
        if not shown:
            continue
        rest = row[change] - len(shown)
        more = f", the {len(shown)} largest" if rest else ""
        out.print(f"\n[bold]{row['id']}[/bold]: {row[change]:,} matches {words} confirmed{more}")
        for match in shown:
            kept = " [dim](settled: a run keeps the published match)[/dim]" if match["settled"] else ""
            out.print(f"  {match['pass']}: {match['reason']}{kept}", soft_wrap=True)
            for item in match["items"]:
                out.print(f"    {_item(item, match['currency'])} {_otherwise(change, item)}", soft_wrap=True)
    for move in row["items_moved"]:
        out.print(f"  {move['item_id']}: from {move['pass_before']} to {move['pass_after']}, in another match")


def _item(item: dict[str, Any], currency: str) -> str:
    return f"{item['side']:5} {item['date']} {amount(item['amount']):>14} {currency}  {item['item_id']}"


def _otherwise(change: str, item: dict[str, Any]) -> str:
    state = item["otherwise"].replace("_", " ")
    return f"(is {state})" if change == "gained" else f"→ {state}"


def _warnings(result: dict[str, Any]) -> None:
    if result["newer_files"]:
        out.print(
            f"\n[yellow]![/yellow] {result['newer_files']} files arrived after that run: their lines are part of this"
        )
    for check in result["failed_checks"]:
        out.print(f"\n[red]✗[/red] a run would be rejected: {check} does not hold")
