"""Whose an object in the cluster is. What another tool keeps is not touched: it would put it back, or break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlflow_tui.delivery.apply.cluster_object import comparable, identity, live_objects
from mlflow_tui.delivery.apply.question import Ask, Consent, Question
from mlflow_tui.delivery.apply.step import Stopped
from mlflow_tui.delivery.kubeconfig import Context
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.manifests.metadata import MANAGER

_INSTANCE = "app.kubernetes.io/instance"
_MANAGED_BY = "app.kubernetes.io/managed-by"


@dataclass(frozen=True, slots=True)
class Owner:
    """Another tool, and the command that changes the object through it."""

    name: str
    command: str


def owner_of(one: Mapping[str, Any], context: Context) -> Owner | None:
    """The other tool that keeps an object, by the marks that it puts on what it keeps; None if there is none."""
    metadata = one["metadata"]
    labels, annotations = metadata.get("labels") or {}, metadata.get("annotations") or {}
    namespace = metadata.get("namespace", "default")
    if (release := annotations.get("meta.helm.sh/release-name")) or labels.get(_MANAGED_BY) == "Helm":
        release = release or labels.get(_INSTANCE, "RELEASE")
        place = annotations.get("meta.helm.sh/release-namespace", namespace)
        where = f"-n {place}" if context.in_cluster else f"-n {place} --kube-context {context.name}"
        return Owner(f"the Helm release {release}", f"helm upgrade {release} CHART {where} -f values.yaml")
    argo = annotations.get("argocd.argoproj.io/tracking-id", "").partition(":")[0]
    if argo := argo or labels.get("argocd.argoproj.io/instance", ""):
        return Owner(
            f"the Argo CD application {argo}", f"commit the values to its repository, then argocd app sync {argo}"
        )
    for kind in ("kustomize", "helm"):
        if flux := labels.get(f"{kind}.toolkit.fluxcd.io/name"):
            place = labels.get(f"{kind}.toolkit.fluxcd.io/namespace", namespace)
            what = "kustomization" if kind == "kustomize" else "helmrelease"
            command = f"commit the values to its repository, then flux reconcile {what} {flux} -n {place}"
            return Owner(f"the Flux {what} {flux}", command)
    for reference in metadata.get("ownerReferences") or ():
        if reference.get("controller"):
            name = f"{reference.get('kind')}/{reference.get('name')}"
            return Owner(name, f"change {name} instead")
    return None


def is_ours(one: Mapping[str, Any], release: str) -> bool:
    """Whether this tool made the object for this release."""
    labels = one["metadata"].get("labels") or {}
    return labels.get(_MANAGED_BY) == MANAGER and labels.get(_INSTANCE) == release


def check_ownership(live: Iterable[Mapping[str, Any]], release: str, context: Context, ask: Ask) -> list[str]:
    """Raises Stopped for what others keep or the person does not want to take over. Gives what is taken over."""
    unmarked: list[str] = []
    for one in live:
        if owner := owner_of(one, context):
            raise Stopped(
                f"{identity(one)} belongs to {owner.name} and is not touched", f"run instead: {owner.command}"
            )
        labels = one["metadata"].get("labels") or {}
        if labels.get(_MANAGED_BY) == MANAGER and not is_ours(one, release):
            raise Stopped(
                f"{identity(one)} belongs to the release {labels.get(_INSTANCE)}",
                "use another --release or namespace, or set fullnameOverride",
            )
        if not is_ours(one, release):
            unmarked.append(identity(one))
    if unmarked:
        text = "These objects exist already, without an owner label. Adopt them?"
        if not ask(Question(Consent.ADOPT, text, tuple(unmarked))):
            raise Stopped(
                f"{', '.join(unmarked)}: exists already, without an owner label",
                "use another --release or namespace, or agree to adopt it",
            )
    return unmarked


def refuse_stale(kubectl: Kubectl, before: Mapping[str, Manifest], manifests: Sequence[Manifest]) -> None:
    """What was agreed to is what was shown: it must still be there. Raises Stopped."""
    now = live_objects(kubectl, manifests)
    for name in {*now, *before}:
        if name not in now or name not in before or comparable(now[name]) != comparable(before[name]):
            raise Stopped(f"{name} was changed by others since it was compared", "look at the plan again")
