"""Which lines of the file the margin marks: those of the edit at hand, and those that are not saved yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlflow_tui.renderers.diff import Change, changes
from mlflow_tui.tui.preview.line_view import Mark


class Margin:
    """Marks lines quickly while somebody types: only what the edit at hand touches is compared anew."""

    def __init__(self) -> None:
        self._compared: tuple[Sequence[str], Sequence[str]] = ((), ())
        self._unsaved: list[Change] = []

    def marks(self, saved: Sequence[str], before: Sequence[str], now: Sequence[str]) -> dict[int, Mark]:
        """The marks of the lines `now`; `before` stood there before the edit at hand, `saved` in the saved file.

        Lines without a mark stand in all three, in the same order.
        """
        edited = changes(before, now)
        marks = {line: Mark.UNSAVED for unsaved in self._not_saved(saved, before) for line in _moved(unsaved, edited)}
        for change in edited:
            if change.other_start < change.other_end:
                marks.update(dict.fromkeys(range(change.other_start, change.other_end), Mark.EDITED))
            elif now:
                marks.setdefault(min(change.other_start, len(now) - 1), Mark.CUT)
        return marks

    def _not_saved(self, saved: Sequence[str], before: Sequence[str]) -> list[Change]:
        if self._compared[0] != saved or self._compared[1] != before:
            self._unsaved = changes(saved, before)
            self._compared = (saved, before)
        return self._unsaved


def _moved(unsaved: Change, edited: Sequence[Change]) -> Iterator[int]:
    """Where the lines that an earlier edit made stand now, without those that the edit at hand took away."""
    start, end, shift = unsaved.other_start, unsaved.other_end, 0
    for change in edited:
        if change.end <= start:
            shift += (change.other_end - change.other_start) - (change.end - change.start)
        elif change.start < end:
            yield from range(start + shift, change.start + shift)
            start = change.end
            shift = change.other_end - change.end
    yield from range(start + shift, end + shift)


def target(marks: dict[int, Mark]) -> range:
    """The lines of the edit at hand, from the first to the last; empty where it shows nowhere."""
    lines = [line for line, mark in marks.items() if mark is not Mark.UNSAVED]
    return range(min(lines), max(lines) + 1) if lines else range(0)
