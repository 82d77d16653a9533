"""What all lists do alike: the cursor halts at the ends and stays in view, and only lines that changed are drawn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate

import pytest
from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.strip import Strip

from mlflow_tui.tui.areas import AreaList
from mlflow_tui.tui.editors.entry_table import EntryRows
from mlflow_tui.tui.preview.problem_list import ProblemList
from mlflow_tui.tui.settings.list import SettingList
from mlflow_tui.tui.widgets.cursor_list import CursorList
from mlflow_tui.tui.widgets.pick_list import PickList


class Numbers(CursorList):
    """Stops of several lines each; the line of the cursor has an arrow."""

    DEFAULT_CSS = "Numbers { height: 1fr; scrollbar-size-horizontal: 0; }"

    def __init__(self, sizes: Sequence[int]) -> None:
        super().__init__()
        self.visited: list[int] = []
        self.activated: list[int] = []
        self.fill(sizes, 0)

    def fill(self, sizes: Sequence[int], cursor: int) -> None:
        ends = accumulate(sizes)
        self.stops = [range(end - size, end) for end, size in zip(ends, sizes, strict=True)]
        self.lay_out(sum(sizes), self.stops, cursor)
        if self.is_mounted:
            self.measure()
            self.keep_in_view()
            self.redraw()

    def drawn(self, number: int) -> Strip:
        stop = self.stop_of(number)
        pointer = "" if stop is None else "> " if stop == self.cursor else "  "
        return Strip([Segment(f"{pointer}{number}")]).adjust_cell_length(self.size.width)

    def moved(self) -> None:
        self.visited.append(self.cursor)

    def clicked(self, line: int, event: events.Click, *, again: bool) -> None:
        if again:
            self.activated.append(line)


class Host(App[None]):
    """Shows one list, and notes which of its lines are drawn anew."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__()
        self.numbers = numbers

    def compose(self) -> ComposeResult:
        yield self.numbers


def _is_in_view(numbers: Numbers) -> bool:
    top = numbers.scroll_offset.y
    return top <= numbers.stops[numbers.cursor].start < top + numbers.size.height


@pytest.mark.parametrize("seed", range(8))
async def test_the_cursor_stays_in_view_and_what_is_shown_is_true(seed: int) -> None:
    chance = random.Random(seed)
    numbers = Numbers([chance.randint(1, 3) for _ in range(chance.randint(1, 40))])
    app = Host(numbers)
    async with app.run_test(size=(20, 10)) as pilot:
        for _ in range(40):
            match chance.randrange(6):
                case 0:
                    numbers.move(chance.randint(-3, 3))
                case 1:
                    numbers.page(chance.choice((-1, 1)))
                case 2:
                    numbers.to_first()
                case 3:
                    numbers.to_last()
                case 4:
                    sizes = [chance.randint(1, 3) for _ in range(chance.randint(1, 40))]
                    numbers.fill(sizes, chance.randrange(50))
                case _:
                    await pilot.resize_terminal(20, chance.randint(4, 30))
            await pilot.pause()
            assert 0 <= numbers.cursor < len(numbers.stops)
            assert _is_in_view(numbers)
            top = numbers.scroll_offset.y
            for y in range(numbers.size.height):
                assert numbers.render_line(y).text == numbers.drawn(top + y).text


async def test_moving_halts_at_the_ends_and_says_only_of_another_stop() -> None:
    numbers = Numbers([1] * 5)
    async with Host(numbers).run_test(size=(20, 10)):
        numbers.move(-1)
        numbers.move(3)
        numbers.page(1)
        numbers.to_last()
        numbers.to_first()
    assert numbers.visited == [3, 4, 0]


async def test_moving_draws_the_lines_of_the_two_stops_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = Numbers([2] * 4)
    refreshed: list[int] = []
    async with Host(numbers).run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        for y in range(10):
            numbers.render_line(y)
        monkeypatch.setattr(numbers, "refresh", lambda *regions: refreshed.extend(one.y for one in regions))
        numbers.move(1)
    assert sorted(refreshed) == [0, 1, 2, 3]


async def test_a_click_puts_the_cursor_on_the_stop_of_the_line() -> None:
    numbers = Numbers([2, 3, 2])
    async with Host(numbers).run_test(size=(20, 10)) as pilot:
        await pilot.click(Numbers, offset=(1, 3))
        assert numbers.cursor == 1
        assert numbers.activated == []
        await pilot.click(Numbers, offset=(1, 4))
        assert numbers.activated == [4]
        await pilot.click(Numbers, offset=(1, 8))
        assert numbers.cursor == 1, "there is no line"


@pytest.mark.parametrize("list_", [AreaList, SettingList, PickList, ProblemList, EntryRows])
def test_no_list_has_a_cursor_of_its_own_making(list_: type[CursorList]) -> None:
    for name in ("render_line", "keep_in_view", "go", "page", "to_first", "to_last", "on_click"):
        assert getattr(list_, name) is getattr(CursorList, name)
