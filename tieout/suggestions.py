"""The nearest valid word, for messages about a word that is not one."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import takewhile

_CLOSE_ENOUGH = 0.5
_MOST_LISTED = 30


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid word most like `word` (of equals, the one that begins alike), or None when nothing comes close."""
    lowered = word.lower()

    def likeness(candidate: str) -> tuple[float, int]:
        other = candidate.lower()
        same = takewhile(lambda pair: pair[0] == pair[1], zip(lowered, other, strict=False))
        return SequenceMatcher(None, lowered, other).ratio(), len(list(same))

    best = max(valid, key=likeness, default=None)
    return best if best is not None and likeness(best)[0] >= _CLOSE_ENOUGH else None


def did_you_mean(word: str, valid: Iterable[str]) -> str:
    """A clause that names the nearest valid word, or lists them when none is near (only a few of very many)."""
    words = sorted(set(valid))
    close = nearest(word, words)
    if close is not None:
        return f"did you mean '{close}'?"
    if len(words) > _MOST_LISTED:
        return f"there are {len(words)} valid ones, such as {', '.join(words[:3])}"
    return f"valid: {', '.join(words)}" if words else "there is none"
