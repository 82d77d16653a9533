"""ConfigMap: variables of the server that anybody may read."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.credentials import CONFIGURATION
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    data = {name: values.at(setting) for name, (switch, setting) in CONFIGURATION.items() if values.at(switch)}
    if data:
        yield {**metadata.manifest("v1", "ConfigMap", metadata.names.env_configmap), "data": data}
