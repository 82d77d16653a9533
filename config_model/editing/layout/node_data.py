"""What the nodes of a text say: their data, as it would be once some of them say something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.scalars import key_of, value_of
from mlflow_tui.config_model.yaml_node import Node

Becomes = Callable[[Any], Any]
"""From a node's old data to its new data; it must not change what it is given."""


class NoMapError(ValueError):
    """A ``<<`` would take something that is no map."""


class NodeData:
    """The data of one document, in which some nodes become something else wherever they are used."""

    def __init__(self, becomes: Mapping[int, Becomes], reached: list[Path]) -> None:
        self.becomes = becomes
        self.reached = reached

    def value(self, node: Node, path: Path) -> Any:
        value: Any
        if node.kind == "alias":
            assert node.target is not None
            value = self.value(node.target, path) if id(node) not in self.becomes else None
        elif node.kind == "scalar":
            value = value_of(node.text, node.tag, node.style == "")
        elif node.kind == "map":
            value = self._entries(node, path)
        else:
            value = [self.value(item, (*path, index)) for index, item in enumerate(node.items)]
        if id(node) in self.becomes:
            self.reached.append(path)
            value = self.becomes[id(node)](value)
        return value

    def _entries(self, node: Node, path: Path) -> dict[str, Any]:
        into: dict[str, Any] = {}
        for key, value in node.entries:
            if key.merges:
                for source in reversed(value.items) if value.kind == "list" else (value,):
                    merged = self.value(source, path)
                    if not isinstance(merged, dict):
                        raise NoMapError
                    into.update(merged)
            else:
                name = key_name(key)
                into[name] = self.value(value, (*path, name))
        return into


def key_name(key: Node) -> str:
    """The key of the data that a key node names."""
    named = key.target if key.target is not None else key
    return key_of(named.text, named.tag, named.style == "")


def data_of(node: Node) -> Any:
    """What a node says by itself."""
    return NodeData({}, []).value(node, ())
