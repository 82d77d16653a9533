"""Upgrades of a text, as the tests plan them."""

from __future__ import annotations

from collections.abc import Sequence

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.upgrade import Entry, Kind, Stack, Upgrade, plan, target
from mlflow_tui.renderers.evaluation import evaluate


def planned(text: str, to: str, *, lower: Sequence[Layer] = (), upper: Sequence[Layer] = ()) -> Upgrade:
    """The upgrade of a values file with that text."""
    stack = Stack("values.yaml", evaluate, lower, upper)
    return plan(Document(text, key_order=key_order), stack, target(to))


def of_kind(upgrade: Upgrade, kind: Kind) -> list[Entry]:
    """The entries about that, in their order."""
    return [one for one in upgrade.entries if one.kind is kind]


def at_key(upgrade: Upgrade, kind: Kind, key: str) -> list[Entry]:
    """Those at a key."""
    return [one for one in of_kind(upgrade, kind) if one.key == key]
