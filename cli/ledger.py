"""`tieout ledger`: the book over HTTP and who may use it, and the book as plain text."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.options import HERE, JsonOption, WorkspaceOption, opened, the_entity
from cli.printed import print_json

commands = typer.Typer(name="ledger", help="The ledger as a service, its API keys, and exports.", no_args_is_help=True)
keys = typer.Typer(name="key", help="API keys: make, list, revoke.", no_args_is_help=True)
commands.add_typer(keys)

TenantOption = Annotated[str | None, typer.Option(help="Whose.", show_default="the workspace's tenant")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(commands)


@commands.command("serve")
def serve(  # noqa: PLR0913 - a command's options
    workspace: WorkspaceOption = HERE,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one and logs it.")] = 8400,
    max_body: Annotated[int, typer.Option(min=1024, help="The largest request, in bytes.")] = 8 << 20,
    rate: Annotated[float, typer.Option(min=0.01, help="Requests a second that one key may send.")] = 1000.0,
    burst: Annotated[int, typer.Option(min=1, help="Requests that one key may send at once.")] = 2000,
    writers: Annotated[
        int | None,
        typer.Option(
            min=1, max=32, help="Processes that commit groups of postings.", show_default="one for every two cores"
        ),
    ] = None,
    readers: Annotated[int, typer.Option(min=1, max=64, help="Connections for everything else.")] = 4,
    most_waiting: Annotated[int, typer.Option(min=1, help="Requests that may wait before others get 503.")] = 4096,
    drain: Annotated[int, typer.Option(min=1, help="Seconds that a stop waits for requests under way.")] = 30,
    upkeep: Annotated[float, typer.Option(min=0.1, help="Seconds between foldings of totals and seals.")] = 60.0,
) -> None:
    """Serve the ledger over HTTP; SIGTERM or Ctrl-C stops it and loses nothing."""
    from ledger.rules import Rules  # noqa: PLC0415
    from ledger.service.serve import serve as serve_ledger  # noqa: PLC0415
    from ledger.service.settings import Settings  # noqa: PLC0415
    from ledger.setup import open_books  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    with connect(home) as connection:
        open_books(connection, home.config, home.root)
    settings = Settings(
        host, port, max_body, rate, burst, writers or _half_the_cores(), readers, most_waiting, drain, upkeep
    )
    own, built_in = Rules.of(home), Rules.load()
    serve_ledger(partial(connect, home), settings, lambda tenant: own if tenant == home.config.tenant else built_in)


def _half_the_cores() -> int:
    """The other half is PostgreSQL's: with more writers, groups are smaller and each costs a commit."""
    return max(1, (os.cpu_count() or 1) // 2)


@keys.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is: a program, a person.")],
    workspace: WorkspaceOption = HERE,
    *,
    scope: Annotated[list[str], typer.Option(help="read, post, accounts, close or admin; give it once for each.")],
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key; its token is shown once and kept nowhere."""
    from cli.screen import err  # noqa: PLC0415
    from ledger.service.keys import create_key  # noqa: PLC0415
    from ledger.setup import open_books  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    with connect(home) as connection:
        open_books(connection, home.config, home.root)
        made = create_key(connection, tenant or home.config.tenant, name, scope)
    if as_json:
        print_json(made._asdict())
    else:
        err.print(f"[green]✓[/green] key {made.key_id} of {tenant or home.config.tenant}; the token, shown only now:")
        typer.echo(made.token)


@keys.command("list")
def list_all(workspace: WorkspaceOption = HERE, *, tenant: TenantOption = None, as_json: JsonOption = False) -> None:
    """List the keys, the revoked ones too."""
    from cli.screen import out, table  # noqa: PLC0415
    from ledger.service.keys import list_keys  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    with connect(home) as connection:
        found = list_keys(connection, tenant or home.config.tenant)
    if as_json:
        print_json({"keys": [key._asdict() for key in found]})
        return
    columns = ("key", "name", "scopes", "created", "revoked")
    rows = [(key.key_id, key.name, " ".join(key.scopes), key.created_at, key.revoked_at) for key in found]
    out.print(table(columns, rows))


@keys.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="Such as key_0123456789ab.")],
    workspace: WorkspaceOption = HERE,
    *,
    tenant: TenantOption = None,
) -> None:
    """End a key for good; a running service refuses it within five seconds."""
    from cli.screen import out  # noqa: PLC0415
    from ledger.service.keys import revoke_key  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    with connect(home) as connection:
        revoke_key(connection, tenant or home.config.tenant, key_id)
    out.print(f"[green]✓[/green] key {key_id} is revoked")


@commands.command("export")
def export(
    workspace: WorkspaceOption = HERE,
    *,
    format_name: Annotated[str, typer.Option("--format", help="hledger or beancount.")],
    entity: Annotated[str | None, typer.Option(help="Whose book; needed where there are several.")] = None,
    file: Annotated[
        Path | None, typer.Option("--out", help="The file to write.", show_default="standard output")
    ] = None,
) -> None:
    """Write an entity's whole book as plain-text accounting, for other tools to add up."""
    from ledger.export.registry import export as export_book  # noqa: PLC0415
    from tieout.durable import written_whole  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    home = opened(workspace)
    whose = the_entity(home, entity)
    with connect(home) as connection:
        if file is None:
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
            export_book(connection, home.config.tenant, whose, format_name, sys.stdout)
        else:
            with written_whole(file) as making, making.open("w", encoding="utf-8") as out:
                export_book(connection, home.config.tenant, whose, format_name, out)
