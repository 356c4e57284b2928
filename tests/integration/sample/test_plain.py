"""The benchmarks' workspace."""

from pathlib import Path

import duckdb
import pytest

from sample import generate_plain
from sample.plain import generate_next_day
from tieout.config import load
from tieout.errors import InputError


def test_every_line_is_an_item_and_nine_of_ten_share_a_reference(tmp_path: Path) -> None:
    plain = generate_plain(tmp_path / "p", 20_000)
    load(plain.root / "tieout.yml")
    files = duckdb.connect()
    files.execute(f"CREATE TABLE book AS FROM read_csv('{plain.root}/inbox/book/*.csv', all_varchar = true)")
    shares = []
    for source, account in (("clearing", "1110"), ("deferred", "2100")):
        shares += files.execute(f"""
            WITH s AS (FROM read_csv('{plain.root}/inbox/{source}/*.csv', all_varchar = true)), b AS (FROM book WHERE account = '{account}')
            SELECT (SELECT count(*) FROM b), (SELECT count(*) FROM s),
                   (SELECT count(*) FROM b JOIN s USING (reference, amount)),
                   (SELECT count(*) FROM b JOIN s USING (amount) WHERE s.reference IS NULL AND abs(s.date::DATE - b.date::DATE) <= 3)""").fetchall()
    for book, statement, by_reference, by_amount in shares:
        assert (book, statement) == (10_000, 10_000)
        assert 8_800 < by_reference < 9_200
        assert 650 < by_amount < 950
    assert not files.execute("SELECT 1 FROM book GROUP BY journal_id HAVING sum(amount::DECIMAL(18,2)) <> 0").fetchall()


def test_an_odd_number_of_rows_cannot_be_two_line_journals(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="positive even number"):
        generate_plain(tmp_path / "p", 7)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (generate_plain(tmp_path / name, 1000, seed=5) for name in "ab")
    names = [path.relative_to(one.root) for path in one.root.rglob("*") if path.is_file()]
    assert len(names) == 4
    assert all((one.root / name).read_bytes() == (two.root / name).read_bytes() for name in names)


def test_the_next_day_brings_new_items_of_the_day_after_and_leaves_the_files_before_alone(tmp_path: Path) -> None:
    root = generate_plain(tmp_path / "p", 20_000).root
    before = {path: path.read_bytes() for path in root.rglob("*.csv")}
    generate_next_day(root, 20_000, 200)
    assert all(path.read_bytes() == content for path, content in before.items())
    files = duckdb.connect()
    for name in ("book", "clearing", "deferred"):
        files.execute(f"CREATE TABLE {name} AS FROM read_csv('{root}/inbox/{name}/*.csv', all_varchar = true)")
        key = "line_id" if name == "book" else "id"
        assert files.execute(f"SELECT count(*) - count(DISTINCT {key}) FROM {name}").fetchone() == (0,)
    booked = "SELECT count(*), min(date), max(date) FROM book WHERE date > '2026-10-31'"
    assert files.execute(booked).fetchone() == (200, "2026-11-01", "2026-11-01")
    assert str(load(root / "tieout.yml").as_of) == "2026-11-01"


def test_more_than_a_day_is_no_next_day(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds at most 216"):
        generate_next_day(tmp_path / "p", 20_000, 218)
