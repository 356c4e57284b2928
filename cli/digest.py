"""`tieout digest`: tell what is new and what became overdue."""

from typing import TYPE_CHECKING

import typer

from cli.options import HERE, JsonOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from notify import Telling


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("digest")(digest)


def digest(workspace: WorkspaceOption = HERE, *, as_json: JsonOption = False) -> None:
    """Tell the sinks of tieout.yml which exceptions are new or became overdue since the last digest."""
    from cli.printed import print_json  # noqa: PLC0415
    from notify import tell  # noqa: PLC0415
    from tieout.errors import ServiceUnreachable  # noqa: PLC0415

    telling = tell(opened(workspace))
    if as_json:
        print_json(
            {
                "digest": telling.contents.model_dump(mode="json") if telling.contents else None,
                "sinks": [delivery._asdict() for delivery in telling.deliveries],
            }
        )
    else:
        _print(telling)
    if telling.failed:
        raise typer.Exit(ServiceUnreachable.exit_code)


def _print(telling: "Telling") -> None:
    from cli.screen import err, out  # noqa: PLC0415
    from notify.letter import as_text  # noqa: PLC0415
    from notify.telling import line_of  # noqa: PLC0415

    if telling.contents is None:
        out.print("Nothing is new, and nothing more became overdue.")
    else:
        out.print(as_text(telling.contents), markup=False, soft_wrap=True)
    if not telling.deliveries:
        out.print("[dim]Nobody was told: tieout.yml names no sink under 'digest:'.[/dim]")
    for delivery in telling.deliveries:
        (err if delivery.error else out).print(line_of(delivery), markup=False)
