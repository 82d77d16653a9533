"""Where to: the cluster, the namespace, the release."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlflow_tui.delivery.apply.question import Ask, Consent, Question
from mlflow_tui.delivery.apply.step import Declined, Stopped
from mlflow_tui.delivery.kubeconfig import Context
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, ReadOnly, Reason

PRODUCTION = ("prod", "live")
"""How names of production begin or end, unless MLFLOW_TUI_PRODUCTION names others, separated by commas."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is shown and agreed to before anything else, and passed at each call from then on."""

    context: Context
    namespace: str
    release: str
    server_version: str
    client_version: str

    @property
    def lines(self) -> tuple[str, ...]:
        return (
            f"context     {self.context.name}",
            f"API server  {self.context.server}",
            f"version     {self.server_version} (kubectl {self.client_version})",
            f"namespace   {self.namespace}",
            f"release     {self.release}",
        )


def production_marks(environment: Mapping[str, str]) -> Sequence[str]:
    """What names of production begin or end with: as MLFLOW_TUI_PRODUCTION has it, or the usual ones."""
    named = environment.get("MLFLOW_TUI_PRODUCTION", "")
    return [mark.strip().lower() for mark in named.split(",") if mark.strip()] or PRODUCTION


def production_name(target: Target, marks: Sequence[str]) -> str:
    """The name of the context or namespace if it looks like production, else nothing."""
    for name in (target.context.name, target.namespace):
        words = re.split(r"[^a-z0-9]+", name.lower())
        if any(word.startswith(mark) or word.endswith(mark) for word in words for mark in marks if word[:3] != "non"):
            return name
    return ""


def confirm_production(target: Target, marks: Sequence[str], ask: Ask) -> None:
    """Have the name of what looks like production typed. Raises Declined."""
    name = production_name(target, marks)
    question = Question(Consent.PRODUCTION, f"{name} looks like production. Go on?", target.lines, typed=name)
    if name and not ask(question):
        raise Declined(f"nothing is changed in {name}", "")


def server_version(kubectl: Kubectl) -> str:
    """The API server's version, which also tells that it can be reached."""
    found = kubectl.data("version", namespaced=False) or {}
    version = str((found.get("serverVersion") or {}).get("gitVersion", ""))
    if not version:
        raise ClusterProblem("the API server does not tell its version", "check the context", Reason.NONSENSE)
    return version.removeprefix("v")


def version_note(server: str, checked: str) -> tuple[str, ...]:
    """Says that the values were checked for another version than the cluster has, if so."""
    minor = ".".join(server.split(".")[:2])
    return (
        ()
        if checked in ("", minor) or minor.startswith("0.")
        else (f"the values were checked for Kubernetes {checked}: see --kube-version",)
    )


def namespace_exists(kubectl: Kubectl) -> bool:
    """Whether the namespace is there; it is taken to be there where this user may not look."""
    try:
        found = kubectl.data("get", "namespace", kubectl.namespace, "--ignore-not-found")
    except ClusterProblem as problem:
        if problem.reason is Reason.FORBIDDEN:
            return True
        raise
    if found and (found.get("status") or {}).get("phase") == "Terminating":
        raise Stopped(f"the namespace {kubectl.namespace} is being deleted", "wait until it is gone")
    return found is not None


def create_namespace(kubectl: Kubectl, *, agreed: bool, ask: Ask) -> None:
    """Make the namespace, if the person agrees or agreed. Raises Stopped."""
    name = kubectl.namespace
    problem = Stopped(
        f"namespace {name} does not exist", f"create it: --create-namespace, or kubectl create namespace {name}"
    )
    if kubectl.read_only:
        raise ReadOnly(problem.message, problem.hint)
    if not agreed and not ask(Question(Consent.CREATE_NAMESPACE, f"Namespace {name} does not exist. Create it?")):
        raise problem
    kubectl.text("create", "namespace", name, namespaced=False)
