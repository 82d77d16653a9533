"""What the templates know of MLflow by version: generated from the facts that the renderers in Python look up."""

from __future__ import annotations

import json

from mlflow_tui.config_model.mlflow import OLDEST, newest
from mlflow_tui.config_model.mlflow.version import BEGINS_WITH_VERSION
from mlflow_tui.renderers.manifests.by_version import FACTS, changes


def facts_template() -> str:
    """Defines `mlflow.facts.known`: the versions that are known, and for each fact what it is from which version on."""
    known = {
        "oldest": str(OLDEST),
        "newest": str(newest()),
        "beginsWithVersion": f"(?s){BEGINS_WITH_VERSION}",
        "changes": {name: [{"since": str(one.since), "value": one.value} for one in changes(name)] for name in FACTS},
    }
    about = "{{/* What is known of MLflow: its versions, and each fact with the version that it holds from. */}}"
    body = json.dumps(known, indent=1, ensure_ascii=False)
    return f'{about}\n{{{{- define "mlflow.facts.known" -}}}}\n{body}\n{{{{- end }}}}\n'
