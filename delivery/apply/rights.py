"""What this user may do in the cluster, asked before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from mlflow_tui.delivery.apply.cluster_object import reference, resource
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.renderers.manifests import Manifest

_AT_ONCE = 4


def missing_rights(kubectl: Kubectl, manifests: Sequence[Manifest]) -> list[str]:
    """What the apply needs and the user may not do: `create secrets`, `patch deployments.apps/mlflow`."""
    wanted: dict[tuple[str, str], None] = {}
    for one in manifests:
        # A role may be for objects of certain names, but none can say which name a new object may have.
        for verb, what in (("get", reference(one)), ("create", resource(one)), ("patch", reference(one))):
            wanted[verb, what] = None
    return refused(kubectl, wanted)


def refused(kubectl: Kubectl, wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Which of these, a verb and a resource each, the user may not do."""
    # One question instead of many, for those who may do everything.
    if may(kubectl, "*", "*"):
        return []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = [(right, pool.submit(may, kubectl, *right)) for right in wanted]
        try:
            return [" ".join(right) for right, answer in answers if not answer.result()]
        finally:
            # After the first failure the others would only fail too, each in its own time.
            pool.shutdown(cancel_futures=True)


def may(kubectl: Kubectl, verb: str, what: str) -> bool:
    """Whether the user may do something to a resource, or to a named one."""
    done = kubectl.run("auth", "can-i", verb, what)
    answer = done.stdout.decode("utf-8", "replace").strip().split("\n")[-1]
    # "no" comes with exit code 1, as do failures; some servers add the reason: "no - no RBAC policy matched".
    if done.code and not answer.startswith("no"):
        raise kubectl.problem(done)
    return answer == "yes"


def check_rights(kubectl: Kubectl, manifests: Sequence[Manifest]) -> None:
    """Raises ClusterProblem that names every right that an apply needs and that is missing."""
    insist(kubectl, missing_rights(kubectl, manifests))


def insist(kubectl: Kubectl, missing: Sequence[str]) -> None:
    """Raises ClusterProblem that names what is missing, if anything is."""
    if missing:
        raise ClusterProblem(
            f"in namespace {kubectl.namespace} you may not {', '.join(missing)}",
            "ask who runs the cluster for a role that allows it",
            Reason.FORBIDDEN,
        )
