"""What a reader may copy out of the documentation works: queries, commands, links, paths."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from typer.main import get_command

from cli.app import app
from tests.unit.docs.pages import DOCS, PAGES, README, marts_by_contract, page, queries

ROOT = DOCS.parent
TIEOUT = get_command(app)
ASKING = [path for path in PAGES if queries(path.read_text(encoding="utf-8"))]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands(text: str) -> list[list[str]]:
    """Every command line of a page that begins with `tieout`, in words, without what is quoted or commented."""
    code = re.findall(r"^(?:\$ )?(tieout .*)$", text, flags=re.MULTILINE) + re.findall(r"`(tieout [^`]*)`", text)
    return [re.sub(r"""\s#.*|"[^"]*"|'[^']*'""", "", line).replace("[", " ").split()[1:] for line in code]


def unknown_words(words: list[str]) -> list[str]:
    """The command of a line that does not exist, or the options that it does not have."""
    command = TIEOUT
    while words and re.match(r"[a-z]", words[0]) and hasattr(command, "commands"):
        if words[0] not in command.commands:
            return words[:1]
        command, words = command.commands[words[0]], words[1:]
    options = {option for parameter in command.params for option in parameter.opts}
    return [word for word in words if re.match(r"--?[a-z]", word) and word.rstrip("],;:") not in options | {"--help"}]


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with marts_by_contract() as connection:
        yield connection


@pytest.mark.parametrize("path", ASKING, ids=name)
def test_every_query_runs_on_the_marts(path, marts):
    for query in queries(path.read_text(encoding="utf-8")):
        marts.execute(query)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_command_exists_with_its_options(path):
    wrong = {" ".join(words): unknown_words(words) for words in commands(path.read_text(encoding="utf-8"))}

    assert {line: unknown for line, unknown in wrong.items() if unknown} == {}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_to_a_page_and_a_heading_that_exist(path):
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        page_name, _, anchor = target.partition("#")
        linked = path.parent / page_name if page_name else path
        assert linked.is_file(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), flags=re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in anchors, target


def test_every_path_that_architecture_names_exists():
    paths = re.findall(r"`([\w*.<>/-]*/[\w*.<>/-]*)`", page("architecture"))

    assert paths
    assert [path for path in paths if not any(ROOT.glob(path.rstrip("/")))] == []


def test_the_readme_leads_to_every_page():
    linked = set(re.findall(r"\]\(docs/(\w[\w-]*\.md)\)", README.read_text(encoding="utf-8")))

    assert linked == {path.name for path in DOCS.glob("*.md")}
