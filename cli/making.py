"""`tieout init` and `tieout demo`: making a workspace."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from tieout.errors import InputError
from tieout.workspace import CONFIG_NAME

_TEMPLATE = """\
# What this workspace reconciles. Every key is explained in docs/configuration.md.
tenant: {tenant}

entities:
  - {{id: {tenant}, name: {name}, currency: {currency}, fiscal_year_start: 1}}

# Where lines come from. Put files into inbox/bank and type `tieout run`.
sources:
  - id: bank
    kind: statement
    format: camt053            # or another of docs/formats.md
    path: inbox/bank/*.xml
    account: "1000"            # the ledger account that this statement proves

# What must agree with what, and by which rules, in this order.
reconciliations:
  - id: bank
    left: {{source: ledger, account: "1000"}}
    right: {{source: bank}}
    expected_lag_days: 3
    passes:
      - {{kind: reference, within_days: 10}}
      - {{kind: group, by: group}}
      - {{kind: amount_date, within_days: 3}}
"""


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("init")(init)
    app.command("demo")(demo)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    *,
    tenant: Annotated[str, typer.Option(help="The tenant's id.")] = "acme",
    name: Annotated[str, typer.Option(help="The company's name.")] = "Acme",
    currency: Annotated[str, typer.Option(help="Its functional currency.")] = "EUR",
) -> None:
    """Make a workspace: a commented tieout.yml and an inbox."""
    from cli.screen import out, program  # noqa: PLC0415
    from tieout.config import load  # noqa: PLC0415

    _refuse_existing(folder)
    text = _TEMPLATE.format(tenant=_as_yaml(tenant), name=_as_yaml(name), currency=_as_yaml(currency))
    with TemporaryDirectory(prefix="tieout-init-") as trial:
        checked = Path(trial) / CONFIG_NAME
        checked.write_text(text, encoding="utf-8")
        load(checked)
    (folder / "inbox" / "bank").mkdir(parents=True, exist_ok=True)
    config = folder / CONFIG_NAME
    config.write_text(text, encoding="utf-8")
    out.print(f"[green]✓[/green] {config}: edit it, and put files into {folder / 'inbox'}", soft_wrap=True)
    out.print(f"  Then type: {program()} run -w {folder}", soft_wrap=True)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")] = Path("demo"),
    *,
    journals: Annotated[int, typer.Option(min=100, max=5_000_000, help="How many journals the ledger has.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same company.")] = 7,
    discrepancies: Annotated[
        float | None,
        typer.Option(min=0, max=0.1, help="The share of its items where something is wrong.", show_default="few"),
    ] = None,
) -> None:
    """Make a workspace with a sample company in it, and post its ledger."""
    from cli.screen import err, out, program  # noqa: PLC0415
    from ledger.files import post_file  # noqa: PLC0415
    from ledger.setup import open_books  # noqa: PLC0415
    from sample import generate  # noqa: PLC0415
    from tieout.postgres import connect  # noqa: PLC0415
    from tieout.workspace import Workspace  # noqa: PLC0415

    if not (folder / CONFIG_NAME).exists():
        err.print(f"[dim]· writing the sample company to {folder} …[/dim]")
        generate(folder, journals=journals, seed=seed, discrepancies=discrepancies)
    workspace = Workspace.open(folder)
    err.print("[dim]· posting its ledger …[/dim]")
    posted = known = 0
    with connect(workspace) as connection:
        open_books(connection, workspace.config, workspace.root)
        for file in sorted((workspace.root / "postings").glob("*.csv")):
            answer = post_file(connection, workspace.config, file)
            posted, known = posted + answer.journals, known + answer.replayed
            if answer.refused:
                raise InputError(f"{file.name}: {answer.refused[0].where}: {answer.refused[0].reason}")
    out.print(f"[green]✓[/green] {folder}: {posted:,} journals posted, {known:,} known before")
    out.print(f"  Now type: {program()} run -w {folder}")


def _as_yaml(text: str) -> str:
    """A word as YAML reads it back: in quotes where it would be a number, a truth value or punctuation."""
    import yaml  # noqa: PLC0415

    plain = text.replace("_", "").isalnum() and yaml.safe_load(text) == text
    return text if plain else json.dumps(text)


def _refuse_existing(folder: Path) -> None:
    if (folder / CONFIG_NAME).exists():
        raise InputError(f"{folder / CONFIG_NAME} exists already: nothing was changed")
