"""What other systems call a type of account is one type, and found however it is capitalised."""

from collections import Counter

from journal_csv.account_types import ACCOUNT_TYPES
from ledger.chart import ACCOUNT_TYPES as TYPES


def test_no_word_means_two_types() -> None:
    said = Counter(word for words in ACCOUNT_TYPES.values() for word in words)
    assert [word for word, times in said.items() if times > 1] == []


def test_words_are_written_as_they_are_compared() -> None:
    assert [word for words in ACCOUNT_TYPES.values() for word in words if word != word.lower().strip()] == []


def test_every_type_of_account_has_words() -> None:
    assert tuple(ACCOUNT_TYPES) == TYPES
