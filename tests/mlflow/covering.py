"""Few combinations in which every two values of different factors meet once, in place of every combination."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

Row = dict[str, int]
"""The number of the value of each factor."""


def covering(factors: Mapping[str, Sequence[object]]) -> list[Row]:
    """Rows that together have each pair of values; the same for the same factors."""
    names = list(factors)
    every = [dict(zip(names, row, strict=True)) for row in itertools.product(*(range(len(factors[n])) for n in names))]
    missing = set().union(*map(_pairs, every))
    rows = []
    while missing:
        best = max(every, key=lambda row: len(_pairs(row) & missing))
        rows.append(best)
        missing -= _pairs(best)
    return rows


def _pairs(row: Row) -> set[tuple[tuple[str, int], ...]]:
    return set(itertools.combinations(sorted(row.items()), 2))
