"""What a superuser changes behind the law is found, and the finding says where."""

import re

import pytest

from ledger.proof.verification import verify
from ledger.setup import sync_books

LINE = "UPDATE ledger.lines SET {} FROM ledger.journals AS journal WHERE lines.tenant_id = %(t)s AND journal.tenant_id = %(t)s"
LINE += " AND journal.journal_no = lines.journal_no AND journal.journal_id = 'J5' AND line_no = 2"
JOURNAL = "UPDATE ledger.journals SET {} WHERE tenant_id = %(t)s AND journal_id = 'J5'"
EVENT = "UPDATE ledger.events SET {} WHERE tenant_id = %(t)s AND event_no = %(n)s"
REFINGERPRINTED = EVENT.format("sha256 = ledger.fingerprint(body)")


def edited(command, journal_id, change):
    return command.replace("J5", journal_id).format(change)


def test_every_column_of_a_line_that_is_edited_is_found_with_both_values_and_breaks_its_seal(book, finding_lines):
    findings = {
        "J5": ("amount = -1001", "amount is not what the event says: -10.00 EUR / -10.01 EUR"),
        "J6": ("base_amount = -900", "base amount (minor units) is not what the event says: -1000 / -900"),
        "J7": ("account_code = '4100'", "account is not what the event says: 4000 / 4100"),
        "J8": ("currency = 'USD'", "currency is not what the event says: EUR / USD"),
        "J9": ("description = 'x'", "description is not what the event says: None / x"),
        "J10": ("reference = 'x'", "reference is not what the event says: R10 / x"),
        "J11": ("counterparty = 'x'", "counterparty is not what the event says: None / x"),
        "J12": ("group_key = 'x'", "group is not what the event says: None / x"),
        "J13": ("recorded_xid = '7'", "line is of another transaction than its journal: None / None"),
        "FX": ("rate = 0.91", "rate is not what the event says: 0.9 / 0.91"),
    }
    book.tamper(*(edited(LINE, journal_id, change) for journal_id, (change, _) in findings.items()))
    found = finding_lines(book.verify())
    for journal_id, (_, finding) in findings.items():
        assert f"journal {journal_id}, line 2: {finding}" in found
        sealed = f"journal {journal_id} (event {book.number(journal_id)}), seal {book.seal_of(journal_id)}: is not what was sealed"
        assert any(one.startswith(sealed) for one in found)


def test_every_column_of_a_journal_that_is_edited_is_found_with_both_values_and_breaks_its_seal(book, finding_lines):
    findings = {
        "J5": ("effective_date = '2001-01-01'", "effective date is not what the event says: 2026-01-31 / 2001-01-01"),
        "J6": ("document_date = '2026-01-02'", "document date is not what the event says: None / 2026-01-02"),
        "J7": (
            "recorded_at = '2001-01-01 00:00+00'",
            "recorded at is not what the event says: .* / 2001-01-01 00:00:00\\+00",
        ),
        "J8": ("kind = 'gift'", "kind is not what the event says: sale / gift"),
        "J9": ("adjustment = true", "adjustment is not what the event says: false / true"),
        "J10": ("base_currency = 'USD'", "base currency is not what the event says: EUR / USD"),
        "J11": ("entity_id = 'us'", "entity is not what the event says: de / us"),
        "J3-R": ("reverses = NULL", "reversed journal is not what the event says: J3 / None"),
    }
    seals = {journal_id: book.seal_of(journal_id) for journal_id in findings}
    book.tamper(*(edited(JOURNAL, journal_id, change) for journal_id, (change, _) in findings.items()))
    found = finding_lines(book.verify())
    for journal_id, (_, finding) in findings.items():
        place = rf"journal {journal_id} \(event {book.number(journal_id)}\)"
        assert any(re.fullmatch(f"{place}: {finding}", one) for one in found)
        assert any(re.match(f"{place}, seal {seals[journal_id]}: is not what was sealed", one) for one in found)


def test_a_journal_moved_to_another_transaction_is_found(book, finding_lines):
    book.tamper(JOURNAL.format("recorded_xid = '7'"))
    number = book.number("J5")
    assert any(
        re.fullmatch(rf"journal J5 \(event {number}\): recording transaction is not .*: \d+ / 7", one)
        for one in finding_lines(book.verify())
    )


def test_an_edited_amount_shows_in_the_sums_and_balances_too(book, finding_lines):
    book.tamper(LINE.format("amount = -1500, base_amount = -1500"))
    found = finding_lines(book.verify())
    assert "journal J5: does not balance, in minor units of EUR: 0 / -500" in found
    assert "account 4000 of de in EUR: balance is not what the events add up to: -190.00 / -195.00" in found


def test_a_renamed_journal_is_found(book, finding_lines):
    book.tamper(JOURNAL.format("journal_id = 'J5-x'"))
    assert any(
        "journal J5-x" in one and "journal id is not what the event says: J5 / J5-x" in one
        for one in finding_lines(book.verify())
    )


def test_a_deleted_journal_is_found_by_its_name(book, finding_lines):
    number = book.number("J5")
    book.tamper(
        "DELETE FROM ledger.lines WHERE tenant_id = %(t)s AND journal_no = %(n)s",
        "DELETE FROM ledger.journals WHERE tenant_id = %(t)s AND journal_no = %(n)s",
        n=number,
    )
    found = finding_lines(book.verify())
    assert f"journal J5 (event {number}): is told by its event and missing in the book: 2026-01-31 / None" in found
    assert not any("line" in one for one in found)


def test_a_journal_deleted_without_its_lines_leaves_orphans(book, finding_lines):
    number = book.number("J5")
    book.tamper("DELETE FROM ledger.journals WHERE tenant_id = %(t)s AND journal_no = %(n)s", n=number)
    assert (
        f"line 1 of journal number {number}: line stands in the book without its journal: None / 1000 1000 EUR"
        in finding_lines(book.verify())
    )


@pytest.mark.parametrize("line_no", [1, 2, 4])
def test_a_deleted_line_is_found_and_its_neighbours_are_not_accused(book, finding_lines, line_no):
    book.tamper(
        "DELETE FROM ledger.lines WHERE tenant_id = %(t)s AND journal_no = %(n)s AND line_no = %(line)s",
        n=book.number("FX"),
        line=line_no,
    )
    about_lines = [one for one in finding_lines(book.verify()) if "journal FX, line" in one]
    assert len(about_lines) == 1
    assert about_lines[0].startswith(f"journal FX, line {line_no}: line is told by the event and missing in the book")


def test_an_added_line_is_found(book, finding_lines):
    book.tamper(
        "INSERT INTO ledger.lines (tenant_id, journal_no, recorded_xid, line_no, account_code, currency, amount, base_amount)"
        " SELECT tenant_id, journal_no, recorded_xid, 3, '1000', 'EUR', 5, 5 FROM ledger.journals"
        " WHERE tenant_id = %(t)s AND journal_id = 'J5'"
    )
    assert (
        "journal J5, line 3: line stands in the book and the event does not tell it: None / 1000 5 EUR"
        in finding_lines(book.verify())
    )


COPIED_LINES = (
    "INSERT INTO ledger.lines (tenant_id, journal_no, recorded_xid, line_no, account_code, currency, amount, base_amount)"
    " SELECT tenant_id, %(new)s, recorded_xid, line_no, account_code, currency, amount, base_amount"
    " FROM ledger.lines WHERE tenant_id = %(t)s AND journal_no = %(n)s"
)
COPIED_JOURNAL = (
    "INSERT INTO ledger.journals (tenant_id, journal_no, recorded_xid, recorded_at, journal_id, entity_id, base_currency,"
    " effective_date, reference, kind)"
    " SELECT tenant_id, %(new)s, recorded_xid, recorded_at, 'ghost', entity_id, base_currency, effective_date, 'R5', kind"
    " FROM ledger.journals WHERE tenant_id = %(t)s AND journal_no = %(n)s"
)
COPIED_EVENT = (
    "INSERT INTO ledger.events (tenant_id, event_no, recorded_xid, recorded_at, kind, body, sha256)"
    " SELECT tenant_id, %(new)s, recorded_xid, recorded_at, kind, forged, ledger.fingerprint(forged)"
    " FROM (SELECT *, replace(body, '\"J5\"', '\"ghost\"') AS forged FROM ledger.events"
    "   WHERE tenant_id = %(t)s AND event_no = %(n)s) AS original"
)


def new_number(book):
    return book.books.scalar("SELECT nextval('ledger.event_numbers')")


def test_a_journal_inserted_without_an_event_is_found(book, finding_lines):
    new = new_number(book)
    book.tamper(COPIED_LINES, COPIED_JOURNAL, n=book.number("J5"), new=new)
    assert f"journal ghost (event {new}): stands in the book and no event tells it: None / 2026-01-31" in finding_lines(
        book.verify()
    )


def test_a_journal_inserted_with_a_forged_event_is_found_by_the_seals(book, finding_lines):
    new = new_number(book)
    book.tamper(COPIED_LINES, COPIED_JOURNAL, COPIED_EVENT, n=book.number("J5"), new=new)
    seal_no = book.seal_of("ghost")
    found = finding_lines(book.verify())
    assert f"journal ghost (event {new}), seal {seal_no}: stands where the seal had another event: None / None" in found
    broken = next(one for one in found if one.startswith(f"seal {seal_no} (events"))
    sealed, standing = map(int, re.findall(r"(\d+) events, ", broken))
    assert standing == sealed + 1


def test_an_event_edited_under_its_fingerprint_is_found(book, finding_lines):
    number = book.number("J5")
    book.tamper(EVENT.format("body = replace(body, '-1000', '-900')"), n=number)
    found = finding_lines(book.verify())
    assert any(one.startswith(f"event {number} (journal_posted), journal J5: the event's text is not") for one in found)
    assert "journal J5, line 2: amount is not what the event says: -9.00 EUR / -10.00 EUR" in found


@pytest.mark.parametrize(
    "body", ["no JSON", "{}", "[1]", '{"v": 1, "journal": 7, "lines": {"a": 1}}', '{"lines": ["x", 1e400]}']
)
def test_an_event_edited_into_nonsense_is_found_and_hides_nothing_else(book, finding_lines, body):
    book.tamper(EVENT.format("body = %(body)s"), REFINGERPRINTED, n=book.number("J5"), body=body)
    book.tamper(LINE.replace("J5", "J7").format("amount = -1001"))
    found = finding_lines(book.verify())
    assert any(one.startswith(f"journal J5 (event {book.number('J5')}): ") for one in found)
    assert "journal J7, line 2: amount is not what the event says: -10.00 EUR / -10.01 EUR" in found


def test_an_event_edited_with_its_fingerprint_is_found(book, finding_lines):
    book.tamper(EVENT.format("body = replace(body, '2026-01-31', '2026-02-28')"), REFINGERPRINTED, n=book.number("J5"))
    found = finding_lines(book.verify())
    assert any(
        "journal J5 " in one and "effective date is not what the event says: 2026-02-28 / 2026-01-31" in one
        for one in found
    )
    assert any(
        re.match(rf"journal J5 \(event \d+\), seal {book.seal_of('J5')}: is not what was sealed", one) for one in found
    )


def test_event_journal_and_lines_edited_alike_are_found_by_the_seals_alone(book, finding_lines):
    number = book.number("J5")
    book.tamper(
        "UPDATE ledger.lines SET amount = amount * 9, base_amount = base_amount * 9"
        " WHERE tenant_id = %(t)s AND journal_no = %(n)s",
        EVENT.format("body = replace(body, '1000, 1000', '9000, 9000')"),
        EVENT.format("body = replace(body, '-1000, -1000', '-9000, -9000')"),
        REFINGERPRINTED,
        n=number,
    )
    found = finding_lines(book.verify())
    seal_no = book.seal_of("J5")
    assert found[0] == f"journal J5 (event {number}), seal {seal_no}: is not what was sealed: None / None"
    assert re.match(rf"seal {seal_no} \(events \d+ to \d+ of the log\): what was sealed has changed since", found[1])
    assert len(found) == 2


def test_a_deleted_event_is_found(book, finding_lines):
    number = book.number("J5")
    book.tamper("DELETE FROM ledger.events WHERE tenant_id = %(t)s AND event_no = %(n)s", n=number)
    found = finding_lines(book.verify())
    assert any(
        one.startswith(f"journal J5 (event {number}): stands in the book and no event tells it") for one in found
    )
    assert any(one.startswith(f"seal {book.seal_of('J5')} (events") for one in found)


def test_event_and_journal_deleted_together_are_found_by_the_seals(book, finding_lines):
    seal_no, number = book.seal_of("J5"), book.number("J5")
    book.tamper(
        "DELETE FROM ledger.lines WHERE tenant_id = %(t)s AND journal_no = %(n)s",
        "DELETE FROM ledger.journals WHERE tenant_id = %(t)s AND journal_no = %(n)s",
        "DELETE FROM ledger.events WHERE tenant_id = %(t)s AND event_no = %(n)s",
        n=number,
    )
    broken = next(one for one in finding_lines(book.verify()) if one.startswith(f"seal {seal_no} (events"))
    sealed, standing = map(int, re.findall(r"(\d+) events, ", broken))
    assert standing == sealed - 1


def test_an_inserted_event_is_found(book, finding_lines):
    new = new_number(book)
    book.tamper(COPIED_EVENT, n=book.number("J5"), new=new)
    found = finding_lines(book.verify())
    assert f"journal ghost (event {new}): is told by its event and missing in the book: 2026-01-31 / None" in found
    assert any(f"(event {new}), seal" in one for one in found)


def test_an_event_of_a_kind_that_the_ledger_does_not_write_is_found(book, finding_lines):
    number = book.number("J5")
    book.tamper(EVENT.format("kind = 'gift'"), n=number)
    assert f"event {number}: the ledger writes no event of this kind: None / gift" in finding_lines(book.verify())


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            "accounts SET type = 'equity' WHERE account_code = '4000'",
            r"accounts de/4000 \(event \d+\): type is not .*: revenue / equity",
        ),
        (
            "accounts SET name = 'Gifts' WHERE account_code = '4000'",
            r"accounts de/4000 .*: name is not .*: Subscription Revenue / Gifts",
        ),
        (
            "accounts SET currency = 'EUR', floor_amount = 5 WHERE account_code = '4000'",
            r"accounts de/4000 .*: floor_amount is not .*: None / 5",
        ),
        ("currencies SET scale = 3 WHERE currency = 'EUR'", r"currencies EUR .*: scale is not .*: 2 / 3"),
        ("entities SET currency = 'USD' WHERE entity_id = 'de'", r"entities de .*: currency is not .*: EUR / USD"),
        (
            "accounts SET account_code = '4001' WHERE account_code = '4000'",
            r"accounts de/4001: stands in the book and no event.*",
        ),
    ],
)
def test_an_edited_account_currency_or_entity_is_found(book, finding_lines, change, finding):
    book.tamper(f"UPDATE ledger.{change} AND tenant_id = %(t)s")
    assert any(re.fullmatch(finding, one) for one in finding_lines(book.verify()))


def test_a_deleted_account_is_found(book, finding_lines):
    book.tamper("DELETE FROM ledger.accounts WHERE tenant_id = %(t)s AND account_code = '4200'")
    assert any("accounts de/4200" in one and "missing in the book" in one for one in finding_lines(book.verify()))


def test_a_forged_balance_of_a_limited_account_is_found(book, finding_lines):
    book.connection.execute(
        "UPDATE ledger.accounts SET currency = 'EUR', ceiling_amount = 0 WHERE tenant_id = %s AND account_code = '4000'",
        (book.tenant,),
    )
    book.connection.commit()
    book.tamper("UPDATE ledger.limited_balances SET balance = balance + 1 WHERE tenant_id = %(t)s")
    assert any(
        one.startswith("account 4000 of de: the balance that its limits") and one.endswith("-19000 / -18999")
        for one in finding_lines(book.verify())
    )


def test_a_book_in_which_everything_is_wrong_is_counted_in_full_and_reported_in_part(book):
    book.tamper("UPDATE ledger.lines SET amount = amount * 2 WHERE tenant_id = %(t)s")
    verdict = book.verify()
    assert len([one for one in verdict.findings if "amount is not" in one.what]) == 20
    assert verdict.total > 46


def test_another_tenants_book_is_none_of_it(book, books):
    other = books.config.model_copy(update={"tenant": f"{books.tenant}-other"})
    sync_books(books.connection, other, books.workspace.root)
    book.tamper(LINE.format("amount = -1001"))
    assert verify(books.connection, other.tenant).findings == []


def test_a_law_that_is_switched_off_is_found(book, finding_lines):
    with book.books.another_connection() as superuser:
        superuser.execute("ALTER TABLE ledger.journals DISABLE TRIGGER append_only")
        superuser.commit()
        try:
            (finding,) = finding_lines(book.verify())
        finally:
            superuser.execute("ALTER TABLE ledger.journals ENABLE TRIGGER append_only")
            superuser.commit()
    assert finding.startswith('table ledger.journals: the law\'s trigger "append_only" is switched off')
