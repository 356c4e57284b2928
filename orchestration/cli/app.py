"""The commands, and how their failures are told."""

import sys

import typer

from orchestration.cli import looking, making, posting, running, serving, tracing
from tieout import __version__
from tieout.errors import TieoutError

app = typer.Typer(
    name="tieout",
    help="Keep the books, match them with the outside world, and prove every cent.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

for register in (making, running, looking, tracing, posting, serving):
    register.add_to(app)


@app.command("version")
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
