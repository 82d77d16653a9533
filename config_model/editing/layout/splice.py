"""Pieces of text to put in place of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mlflow_tui.config_model.common_ends import common_head, common_tail


class Splice(NamedTuple):
    """``text`` in place of the characters from ``start`` to before ``end``."""

    start: int
    end: int
    text: str


class SpliceError(ValueError):
    """Two pieces of one plan take the same characters: the plan cannot be carried out."""


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """``text`` with all the splices made; those that insert at one place keep the order in which they were given.

    Raises SpliceError.
    """
    return spliced_part(text, 0, len(text), splices)


def spliced_part(text: str, start: int, end: int, splices: Iterable[Splice]) -> str:
    """``text[start:end]`` with the splices that lie within it made. Raises SpliceError."""
    parts: list[str] = []
    at = start
    for splice in sorted((s for s in splices if start <= s.start and s.end <= end), key=lambda s: s.start):
        if splice.start < at:
            raise SpliceError
        parts += (text[at : splice.start], splice.text)
        at = splice.end
    parts.append(text[at:end])
    return "".join(parts)


def difference(before: str, after: str) -> Splice:
    """The one splice that makes ``after`` of ``before``: what lies between their common start and their common end."""
    shorter = min(len(before), len(after))
    start = common_head(before, after, shorter)
    end = common_tail(before, after, shorter - start)
    return Splice(start, len(before) - end, after[start : len(after) - end])


def changed_lines(before: str, after: str) -> range:
    """The lines of ``after``, counted from 1, that differ; where lines only went, the line that now stands there."""
    splice = difference(before, after)
    stop = splice.start + len(splice.text)
    first = after.count("\n", 0, splice.start) + 1
    last = first + after.count("\n", splice.start, stop)
    ends_line = stop > splice.start and after[stop - 1] == "\n"
    return range(first, max(last, first + 1) if ends_line else last + 1)
