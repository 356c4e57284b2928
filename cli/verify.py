"""`tieout verify`: proof that the book is what its events say."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json

if TYPE_CHECKING:
    from ledger.proof.findings import Finding
    from ledger.proof.verification import BookProof


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
        proof = verify_book(connection, tenant, kept)
    if as_json:
        findings = [finding._asdict() for finding in proof.findings]
        print_json({"proven": proof.clean, **proof._asdict(), "findings": findings})
    else:
        _print(proof, len(kept))
    if proof.exit_code:
        raise typer.Exit(proof.exit_code)


def _print(proof: "BookProof", kept_heads: int) -> None:
    from cli.terminal import counted, err, out  # noqa: PLC0415
    from ledger.proof.findings import MOST_SHOWN  # noqa: PLC0415

    proved = (
        f"{proof.events:,} events, {proof.journals:,} journals, {proof.lines:,} lines, {proof.seals:,} seals"
        f" in {proof.duration_s:.1f} s"
    )
    if proof.clean:
        out.print(f"[green]✓[/green] the book is what its events say: {proved}")
        if kept_heads:
            heads = "1 head that was" if kept_heads == 1 else f"{kept_heads:,} heads that were"
            out.print(f"[green]✓[/green] the seal chain contains the {heads} kept")
        if proof.sealed_events < proof.events:
            out.print(f"  {proof.events - proof.sealed_events:,} events are not sealed yet: run `tieout seal`")
        return
    out.print(f"[red]✗[/red] {counted(proof.total, 'finding')}: {proved}")
    for finding in proof.findings[:MOST_SHOWN]:
        err.print(f"[red]✗[/red] {_line(finding)}", soft_wrap=True, markup=True)
    if proof.total > MOST_SHOWN:
        err.print(f"… and {proof.total - MOST_SHOWN:,} more; --json shows up to {MOST_SHOWN} of each check")


def _line(finding: "Finding") -> str:
    from rich.markup import escape  # noqa: PLC0415

    values = (("found", finding.found), ("expected", finding.expected))
    said = ", ".join(f"{name} {value}" for name, value in values if value is not None)
    return escape(f"{finding.where}: {finding.what}" + (f" ({said})" if said else ""))
