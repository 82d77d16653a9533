"""What of MLflow, version by version, decides what is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from mlflow_tui.config_model.credentials import FLASK
from mlflow_tui.config_model.garbage_collection import options
from mlflow_tui.config_model.mlflow import Facts, Version, facts, versions
from mlflow_tui.renderers.manifests.host_check import SHARED_RANGE

FACTS: Mapping[str, Callable[[Facts], Any]] = {
    "takesSecretKey": lambda one: FLASK.is_taken_by(one.version),
    "ownHosts": lambda one: [*one.security.default_hosts, *SHARED_RANGE] if one.security else [],
    "healthBelowPrefix": lambda one: one.health_below_prefix,
    "apiBelowPrefix": lambda one: one.api_below_prefix,
    "healthWantsLogin": lambda one: not one.basic_auth.open_below_prefix,
    "healthWantsHost": lambda one: one.security is not None and not one.security.exempt_below_prefix,
    "valuedOptions": lambda one: sorted(one.valued_options),
    "collection": lambda one: sorted(options(one)),
    "shortOptions": lambda one: sorted(one.short_options),
}
"""Each by the name that the Helm templates have for it."""


class Change(NamedTuple):
    """What a fact is from a version on."""

    since: Version
    value: Any


@cache
def changes(name: str) -> tuple[Change, ...]:
    """What one of `FACTS` is, from the oldest version on."""
    found: list[Change] = []
    for version in versions():
        value = FACTS[name](facts(version))
        if not found or found[-1].value != value:
            found.append(Change(version, value))
    return tuple(found)


@cache
def versions_apart() -> tuple[Version, ...]:
    """Of versions in a row that render alike the last one each, the newest first."""
    firsts = {change.since for name in FACTS for change in changes(name)}
    lasts = [one for one, following in zip(versions(), versions()[1:], strict=False) if following in firsts]
    return (versions()[-1], *reversed(lasts))
