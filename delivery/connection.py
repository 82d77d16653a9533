"""From what the person named, or did not name, to a kubectl that knows its target."""

from __future__ import annotations

import os
from collections.abc import Mapping

from mlflow_tui.delivery.kubeconfig import read_kubeconfig
from mlflow_tui.delivery.kubectl import Kubectl, find_program
from mlflow_tui.delivery.names import checked_namespace
from mlflow_tui.delivery.process import Cancellation


def connect(
    context: str | None,
    kubeconfig: str | None,
    namespace: str | None,
    *,
    read_only: bool,
    cancellation: Cancellation | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Kubectl:
    """kubectl for that context and namespace; None stands for the current context, and for the context's namespace.

    Nothing is started yet. Raises KubeconfigProblem, MissingTool or WrongName.
    """
    # First: without kubectl it is no use to fix a kubeconfig.
    find_program(environment)
    config = read_kubeconfig(kubeconfig, environment)
    found = config.context(context)
    return Kubectl(
        config,
        found,
        checked_namespace(namespace or found.namespace),
        read_only=read_only,
        cancellation=cancellation,
        environment=environment,
    )
