"""The namespaces to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlflow_tui.delivery.kubeconfig import Context
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem


@dataclass(frozen=True, slots=True)
class Namespaces:
    """Names, in alphabetical order. `note` is empty if they are the cluster's own, else it says why they are not."""

    names: tuple[str, ...]
    note: str = ""


def namespaces(kubectl: Kubectl, contexts: Iterable[Context] = ()) -> Namespaces:
    """The namespaces of the cluster; where it does not tell, those that the contexts of the kubeconfig name for it.

    Many people may work in a namespace and may not list all. Raises Cancelled and MissingTool, never ClusterProblem.
    """
    try:
        text = kubectl.text("get", "namespaces", "-o", "name", namespaced=False, timeout=10.0)
    except ClusterProblem as problem:
        server = kubectl.context.server
        known = {one.namespace for one in contexts if server and one.server == server}
        return Namespaces(tuple(sorted({kubectl.namespace, kubectl.context.namespace, *known})), problem.message)
    return Namespaces(tuple(sorted(line.removeprefix("namespace/") for line in text.split())))
