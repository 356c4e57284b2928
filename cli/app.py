"""The commands in the order of the help, and how a failure is reported."""

import sys

import typer

from cli import (
    auditors,
    dagster,
    dashboard,
    demo,
    digest,
    docs,
    event,
    exceptions,
    export,
    init,
    ledger,
    match,
    post,
    report,
    revalue,
    reverse,
    rules,
    run,
    seal,
    sources,
    sql,
    status,
    tie_out,
    trace,
    verify,
)
from cli.close import binder, checklist, close, flux, periods, reopen
from tieout import __version__
from tieout.errors import InputError, ServiceUnreachable, TieoutError

app = typer.Typer(
    name="tieout",
    help="Keep the books, match them with the outside world, and prove every cent.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

_PANELS = {
    "Start": (init, demo, run, dashboard, dagster),
    "Look at what is published": (status, sources, exceptions, report, trace, sql, digest, docs),
    "Matching rules": (match, rules),
    "Write to the ledger": (post, event, reverse, revalue, ledger),
    "Close a period": (checklist, flux, close, reopen, periods, binder),
    "Prove and hand out": (verify, seal, tie_out, export, auditors),
}
for panel, commands in _PANELS.items():
    before = len(app.registered_commands), len(app.registered_groups)
    for command in commands:
        command.add_to(app)
    for added in app.registered_commands[before[0] :]:
        added.rich_help_panel = panel
    for group in app.registered_groups[before[1] :]:
        group.rich_help_panel = panel


@app.command("version", rich_help_panel="Start")
def version() -> None:
    """Print the version."""
    typer.echo(f"tieout {__version__}")


def main() -> None:
    """Run a command; an expected failure is one line on standard error and its own exit code."""
    try:
        app(standalone_mode=True)
    except TieoutError as error:
        sys.stderr.write(f"tieout: {error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # a disk, a folder's rights: the user can fix it, it is no defect of Tieout
        sys.stderr.write(f"tieout: {error.filename or 'the disk'}: {error.strerror or error}\n")
        sys.exit(InputError.exit_code)
    except Exception as error:
        if not _is_lost_server(error):
            raise
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        sys.stderr.write(f"tieout: PostgreSQL went away ({reason}): what was committed is kept, try again\n")
        sys.exit(ServiceUnreachable.exit_code)


def _is_lost_server(error: Exception) -> bool:
    """Looks for the driver only where a command has loaded it."""
    driver = sys.modules.get("psycopg")
    return driver is not None and isinstance(error, driver.OperationalError)
