"""`tieout auditors` and `tieout export`: what people of another house need."""

from pathlib import Path
from typing import Annotated

import typer

from cli import tying_out
from cli.options import HERE, JsonOption, WorkspaceOption, opened
from cli.printed import print_json

auditors = typer.Typer(name="auditors", help="Who may read the published marts in PostgreSQL.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="NAME", help="The auditor's PostgreSQL login.")]
Tenants = Annotated[
    list[str] | None, typer.Option("--tenant", help="Whose marts; may be repeated.", show_default="the workspace's")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(auditors)
    app.command("export")(export)
    tying_out.add_to(app)


@auditors.command("admit")
def admit(
    login: Login, tenant: Tenants = None, workspace: WorkspaceOption = HERE, *, as_json: JsonOption = False
) -> None:
    """Let a login read the tenants' published marts and nothing else; it is made where there is none."""
    from cli.screen import out  # noqa: PLC0415
    from warehouse.serving import auditors as logins  # noqa: PLC0415
    from warehouse.serving import serving_connection  # noqa: PLC0415

    home = opened(workspace)
    tenants = tenant or [home.config.tenant]
    with serving_connection(home) as connection:
        password = logins.admit(connection, login, tenants)
        ways = [logins.way_in(connection, login, name) for name in tenants]
    if as_json:
        print_json({"login": login, "tenants": tenants, "password": password, "connect": ways})
        return
    out.print(f"[green]✓[/green] {login} may read the published marts of {', '.join(tenants)}")
    if password:
        out.print(f"  password, shown only now: {password}", markup=False)
    for way in ways:
        out.print(f'  psql "{way}"', markup=False, soft_wrap=True)


@auditors.command("list")
def listed(tenant: Tenants = None, workspace: WorkspaceOption = HERE, *, as_json: JsonOption = False) -> None:
    """Show whom the tenants admitted and dismissed, when, and who decided it."""
    from cli.screen import out, table  # noqa: PLC0415
    from warehouse.serving import auditors as logins  # noqa: PLC0415
    from warehouse.serving import serving_connection  # noqa: PLC0415

    home = opened(workspace)
    with serving_connection(home) as connection:
        found = logins.admissions(connection, tenant or [home.config.tenant])
    if as_json:
        print_json({"auditors": [each._asdict() for each in found]})
    elif not found:
        out.print("Nobody was ever admitted.")
    else:
        rows = [
            (each.tenant, each.login, "admitted" if each.admitted else "dismissed", f"{each.decided_at:%Y-%m-%d %H:%M}")
            for each in found
        ]
        out.print(table(("tenant", "login", "", "since (UTC)"), rows))


@auditors.command("dismiss")
def dismiss(login: Login, tenant: Tenants = None, workspace: WorkspaceOption = HERE) -> None:
    """Take an admission back, from the login's next query on; the login itself stays, and sees nothing."""
    from cli.screen import out  # noqa: PLC0415
    from warehouse.serving import auditors as logins  # noqa: PLC0415
    from warehouse.serving import serving_connection  # noqa: PLC0415

    home = opened(workspace)
    tenants = tenant or [home.config.tenant]
    with serving_connection(home) as connection:
        logins.dismiss(connection, login, tenants)
    out.print(f"[green]✓[/green] {login} reads no marts of {', '.join(tenants)} any more")


def export(
    tenant: Annotated[str | None, typer.Option(help="Whose.", show_default="the workspace's tenant")] = None,
    to: Annotated[
        Path | None, typer.Option(help="The file to write.", show_default="TENANT-RUN.duckdb in the current folder")
    ] = None,
    workspace: WorkspaceOption = HERE,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write one tenant's published marts into a DuckDB file that opens anywhere, without this workspace."""
    from cli.screen import out, shown  # noqa: PLC0415
    from warehouse.export import export as write  # noqa: PLC0415

    made = write(opened(workspace), tenant, to)
    if as_json:
        print_json(made._asdict())
        return
    out.print(f"[green]✓[/green] {shown(made.file)}: run {made.run_id}, as of {made.as_of}, {made.rows:,} rows")
    out.print(f"  sha256 {made.sha256}", soft_wrap=True)
