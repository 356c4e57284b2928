"""A file is whole or not there; a link points to the old target or to the new one."""

import os

import pytest

from tieout.durable import point_to, written_whole


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    target = tmp_path / "file"
    with written_whole(target) as making:
        making.write_text("all of it")
        assert not target.exists()
    assert target.read_text() == "all of it"
    assert names(tmp_path) == ["file"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "file"
    target.write_text("old")

    def fails():
        with written_whole(target) as making:
            making.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert target.read_text() == "old"
    assert names(tmp_path) == ["file"]


def test_a_link_is_turned_over_what_a_crash_left_behind(tmp_path):
    link = tmp_path / "link"
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
    point_to(link, tmp_path / "one")
    (tmp_path / f".link.{os.getpid()}.making").symlink_to("nowhere")
    point_to(link, tmp_path / "two")
    assert link.read_text() == "two"
    assert names(tmp_path) == ["link", "one", "two"]


def test_a_link_survives_the_move_of_its_folder(tmp_path):
    (tmp_path / "work").mkdir()
    (tmp_path / "work/version").write_text("numbers")
    point_to(tmp_path / "work/link", tmp_path / "work/version")
    (tmp_path / "work").rename(tmp_path / "moved")
    assert (tmp_path / "moved/link").read_text() == "numbers"


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())
