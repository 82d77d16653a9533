"""What the templates know of MLflow by version: generated from the facts that the renderers in Python look up."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from mlflow_tui.config_model.credentials import FLASK
from mlflow_tui.config_model.mlflow import OLDEST, Facts, facts, newest, versions
from mlflow_tui.config_model.mlflow.version import BEGINS_WITH_VERSION
from mlflow_tui.renderers.manifests.host_check import SHARED_RANGE

_FACTS: Mapping[str, Callable[[Facts], Any]] = {
    "takesSecretKey": lambda one: FLASK.since is None or one.version >= FLASK.since,
    "ownHosts": lambda one: [*one.security.default_hosts, *SHARED_RANGE] if one.security else [],
    "healthBelowPrefix": lambda one: one.health_below_prefix,
    "healthWantsLogin": lambda one: not one.basic_auth.open_below_prefix,
    "healthWantsHost": lambda one: one.security is not None and not one.security.exempt_below_prefix,
    "valuedOptions": lambda one: sorted(one.valued_options),
    "shortOptions": lambda one: sorted(one.short_options),
}
"""Each by the name that the templates have for it."""


def facts_template() -> str:
    """Defines `mlflow.facts.known`: the versions that are known, and for each fact what it is from which version on."""
    known = {
        "oldest": str(OLDEST),
        "newest": str(newest()),
        "beginsWithVersion": f"(?s){BEGINS_WITH_VERSION}",
        "changes": {name: _changes(fact) for name, fact in _FACTS.items()},
    }
    about = "{{/* What is known of MLflow: its versions, and each fact with the version that it holds from. */}}"
    body = json.dumps(known, indent=1, ensure_ascii=False)
    return f'{about}\n{{{{- define "mlflow.facts.known" -}}}}\n{body}\n{{{{- end }}}}\n'


def _changes(fact: Callable[[Facts], Any]) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    for version in versions():
        value = fact(facts(version))
        if not changes or changes[-1]["value"] != value:
            changes.append({"since": str(version), "value": value})
    return changes
