"""`tieout verify`: proof that the book is what its events say."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json

if TYPE_CHECKING:
    from ledger.proof.findings import Finding
    from ledger.proof.verification import Verdict


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("verify")(verify)


def verify(
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    heads: Annotated[
        Path | None,
        typer.Option(help="A file with heads of the seal chain, kept elsewhere: each must be in the chain."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Prove every journal, account and balance by the book's events and seals; exit code 1 when something differs."""
    from ledger.proof.heads import read_heads  # noqa: PLC0415
    from ledger.proof.verification import verify as verify_book  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    workspace = open_workspace(folder)
    tenant = workspace.config.tenant
    kept = read_heads(heads, tenant) if heads else []
    with connect(workspace) as connection:
        verdict = verify_book(connection, tenant, kept)
    if as_json:
        findings = [finding._asdict() for finding in verdict.findings]
        print_json({"proven": verdict.clean, **verdict._asdict(), "findings": findings})
    else:
        _print(verdict, len(kept))
    if verdict.exit_code:
        raise typer.Exit(verdict.exit_code)


def _print(verdict: "Verdict", kept_heads: int) -> None:
    from cli.terminal import counted, err, out  # noqa: PLC0415
    from ledger.proof.findings import MOST_SHOWN  # noqa: PLC0415

    proved = (
        f"{verdict.events:,} events, {verdict.journals:,} journals, {verdict.lines:,} lines, {verdict.seals:,} seals"
        f" in {verdict.duration_s:.1f} s"
    )
    if verdict.clean:
        out.print(f"[green]✓[/green] the book is what its events say: {proved}")
        if kept_heads:
            heads = "1 head that was" if kept_heads == 1 else f"{kept_heads:,} heads that were"
            out.print(f"[green]✓[/green] the seal chain contains the {heads} kept")
        if verdict.sealed_events < verdict.events:
            out.print(f"  {verdict.events - verdict.sealed_events:,} events are not sealed yet: run `tieout seal`")
        return
    out.print(f"[red]✗[/red] {counted(verdict.total, 'finding')}: {proved}")
    for finding in verdict.findings[:MOST_SHOWN]:
        err.print(f"[red]✗[/red] {_line(finding)}", soft_wrap=True, markup=True)
    if verdict.total > MOST_SHOWN:
        err.print(f"… and {verdict.total - MOST_SHOWN:,} more; --json shows up to {MOST_SHOWN} of each check")


def _line(finding: "Finding") -> str:
    from rich.markup import escape  # noqa: PLC0415

    values = (("found", finding.found), ("expected", finding.expected))
    said = ", ".join(f"{name} {value}" for name, value in values if value is not None)
    return escape(f"{finding.where}: {finding.what}" + (f" ({said})" if said else ""))
