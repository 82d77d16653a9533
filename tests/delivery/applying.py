"""Running the safe apply in a test, with a person who answers as told."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.delivery.apply import (
    Action,
    Consent,
    Operation,
    Options,
    Outcome,
    Question,
    Rollback,
    SafeApply,
    State,
    Step,
    StepName,
    Uninstall,
)
from mlflow_tui.delivery.apply.cluster_object import RESOURCES, identity
from mlflow_tui.delivery.connection import connect
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.process import Cancellation
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.manifests.metadata import MANAGER
from tests.control_plane import ControlPlane

SEED = "s33ded-hunter2"
URI = f"postgresql://mlflow:{SEED}@db:5432/mlflow"
SERVER = {"defaultArtifactRoot": "s3://bucket/mlflow"}
"""Without it MLflow would not start: its backend is a database, and the server serves no artifacts."""
VALUES: dict[str, Any] = {
    "trackingServer": SERVER,
    "backendStore": {"createSecret": {"backendStoreUri": URI}},
    "image": {"repository": "example/mlflow", "tag": "v1"},
}
INGRESS: dict[str, Any] = {
    "ingress": {"enabled": True, "hosts": [{"host": "mlflow.test", "paths": [{"path": "/"}]}]},
}
REFUSED = {"podAnnotations": {"container.apparmor.security.beta.kubernetes.io/nobody": "runtime/default"}}
"""Values that only an API server knows to be wrong: there is no container of that name."""
EVERYTHING = frozenset(Consent)


@dataclass
class Person:
    """Says yes to what it agrees to, and remembers what it was asked and shown."""

    agrees: Collection[Consent] = (Consent.APPLY,)
    asked: list[Question] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    when_asked: Callable[[Question], object] = lambda _: None
    when_shown: Callable[[Step], object] = lambda _: None

    def answer(self, question: Question) -> bool:
        self.asked.append(question)
        self.when_asked(question)
        return question.consent in self.agrees

    def look(self, step: Step) -> None:
        self.steps.append(step)
        self.when_shown(step)

    @property
    def consents(self) -> list[Consent]:
        return [one.consent for one in self.asked]


@dataclass
class Cluster:
    """The control plane as one test uses it: its namespace, and a user."""

    control_plane: ControlPlane
    namespace: str
    user: str = "admin"
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    alone: bool = True
    """Whether nobody else changes the namespace meanwhile."""

    def apply(
        self,
        values: Mapping[str, Any] = VALUES,
        person: Person | None = None,
        *,
        release: str = "mlflow",
        namespace: str = "",
        kubeconfig: str = "",
        cancellation: Cancellation | None = None,
        **options: Any,
    ) -> Outcome:
        """Run it to its end; without a rollout unless `wait` is given.

        Whatever it came to: the cluster must hold what it told, and nothing that it told may hold the secret.
        """
        person = person or Person()
        layers = [Layer("values.yaml", dict(values))]
        engine = SafeApply(
            evaluate_values(layers, Release(release, namespace or self.namespace)),
            self.options(**({"kubeconfig": kubeconfig} if kubeconfig else {}), **options),
            person.answer,
            person.look,
            cancellation=cancellation,
            environment=self.environment,
        )
        return self._run(engine, person, namespace or self.namespace)

    def operate(
        self,
        kind: type[Uninstall] | type[Rollback],
        person: Person | None = None,
        *,
        release: str = "mlflow",
        cancellation: Cancellation | None = None,
        **options: Any,
    ) -> Outcome:
        """Run another operation to its end, on what is there already."""
        person = person or Person(agrees=EVERYTHING)
        engine = kind(
            release,
            self.namespace,
            self.options(**options),
            person.answer,
            person.look,
            cancellation=cancellation,
            environment=self.environment,
        )
        return self._run(engine, person, self.namespace)

    def _run(self, engine: Operation, person: Person, namespace: str) -> Outcome:
        before = held(self.control_plane, namespace)
        outcome = engine.run()
        after = held(self.control_plane, namespace)
        assert SEED not in everything_said(outcome, person)
        if self.alone and before is not None and after is not None:
            told_the_truth(outcome, before, after)
        return outcome

    def options(self, **options: Any) -> Options:
        kubeconfig = str(self.control_plane.kubeconfig_of(self.user))
        return Options(**{"kubeconfig": kubeconfig, "wait": False, "timeout": 30.0, **options})

    def install(self, values: Mapping[str, Any] = VALUES, release: str = "mlflow") -> None:
        """What an apply of these values leaves in the cluster, in one call and without its steps."""
        evaluation = evaluate_values([Layer("values.yaml", dict(values))], Release(release, self.namespace))
        assert evaluation.values is not None, evaluation.errors
        objects = render(evaluation.values, evaluation.release)
        self.control_plane.apply(self.namespace, *objects, manager=MANAGER)

    def names(self) -> set[str]:
        """Every object of the kinds that values render to, but what a namespace always has."""
        kinds = ",".join(RESOURCES.values())
        found = self.control_plane.kubectl("get", kinds, "-n", self.namespace, "-o", "json").stdout
        # Before 1.24 each service account has a Secret with its token.
        names = {identity(one) for one in json.loads(found)["items"] if "-token-" not in one["metadata"]["name"]}
        return names - {"ServiceAccount/default", "ConfigMap/kube-root-ca.crt"}

    def client(self, *, read_only: bool = True) -> Kubectl:
        kubeconfig = str(self.control_plane.kubeconfig_of(self.user))
        return connect(None, kubeconfig, self.namespace, read_only=read_only, environment=self.environment)


Held = Mapping[str, tuple[str, object]]
"""Objects by their identity: the uid, and all of them that somebody decides."""

_PATHS = (
    "api/v1/namespaces/{}/serviceaccounts",
    "api/v1/namespaces/{}/secrets",
    "api/v1/namespaces/{}/configmaps",
    "api/v1/namespaces/{}/persistentvolumeclaims",
    "api/v1/namespaces/{}/services",
    "apis/apps/v1/namespaces/{}/deployments",
    "apis/networking.k8s.io/v1/namespaces/{}/ingresses",
)


def held(control_plane: ControlPlane, namespace: str) -> Held | None:
    """What a namespace holds; None while the API server is not there."""
    found: dict[str, tuple[str, object]] = {}
    for kind, path in zip(RESOURCES, _PATHS, strict=True):
        try:
            items = control_plane.request("GET", f"/{path.format(namespace)}")["items"]
        except OSError:
            return None
        for one in items:
            labels = one["metadata"].get("labels")
            one = {"kind": kind, **one}
            found[identity(one)] = (one["metadata"]["uid"], (labels, one.get("spec"), one.get("data")))
    return found


def told_the_truth(outcome: Outcome, before: Held, after: Held) -> None:
    """The cluster holds what the outcome says, object by object, and is as before where it says nothing."""
    told = {one.identity: one.action for one in outcome.changes} if outcome.applied else {}
    # What belongs to the cluster comes in its own time.
    names = {name for name in {*before, *after} if "-token-" not in name and "kube-root-ca" not in name}
    for name in sorted(names - {"ServiceAccount/default"}):
        old, new = before.get(name), after.get(name)
        match told.get(name):
            case Action.CREATED:
                assert old is None, name
                assert new is not None, name
            case Action.CHANGED:
                assert old is not None, name
                assert new is not None, name
                assert old[0] == new[0], name
            case Action.REPLACED:
                assert old is not None, name
                assert new is not None, name
                assert old[0] != new[0], name
            case Action.DELETED:
                assert new is None, name
            case Action.UNDONE:
                assert (new and new[1]) == (old and old[1]), name
            case Action.UNKNOWN:
                pass
            case _:
                assert new == old, name


def wait_for_revisions(cluster: Cluster, count: int) -> None:
    """The controllers make a revision of each change, in their own time."""
    deadline = time.monotonic() + 30
    path = f"/apis/apps/v1/namespaces/{cluster.namespace}/replicasets"
    while len(cluster.control_plane.request("GET", path)["items"]) < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ok(outcome: Outcome) -> Outcome:
    assert outcome.problem is None, f"{outcome.problem} {outcome.problem.hint}"
    return outcome


def actions(outcome: Outcome) -> dict[str, str]:
    return {one.identity: one.action.value for one in outcome.changes}


def step(outcome: Outcome, name: StepName) -> Step:
    return next(one for one in outcome.steps if one.name is name)


def failed_step(outcome: Outcome) -> StepName | None:
    ended = (State.FAILED, State.CANCELLED)
    return next((one.name for one in outcome.steps if one.state in ended), None)


def everything_said(outcome: Outcome, person: Person) -> str:
    """All text that anybody could have seen."""
    problem = outcome.problem
    parts = [f"{problem.message} {problem.hint} {getattr(problem, 'detail', '')}"] if problem else []
    for shown in (*person.steps, *outcome.steps):
        parts += [shown.summary, *shown.details]
    for question in person.asked:
        parts += [question.text, *question.details, *(line for one in question.changes for line in one.lines)]
    for change in outcome.changes:
        parts += [repr(change), *change.lines]
    return "\n".join((*parts, *outcome.reach, repr(outcome)))
