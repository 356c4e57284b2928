"""`python -m benchmarks [NAME …]`: run benchmarks, print their figures, fail where a limit is broken."""

import argparse
import os
import sys
from importlib import import_module

from benchmarks.bench import Bench, working_folder
from benchmarks.figures import print_figures

NAMES = (
    "scale",
    "demo",
    "ledger",
    "balances",
    "proof",
    "service",
    "formats",
    "dashboard",
    "statements",
    "accuracy",
    "cash_application",
    "fuzzy",
    "latency",
)


def main() -> int:
    """0 when every limit holds, 1 when one is broken."""
    options = _arguments()
    broken = []
    with working_folder() as folder:
        bench = Bench(folder, options.rows, options.journals, options.megabytes)
        for name in NAMES:
            if name in options.names:
                module = import_module(f"benchmarks.{name}")
                print(f"· {name}: {(module.__doc__ or name).splitlines()[0]}", file=sys.stderr, flush=True)
                figures = module.run(bench)
                print_figures(name, figures)
                broken += [f"{name}: {figure.what}" for figure in figures if figure.broken]
    for what in broken:
        print(f"✗ beyond its limit: {what}", file=sys.stderr)
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Speed, memory and accuracy, with their limits."
    )
    parser.add_argument("names", nargs="*", default=NAMES, metavar="NAME", help=f"of {', '.join(NAMES)}; default: all")
    for option, default, meaning in (
        ("rows", 1_000_000, "ledger lines, and as many statement lines"),
        ("journals", 20_000, "journals of the sample company, and of the ledger benchmark"),
        ("megabytes", 50, "size of the large file of each format"),
    ):
        named = f"BENCH_{option.upper()}"
        parser.add_argument(
            f"--{option}", type=int, default=int(os.environ.get(named, default)), help=f"{meaning} (or ${named})"
        )
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}: there are {', '.join(NAMES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
