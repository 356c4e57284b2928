from hypothesis import given
from hypothesis import strategies as st

from tieout.suggestions import did_you_mean, nearest

WORDS = ("sources", "reconciliations", "entities", "accounts")


def test_the_nearest_word_is_offered():
    assert nearest("sorces", WORDS) == "sources"
    assert did_you_mean("recon", WORDS) == "did you mean 'reconciliations'?"


def test_where_none_is_near_all_are_listed():
    assert did_you_mean("zzz", WORDS) == "valid: accounts, entities, reconciliations, sources"
    assert did_you_mean("zzz", ()) == "there is none"


def test_very_many_words_are_not_all_listed():
    assert (
        did_you_mean("?", (f"word{n}" for n in range(100))) == "there are 100 valid ones, such as word0, word1, word10"
    )


@given(st.sampled_from(WORDS))
def test_a_valid_word_is_nearest_to_itself(word):
    assert nearest(word, WORDS) == word


@given(st.text(max_size=40), st.lists(st.text(max_size=10), max_size=40))
def test_any_word_gets_an_answer_of_one_short_clause(word, valid):
    answer = did_you_mean(word, valid)
    assert nearest(word, valid) is None or nearest(word, valid) in valid
    assert answer
