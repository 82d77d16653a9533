"""The plan of a move: how a release of another chart becomes one of this chart, and no data is left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mlflow_tui.config_model.chart import Names, Release
from mlflow_tui.config_model.chart import names as names_of
from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.conversion.converting import Conversion
from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.foreign import Foreign, read
from mlflow_tui.config_model.conversion.tables import bitnami_names, official_names
from mlflow_tui.config_model.conversion.tables.shared import fullname_like_ours
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.values import Values


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, and the lines for a shell that do it."""

    title: str
    why: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What is called or chosen in another way: `there` before the move, `here` after it."""

    what: str
    there: str
    here: str

    @property
    def same(self) -> bool:
        return self.there == self.here


@dataclass(frozen=True, slots=True)
class Move:
    """The plan: what changes in the cluster, the steps in their order, and the way back."""

    chart: Chart
    release: Release
    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    back: tuple[Step, ...]


def plan_move(given: Mapping[str, Any], done: Conversion, release: Release, file: str) -> Move:
    """How the release of the converted values moves. `given` are the other chart's values, `file` the converted file.

    The values must have been converted from another chart.
    """
    assert done.chart is not None
    names = _names(done, release)
    there = _there(read(done.chart, given, release))
    selector = f"app.kubernetes.io/name={names.name},app.kubernetes.io/instance={release.name}"
    changes = (
        Change("Deployment and Service", there.name, names.fullname),
        Change("selector", there.selector, selector),
        *(Change("claim", claim, claim) for claim in there.claims),
        *(Change("Secret", secret, "not used any more") for secret in there.secrets),
    )
    return Move(done.chart, release, changes, tuple(_steps(there, done, release, file)), _back(release))


def _names(done: Conversion, release: Release) -> Names:
    """The names of this chart's objects, which few of the values decide."""
    data = Document(done.after).data
    deciding = {key: data[key] for key in ("nameOverride", "fullnameOverride") if isinstance(data.get(key), str)}
    return names_of(Values.model_validate(deciding), release)


@dataclass(frozen=True, slots=True)
class _There:
    """The objects of the other chart."""

    name: str
    selector: str
    claims: tuple[str, ...]
    secrets: tuple[str, ...]


def _there(foreign: Foreign) -> _There:
    instance = f"app.kubernetes.io/instance={foreign.release.name}"
    if foreign.chart is Chart.OFFICIAL:
        name = official_names.fullname(foreign)
        claims = (name,) if foreign.on("storage.enabled") else ()
        return _There(name, f"app.kubernetes.io/name=mlflow,{instance}", claims, ())
    own = foreign.text("nameOverride") or "mlflow"
    if foreign.chart is Chart.COMMUNITY:
        name = fullname_like_ours(foreign)
        brought = [f"data-{name}-{one}-0" for one in ("postgresql", "mysql") if foreign.on(f"{one}.enabled")]
        brought += [f"{name}-minio"] if foreign.on("minio.enabled") else []
        return _There(
            name, f"app={own},app.kubernetes.io/name={own},{instance}", tuple(brought), (f"{name}-env-secret",)
        )
    name = bitnami_names.fullname(foreign)
    claims = ()
    if foreign.on("tracking.persistence.enabled"):
        claims = (foreign.text("tracking.persistence.existingClaim") or name,)
    if foreign.on("postgresql.enabled"):
        claims = (*claims, f"data-{bitnami_names.dependency(foreign, 'postgresql')}-0")
    if foreign.on("minio.enabled"):
        claims = (*claims, bitnami_names.dependency(foreign, "minio"))
    labels = f"app.kubernetes.io/name={own},{instance},app.kubernetes.io/part-of=mlflow"
    return _There(name, f"{labels},app.kubernetes.io/component=tracking", claims, (name,))


def _steps(there: _There, done: Conversion, release: Release, file: str) -> Iterator[Step]:
    space = f" -n {release.namespace}" if release.namespace else ""
    yield Step(
        "Back up the database and the volumes",
        "A server of another version changes the tables, and nothing changes them back.",
    )
    yield from _by_hand(done, space)
    yield Step("Check the converted file", "What the check passes, runs.", (f"mlflow-tui check {file}",))
    keep = tuple(
        f"kubectl patch pv $(kubectl get pvc {claim}{space} -o jsonpath='{{.spec.volumeName}}') "
        '-p \'{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}\''
        for claim in there.claims
    )
    if keep:
        yield Step("Keep the volumes whatever happens to their claims", "A deleted claim takes its data along.", keep)
    yield Step(
        "Keep what Helm knows of the release",
        "It is the way back.",
        (
            "umask 077  # these files hold secrets",
            f"kubectl get secret{space} -l owner=helm,name={release.name} -o yaml > helm-{release.name}.yaml",
            f"helm get values {release.name}{space} > helm-{release.name}-values.yaml",
        ),
    )
    yield Step(
        "Stop the server",
        "Two servers of different versions must not share a database, nor a volume.",
        (f"kubectl scale deployment {there.name} --replicas=0{space}",),
    )
    yield Step(
        "Take the release out of Helm's hands",
        "`helm uninstall` would delete the claims too; without its records Helm leaves every object alone.",
        (f"kubectl delete secret -l owner=helm,name={release.name}{space}",),
    )
    yield Step(
        "Delete the old Deployment",
        "Its selector cannot be changed, and what Helm owns of it would stay beside the new fields.",
        (f"kubectl delete deployment {there.name}{space}",),
    )
    yield Step(
        "Apply the converted file",
        "The plan of the apply names each object that is adopted, and asks.",
        (f"mlflow-tui apply {file} --release {release.name}{space} --wait",),
    )
    yield Step(
        "Look at the server",
        "Experiments, artifacts and logins are there as before.",
        (f"mlflow-tui status --release {release.name}{space}",),
    )
    yield Step(
        "Clear up",
        "What the other chart made and nothing uses any more; claims, databases and object stores stay.",
        (f"kubectl get all,configmap,secret{space} -l app.kubernetes.io/instance={release.name}",),
    )


def _by_hand(done: Conversion, space: str) -> Iterator[Step]:
    for entry in done.entries:
        if entry.outcome is Outcome.PERSON:
            commands = (f"{entry.command}{space}",) if entry.command else ()
            yield Step(f"{entry.key}: {entry.fix}", f"{entry.message[:1].upper()}{entry.message[1:]}.", commands)


def _back(release: Release) -> tuple[Step, ...]:
    space = f" -n {release.namespace}" if release.namespace else ""
    return (
        Step(
            "Delete the new Deployment, and give Helm its records back",
            "All other objects have the names that they had.",
            (
                f"kubectl delete deployment{space} -l app.kubernetes.io/instance={release.name}",
                f"kubectl create -f helm-{release.name}.yaml",
            ),
        ),
        Step(
            "Roll the release back",
            "Helm makes the old Deployment again. If the tables were changed, restore the backup first.",
            (f"helm rollback {release.name}{space}",),
        ),
    )
