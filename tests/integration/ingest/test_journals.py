import pytest

HEAD = "journal_id,date,account,debit,credit,currency,base_amount,account_type,entity,line_id\n"


def take(ingest_workspace, *rows, head=HEAD, more=""):
    ingest_workspace.books(more)
    ingest_workspace.write("inbox/books/a.csv", head + "".join(f"{row}\n" for row in rows))
    return ingest_workspace.receive()[0]


def test_interleaved_journals_stand_and_lines_are_named_by_their_place(ingest_workspace):
    take(
        ingest_workspace,
        "J1,2026-01-02,1000,1,,,,,,",
        "J2,2026-01-02,1000,2,,,,,,",
        "J1,2026-01-02,4000,,1,,,,,",
        "J2,2026-01-02,4000,,2,,,,,x9",
    )
    assert ingest_workspace.lines("line_ref, account_code, amount, base_currency, base_amount, entity_id") == [
        ("J1/1", "1000", 100, "EUR", 100, "de"),
        ("J2/1", "1000", 200, "EUR", 200, "de"),
        ("J1/2", "4000", -100, "EUR", -100, "de"),
        ("x9", "4000", -200, "EUR", -200, "de"),
    ]


def test_an_unbalanced_journal_is_refused_whole_with_its_difference_and_the_rest_stands(ingest_workspace):
    take(
        ingest_workspace,
        "J1,2026-01-02,1000,10,,,,,,",
        "J1,2026-01-02,4000,,9,,,,,",
        "J2,2026-01-02,1000,1,,,,,,",
        "J2,2026-01-02,4000,,1,,,,,",
    )
    assert ingest_workspace.lines("DISTINCT journal_id, 1 AS line_no") == [("J2", 1)]
    assert ingest_workspace.refused("line_no, reason_code, journal_id, currency, amount") == [
        (1, "unbalanced_journal", "J1", "EUR", 100),
        (2, "unbalanced_journal", "J1", "EUR", 100),
    ]


def test_a_journal_must_balance_in_each_currency(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,1000,10,,USD,,,,", "J1,2026-01-02,4000,,10,EUR,,,,")
    assert ingest_workspace.refused("currency, amount, line_no") == [("USD", 1000, 1), ("EUR", -1000, 2)]


def test_a_conversion_that_is_wholly_valued_balances_in_the_functional_currency(ingest_workspace):
    result = take(ingest_workspace, "J1,2026-01-02,1000,100,,USD,91,,,", "J1,2026-01-02,4000,,91,EUR,,,,")
    assert result.refused == 0
    assert ingest_workspace.lines("currency, amount, base_amount, line_no") == [
        ("USD", 10000, 9100, 1),
        ("EUR", -9100, -9100, 2),
    ]
    totals = ingest_workspace.manifest("SELECT control_totals FROM ingest.files WHERE tenant_id = %(tenant)s")[0][0]
    assert totals["journals_balanced_in_base_only"] == 1


def test_a_conversion_whose_values_differ_is_refused_in_the_functional_currency(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,1000,100,,USD,91,,,", "J1,2026-01-02,4000,,90,EUR,,,,")
    assert ingest_workspace.refused("DISTINCT currency, amount, 1 AS line_no") == [("EUR", 100, 1)]


def test_a_foreign_journal_without_values_keeps_them_unknown(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,1000,1,,USD,,,,", "J1,2026-01-02,4000,,1,USD,,,,")
    assert ingest_workspace.lines("base_amount, line_no") == [(None, 1), (None, 2)]


def test_an_unsigned_base_amount_takes_the_sign_of_its_side(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,1000,1,,USD,0.90,,,", "J1,2026-01-02,4000,,1,USD,0.90,,,")
    assert ingest_workspace.lines("base_amount, line_no") == [(90, 1), (-90, 2)]


def test_a_base_amount_that_contradicts_its_line_is_refused(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,1000,1,,USD,-0.90,,,", "J1,2026-01-02,4000,,1,USD,0.90,,,")
    assert ingest_workspace.refused() == [(1, "bad_base_amount"), (2, "journal_incomplete")]


def test_a_line_that_cannot_be_read_takes_its_journal_with_it(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,1000,x,,,,,,", "J1,2026-01-02,4000,,9,,,,,", "J2,2026-01-02,1000,0,,,,,,")
    assert ingest_workspace.refused() == [(1, "bad_amount"), (2, "journal_incomplete")]
    assert ingest_workspace.lines("journal_id, line_no") == [("J2", 3)]


def test_a_journal_over_several_dates_is_refused(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-31,1000,1,,,,,,", "J1,2026-02-01,4000,,1,,,,,")
    assert {code for _, code in ingest_workspace.refused()} == {"mixed_dates"}


def test_an_unknown_account_without_a_type_is_refused_with_the_nearest(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,1001,1,,,,,,", "J1,2026-01-02,4000,,1,,,,,")
    assert ingest_workspace.refused() == [(1, "unknown_account"), (2, "journal_incomplete")]
    assert (
        "unknown account '1001' without an account_type: did you mean '1000'?"
        in ingest_workspace.refused("reason, line_no")[0][0]
    )


def test_an_account_that_becomes_known_lets_its_journals_in(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,1001,1,,,,,,", "J1,2026-01-02,4000,,1,,,,,")
    assert ingest_workspace.receive()[0].status == "unchanged"
    known = (("de", "1001", "Till", "asset"), ("de", "4000", "Sales", "revenue"))
    assert ingest_workspace.receive(known)[0].rows == 2
    assert ingest_workspace.receive(known)[0].status == "unchanged"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Asset", "asset"),
        ("bank", "asset"),
        ("Income", "revenue"),
        ("cost of sales", "expense"),
        ("Credit Card", "liability"),
        ("capital", "equity"),
    ],
)
def test_a_new_account_is_made_from_its_type_in_the_words_of_other_systems(ingest_workspace, word, kind):
    take(ingest_workspace, f"J1,2026-01-02,9000,1,,,,{word},,", "J1,2026-01-02,4000,,1,,,,,")
    accounts = "SELECT code, type FROM ingest.book_accounts WHERE tenant_id = %(tenant)s"
    assert ingest_workspace.manifest(accounts) == [("9000", kind)]


def test_an_account_of_an_earlier_file_is_known_to_the_next(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,9000,1,,,,asset,,", "J1,2026-01-02,4000,,1,,,,,")
    ingest_workspace.write("inbox/books/b.csv", HEAD + "J2,2026-01-02,9000,1,,,,,,\nJ2,2026-01-02,4000,,1,,,,,\n")
    assert [result.refused for result in ingest_workspace.receive()] == [0, 0]


def test_one_account_cannot_be_of_two_types(ingest_workspace):
    take(ingest_workspace, "J1,2026-01-02,9000,1,,,,asset,,", "J1,2026-01-02,9000,,1,,,expense,,")
    assert ingest_workspace.refused() == [(1, "journal_incomplete"), (2, "account_type_conflict")]


def test_every_entitys_part_of_a_journal_balances_by_itself(ingest_workspace):
    ingest_workspace.entities = ("{id: de, name: A, currency: EUR}", "{id: us, name: B, currency: USD}")
    rows = [
        "J1,2026-01-02,1000,1,,,,asset,de,",
        "J1,2026-01-02,1000,,1,,,asset,de,",
        "J1,2026-01-02,1000,1,,,,asset,us,",
        "J1,2026-01-02,1000,,1,,,asset,uss,",
    ]
    take(ingest_workspace, *rows)
    assert ingest_workspace.refused()[-1] == (4, "unknown_entity")
    assert "did you mean 'us'?" in ingest_workspace.refused("reason, line_no")[-1][0]
    take(ingest_workspace, *rows[:3], "J1,2026-01-02,1000,,2,,,asset,us,")
    assert ingest_workspace.lines("entity_id, base_currency, line_no") == [("de", "EUR", 1), ("de", "EUR", 2)]


def test_without_an_entity_to_book_for_the_file_is_refused(ingest_workspace):
    ingest_workspace.entities = ("{id: de, name: A, currency: EUR}", "{id: us, name: B, currency: USD}")
    result = take(ingest_workspace, "J1,2026-01-02,1000,0", head="journal_id,date,account,amount\n")
    assert result.reason == "has no column 'entity', and there are several entities: set `entity` of the source"


def test_a_signed_amount_column_will_do(ingest_workspace):
    take(
        ingest_workspace, "J1,2026-01-02,1000,5.00", "J1,2026-01-02,4000,-5.00", head="Journal ID,Date,Account,Amount\n"
    )
    assert ingest_workspace.lines("amount, line_no") == [(500, 1), (-500, 2)]


def test_a_book_of_no_journals_is_accepted(ingest_workspace):
    assert (take(ingest_workspace).status, ingest_workspace.lines()) == ("accepted", [])


def test_every_row_is_a_line_or_refused(ingest_workspace):
    rows = [
        f"J{n % 50},2026-01-0{1 + n % 2},{1000 if n % 3 else 'zz'},{n % 7},{'' if n % 5 else 'x'},,,,,"
        for n in range(500)
    ]
    result = take(ingest_workspace, *rows)
    assert result.rows + result.refused == 500
    numbers = [n for (n,) in ingest_workspace.lines("line_no")] + [n for (n,) in ingest_workspace.refused("line_no")]
    assert sorted(numbers) == list(range(1, 501))
