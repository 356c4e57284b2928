"""`tieout digest`: report what is new and what became overdue."""

from typing import TYPE_CHECKING

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace

if TYPE_CHECKING:
    from notify import DigestResult


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("digest")(digest)


def digest(folder: WorkspaceOption = CURRENT_FOLDER, *, as_json: JsonOption = False) -> None:
    """Report to the sinks of tieout.yml which exceptions are new or became overdue since the last digest."""
    from cli.serialization import print_json  # noqa: PLC0415
    from notify import send_digest  # noqa: PLC0415
    from tieout.errors import ServiceUnreachable  # noqa: PLC0415

    result = send_digest(open_workspace(folder))
    if as_json:
        print_json(
            {
                "digest": result.digest.model_dump(mode="json") if result.digest else None,
                "sinks": [delivery._asdict() for delivery in result.deliveries],
            }
        )
    else:
        _print(result)
    if result.failed:
        raise typer.Exit(ServiceUnreachable.exit_code)


def _print(result: "DigestResult") -> None:
    from cli.terminal import err, out  # noqa: PLC0415
    from notify.email_message import as_text  # noqa: PLC0415
    from notify.sending import line_of  # noqa: PLC0415

    if result.digest is None:
        out.print("Nothing is new, and nothing more became overdue.")
    else:
        out.print(as_text(result.digest), markup=False, soft_wrap=True)
    if not result.deliveries:
        out.print("[dim]Nothing was sent: tieout.yml names no sink under 'digest:'.[/dim]")
    for delivery in result.deliveries:
        (err if delivery.error else out).print(line_of(delivery), markup=False)
