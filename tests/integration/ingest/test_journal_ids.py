"""Ids of journals that restart: within which years, periods and kinds they are told apart in one file."""

import pytest

HEAD = "journal_id,date,account,amount,kind\n"


def take(ingest_workspace, *rows, more="", head=HEAD):
    ingest_workspace.books(more)
    ingest_workspace.write("inbox/books/a.csv", head + "".join(f"{row}\n" for row in rows))
    return ingest_workspace.receive()[0]


def journal(journal_id, day, amount, kind=""):
    return (f"{journal_id},{day},1000,{amount},{kind}", f"{journal_id},{day},4000,-{amount},{kind}")


def refs(ingest_workspace):
    return [ref for (ref,) in ingest_workspace.lines("line_ref")]


TWO_YEARS = (*journal("1", "2025-12-30", 5), *journal("1", "2026-01-02", 7))


def test_the_same_id_in_two_years_of_a_file_is_two_journals(ingest_workspace):
    result = take(ingest_workspace, *TWO_YEARS)
    assert (result.rows, result.refused) == (4, 0)
    assert refs(ingest_workspace) == ["1/1", "1/2", "1/1", "1/2"]


def test_two_years_of_an_id_that_only_balance_together_are_one_journal_of_mixed_dates(ingest_workspace):
    take(
        ingest_workspace,
        "1,2025-12-31,1000,5,",
        "1,2026-01-02,4000,-5,",
        *journal("1", "2024-01-02", 5),
        *journal("2", "2026-01-02", 5),
    )
    assert ingest_workspace.refused("line_no, reason_code, reason") == [
        (line, "mixed_dates", f"row {line}: journal '1' has lines of several dates") for line in (1, 2)
    ]
    assert refs(ingest_workspace) == ["1/1", "1/2", "2/1", "2/2"]


def test_two_journals_that_are_out_of_balance_do_not_make_up_for_each_other(ingest_workspace):
    result = take(
        ingest_workspace,
        "1,2025-12-31,1000,5,",
        "1,2025-12-31,4000,-4,",
        "1,2026-01-02,1000,4,",
        "1,2026-01-02,4000,-5,",
    )
    assert (result.rows, result.refused) == (0, 4)


def test_a_journal_that_falls_leaves_the_one_of_the_other_year_standing(ingest_workspace):
    take(ingest_workspace, *journal("1", "2025-12-30", 5), "1,2026-01-02,1000,x,", "1,2026-01-02,4000,-7,")
    assert ingest_workspace.refused() == [(3, "bad_amount"), (4, "journal_incomplete")]
    assert refs(ingest_workspace) == ["1/1", "1/2"]


def test_a_row_without_a_date_takes_every_journal_of_its_id_with_it(ingest_workspace):
    take(ingest_workspace, *TWO_YEARS, "1,,1000,0,", *journal("2", "2026-01-02", 5))
    assert [code for _, code in ingest_workspace.refused()] == ["journal_incomplete"] * 4 + ["missing_value"]
    assert refs(ingest_workspace) == ["2/1", "2/2"]


def test_lines_of_two_years_that_stand_in_turns_are_named_by_their_places(ingest_workspace):
    first, second, third, fourth = TWO_YEARS
    assert take(ingest_workspace, first, third, second, fourth).refused == 0
    assert refs(ingest_workspace) == ["1/1", "1/1", "1/2", "1/2"]


def test_the_year_is_the_entitys_fiscal_year(ingest_workspace):
    ingest_workspace.entities = ("{id: de, name: Acme, currency: EUR, fiscal_year_start: 4}",)
    assert take(ingest_workspace, *journal("1", "2026-03-31", 5), *journal("1", "2026-04-01", 7)).refused == 0
    assert take(ingest_workspace, *TWO_YEARS).refused == 4


def test_ids_that_restart_every_period_are_distinguished_by_it(ingest_workspace):
    months = (*journal("1", "2026-01-31", 5), *journal("1", "2026-02-01", 7))
    assert take(ingest_workspace, *months, more="journal_id_scope: fiscal_period").refused == 0
    assert take(ingest_workspace, *months).refused == 4


def test_ids_that_never_restart_are_one_journal_each(ingest_workspace):
    take(ingest_workspace, *TWO_YEARS, more="journal_id_scope: book")
    assert {code for _, code in ingest_workspace.refused()} == {"mixed_dates"}


KINDS = (*journal("1", "2026-01-02", 5, "sales"), *journal("1", "2026-01-02", 7, "purchases"))


def test_ids_of_each_kind_are_distinguished_where_the_source_says_so(ingest_workspace):
    assert take(ingest_workspace, *KINDS, more="journal_id_scope: [fiscal_year, kind]").refused == 0
    assert refs(ingest_workspace) == ["1/1", "1/2", "1/1", "1/2"]
    assert take(ingest_workspace, *KINDS).refused == 0
    assert refs(ingest_workspace) == ["1/1", "1/2", "1/3", "1/4"]


def test_a_journal_over_two_kinds_is_refused_where_kinds_tell_ids_apart(ingest_workspace):
    take(ingest_workspace, "1,2026-01-02,1000,5,sales", "1,2026-01-02,4000,-5,", more="journal_id_scope: kind")
    assert {code for _, code in ingest_workspace.refused()} == {"mixed_kinds"}


def test_a_file_without_kinds_is_refused_where_kinds_tell_ids_apart(ingest_workspace):
    result = take(
        ingest_workspace, *TWO_YEARS, head="journal_id,date,account,amount,type\n", more="journal_id_scope: kind"
    )
    assert result.reason == (
        "has no column 'kind', which tells its journal ids apart: export it, or change `journal_id_scope` of source 'books'"
    )


@pytest.mark.parametrize(
    ("more", "statuses"),
    [
        ("journal_id_scope: book", ["accepted"]),
        ("journal_id_scope: fiscal_year", ["unchanged"]),
        ("restates: true", ["unchanged"]),
    ],
)
def test_only_another_scope_has_files_read_anew(ingest_workspace, more, statuses):
    take(ingest_workspace, *TWO_YEARS)
    ingest_workspace.books(more)
    assert [result.status for result in ingest_workspace.receive()] == statuses
