"""Which settings, or actions, fit what somebody types: the exact ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def score(wanted: str, *texts: str) -> int:
    """How well `wanted` fits the texts, the first of which count most; 0 where it does not fit.

    Equal, then begins with, then a word begins with, then contains, then its letters in order (in the first two texts).
    """
    wanted = wanted.strip().lower()
    if not wanted:
        return 1
    best = 0
    for place, text in enumerate(texts):
        best = max(best, _fit(wanted, text.lower(), fuzzy=place < 2) - 5 * place)
    if best == 0 and " " in wanted:
        words = [score(word, *texts) for word in wanted.split()]
        return min(words) // 2 if all(words) else 0
    return best


def _fit(wanted: str, text: str, *, fuzzy: bool) -> int:
    if wanted == text:
        return 1000
    if text.startswith(wanted):
        return 800 - min(len(text) - len(wanted), 100)
    at = text.find(wanted)
    if at > 0:
        return (600 if not text[at - 1].isalnum() else 400) - min(at, 100)
    return _in_order(wanted, text) if fuzzy else 0


def _in_order(wanted: str, text: str) -> int:
    """The letters one after the other; the nearer together, the better."""
    at, gaps = -1, 0
    for letter in wanted:
        found = text.find(letter, at + 1)
        if found < 0:
            return 0
        gaps += found - at - 1 if at >= 0 else 0
        at = found
    return max(100 - 4 * gaps, 0) if gaps <= len(wanted) * 3 else 0


def ranked(wanted: str, things: Iterable[Thing], texts: Callable[[Thing], tuple[str, ...]]) -> list[Thing]:
    """The things that fit, the best first; the order as given among equals."""
    scored = [(score(wanted, *texts(thing)), number, thing) for number, thing in enumerate(things)]
    scored.sort(key=lambda one: (-one[0], one[1]))
    return [thing for value, _, thing in scored if value > 0]
