"""Keys of widgets: bindings and hints made from the registry of actions, with the keys that the person chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from textual.binding import Binding
from textual.dom import DOMNode

from mlflow_tui.tui.actions import spelt_key, textual_key
from mlflow_tui.tui.local_actions import ALL_BY_ID, LOCAL_ACTIONS, Place, keys_of

Hint = tuple[str, str]
"""The ids of actions, separated by spaces, and a word for what they do here."""


@runtime_checkable
class KnowsKeys(Protocol):
    """The app, as far as a widget needs to know it to name its keys."""

    keys: Mapping[str, tuple[str, ...]]
    """The person's own keys, by the ids of actions."""


def bound(action_id: str, action: str, *, priority: bool = False) -> Binding:
    """A binding with the keys of an action of the registry, which follows when a person changes those keys."""
    registered = ALL_BY_ID[action_id]
    keys = ",".join(textual_key(key) for key in registered.keys)
    return Binding(keys, action, registered.title, show=False, priority=priority, id=action_id)


def own_keys(node: DOMNode) -> Mapping[str, tuple[str, ...]]:
    """The keys that the person has given to actions; none where the app takes none."""
    return node.app.keys if isinstance(node.app, KnowsKeys) else {}


def shown_keys(node: DOMNode, ids: str) -> str:
    """The first key of each action as a person reads it: `ctrl+s`, `←→`, `pgup pgdn`; empty where they have none."""
    keymap = own_keys(node)
    found = [spelt_key(keys[0]) for id_ in ids.split() if (keys := keys_of(ALL_BY_ID[id_], keymap))]
    heads = {key[:-1] for key in found}
    if len(heads) == 1 and all(key[-1] in "←→↑↓" for key in found):
        return heads.pop() + "".join(key[-1] for key in found)
    return " ".join(found)


def footer_hints(node: DOMNode, hints: Iterable[Hint]) -> list[tuple[str, str, str]]:
    """The hints as the footer takes them, without those that no key is left for."""
    return [("", keys, word) for ids, word in hints if (keys := shown_keys(node, ids))]


def hint_line(node: DOMNode, *hints: Hint) -> str:
    """The hints in one line, for the border of a dialog."""
    return " · ".join(f"{keys}: {word}" for _, keys, word in footer_hints(node, hints))


def field_key(node: DOMNode, key: str) -> str:
    """What a key means in a field of one line, by the usual key for that; empty for one that was given away."""
    keymap = own_keys(node)
    for action in LOCAL_ACTIONS:
        if action.place is Place.FIELD and key in map(textual_key, keymap.get(action.id, ())):
            return action.keys[0]
    moved = {action.keys[0] for action in LOCAL_ACTIONS if action.place is Place.FIELD and action.id in keymap}
    return "" if key in moved else key
