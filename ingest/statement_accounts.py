"""Which statements of a file are a source's own: a source is of one account, and another account's lines are not its.

Banks export several accounts in one file. A source that names its account (`account_id`), or its accounts with the
ledger account of each (`accounts`), takes its own statements and leaves those of accounts that other sources name to
them; an account that no source names is refused, so that no line of it is lost. A source that names none takes the
account that its first file is of, and no other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ingest.read_task import CurrencyTotal, Reading, ReadTask, StatementFacts
from tabular.session import copy_to, open_session
from tieout.config import Source
from tieout.errors import InputError
from tieout.sql_text import literal

_BANK_CODE_DIGITS, _ACCOUNT_DIGITS = 8, 10


def foreign_statements(
    source: Source, statements: Sequence[StatementFacts], named: Collection[str], accounts: Collection[str]
) -> frozenset[int]:
    """The numbers of the statements that are of accounts of other sources.

    Args:
        source: whose file it is.
        statements: those of the file; a table of lines names no account, and is the source's own.
        named: the accounts that any source names.
        accounts: those that earlier files of this source were of.

    Raises:
        InputError: a statement is of an account that nobody named.
    """
    brought = {each.account for each in statements if each.kind is not None and each.account}
    if source.account_ids:
        foreign = {account for account in brought if not _is_one_of(account, source.account_ids)}
        unnamed = sorted(account for account in foreign if not _is_one_of(account, named))
        if unnamed:
            raise InputError(f"brings account {unnamed[0]}, which no source names: {_remedy(source, unnamed[0])}")
        return frozenset(each.statement_no for each in statements if each.account in foreign)
    different = sorted(brought | set(accounts))
    others = [account for account in different if not _is_one_of(account, different[:1])]
    if others:
        raise InputError(
            f"account {others[0]} beside {different[0]}: a source is of one account. Set `account_id` of"
            f" '{source.id}' to its own, and give the other a source with its `account_id`; name both there if they are"
            " one account"
        )
    return frozenset()


def _remedy(source: Source, account: str) -> str:
    if source.accounts:
        return f"add it to `accounts` of '{source.id}' with its ledger account, or to those of another source"
    return (
        f"give it a source of its own with `account_id: {account}`, or name it in `account_id` of '{source.id}' too if"
        " it is the same account"
    )


def without(task: ReadTask, reading: Reading, foreign: Collection[int]) -> Reading:
    """The reading without these statements, whose lines are taken out of the file that was written for the lake."""
    whole = task.lines.rename(task.scratch / "whole.parquet")
    numbers = ", ".join(map(str, sorted(foreign)))
    with open_session(task.scratch, task.currencies) as connection:
        own = f"FROM read_parquet({literal(whole)}) WHERE statement_no NOT IN ({numbers})"
        rows = copy_to(connection, own, task.lines)
        totals = connection.execute(
            f"SELECT currency, count(*), sum(amount)::HUGEINT {own} GROUP BY currency ORDER BY currency"
        ).fetchall()
    statements = tuple(each for each in reading.statements if each.statement_no not in foreign)
    by_currency = {currency: CurrencyTotal(lines, total) for currency, lines, total in totals}
    return replace(reading, rows=rows, statements=statements, totals=by_currency)


def named_as(account: str, names: Iterable[str]) -> str | None:
    """The name, of these, that means this account as a statement writes it."""
    return next((name for name in names if _is_same(account, name)), None)


def _is_one_of(account: str, names: Collection[str]) -> bool:
    return named_as(account, names) is not None


def _is_same(one: str, other: str) -> bool:
    """The same but for blanks and signs; or a German IBAN and the bank code and account number that it is made of."""
    texts = tuple("".join(filter(str.isalnum, text)).upper() for text in (one, other))
    return texts[0] == texts[1] or _german_iban(one, texts[1]) or _german_iban(other, texts[0])


def _german_iban(numbers: str, iban: str) -> bool:
    bank, slash, account = numbers.replace(" ", "").partition("/")
    if not slash or not iban.startswith("DE") or len(bank) != _BANK_CODE_DIGITS or not account.isdigit():
        return False
    return iban[4:] == bank + account.zfill(_ACCOUNT_DIGITS)
