"""What a run prints: what tied out, what did not and why, and what to do next."""

from typing import Any

from rich.markup import escape

from cli.terminal import counted, err, out, program, relative_path, table
from tieout.published import open_published
from tieout.workspace import Workspace

_PROOF = """
SELECT reconciliation, currency, left_total, right_total, in_transit, match_difference, exceptions_total, unexplained
FROM marts.reconciliation_summary
ORDER BY reconciliation, currency
"""
_REPEATED = """
SELECT path, row_count, repeated_count, repeated_in
FROM marts.source_files
WHERE is_current AND repeated_count > 0 AND list_contains($files, source || ' ' || path)
ORDER BY path
"""
_CHANGED = """
SELECT path, count(*), min_by(reason, line_no)
FROM marts.refused_rows
WHERE reason_code = 'changed_journal' AND list_contains($files, source || ' ' || path)
GROUP BY file_id, path
ORDER BY path
"""
_SUGGESTIONS = """
SELECT coalesce(reconciliation, 'intake'), type, count(*), min(suggestion)
FROM marts.exceptions
GROUP BY ALL
ORDER BY 1, 3 DESC
"""


def silent(step: str, text: str) -> None:
    """For --json: standard error stays for failures."""


def progress(_step: str, text: str) -> None:
    """One line per step, on standard error."""
    err.print(f"[dim]· {text} …[/dim]")


def print_run(workspace: Workspace, result: dict[str, Any]) -> None:
    """Print the whole report of a run."""
    _files(result)
    if result["status"] == "rejected":
        _rejected(result)
        return
    _repeated(workspace, result)
    _reconciliations(workspace, result)
    _exceptions(workspace)
    checks = result["checks"]
    out.print()
    warnings = (
        f", {counted(len(checks['warnings']), 'warning')}: {', '.join(checks['warnings'])}"
        if checks["warnings"]
        else ""
    )
    verdict = f"nothing new: the marts of run {result['run_id']} stay published" if result["unchanged"] else "published"
    out.print(f"[green]✓[/green] {verdict}: {checks['passed']} checks passed{warnings} · {result['duration_s']:.1f} s")
    _next_steps(workspace)


def _files(result: dict[str, Any]) -> None:
    files = result["files"]
    accepted = sum(1 for file in files if file["status"] == "accepted")
    unchanged = sum(1 for file in files if file["status"] == "unchanged")
    new_files, new_lines = counted(accepted, "new file"), counted(result["ledger_lines"], "new ledger line")
    out.print(f"[bold]Received[/bold]  {new_files}, {unchanged} unchanged · {new_lines}")
    for file in files:
        if file["status"] == "refused":
            out.print(f"  [red]✗[/red] {file['path']}: {file['reason']}", soft_wrap=True)
        elif file["refused"]:
            out.print(f"  [yellow]![/yellow] {file['path']}: {file['refused']} of its rows were refused")


def _repeated(workspace: Workspace, result: dict[str, Any]) -> None:
    files = [f"{file['source']} {file['path']}" for file in result["files"] if file["status"] == "accepted"]
    if not files:
        return
    with open_published(workspace) as marts:
        for path, lines, repeated, earlier in marts.execute(_REPEATED, {"files": files}).fetchall():
            out.print(f"  · {path}: {repeated} of its {lines} lines stand in {earlier} already", soft_wrap=True)
        for path, lines, first in marts.execute(_CHANGED, {"files": files}).fetchall():
            out.print(f"  [yellow]![/yellow] {path}: {lines} of its rows were refused: {escape(first)}", soft_wrap=True)


def _reconciliations(workspace: Workspace, result: dict[str, Any]) -> None:
    out.print()
    out.print("[bold]Reconciliations[/bold]")
    columns = ("", "left items", "right items", "matches", "proposed", "in transit", "exceptions")
    rows = [
        (
            ("[green]✓[/green] " if not row["exceptions"] else "[yellow]![/yellow] ") + row["id"],
            *(
                f"{row[key]:,}"
                for key in ("left_items", "right_items", "matched", "proposed", "in_transit", "exceptions")
            ),
        )
        for row in result["reconciliations"]
    ]
    out.print(table(columns, rows, numbers=columns[1:]))
    with open_published(workspace) as marts:
        proof = marts.execute(_PROOF).fetchall()
    if proof:
        out.print()
        out.print("[bold]The proof[/bold]  left − right = in transit + match differences + exceptions + unexplained")
        figures = ("", "currency", "left", "right", "in transit", "differences", "exceptions", "unexplained")
        out.print(table(figures, proof, numbers=figures[2:]))


def _exceptions(workspace: Workspace) -> None:
    with open_published(workspace) as marts:
        why = marts.execute(_SUGGESTIONS).fetchall()
    out.print()
    if not why:
        out.print("[green]Everything ties out.[/green]")
        return
    out.print("[bold]What does not tie out[/bold]")
    out.print(table(("", "type", "items", "what to do"), why, numbers=("items",)))


def _rejected(result: dict[str, Any]) -> None:
    out.print()
    out.print("[red bold]Rejected:[/red bold] the audit failed, nothing was published, the last good marts stay.")
    for name in result["checks"]["failed"]:
        out.print(f"  [red]✗[/red] {name}")


def _next_steps(workspace: Workspace) -> None:
    tieout, where = program(), f" -w {relative_path(workspace.root)}"
    out.print()
    out.print("[bold]Next[/bold]")
    for command, why in (
        (f"{tieout} exceptions{where}", "the queue, worst first"),
        (f"{tieout} trace REFERENCE{where}", "where one payment went"),
        (f"{tieout} dashboard{where}", "the same numbers in the browser"),
    ):
        out.print(f"  {command}  [dim]{why}[/dim]", soft_wrap=True)
