"""`tieout init`: an empty workspace with a commented tieout.yml."""

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

# Where lines come from. Put files into inbox/bank and run `tieout run`.
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
    """Register the command."""
    app.command("init")(init)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to create.")],
    *,
    tenant: Annotated[str, typer.Option(help="The tenant's id.")] = "acme",
    name: Annotated[str, typer.Option(help="The company's name.")] = "Acme",
    currency: Annotated[str, typer.Option(help="Its functional currency.")] = "EUR",
) -> None:
    """Create a workspace: a commented tieout.yml and an inbox."""
    from cli.terminal import out, program  # noqa: PLC0415
    from tieout.config import load  # noqa: PLC0415

    config = folder / CONFIG_NAME
    if config.exists():
        raise InputError(f"{config} already exists: nothing was changed")
    text = _TEMPLATE.format(tenant=_as_yaml(tenant), name=_as_yaml(name), currency=_as_yaml(currency))
    with TemporaryDirectory(prefix="tieout-init-") as trial:
        checked = Path(trial) / CONFIG_NAME
        checked.write_text(text, encoding="utf-8")
        load(checked)
    (folder / "inbox" / "bank").mkdir(parents=True, exist_ok=True)
    config.write_text(text, encoding="utf-8")
    out.print(f"[green]✓[/green] {config}: edit it, and put files into {folder / 'inbox'}", soft_wrap=True)
    out.print(f"  Next: {program()} run -w {folder}", soft_wrap=True)


def _as_yaml(text: str) -> str:
    """A word as YAML reads it back: in quotes where it would be a number, a truth value or punctuation."""
    import yaml  # noqa: PLC0415

    plain = text.replace("_", "").isalnum() and yaml.safe_load(text) == text
    return text if plain else json.dumps(text)
