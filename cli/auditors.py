"""`tieout auditors`: logins that may read the published marts in PostgreSQL."""

from typing import Annotated

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json

auditors = typer.Typer(name="auditors", help="Who may read the published marts in PostgreSQL.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="NAME", help="The auditor's PostgreSQL login.")]
Tenants = Annotated[
    list[str] | None,
    typer.Option("--tenant", help="The tenant of the marts; may be repeated.", show_default="the workspace's"),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(auditors)


@auditors.command("admit")
def admit(
    login: Login, tenant: Tenants = None, folder: WorkspaceOption = CURRENT_FOLDER, *, as_json: JsonOption = False
) -> None:
    """Let a login read the tenants' published marts and nothing else; create it where there is none."""
    from cli.terminal import out  # noqa: PLC0415
    from warehouse.serving import auditors as logins  # noqa: PLC0415
    from warehouse.serving import serving_connection  # noqa: PLC0415

    workspace = open_workspace(folder)
    tenants = tenant or [workspace.config.tenant]
    with serving_connection(workspace) as connection:
        password = logins.admit(connection, login, tenants)
        commands = [logins.way_in(connection, login, name) for name in tenants]
    if as_json:
        print_json({"login": login, "tenants": tenants, "password": password, "connect": commands})
        return
    out.print(f"[green]✓[/green] {login} may read the published marts of {', '.join(tenants)}")
    if password:
        out.print(f"  password, shown only this once: {password}", markup=False)
    for command in commands:
        out.print(f'  psql "{command}"', markup=False, soft_wrap=True)


@auditors.command("list")
def list_admissions(
    tenant: Tenants = None, folder: WorkspaceOption = CURRENT_FOLDER, *, as_json: JsonOption = False
) -> None:
    """List the logins that the tenants admitted and dismissed, and when."""
    from cli.terminal import out, table  # noqa: PLC0415
    from warehouse.serving import auditors as logins  # noqa: PLC0415
    from warehouse.serving import serving_connection  # noqa: PLC0415

    workspace = open_workspace(folder)
    with serving_connection(workspace) as connection:
        listed = logins.admissions(connection, tenant or [workspace.config.tenant])
    if as_json:
        print_json({"auditors": [each._asdict() for each in listed]})
    elif not listed:
        out.print("No login was ever admitted.")
    else:
        rows = [
            (each.tenant, each.login, "admitted" if each.admitted else "dismissed", f"{each.decided_at:%Y-%m-%d %H:%M}")
            for each in listed
        ]
        out.print(table(("tenant", "login", "", "since (UTC)"), rows))


@auditors.command("dismiss")
def dismiss(login: Login, tenant: Tenants = None, folder: WorkspaceOption = CURRENT_FOLDER) -> None:
    """Withdraw an admission, from the login's next query on; the login itself stays, and sees nothing."""
    from cli.terminal import out  # noqa: PLC0415
    from warehouse.serving import auditors as logins  # noqa: PLC0415
    from warehouse.serving import serving_connection  # noqa: PLC0415

    workspace = open_workspace(folder)
    tenants = tenant or [workspace.config.tenant]
    with serving_connection(workspace) as connection:
        logins.dismiss(connection, login, tenants)
    out.print(f"[green]✓[/green] {login} no longer reads the marts of {', '.join(tenants)}")
