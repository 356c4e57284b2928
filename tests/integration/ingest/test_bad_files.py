import os

import pytest

from ingest import readers, receiver
from ingest.manifest import settings_fingerprint
from tieout.errors import InputError

GOOD = "id,date,amount\na,2026-01-02,1.00\n"


def only(received):
    assert len(received) == 1
    return received[0]


def test_an_empty_file_is_refused_and_stays_refused(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", b"")
    first, again = only(ingest_workspace.receive()), only(ingest_workspace.receive())
    assert (first.status, first.reason) == ("refused", "is empty: deliver it again")
    assert (again.status, again.file_id) == ("refused", first.file_id)
    assert ingest_workspace.lines() == []


def test_a_missing_folder_names_source_folder_and_the_nearest_one(ingest_workspace):
    ingest_workspace.configure("{id: bank, kind: statement, format: camt053, path: inbox/bnk/*.xml}")
    (ingest_workspace.root / "inbox/bank").mkdir(parents=True)
    with pytest.raises(InputError, match=r"source 'bank': folder 'inbox/bnk' does not exist: did you mean 'bank'\?"):
        ingest_workspace.receive()


def test_a_folder_without_files_is_fine(ingest_workspace):
    ingest_workspace.bank()
    (ingest_workspace.root / "inbox/bank").mkdir(parents=True)
    assert ingest_workspace.receive() == []


def test_a_file_with_only_a_header_is_accepted_with_no_rows(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", "id,date,amount\n")
    assert (only(ingest_workspace.receive()).status, ingest_workspace.lines()) == ("accepted", [])


def test_a_wrong_encoding_is_refused_with_line_byte_and_the_setting_that_helps(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write(
        "inbox/bank/a.csv", GOOD.encode() + "b,2026-01-02,1.00\nm\u00fcller,2026-01-03,2.00\n".encode("cp1252")
    )
    reason = only(ingest_workspace.receive()).reason
    assert reason == "line 4 is not UTF-8 (byte 52: 0xfc): set the source's encoding, such as `encoding: cp1252`"


def test_the_setting_that_was_missing_lets_a_refused_file_in(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", "id,date,amount\nm\u00fcller,2026-01-03,2.00\n".encode("cp1252"))
    assert only(ingest_workspace.receive()).status == "refused"
    ingest_workspace.bank("encoding: cp1252")
    assert only(ingest_workspace.receive()).status == "accepted"
    assert ingest_workspace.lines("line_ref, amount") == [("m\u00fcller", 200)]


def test_utf16_is_read_when_it_is_declared_and_refused_when_not(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", GOOD.encode("utf-16"))
    assert "is not UTF-8" in only(ingest_workspace.receive()).reason
    ingest_workspace.bank("encoding: utf-16")
    assert only(ingest_workspace.receive()).rows == 1


def test_a_byte_order_mark_is_not_part_of_the_first_column(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", b"\xef\xbb\xbf" + GOOD.encode())
    only(ingest_workspace.receive())
    assert ingest_workspace.lines("line_ref") == [("a",)]


def test_a_missing_column_refuses_the_file_and_names_the_nearest(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", "id,date,amunt\na,2026-01-02,1.00\n")
    assert only(ingest_workspace.receive()).reason == "has no column 'amount' (mapped to amount): did you mean 'amunt'?"


def test_extra_columns_case_and_space_in_the_header_do_not_matter(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", "More, DATE ,Amount,ID\nx,2026-01-02,1.00,a\n")
    only(ingest_workspace.receive())
    assert ingest_workspace.lines("line_ref, amount") == [("a", 100)]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_header(ingest_workspace, sign):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", GOOD.replace(",", sign))
    assert only(ingest_workspace.receive()).rows == 1


@pytest.mark.parametrize("ends", [b"\r\n", b"\r", b"\n"])
def test_any_line_end_is_read(ingest_workspace, ends):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", GOOD.encode().replace(b"\n", ends))
    assert only(ingest_workspace.receive()).rows == 1


def test_mixed_line_ends_are_read(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write(
        "inbox/bank/a.csv", b"id,date,amount\na,2026-01-02,1.00\r\nb,2026-01-02,2.00\nc,2026-01-02,3.00\r\n"
    )
    only(ingest_workspace.receive())
    assert ingest_workspace.lines("amount") == [(100,), (200,), (300,)]


def test_a_file_that_vanishes_is_refused_and_looked_for_again(ingest_workspace):
    ingest_workspace.bank()
    path = ingest_workspace.write("inbox/bank/a.csv", GOOD)
    path.unlink()
    path.symlink_to(ingest_workspace.root / "gone.csv")
    gone = only(ingest_workspace.receive())
    assert (gone.status, gone.file_id) == ("refused", None)
    assert gone.reason == "vanished while it was read: the next run looks for it again"
    ingest_workspace.write("gone.csv", GOOD)
    assert only(ingest_workspace.receive()).status == "accepted"


def test_a_file_that_changes_while_it_is_read_is_not_taken(ingest_workspace, monkeypatch):
    ingest_workspace.bank()
    path = ingest_workspace.write("inbox/bank/a.csv", GOOD)

    def read_and_meanwhile_append(task):
        reading = readers.read(task)
        with path.open("a") as file:
            file.write("b,2026-01-03,2.00\n")
        return reading

    with monkeypatch.context() as patch:
        patch.setattr(receiver, "read", read_and_meanwhile_append)
        changed = only(ingest_workspace.receive())
    assert (changed.status, changed.reason) == ("refused", "changed while it was read: the next run reads it again")
    assert ingest_workspace.lines() == []
    assert only(ingest_workspace.receive()).rows == 2


def test_a_file_that_is_not_what_its_format_says_is_refused_with_one_line(ingest_workspace):
    ingest_workspace.configure(
        "{id: p, kind: statement, format: parquet, path: in/*, currency: EUR, columns: {date: d, amount: a}}"
    )
    ingest_workspace.write("in/a.parquet", b"PAR0" * 10)
    result = only(ingest_workspace.receive())
    assert result.status == "refused"
    assert result.reason.startswith("is not a readable Parquet file")
    assert "\n" not in result.reason


def test_a_file_of_another_kind_is_refused_by_what_it_is(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.xlsx", b"PK\x03\x04" + bytes(40) + b"xl/workbook.xml")
    ingest_workspace.write("inbox/bank/b.csv", b"<!DOCTYPE html><title>Please log in</title>")
    workbook, page = ingest_workspace.receive()
    assert workbook.status == page.status == "refused"
    assert workbook.reason == (
        "is an Excel workbook, a spreadsheet (.xlsx), where format 'csv' reads a delimited text (CSV):"
        " save it as a delimited text (CSV) or download that, and deliver it"
    )
    assert page.reason.startswith("is an HTML page (Please log in), such as portals send in place of a file, where")


def test_a_key_that_is_younger_than_the_files_does_not_have_them_read_anew(ingest_workspace):
    ingest_workspace.configure("{id: s, kind: statement, format: stripe_balance, path: in/*}")
    config = ingest_workspace.workspace.config
    assert "fee_in_amount" in config.sources[0].model_dump()
    assert settings_fingerprint(config.sources[0], config) == "56fcbc7be9187be7"  # what it was without the key


def test_a_nul_byte_is_refused_with_its_line(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", GOOD.encode() + b"b,2026-01-02,\x00\n")
    assert only(ingest_workspace.receive()).reason.startswith("line 3 holds a NUL byte")


def test_one_bad_file_does_not_hold_up_the_next(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", b"")
    ingest_workspace.write("inbox/bank/b.csv", GOOD)
    assert [result.status for result in ingest_workspace.receive()] == ["refused", "accepted"]


def test_wildcard_signs_in_a_file_name_are_just_signs(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a[1]*?.csv", GOOD)
    assert only(ingest_workspace.receive()).rows == 1


def test_a_wrong_byte_deep_in_a_large_file_is_found_at_its_line(ingest_workspace):
    ingest_workspace.bank()
    rows = "a,2026-01-02,1.00\n" * 100_000
    ingest_workspace.write(
        "inbox/bank/a.csv", (b"id,date,amount\n" + rows.encode() + b"\xe9,2026-01-02,1.00\n" + rows.encode())
    )
    assert only(ingest_workspace.receive()).reason.startswith("line 100002 is not UTF-8 (byte 1800015: 0xe9)")


def test_a_text_cut_off_inside_a_character_is_refused(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/a.csv", GOOD.encode() + b"b\xc3")
    assert only(ingest_workspace.receive()).reason.startswith("line 3 is not UTF-8 (byte 34: 0xc3)")


def test_line_ends_that_turn_late_are_read(ingest_workspace):
    ingest_workspace.bank()
    late = b"a,2026-01-02,1.00\n" * 70_000 + b"b,2026-01-02,2.00\r\n" * 3
    ingest_workspace.write("inbox/bank/a.csv", b"id,date,amount\n" + late)
    assert (only(ingest_workspace.receive()).rows, ingest_workspace.refused()) == (70_003, [])


def test_a_pipe_is_refused_at_once_and_the_next_file_gets_its_turn(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/b.csv", GOOD)
    os.mkfifo(ingest_workspace.root / "inbox/bank/a.csv")
    pipe, file = ingest_workspace.receive()
    assert (pipe.path, pipe.status, pipe.file_id, file.status) == ("inbox/bank/a.csv", "refused", None, "accepted")
    assert pipe.reason == "is a pipe, a socket or a device: only files are read, take it out of the inbox"


def test_a_link_to_a_device_is_refused(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/b.csv", GOOD)
    (ingest_workspace.root / "inbox/bank/a.csv").symlink_to("/dev/zero")
    assert [result.status for result in ingest_workspace.receive()] == ["refused", "accepted"]


def test_a_name_that_is_not_utf8_refuses_that_file_alone(ingest_workspace):
    ingest_workspace.bank()
    ingest_workspace.write("inbox/bank/b.csv", GOOD)
    (ingest_workspace.root / os.fsdecode(b"inbox/bank/M\xe4rz.csv")).write_text(GOOD)
    for status in ("accepted", "unchanged"):
        named, file = ingest_workspace.receive()
        assert (named.path, named.status, named.file_id) == (r"inbox/bank/M\xe4rz.csv", "refused", None)
        assert named.reason == "has a name that is not UTF-8: rename it"
        assert file.status == status
