"""`tieout verify` and `tieout seal`: proving the book, and keeping the proof's heads elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import HERE, JsonOption, WorkspaceOption, opened
from cli.printed import print_json

if TYPE_CHECKING:
    from ledger.proof.findings import Finding
    from ledger.proof.verifying import Verdict


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("verify")(verify)
    app.command("seal")(seal)


def verify(
    workspace: WorkspaceOption = HERE,
    *,
    heads: Annotated[
        Path | None, typer.Option(help="Heads of the seal chain that were kept elsewhere, to be found in it.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Prove every journal, account and balance by the book's events and seals; exit code 1 when something differs."""
    from ledger.proof.heads import read_heads  # noqa: PLC0415
    from ledger.proof.verifying import verify as verify_book  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    tenant = home.config.tenant
    kept = read_heads(heads, tenant) if heads else []
    with connect(home) as connection:
        verdict = verify_book(connection, tenant, kept)
    if as_json:
        findings = [finding._asdict() for finding in verdict.findings]
        print_json({"proven": verdict.clean, **verdict._asdict(), "findings": findings})
    else:
        _tell(verdict, len(kept))
    if verdict.exit_code:
        raise typer.Exit(verdict.exit_code)


def seal(
    workspace: WorkspaceOption = HERE,
    *,
    heads: Annotated[Path | None, typer.Option(help="Add the chain's head to this file, to be kept elsewhere.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Seal the events that are new: each seal holds a hash over them, their journals and the seal before."""
    from cli.screen import out  # noqa: PLC0415
    from ledger.proof.heads import head, keep  # noqa: PLC0415
    from ledger.proof.sealing import seal as seal_book  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    with connect(home) as connection:
        made = seal_book(connection, home.config.tenant)
        last = head(connection, home.config.tenant)
    if heads and last:
        keep(heads, last)
    if as_json:
        print_json({"seals_made": made, "head": last._asdict() if last else None})
    elif last is None:
        out.print("There is nothing to seal yet.")
    else:
        seals = "nothing was new" if made == 0 else f"{made:,} {'seal' if made == 1 else 'seals'} made"
        out.print(
            f"[green]✓[/green] {seals}; the chain ends with seal {last.seal_no:,}, {last.last_sequence:,} events in"
        )
        out.print(f"  {last.hash}", soft_wrap=True)


def _tell(verdict: "Verdict", kept_heads: int) -> None:
    from cli.screen import err, out  # noqa: PLC0415
    from ledger.proof.findings import MOST_TOLD  # noqa: PLC0415

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
    out.print(f"[red]✗[/red] {verdict.total:,} {'finding' if verdict.total == 1 else 'findings'}: {proved}")
    for finding in verdict.findings[:MOST_TOLD]:
        err.print(f"[red]✗[/red] {_line(finding)}", soft_wrap=True, markup=True)
    if verdict.total > MOST_TOLD:
        err.print(f"… and {verdict.total - MOST_TOLD:,} more; --json tells up to {MOST_TOLD} of each check")


def _line(finding: "Finding") -> str:
    from rich.markup import escape  # noqa: PLC0415

    values = (("found", finding.found), ("expected", finding.expected))
    said = ", ".join(f"{name} {value}" for name, value in values if value is not None)
    return escape(f"{finding.where}: {finding.what}" + (f" ({said})" if said else ""))
