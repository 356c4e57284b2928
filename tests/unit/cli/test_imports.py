"""`tieout --help` answers at once: nothing heavy is loaded until a command needs it."""

import json
import subprocess
import sys

import pytest

HEAVY = {
    "dagster",
    "dbt",
    "great_expectations",
    "pandas",
    "streamlit",
    "duckdb",
    "pyarrow",
    "psycopg",
    "lxml",
    "sqlalchemy",
}
SCRIPT = """
import json, sys
sys.argv = ["tieout", *{arguments}]
from cli import main
try:
    main()
except SystemExit as ended:
    sys.stderr.write(json.dumps([ended.code, sorted({{name.partition(".")[0] for name in sys.modules}})]))
"""


def modules_after(*arguments):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(arguments=arguments)], capture_output=True, text=True, check=False
    )
    code, loaded = json.loads(done.stderr.splitlines()[-1])
    return done.stdout, code, set(loaded)


@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help"), ("sql", "--help"), ("version",)])
def test_help_loads_nothing_heavy(arguments):
    shown, code, loaded = modules_after(*arguments)
    assert (code, loaded & HEAVY) == (0, set())
    assert shown


def test_help_names_every_command():
    shown, _, _ = modules_after("--help")
    commands = (
        "init",
        "demo",
        "run",
        "status",
        "exceptions",
        "sql",
        "trace",
        "post",
        "reverse",
        "dashboard",
        "dagster",
    )
    assert [name for name in commands if f" {name} " not in shown] == []


def test_a_mistake_in_the_configuration_is_reported_before_anything_heavy_is_loaded(tmp_path):
    (tmp_path / "tieout.yml").write_text("tenant: a\n")
    _, code, loaded = modules_after("status", "-w", str(tmp_path))
    assert (code, loaded & HEAVY - {"duckdb"}) == (2, set())
