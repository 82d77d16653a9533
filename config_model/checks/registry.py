"""All checks, by their codes."""

from __future__ import annotations

from collections.abc import Mapping

from mlflow_tui.config_model.checks.declaration import CHECKS, Check
from mlflow_tui.config_model.problem import Severity


def declared() -> tuple[Check, ...]:
    """Every check, in the order of the codes."""
    _load()
    return tuple(sorted(CHECKS.values(), key=lambda one: one.code))


def described() -> Mapping[str, tuple[Severity, str]]:
    """How grave each code is and what it finds, those of the file and the schema included, in their order."""
    from mlflow_tui.config_model.checks.schema import FILE_SUMMARIES, SUMMARIES, WARNINGS

    fixed = {**FILE_SUMMARIES, **SUMMARIES}
    found = {code: (Severity.WARNING if code in WARNINGS else Severity.ERROR, text) for code, text in fixed.items()}
    found |= {one.code: (one.severity, one.summary) for one in declared()}
    return dict(sorted(found.items()))


def _load() -> None:
    """Imports the modules that declare checks: late, since most commands need the schema alone."""
    from mlflow_tui.config_model.checks import (  # noqa: F401
        allowed_hosts,
        artifact_store,
        backend_store,
        basic_auth,
        drivers,
        environment,
        extra_args,
        extra_objects,
        garbage_collection,
        given_twice,
        http_route,
        image_names,
        ingress,
        labels,
        listening,
        memory,
        metadata,
        mlflow_server,
        mlflow_version,
        monitoring,
        names,
        persistence,
        pod_spec,
        probes,
        replicas,
        scaling,
        security,
        server_keys,
        server_options,
        service_types,
        stray_characters,
        transfers,
        upgrade_job,
        web_server,
    )
