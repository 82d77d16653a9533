"""What two texts, or two lists of lines, have in common at their ends.

Bisected: comparing slices is far quicker than comparing their items one by one.
"""

from __future__ import annotations

from collections.abc import Sequence


def common_head(before: Sequence[str], after: Sequence[str], most: int) -> int:
    """How many items both begin with, `most` at the most."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_tail(before: Sequence[str], after: Sequence[str], most: int) -> int:
    """How many items both end with, `most` at the most."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if before[len(before) - middle : len(before) - low] == after[len(after) - middle : len(after) - low]:
            low = middle
        else:
            high = middle - 1
    return low
