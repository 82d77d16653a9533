"""Rules between the fields of a piece, which the published schemas leave out and the API server enforces.

What single fields may hold is in `choices` and `limits`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mlflow_tui.config_model.kubernetes.rules import (
    containers,
    environment,
    networking,
    objects,
    pods,
    resources,
    routing,
    scaling,
    scheduling,
)
from mlflow_tui.config_model.kubernetes.rules.rule import Rule

_MODULES = (containers, environment, networking, objects, pods, resources, routing, scaling, scheduling)


def _by_type() -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for module in _MODULES:
        for rule in module.RULES:
            found[rule.type_name] = (*found.get(rule.type_name, ()), rule)
    return found


RULES: Final = _by_type()
"""The rules of each type that has some."""
