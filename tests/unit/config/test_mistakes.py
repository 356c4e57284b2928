"""Every mistake in tieout.yml is one line: the file, the line, the key, and the nearest word."""

import pytest

from tieout.config import load
from tieout.errors import InputError

HEAD = "tenant: acme\nentities:\n  - {id: de, name: Acme, currency: EUR}\n"
BANK = "sources:\n  - {id: bank, kind: statement, format: camt053, path: in/*.xml%s}\n"
MAPPED = "sources:\n  - {id: bank, kind: statement, format: csv, path: in/*, columns: {%s}}\n"
BOOK = "sources:\n  - {id: b, kind: book, format: journal_csv, path: in/*, journal_id_scope: %s}\n"
RULE_ONLY = "reconciliations:\n  - id: r\n    left: {source: ledger, account: '1000'}\n    right: {source: bank}\n%s"
RULE = BANK % "" + RULE_ONLY

MISTAKES = {
    HEAD + "sorces: []\n": "4: unknown key 'sorces': did you mean 'sources'?",
    HEAD
    + BANK
    % ", journal_id_scope: book": "5: sources[0].journal_id_scope: is said of a statement: only a book has journals, remove this key",
    HEAD
    + BANK
    % ", restates: true": "5: sources[0].restates: is said of a statement: only a book has journals, remove this key",
    HEAD
    + BOOK
    % "fiscal_yaer": "5: sources[0].journal_id_scope[0]: 'fiscal_yaer' is not one of them: did you mean 'fiscal_year'?",
    HEAD
    + BOOK % "[]": "5: sources[0].journal_id_scope: is empty: write fiscal_year, or book for ids that never restart",
    HEAD
    + BOOK
    % "[book, kind]": "5: sources[0].journal_id_scope: has 'book' and more: ids that never restart have no other scope",
    HEAD
    + BOOK
    % "[fiscal_year, fiscal_period]": "5: sources[0].journal_id_scope: has a fiscal year and its periods: fiscal_period is enough",
    HEAD + BOOK % "[kind, kind]": "5: sources[0].journal_id_scope: names one part twice: remove one",
    HEAD + BANK % ", pth: x": "5: unknown key 'sources[0].pth': did you mean 'path'?",
    HEAD + "tenant: other\n": "4: key 'tenant' stands twice: remove one",
    HEAD + BANK % ", id: x": "5: key 'id' stands twice: remove one",
    "entities:\n  - {id: de, name: A, currency: EUR}\n": "1: missing key 'tenant'",
    "tenant: a\nentities: []\n": "2: entities: is empty: name at least one",
    "tenant: a\nentities: de\n": "2: entities: expected a list, got 'de'",
    "tenant: 5\nentities: []\n": "1: tenant: expected text, got 5 (put it in quotes)",
    "tenant: käse\nentities: []\n": "1: tenant: 'käse' is not an id: use letters, digits, '.', '_' and '-'",
    "tenant: a\nentities:\n  - {id: de, name: A, currency: eur}\n": "3: entities[0].currency: 'eur' is not a currency code: write capitals, such as EUR",
    "tenant: a\nentities:\n  - {id: de, name: A, currency: EUX}\n": "3: entities[0].currency: unknown currency 'EUX': did you mean 'EUR'? (own units go under 'currencies:')",
    "tenant: a\nentities:\n  - {id: de, name: A, currency: EUR, fiscal_year_start: 13}\n": "3: entities[0].fiscal_year_start: must be at most 12, got 13",
    HEAD + "sources:\n": "4: sources: expected a list, got None",
    HEAD + "schedule: daily\n": "4: schedule: expected keys such as 'cron:', got 'daily'",
    HEAD
    + "schedule: {cron: at six}\n": "4: schedule.cron: 'at six' has 2 fields instead of five (minute, hour, day of month, month, day of week), such as '0 6 * * *'",
    HEAD + "schedule: {cron: 61 6 * * *}\n": "4: schedule.cron: '61' is no minute (0 to 59, such as *, 6, 1-5, */2)",
    HEAD
    + "schedule: {timezone: Europe/Berln}\n": "4: schedule.timezone: no timezone 'Europe/Berln': did you mean 'Europe/Berlin'?",
    HEAD + "currencies: [{code: PTS, scale: 10}]\n": "4: currencies[0].scale: must be at most 9, got 10",
    HEAD
    + "currencies: [{code: PTS, scale: 0}, {code: PTS, scale: 2}]\n": "4: currencies[1].code: 'PTS' stands twice: remove one",
    HEAD
    + "sources:\n  - {id: b, kind: statment, format: csv, path: x}\n": "5: sources[0].kind: 'statment' is not one of them: did you mean 'statement'?",
    HEAD
    + "sources:\n  - {id: b, kind: book, format: camt053, path: x}\n": "5: sources[0].format: a book cannot have format 'camt053': valid: journal_csv",
    HEAD
    + "sources:\n  - {id: b, kind: statement, format: camt53, path: x}\n": "5: sources[0].format: a statement cannot have format 'camt53': did you mean 'camt053'?",
    HEAD
    + "sources:\n  - {id: ledger, kind: statement, format: camt053, path: x}\n": "5: sources[0].id: 'ledger' is taken ('ledger' is our own book): choose another id",
    HEAD
    + "sources:\n  - {id: ../b, kind: statement, format: camt053, path: x}\n": "5: sources[0].id: '../b' is not an id: use letters, digits, '.', '_' and '-'",
    HEAD
    + "sources:\n  - {id: b, kind: statement, format: camt053, path: /etc/*}\n": "5: sources[0].path: begins with '/': name the files from the workspace's folder on",
    HEAD
    + 'sources:\n  - {id: b, kind: statement, format: camt053, path: "a\\0"}\n': "5: sources[0].path: is empty or not text: name the files, such as inbox/bank/*.xml",
    HEAD
    + "sources:\n  - {id: b, kind: statement, format: csv, path: x}\n": "5: sources[0]: format 'csv' needs 'columns': map at least date and amount",
    HEAD + MAPPED % "date: d, amont: a": "5: unknown key 'sources[0].columns.amont': did you mean 'amount'?",
    HEAD
    + MAPPED
    % "date: d, debit: a": "5: sources[0].columns: needs 'amount', or 'debit' and 'credit', or 'gross' and 'fee'",
    HEAD
    + MAPPED
    % "date: d, gross: g": "5: sources[0].columns: needs 'amount', or 'debit' and 'credit', or 'gross' and 'fee'",
    HEAD
    + BANK
    % ", fee_in_amount: true": "5: sources[0].fee_in_amount: says nothing, there is no 'fee' in 'columns': remove this key",
    HEAD + BANK % ", entity: dx": "5: sources[0].entity: no entity 'dx': did you mean 'de'?",
    HEAD + BANK % ", encoding: utf8x": "5: sources[0].encoding: no encoding 'utf8x': did you mean 'utf-8'?",
    HEAD + BANK % ", skip_rows: two": "5: sources[0].skip_rows: expected a whole number, got 'two'",
    HEAD + BANK % ", negate: maybe": "5: sources[0].negate: expected true or false, got 'maybe'",
    HEAD + BANK % ", thousands: '.'": "5: sources[0].thousands: is '.', which is also the decimal sign",
    HEAD + RULE % "    left: {source: ledger}\n": "10: key 'left' stands twice: remove one",
    HEAD
    + RULE
    % "    passes: [{kind: refrence}]\n": "10: reconciliations[0].passes[0].kind: 'refrence' is not one of them: did you mean 'reference'?",
    HEAD
    + RULE
    % "    passes: [{kind: similar, amount_tolerance: .nan}]\n": "10: reconciliations[0].passes[0].amount_tolerance: expected a number, got 'nan'",
    HEAD + RULE % "    expected_lag_days: -1\n": "10: reconciliations[0].expected_lag_days: must be at least 0, got -1",
    HEAD
    + (RULE % "").replace(
        "source: bank}", "source: bnk}"
    ): "9: reconciliations[0].right.source: no source 'bnk': did you mean 'bank'?",
    HEAD
    + (RULE % "").replace(
        "source: bank}", "source: bank, account: '1'}"
    ): "9: reconciliations[0].right.account: 'bank' is a statement: it has no accounts, unless `accounts` of the source names them",
    HEAD
    + BANK % ", accounts: {DE1: '1010'}"
    + RULE_ONLY
    % "": "9: reconciliations[0].right: no bank account of 'bank' is account 1000: name it in its 'accounts'",
    HEAD
    + BANK % ", account_id: DE1, accounts: {DE1: '1000'}"
    + RULE_ONLY % "": "5: sources[0].account_id: stands beside 'accounts', which names the same: remove this key",
    HEAD
    + BANK % ", accounts: {DE1: {account: '1000', entity: d}}"
    + RULE_ONLY % "": "5: sources[0].accounts.DE1.entity: no entity 'd': did you mean 'de'?",
    HEAD
    + (RULE % "").replace(
        ", account: '1000'", ""
    ): "8: reconciliations[0].left: 'ledger' is a book: name the 'account' to reconcile",
    HEAD
    + (RULE % "").replace(
        "source: ledger, account: '1000'", "source: bank"
    ): "9: reconciliations[0].right: is the same as left: an item cannot prove itself",
    "": "1: expected keys such as 'tenant:' and 'entities:'",
    "- a\n": "1: expected keys such as 'tenant:' and 'entities:'",
    "tenant: [a\n": "2: not valid YAML: expected ',' or ']', but got '<stream end>'",
    "tenant: a\n\tb: c\n": "2: not valid YAML: found character '\\t' that cannot start any token",
    "tenant: a\nname: b\x00\n": "2: not valid YAML: special characters are not allowed",
    "tenant: 2026-13-01\n": "1: not valid YAML: month must be in 1..12",
    "? [a, b]\n: c\n": "1: not valid YAML: found unhashable key",
    "tenant: !!python/object:os.system x\n": "1: not valid YAML: could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system'",
    "[" * 5000: "1: not valid YAML: it is nested in itself, or too deeply",
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.items(), ids=list(MISTAKES.values()))
def test_a_mistake_is_reported_in_one_line(tmp_path, text, message):
    (tmp_path / "tieout.yml").write_text(text)
    with pytest.raises(InputError) as raised:
        load(tmp_path / "tieout.yml")
    assert str(raised.value) == f"tieout.yml:{message}"


def test_a_file_that_is_not_utf_8_is_reported_with_the_line(tmp_path):
    (tmp_path / "tieout.yml").write_bytes("tenant: a\nname: Käse\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"^tieout.yml:2: byte 17 is not UTF-8: save the file as UTF-8$"):
        load(tmp_path / "tieout.yml")


def test_a_missing_file_is_reported_with_what_to_do(tmp_path):
    with pytest.raises(InputError, match=r"no such file .make a workspace with `tieout init`"):
        load(tmp_path / "tieout.yml")


def test_aliases_that_multiply_do_not_take_for_ever(tmp_path):
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    (tmp_path / "tieout.yml").write_text(f"a0: &a0 [x]\n{levels}tenant: *a11\n")
    with pytest.raises(InputError) as raised:
        load(tmp_path / "tieout.yml")
    assert len(str(raised.value)) < 400


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "tieout.yml").write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert load(tmp_path / "tieout.yml").tenant == "acme"


def test_the_schedule_is_daily_at_six_unless_it_says_otherwise(tmp_path):
    (tmp_path / "tieout.yml").write_text(HEAD)
    schedule = load(tmp_path / "tieout.yml").schedule
    assert (schedule.cron, schedule.timezone) == ("0 6 * * *", "UTC")
