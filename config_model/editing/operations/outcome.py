"""What the data of a file will be once an edit is made: the measure of every edit, found without its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mlflow_tui.config_model.editing.layout.node_data import Becomes, NodeData
from mlflow_tui.config_model.editing.layout.sheet import Sheet
from mlflow_tui.config_model.json_data import merge_shared, updated
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.yaml_node import Document, Node


@dataclass(frozen=True, slots=True)
class Change:
    """The value of one node becomes another. ``node`` is None for a document that has nothing yet."""

    document: Document
    node: Node | None
    path: Path
    becomes: Becomes


def outcome(sheet: Sheet, changes: Sequence[Change]) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """The data after the changes, and every path that they reach, through aliases, merges and other documents too."""
    if not sheet.shares:
        data: Any = sheet.loaded.data
        for change in changes:
            data = updated(data, change.path, change.becomes)
        return data, tuple(change.path for change in changes)
    reached: list[Path] = []
    data = {}
    for document in sheet.documents:
        own = [change for change in changes if change.document is document]
        top = NodeData({id(change.node): change.becomes for change in own if change.node is not None}, reached)
        value = {} if document.root is None else top.value(document.root, ())
        for change in own:
            if change.node is None:
                value = change.becomes(value)
                reached.append(())
        data = merge_shared(data, value or {})
    return data, tuple(reached)
