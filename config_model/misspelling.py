"""Whether a name is a misspelling of another one: the rule by which a fix may rename a key.

A slip of the fingers or another way to write the same words is a misspelling. A name of other words is another name,
however like it looks: `serviceMonitor` is no misspelling of `serviceAccount`, nor `existingCaSecret` of
`existingSecret`, nor `minReplicas` of `maxReplicas`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_LONG = 8
"""From so many letters on, two slips are taken for what they are."""


def meant_by(found: str, known: Iterable[str]) -> str | None:
    """The one name of `known` that `found` is a misspelling of; None where there is none, or more than one."""
    names = list(known)
    same = [name for name in names if _folded(name) == _folded(found)]
    near = same or [name for name in names if is_misspelling(found, name)]
    return near[0] if len(near) == 1 and near[0] != found else None


def is_misspelling(found: str, known: str) -> bool:
    """Whether `found` is `known` in another case, with other separators, or with a slip or two."""
    one, other = _folded(found), _folded(known)
    if one == other:
        return found != known
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other) or not _is_slip(one, other):
        return False
    ours, theirs = _words(found), _words(known)
    if len(ours) != len(theirs):
        return not _has_all(ours, theirs) and not _has_all(theirs, ours)
    # `internal` and `external`: two slips in one of several words make another word.
    return _distance(one, other) == 1 or len(ours) == 1 or all(map(_is_same_or_slip, ours, theirs))


def _folded(name: str) -> str:
    return re.sub(r"[-_.\s]", "", name).lower()


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _has_all(words: Sequence[str], of: Sequence[str]) -> bool:
    """Whether `words` has all words of `of`, in their order, and more."""
    rest = iter(words)
    return all(word in rest for word in of)


def _is_slip(one: str, other: str) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if longer <= 3:
        return shorter == longer and sorted(one) == sorted(other) and _distance(one, other) == 1
    if shorter == longer <= 5 and one[0] != other[0] and one[:2] != other[1::-1]:
        return False  # `port` and `host`, `mode` and `node`: the first letter of a short word is seldom mistaken
    return shorter > 2 and _distance(one, other) <= (2 if shorter >= _LONG else 1)


def _is_same_or_slip(one: str, other: str) -> bool:
    return one == other or (_is_slip(one, other) and _distance(one, other) == 1)


def _distance(one: str, other: str) -> int:
    """How many letters are missing, too many, wrong, or swapped with the next one (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        two_before, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], two_before[j - 2] + 1)
    return row[-1]
