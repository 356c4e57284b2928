"""`tieout sources`: what each source has delivered, by account: files, days, gaps, the last balance."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from cli.options import CURRENT_FOLDER, JsonOption, WorkspaceOption, open_workspace
from cli.serialization import print_json, rows_as_dicts
from tieout.errors import InputError
from tieout.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

_ACCOUNTS = """
SELECT source AS id, kind, account, currency, files, first_day, last_day, last_balance, last_balance_day,
    provisional_lines
FROM marts.source_accounts
ORDER BY source, account, currency
"""
_GAPS = """
SELECT source AS id, account, currency, from_day AS "from", to_day AS "to", amount
FROM marts.statement_gaps
ORDER BY source, account, currency, to_day, from_day
"""
_OF_NOTHING = {
    **dict.fromkeys(("account", "currency", "first_day", "last_day", "last_balance", "last_balance_day")),
    "files": 0,
    "provisional_lines": 0,
}


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("sources")(sources)


def sources(folder: WorkspaceOption = CURRENT_FOLDER, *, as_json: JsonOption = False) -> None:
    """Show what each source has delivered: files, days, gaps, the last balance, and lines that count only so far."""
    from tieout.published import open_published  # noqa: PLC0415

    workspace = open_workspace(folder)
    with open_published(workspace) as marts:
        accounts = _accounts(marts, workspace)
    if as_json:
        print_json({"sources": accounts})
    else:
        _print(workspace, accounts)


def _accounts(marts: "duckdb.DuckDBPyConnection", workspace: Workspace) -> list[dict[str, Any]]:
    """Every account of every source, with its gaps; and the sources of tieout.yml of which nothing came yet."""
    _assert_has_the_marts(marts, workspace)
    accounts = rows_as_dicts(marts.execute(_ACCOUNTS))
    seen = {account["id"] for account in accounts}
    accounts += [
        {"id": source.id, "kind": source.kind, **_OF_NOTHING}
        for source in workspace.config.sources
        if source.id not in seen
    ]
    gaps = rows_as_dicts(marts.execute(_GAPS))
    for account in accounts:
        account["gaps"] = [
            {key: gap[key] for key in ("from", "to", "amount")}
            for gap in gaps
            if all(gap[key] == account[key] for key in ("id", "account", "currency"))
        ]
    return accounts


def _assert_has_the_marts(marts: "duckdb.DuckDBPyConnection", workspace: Workspace) -> None:
    """A version that an earlier Tieout published has no such mart.

    Raises:
        InputError: it has none.
    """
    found = marts.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'source_accounts'").fetchone()
    if found == (0,):
        raise InputError(
            f"{workspace.root}: what is published was made by an earlier Tieout: run `tieout run -w {workspace.root}`"
        )


def _print(workspace: Workspace, accounts: Sequence[dict[str, Any]]) -> None:
    from cli.terminal import Column, fitted_table, out  # noqa: PLC0415
    from tieout import figures  # noqa: PLC0415

    columns = (
        Column("source", 1),
        Column("account", 3),
        Column("files", 2, is_number=True),
        Column("from", 8),
        Column("to", 4),
        Column("last balance", 5, is_number=True),
        Column("", 5),
        Column("of", 9),
        Column("gaps", 6, is_number=True),
        Column("provisional", 7, is_number=True),
    )
    scales = workspace.currencies.scales()
    rows = [
        (
            each["id"],
            each["account"],
            each["files"],
            each["first_day"],
            each["last_day"],
            None if each["last_balance"] is None else figures.amount(each["last_balance"], scales[each["currency"]]),
            each["currency"],
            each["last_balance_day"],
            len(each["gaps"]) or None,
            each["provisional_lines"] or None,
        )
        for each in accounts
    ]
    out.print(fitted_table(columns, rows))
    for each in accounts:
        whose = " ".join(filter(None, (each["id"], each["account"])))
        for gap in each["gaps"]:
            days = f"before {gap['to']}" if gap["from"] is None else f"between {gap['from']} and {gap['to']}"
            said = f"[yellow]![/yellow] {whose}: no statement {days}"
            if gap["amount"] is not None:
                said += f": {figures.amount(gap['amount'], scales[each['currency']])} {each['currency']}"
            out.print(said, soft_wrap=True)
