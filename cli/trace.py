"""`tieout trace`: where one payment went."""

from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("trace")(trace)


def trace(
    reference: Annotated[str, typer.Argument(help="A reference, a line's or journal's id, a payout, an exception.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    as_json: JsonOption = False,
) -> None:
    """Follow one payment: file → statement line → journal → match → line of a financial statement, with hashes."""
    from cli.trace_output import print_chain  # noqa: PLC0415
    from reporting.tracing import chain_of  # noqa: PLC0415

    chain = chain_of(open_workspace(folder), reference)
    if as_json:
        print_json(chain._asdict())
    else:
        print_chain(chain)
