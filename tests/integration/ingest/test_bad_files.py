import os

import pytest

from ingest import readers, receiver
from tieout.errors import InputError

GOOD = "id,date,amount\na,2026-01-02,1.00\n"


def only(received):
    assert len(received) == 1
    return received[0]


def test_an_empty_file_is_refused_and_stays_refused(house):
    house.bank()
    house.write("inbox/bank/a.csv", b"")
    first, again = only(house.receive()), only(house.receive())
    assert (first.status, first.reason) == ("refused", "is empty: deliver it again")
    assert (again.status, again.file_id) == ("refused", first.file_id)
    assert house.lines() == []


def test_a_missing_folder_names_source_folder_and_the_nearest_one(house):
    house.configure("{id: bank, kind: statement, format: camt053, path: inbox/bnk/*.xml}")
    (house.root / "inbox/bank").mkdir(parents=True)
    with pytest.raises(InputError, match=r"source 'bank': folder 'inbox/bnk' does not exist: did you mean 'bank'\?"):
        house.receive()


def test_a_folder_without_files_is_fine(house):
    house.bank()
    (house.root / "inbox/bank").mkdir(parents=True)
    assert house.receive() == []


def test_a_file_with_only_a_header_is_accepted_with_no_rows(house):
    house.bank()
    house.write("inbox/bank/a.csv", "id,date,amount\n")
    assert (only(house.receive()).status, house.lines()) == ("accepted", [])


def test_a_wrong_encoding_is_refused_with_line_byte_and_the_setting_that_helps(house):
    house.bank()
    house.write("inbox/bank/a.csv", GOOD.encode() + "b,2026-01-02,1.00\nm\u00fcller,2026-01-03,2.00\n".encode("cp1252"))
    reason = only(house.receive()).reason
    assert reason == "line 4 is not UTF-8 (byte 52: 0xfc): set the source's encoding, such as `encoding: cp1252`"


def test_the_setting_that_was_missing_lets_a_refused_file_in(house):
    house.bank()
    house.write("inbox/bank/a.csv", "id,date,amount\nm\u00fcller,2026-01-03,2.00\n".encode("cp1252"))
    assert only(house.receive()).status == "refused"
    house.bank("encoding: cp1252")
    assert only(house.receive()).status == "accepted"
    assert house.lines("line_ref, amount") == [("m\u00fcller", 200)]


def test_utf16_is_read_when_it_is_declared_and_refused_when_not(house):
    house.bank()
    house.write("inbox/bank/a.csv", GOOD.encode("utf-16"))
    assert "is not UTF-8" in only(house.receive()).reason
    house.bank("encoding: utf-16")
    assert only(house.receive()).rows == 1


def test_a_byte_order_mark_is_not_part_of_the_first_column(house):
    house.bank()
    house.write("inbox/bank/a.csv", b"\xef\xbb\xbf" + GOOD.encode())
    only(house.receive())
    assert house.lines("line_ref") == [("a",)]


def test_a_missing_column_refuses_the_file_and_names_the_nearest(house):
    house.bank()
    house.write("inbox/bank/a.csv", "id,date,amunt\na,2026-01-02,1.00\n")
    assert only(house.receive()).reason == "has no column 'amount' (mapped to amount): did you mean 'amunt'?"


def test_extra_columns_case_and_space_in_the_header_do_not_matter(house):
    house.bank()
    house.write("inbox/bank/a.csv", "More, DATE ,Amount,ID\nx,2026-01-02,1.00,a\n")
    only(house.receive())
    assert house.lines("line_ref, amount") == [("a", 100)]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_header(house, sign):
    house.bank()
    house.write("inbox/bank/a.csv", GOOD.replace(",", sign))
    assert only(house.receive()).rows == 1


@pytest.mark.parametrize("ends", [b"\r\n", b"\r", b"\n"])
def test_any_line_end_is_read(house, ends):
    house.bank()
    house.write("inbox/bank/a.csv", GOOD.encode().replace(b"\n", ends))
    assert only(house.receive()).rows == 1


def test_mixed_line_ends_are_read(house):
    house.bank()
    house.write("inbox/bank/a.csv", b"id,date,amount\na,2026-01-02,1.00\r\nb,2026-01-02,2.00\nc,2026-01-02,3.00\r\n")
    only(house.receive())
    assert house.lines("amount") == [(100,), (200,), (300,)]


def test_a_file_that_vanishes_is_refused_and_looked_for_again(house):
    house.bank()
    path = house.write("inbox/bank/a.csv", GOOD)
    path.unlink()
    path.symlink_to(house.root / "gone.csv")
    gone = only(house.receive())
    assert (gone.status, gone.file_id) == ("refused", None)
    assert gone.reason == "vanished while it was read: the next run looks for it again"
    house.write("gone.csv", GOOD)
    assert only(house.receive()).status == "accepted"


def test_a_file_that_changes_while_it_is_read_is_not_taken(house, monkeypatch):
    house.bank()
    path = house.write("inbox/bank/a.csv", GOOD)

    def read_and_meanwhile_append(task):
        reading = readers.read(task)
        with path.open("a") as file:
            file.write("b,2026-01-03,2.00\n")
        return reading

    with monkeypatch.context() as patch:
        patch.setattr(receiver, "read", read_and_meanwhile_append)
        changed = only(house.receive())
    assert (changed.status, changed.reason) == ("refused", "changed while it was read: the next run reads it again")
    assert house.lines() == []
    assert only(house.receive()).rows == 2


def test_a_file_that_is_not_what_its_format_says_is_refused_with_one_line(house):
    house.configure(
        "{id: p, kind: statement, format: parquet, path: in/*, currency: EUR, columns: {date: d, amount: a}}"
    )
    house.write("in/a.parquet", b"PAR0" * 10)
    result = only(house.receive())
    assert result.status == "refused"
    assert result.reason.startswith("is not a readable Parquet file")
    assert "\n" not in result.reason


def test_a_nul_byte_is_refused_with_its_line(house):
    house.bank()
    house.write("inbox/bank/a.csv", GOOD.encode() + b"b,2026-01-02,\x00\n")
    assert only(house.receive()).reason.startswith("line 3 holds a NUL byte")


def test_one_bad_file_does_not_hold_up_the_next(house):
    house.bank()
    house.write("inbox/bank/a.csv", b"")
    house.write("inbox/bank/b.csv", GOOD)
    assert [result.status for result in house.receive()] == ["refused", "accepted"]


def test_wildcard_signs_in_a_file_name_are_just_signs(house):
    house.bank()
    house.write("inbox/bank/a[1]*?.csv", GOOD)
    assert only(house.receive()).rows == 1


def test_a_wrong_byte_deep_in_a_large_file_is_found_at_its_line(house):
    house.bank()
    rows = "a,2026-01-02,1.00\n" * 100_000
    house.write("inbox/bank/a.csv", (b"id,date,amount\n" + rows.encode() + b"\xe9,2026-01-02,1.00\n" + rows.encode()))
    assert only(house.receive()).reason.startswith("line 100002 is not UTF-8 (byte 1800015: 0xe9)")


def test_a_text_cut_off_inside_a_character_is_refused(house):
    house.bank()
    house.write("inbox/bank/a.csv", GOOD.encode() + b"b\xc3")
    assert only(house.receive()).reason.startswith("line 3 is not UTF-8 (byte 34: 0xc3)")


def test_line_ends_that_turn_late_are_read(house):
    house.bank()
    late = b"a,2026-01-02,1.00\n" * 70_000 + b"b,2026-01-02,2.00\r\n" * 3
    house.write("inbox/bank/a.csv", b"id,date,amount\n" + late)
    assert (only(house.receive()).rows, house.refused()) == (70_003, [])


def test_a_pipe_is_refused_at_once_and_the_next_file_gets_its_turn(house):
    house.bank()
    house.write("inbox/bank/b.csv", GOOD)
    os.mkfifo(house.root / "inbox/bank/a.csv")
    pipe, file = house.receive()
    assert (pipe.path, pipe.status, pipe.file_id, file.status) == ("inbox/bank/a.csv", "refused", None, "accepted")
    assert pipe.reason == "is a pipe, a socket or a device: only files are read, take it out of the inbox"


def test_a_link_to_a_device_is_refused(house):
    house.bank()
    house.write("inbox/bank/b.csv", GOOD)
    (house.root / "inbox/bank/a.csv").symlink_to("/dev/zero")
    assert [result.status for result in house.receive()] == ["refused", "accepted"]


def test_a_name_that_is_not_utf8_refuses_that_file_alone(house):
    house.bank()
    house.write("inbox/bank/b.csv", GOOD)
    (house.root / os.fsdecode(b"inbox/bank/M\xe4rz.csv")).write_text(GOOD)
    for status in ("accepted", "unchanged"):
        named, file = house.receive()
        assert (named.path, named.status, named.file_id) == (r"inbox/bank/M\xe4rz.csv", "refused", None)
        assert named.reason == "has a name that is not UTF-8: rename it"
        assert file.status == status
