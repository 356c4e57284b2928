"""`tieout ledger`: the book over HTTP and who may use it, and the book as plain text."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, entity_of, open_workspace
from cli.serialization import print_json

commands = typer.Typer(name="ledger", help="The ledger as a service, its API keys, and exports.", no_args_is_help=True)
keys = typer.Typer(name="key", help="API keys: create, list, revoke.", no_args_is_help=True)
commands.add_typer(keys)

TenantOption = Annotated[str | None, typer.Option(help="The tenant's id.", show_default="the workspace's tenant")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(commands)


@commands.command("serve")
def serve(  # noqa: PLR0913 - a command's options
    folder: WorkspaceOption = CURRENT_FOLDER,
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
    from ledger.service.app import build  # noqa: PLC0415
    from ledger.service.settings import LedgerSettings  # noqa: PLC0415
    from ledger.setup import sync_books  # noqa: PLC0415
    from service.serve import serve as serve_app  # noqa: PLC0415
    from tieout.postgres import connect, conninfo  # noqa: PLC0415

    workspace = open_workspace(folder)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
    settings = LedgerSettings(
        host=host,
        port=port,
        max_body=max_body,
        rate=rate,
        burst=burst,
        writers=writers or _half_the_cores(),
        readers=readers,
        most_waiting=most_waiting,
        drain_seconds=drain,
        upkeep_seconds=upkeep,
    )
    own, built_in, tenant = Rules.of(workspace), Rules.load(), workspace.config.tenant
    app = build(partial(conninfo, workspace), settings, lambda asking: own if asking == tenant else built_in)
    serve_app(app, settings)


def _half_the_cores() -> int:
    """The other half is for PostgreSQL: with more writers, groups are smaller and each costs a commit."""
    return max(1, (os.cpu_count() or 1) // 2)


@keys.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Who uses the key: a program or a person.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    scope: Annotated[list[str], typer.Option(help="read, post, accounts, close or admin; may be repeated.")],
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create a key; its token is shown once and stored nowhere."""
    from cli.terminal import err  # noqa: PLC0415
    from ledger.setup import sync_books  # noqa: PLC0415
    from service.keys import create_key  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    workspace = open_workspace(folder)
    with connect(workspace) as connection:
        sync_books(connection, workspace.config, workspace.root)
        made = create_key(connection, tenant or workspace.config.tenant, name, scope)
    if as_json:
        print_json(made._asdict())
    else:
        owner = tenant or workspace.config.tenant
        err.print(f"[green]✓[/green] key {made.key_id} of {owner}; its token, shown only this once:")
        typer.echo(made.token)


@keys.command("list")
def list_all(
    folder: WorkspaceOption = CURRENT_FOLDER, *, tenant: TenantOption = None, as_json: JsonOption = False
) -> None:
    """List the keys, the revoked ones too."""
    from cli.terminal import out, table  # noqa: PLC0415
    from service.keys import list_keys  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    workspace = open_workspace(folder)
    with connect(workspace) as connection:
        listed = list_keys(connection, tenant or workspace.config.tenant)
    if as_json:
        print_json({"keys": [key._asdict() for key in listed]})
        return
    columns = ("key", "name", "scopes", "created", "revoked")
    rows = [(key.key_id, key.name, " ".join(key.scopes), key.created_at, key.revoked_at) for key in listed]
    out.print(table(columns, rows))


@keys.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="Such as key_0123456789ab.")],
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    tenant: TenantOption = None,
) -> None:
    """Revoke a key; a running service refuses it within five seconds."""
    from cli.terminal import out  # noqa: PLC0415
    from service.keys import revoke_key  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    workspace = open_workspace(folder)
    with connect(workspace) as connection:
        revoke_key(connection, tenant or workspace.config.tenant, key_id)
    out.print(f"[green]✓[/green] key {key_id} is revoked")


@commands.command("export")
def export(
    folder: WorkspaceOption = CURRENT_FOLDER,
    *,
    format_name: Annotated[str, typer.Option("--format", help="hledger or beancount.")],
    entity: Annotated[str | None, typer.Option(help="The entity's id.", show_default="the only one there is")] = None,
    file: Annotated[
        Path | None, typer.Option("--out", help="The file to write.", show_default="standard output")
    ] = None,
) -> None:
    """Write an entity's whole book as plain-text accounting, for other tools to add up."""
    from ledger.export.registry import export as export_book  # noqa: PLC0415
    from tieout.durable import written_whole  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415

    workspace = open_workspace(folder)
    entity_id = entity_of(workspace, entity)
    with connect(workspace) as connection:
        if file is None:
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
            export_book(connection, workspace.config.tenant, entity_id, format_name, sys.stdout)
        else:
            with written_whole(file) as making, making.open("w", encoding="utf-8") as out:
                export_book(connection, workspace.config.tenant, entity_id, format_name, out)
