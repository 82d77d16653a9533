"""The values of a release that runs, whoever applied it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.config_model.conversion.entry import Entry
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.effective import defaults
from mlflow_tui.config_model.layers import difference
from mlflow_tui.config_model.secrecy import secret_paths
from mlflow_tui.delivery.apply.cluster_object import RESOURCES
from mlflow_tui.delivery.apply.orphans import labels_of
from mlflow_tui.delivery.apply.served import usual_resources
from mlflow_tui.delivery.helm_release import helm_release
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.live.from_objects import values_of
from mlflow_tui.delivery.live.from_server import server_of, values_of_server
from mlflow_tui.delivery.live.other_chart import chart_of_release, converted
from mlflow_tui.delivery.owned import spec_as_it_is
from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.delivery.revisions import service_without_defaults, without_defaults
from mlflow_tui.renderers.manifests import Manifest


@dataclass(frozen=True, slots=True)
class LiveValues:
    """What a values file of the running release would say; secrets whole. `origin` tells where it was found."""

    data: dict[str, Any] = field(repr=False)
    origin: str
    exact: bool
    """Whether these are the very values that were given (Helm keeps them), or were read back from objects: there, what
    renders to nothing cannot be seen.
    """

    text: str = field(default="", repr=False)
    """The text of the file, where the values were converted from those of another chart."""
    entries: tuple[Entry, ...] = ()
    """What became of each key of the other chart."""

    @property
    def holds_secrets(self) -> bool:
        return any(True for _ in secret_paths(self.data))


def live_values(kubectl: Kubectl, release: str) -> LiveValues:
    """Read them from what Helm keeps of the release, from the objects that this tool applied, or from a Deployment of
    that name that runs `mlflow server`.

    Raises ClusterProblem, with the reason NOT_FOUND if neither is there.
    """
    if found := helm_release(kubectl, release):
        chart = f", chart {found.chart}" if found.chart else ""
        origin = f"Helm release {release}, revision {found.revision}{chart}"
        if (other := chart_of_release(found)) is not None:
            done = converted(found, other, release, kubectl.namespace)
            origin = f"{origin}: {other.title}, converted"
            return LiveValues(Document(done.after).data, origin, exact=False, text=done.after, entries=done.entries)
        return LiveValues(found.values, origin, exact=True)
    ours = live_manifests(kubectl, release)
    if not any(one["kind"] == "Deployment" for one in ours):
        if (server := _any_server(kubectl, release)) is not None:
            return server
        raise ClusterProblem(
            f"no release {release} runs in namespace {kubectl.namespace}",
            "check --release, --namespace and --context",
            Reason.NOT_FOUND,
        )
    try:
        values = values_of(ours, release, _keys_of(kubectl))
    except (LookupError, TypeError, ValueError, AttributeError):
        raise ClusterProblem(
            f"the objects of {release} are no longer as this tool made them, so no values can be read from them",
            "compare the manifests instead: mlflow-tui diff VALUES --against live --manifests",
            Reason.NONSENSE,
        ) from None
    origin = f"objects of {release} in namespace {kubectl.namespace}"
    return LiveValues(difference(defaults(), values), origin, exact=False)


def _any_server(kubectl: Kubectl, name: str) -> LiveValues | None:
    """The values of a Deployment of that name that runs `mlflow server`, whoever made it."""
    deployment = kubectl.data("get", "deployment", name, "--ignore-not-found")
    if not deployment or server_of(deployment) is None:
        return None
    items = (kubectl.data("get", "service,ingress") or {}).get("items", [])
    template = without_defaults(deployment["spec"]["template"])
    plain = {**deployment, "spec": {**deployment["spec"], "template": template}}
    data, entries = values_of_server(plain, items)
    origin = f"Deployment {name} in namespace {kubectl.namespace}"
    return LiveValues(data, origin, exact=False, entries=entries)


def live_manifests(kubectl: Kubectl, release: str) -> list[Manifest]:
    """The objects that this tool applied, as they are now and without the API server's defaults; secrets whole.

    Raises ClusterProblem. Where nothing of the release is there the list is empty.
    """
    items = (
        kubectl.data("get", ",".join(usual_resources(kubectl)), "-l", labels_of(release), "--show-managed-fields") or {}
    )
    kinds = list(RESOURCES)
    found = [_plain(spec_as_it_is(one)) for one in items.get("items", [])]
    return sorted(found, key=lambda one: kinds.index(one["kind"]))


def _plain(one: Manifest) -> Manifest:
    """Some defaults are part of what tells the entries of a list apart, such as the protocol of a port."""
    if one["kind"] == "Service":
        return {**one, "spec": service_without_defaults(one["spec"])}
    template = one["spec"].get("template") if one["kind"] == "Deployment" else None
    return one if template is None else {**one, "spec": {**one["spec"], "template": without_defaults(template)}}


def _keys_of(kubectl: Kubectl) -> Callable[[str], set[str]]:
    def keys(name: str) -> set[str]:
        try:
            return set(((kubectl.data("get", "secret", name, "--ignore-not-found") or {}).get("data")) or {})
        except ClusterProblem:
            return set()

    return keys
