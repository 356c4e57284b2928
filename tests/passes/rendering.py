"""The project's own SQL, rendered by one call of dbt for all tests: what every round of every pass sends to the engine.

dbt is given the project's macros and only the models around the passes, which it reads in a fraction of the time that the
whole project takes. The statements are those that matching runs, with variables of DuckDB in place of the numbers that change
from round to round.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from dbt_project import PROJECT_DIR, fingerprint
from tieout.config.pass_kinds import PASS_KINDS

KINDS = ("decision", *PASS_KINDS, "reversal")
MODELS = ("int_reconciled_lines", "int_repeated_line_refs", "int_items", "int_refused_sets", "int_line_words")
"""Models whose SQL runs for real, in the order in which they are made."""
GIVEN = ("stg_book_lines", "stg_statement_lines", "stg_currencies", "int_settled_items")
"""Relations that a case fills."""
_VALUES = {
    "open_items_": "open_items",
    "round_no_": "getvariable('round_no')",
    "pass_no_": "getvariable('pass_no')",
}
"""What takes the place of what changes from round to round."""
_MARK = "-- rendered:"
_MODEL = "{{{{ render(graph.nodes['model.tieout.{}'].raw_code) }}}}"
_RELATION = "{{{{ ref('{}') }}}}"
_KEPT = "tieout/rendered_passes"


@dataclass(frozen=True)
class Round:
    """What one round of a pass runs: find links, drop those that people refused, and leave open what was not confirmed."""

    name: str
    find: str
    drop_refused: str
    leave_open: str


@dataclass(frozen=True)
class Rendered:
    """All SQL of the tests: rounds by kind of pass, models and relations by their names, macros by their folders."""

    rounds: Mapping[str, list[Round]]
    models: Mapping[str, str]
    relations: Mapping[str, str]
    macros: Mapping[str, str]


def render(folder: Path, macros: Mapping[str, str], cache: pytest.Cache) -> Rendered:
    """Render the rounds, the models and `macros` (Jinja by name) in one dbt project made in `folder`.

    What was rendered last is kept in pytest's `cache`, and is used again while nothing that it is made of has changed.
    """
    parts = {
        **{f"rounds/{kind}": _rounds_of(kind) for kind in KINDS},
        **{f"models/{name}": _MODEL.format(name) for name in MODELS},
        **{f"relations/{name}": _RELATION.format(name) for name in (*MODELS, *GIVEN)},
        "relations/links": "{{ this }}",
        **{f"macros/{name}": text for name, text in macros.items()},
    }
    made_of = [fingerprint(), version("dbt-core"), Path(__file__).read_text(encoding="utf-8"), parts]
    key = hashlib.sha256(repr(made_of).encode()).hexdigest()
    kept_key, texts = cache.get(_KEPT, (None, {}))
    if kept_key != key:
        _make_project(folder)
        texts = _compile(folder, parts)
        cache.set(_KEPT, (key, texts))
    return _rendered(texts)


def _rendered(texts: Mapping[str, str]) -> Rendered:
    groups: dict[str, dict[str, str]] = {"rounds": {}, "models": {}, "relations": {}, "macros": {}}
    for path, text in texts.items():
        group, _, name = path.partition("/")
        groups[group][name] = text
    rounds = {kind: _read_rounds(text) for kind, text in groups["rounds"].items()}
    return Rendered(rounds, groups["models"], groups["relations"], groups["macros"])


def _rounds_of(kind: str) -> str:
    """Jinja that renders the statements of each round of a kind of pass, as the model of all links has them."""
    statements = (
        "{{ find_links(this, '" + kind + "', round) }}",
        "{{ drop_refused_links(this) }}",
        "create table still_open as {{ items_not_confirmed('open_items_', this, 'links.round_no = round_no_') }}",
    )
    rounds = "{% for round in rounds_of_pass('" + kind + "') %}\n--- {{ round }}\n" + "\n---\n".join(statements)
    return rounds + "{% endfor %}"


def _read_rounds(text: str) -> list[Round]:
    rounds = []
    for part in re.split(r"^--- (?=\w)", text, flags=re.MULTILINE)[1:]:
        name, _, statements = part.partition("\n")
        for in_sql, value in _VALUES.items():
            statements = statements.replace(in_sql, value)
        rounds.append(Round(name, *re.split(r"^---$", statements, flags=re.MULTILINE)))
    return rounds


def _make_project(folder: Path) -> None:
    models = folder / "models"
    models.mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("{name: tieout, profile: tieout, config-version: 2}")
    (folder / "macros").symlink_to(PROJECT_DIR / "macros")
    (folder / "profiles.yml").symlink_to(PROJECT_DIR / "profiles.yml")
    (models / "_sources.yml").symlink_to(PROJECT_DIR / "models" / "staging" / "_sources.yml")
    for name in MODELS:
        (models / f"{name}.sql").symlink_to(PROJECT_DIR / "models" / "intermediate" / f"{name}.sql")
    for name in GIVEN:
        (models / f"{name}.sql").write_text("select 1 as given_by_the_case")


def _compile(folder: Path, parts: Mapping[str, str]) -> dict[str, str]:
    """The SQL of each part; dbt reads Jinja twice, and the first time only needs to be told of the models."""
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - two seconds

    models = "".join("{% do ref('" + name + "') %}" for name in (*MODELS, *GIVEN))
    text = "\n".join(f"{_MARK} {name}\n{text}" for name, text in parts.items())
    quiet = ["--quiet", "--no-send-anonymous-usage-stats", "--no-version-check", "--log-level", "none"]
    no_log = ["--log-level-file", "none", "--log-path", str(folder / "logs")]
    where = ["--project-dir", str(folder), "--profiles-dir", str(folder), "--target-path", str(folder / "target")]
    fast = ["--target", "duckdb", "--no-write-json", "--no-populate-cache", "--no-introspect"]
    inline = models + "{% if execute %}\n" + text + "\n{% endif %}"
    result = dbtRunner().invoke([*quiet, *no_log, "compile", *where, *fast, "--inline", inline])
    assert result.success, result.exception
    found = re.split(rf"^{_MARK} (.+)\n", result.result.results[0].node.compiled_code, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], (part.strip() for part in found[1::2]), strict=True))
