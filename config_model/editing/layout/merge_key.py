"""A map's ``<<`` written out: what it brings in becomes keys of the map itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlflow_tui.config_model.editing.layout.flow import remove_child
from mlflow_tui.config_model.editing.layout.locate import entry_of
from mlflow_tui.config_model.editing.layout.node_data import data_of, key_name
from mlflow_tui.config_model.editing.layout.removal import remove
from mlflow_tui.config_model.editing.layout.replacement import lines_text, replace, writes_json
from mlflow_tui.config_model.editing.layout.sheet import Sheet, Slot
from mlflow_tui.config_model.editing.layout.splice import Splice
from mlflow_tui.config_model.editing.layout.style import Style
from mlflow_tui.config_model.editing.layout.writer import block, flow_entry
from mlflow_tui.config_model.yaml_node import Node


def write_out(sheet: Sheet, slot: Slot) -> Iterator[list[Splice]]:
    """The ways to write a map's merge keys out; what it says stays as it is. The last loses comments within it."""
    map_ = slot.node
    data = data_of(map_)
    own = {key_name(name) for name, _ in map_.entries if not name.merges}
    overridden = [key for key in own if entry_of(map_, key)[1] is not None]
    brought = {key: value for key, value in data.items() if key not in own or key in overridden}
    merges = [index for index, (name, _) in enumerate(map_.entries) if name.merges]
    stale = [at for at, (name, _) in enumerate(map_.entries) if not name.merges and key_name(name) in overridden]
    if not stale and len(merges) == 1 and brought:
        yield [_in_place(sheet, map_, merges[0], brought)]
    if len(map_.entries) > len(merges) + len(stale) or brought:
        splices = [_in_place(sheet, map_, merges[0], brought)] if brought else []
        gone = [*(merges[1:] if brought else merges), *stale]
        for index in gone:
            splices += next(remove_child(sheet, map_, index) if map_.flow else remove(sheet, map_, index))
        yield splices
    yield from replace(sheet, slot, data)


def _in_place(sheet: Sheet, map_: Node, index: int, brought: dict[str, Any]) -> Splice:
    """The keys in place of one merge key; a comment on its line comes to stand above them."""
    start, end = sheet.entry_start(map_, index), sheet.entry_end(map_, index)
    if map_.flow:
        quoted = writes_json(map_)
        return Splice(start, end, ", ".join(flow_entry(key, value, quoted) for key, value in brought.items()))
    lines, column = sheet.lines, sheet.column(map_)
    line = lines.line(end)
    new = block(brought, column, Style.around(map_, sheet.style))
    behind = sheet.text[end : lines.stop(line)].strip()
    if lines.opens_line(start):
        note = [" " * column + behind] if behind else []
        return Splice(lines.start(lines.line(start)), lines.start(line + 1), lines_text(sheet, [*note, *new], line + 1))
    text = lines_text(sheet, new, line + 1)
    return Splice(start, end, text.strip())
