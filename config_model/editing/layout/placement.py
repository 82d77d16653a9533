"""Where a new key stands among its siblings."""

from __future__ import annotations

from collections.abc import Sequence


def place(siblings: Sequence[str], key: str, order: Sequence[str]) -> tuple[int, bool]:
    """The sibling beside which ``key`` goes, and whether it goes behind that one.

    Behind the nearest sibling that comes before it in ``order``; before the nearest that comes after it if there is
    none; at the end if ``order`` knows neither. ``siblings`` must not be empty.
    """
    rank = {name: index for index, name in enumerate(order)}
    own = rank.get(key)
    if own is None:
        return len(siblings) - 1, True
    known = [(rank[name], index) for index, name in enumerate(siblings) if name in rank]
    before = [(order_index, index) for order_index, index in known if order_index < own]
    if before:
        return max(before)[1], True
    after = [(order_index, index) for order_index, index in known if order_index > own]
    if after:
        return min(after)[1], False
    return len(siblings) - 1, True
