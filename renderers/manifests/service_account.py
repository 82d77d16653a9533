"""ServiceAccount: the identity of the pods."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests.metadata import Manifest, Metadata


def render(values: Values, metadata: Metadata) -> Iterator[Manifest]:
    account = values.service_account
    if account.create:
        token = {} if account.automount else {"automountServiceAccountToken": False}
        yield {
            **metadata.manifest("v1", "ServiceAccount", metadata.names.service_account, account.annotations),
            **token,
        }
