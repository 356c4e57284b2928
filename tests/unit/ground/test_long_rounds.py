"""Rounds that are long in `make soak` are played there: a test without the mark would stay short, and nobody would miss it."""

from pathlib import Path

TESTS = Path(__file__).parents[2]


def test_a_file_has_long_rounds_exactly_where_it_has_the_mark():
    texts = {file: file.read_text() for file in TESTS.rglob("test_*.py") if file != Path(__file__)}
    long = {file for file, text in texts.items() if "rounds(" in text and "tests.support.rounds" in text}
    assert long == {file for file, text in texts.items() if "mark.soak" in text} != set()
