"""The marks in the margin: those of a plain comparison, whatever was kept from the keystroke before."""

from __future__ import annotations

import difflib

from hypothesis import given
from hypothesis import strategies as st

from mlflow_tui.tui.preview.line_view import Mark
from mlflow_tui.tui.preview.marks import Margin

LINES = st.lists(st.sampled_from(["a:", "  b: 1", "  b: 2", "c: 3", "", "# 日本"]), max_size=10)


def kept(marks: dict[int, Mark], lines: list[str], *signs: Mark) -> list[str]:
    """The lines without one of these marks."""
    return [line for number, line in enumerate(lines) if marks.get(number) not in signs]


def is_within(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(line in rest for line in part)


@given(LINES, LINES, st.lists(LINES, min_size=1, max_size=4))
def test_what_has_no_mark_stood_there_before_and_is_saved(
    saved: list[str], before: list[str], typed: list[list[str]]
) -> None:
    margin = Margin()
    for now in typed:
        marks = margin.marks(saved, before, now)
        assert marks == Margin().marks(saved, before, now)
        assert is_within(kept(marks, now, Mark.EDITED), before)
        assert is_within(kept(marks, now, Mark.EDITED, Mark.UNSAVED), saved)


@given(st.lists(st.integers(), unique=True, max_size=20), st.data())
def test_an_edit_marks_the_lines_that_difflib_names(numbers: list[int], data: st.DataObject) -> None:
    before = [str(number) for number in numbers]
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    now = [*before[:start], *data.draw(st.lists(st.sampled_from(["x", "y"]), max_size=3)), *before[end:]]
    plain = {
        line
        for tag, _, _, first, last in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
        if tag != "equal"
        for line in range(first, last)
    }
    marks = Margin().marks(before, before, now)
    assert {line for line, mark in marks.items() if mark is Mark.EDITED} == plain


def test_a_removed_line_shows_at_the_line_below_it() -> None:
    assert Margin().marks(["a", "b", "c"], ["a", "b", "c"], ["a", "c"]) == {1: Mark.CUT}


def test_a_line_of_an_earlier_edit_keeps_its_quieter_mark_when_lines_come_above_it() -> None:
    assert Margin().marks(["a", "b"], ["a", "B"], ["new", "a", "B"]) == {0: Mark.EDITED, 2: Mark.UNSAVED}
