"""The list of what can be typed, under the cursor of a text area that keeps the focus."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical

from mlflow_tui.tui.drawing import width_of
from mlflow_tui.tui.editors.code_area import CodeArea
from mlflow_tui.tui.editors.completion import Proposal
from mlflow_tui.tui.widgets.pick_list import Item, PickList

_MOST = 8
"""Proposals that are shown at a time."""
_MOVES = {"up": -1, "down": 1, "pageup": -_MOST, "pagedown": _MOST}


class Completions(PickList, can_focus=False):
    """Opened and filled by `propose`; `press` is told of each key before the text area is."""

    DEFAULT_CSS = """
    Completions {
        layer: completions; position: absolute; display: none; width: 40; height: auto; max-height: 8;
        background: $panel;
        &.-open { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._proposals: Sequence[Proposal] = ()

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    def propose(self, proposals: Sequence[Proposal], area: CodeArea, start: int) -> None:
        """Shows the proposals under the word that begins at column `start`; none closes the list."""
        self._proposals = proposals
        self.set_class(bool(proposals), "-open")
        if not proposals:
            return
        self.show([Item(str(number), one.label, one.note) for number, one in enumerate(proposals)])
        self._place(area, start)

    def _place(self, area: CodeArea, start: int) -> None:
        sheet = area.parent
        assert isinstance(sheet, Vertical)
        cursor = area.cursor_screen_offset
        origin = sheet.content_region.offset
        room = sheet.content_region.size
        notes = any(one.note for one in self._proposals)
        widest = max(width_of(one.label) for one in self._proposals) + 6
        width = min(room.width, 72 if notes else max(widest, 16))
        height = min(len(self._proposals), _MOST)
        x = min(max(cursor.x - (area.cursor_location[1] - start) - origin.x - 3, 0), room.width - width)
        below = cursor.y - origin.y + 1
        y = below if below + height <= room.height else max(cursor.y - origin.y - height, 0)
        self.styles.offset = (x, y)
        self.styles.width = width

    def chosen(self) -> Proposal | None:
        """The proposal under the cursor, while the list is open."""
        if not self.is_open or self.item is None:
            return None
        return self._proposals[int(self.item.id)]

    def close(self) -> None:
        self.remove_class("-open")

    def press(self, key: str) -> bool:
        """Whether the key was for the list: it moves the cursor, or closes."""
        if not self.is_open:
            return False
        if key in _MOVES:
            self.action_move(_MOVES[key])
            return True
        if key == "escape":
            self.close()
            return True
        return False
