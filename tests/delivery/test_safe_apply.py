"""The safe apply against a real API server."""

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.delivery.apply import Consent, Declined, DocumentErrors, State, StepName, Stopped
from mlflow_tui.delivery.problem import ClusterProblem, ReadOnly, Reason
from tests.control_plane import ControlPlane
from tests.delivery.applying import (
    EVERYTHING,
    INGRESS,
    REFUSED,
    SEED,
    SERVER,
    URI,
    VALUES,
    Cluster,
    Person,
    actions,
    everything_said,
    failed_step,
    ok,
    step,
)
from tests.delivery.fake_kubectl import program

DEPLOYMENT = "Deployment/mlflow"


@pytest.fixture
def cluster(control_plane: ControlPlane, namespace: str) -> Cluster:
    return Cluster(control_plane, namespace)


def deployment(cluster: Cluster) -> dict[str, Any] | None:
    return cluster.control_plane.get("deployment", "mlflow", cluster.namespace)


def test_everything_is_created_in_order_and_then_unchanged(cluster: Cluster) -> None:
    person = Person()
    outcome = ok(cluster.apply(VALUES, person))
    assert person.consents == [Consent.APPLY]
    assert set(actions(outcome).values()) == {"created"}
    assert list(actions(outcome)) == [
        "ServiceAccount/mlflow",
        "Secret/mlflow-env-secret",
        "Service/mlflow",
        DEPLOYMENT,
    ]
    assert len(outcome.sha256) == 64
    assert all(one.seconds > 0 for one in outcome.steps if one.state is State.DONE)
    found = cluster.control_plane.get("secret", "mlflow-env-secret", cluster.namespace)
    assert found is not None
    assert SEED in base64.b64decode(found["data"]["MLFLOW_BACKEND_STORE_URI"]).decode()

    again = Person()
    outcome = ok(cluster.apply(VALUES, again))
    assert set(actions(outcome).values()) == {"unchanged"}
    assert again.consents == []
    assert not outcome.applied


def test_a_change_shows_what_changes_and_no_secret(cluster: Cluster) -> None:
    ok(cluster.apply())
    person = Person()
    changed = {
        **VALUES,
        "trackingServer": {**SERVER, "workers": 3},
        "backendStore": {"createSecret": {"backendStoreUri": f"sqlite:////{SEED}.db"}},
    }
    outcome = ok(cluster.apply(changed, person))
    assert actions(outcome)[DEPLOYMENT] == "changed"
    assert actions(outcome)["Service/mlflow"] == "unchanged"
    shown = everything_said(outcome, person)
    assert "+        - --workers=3\n" in shown or "--workers=3" in shown
    assert "(changed)" in shown
    assert SEED not in shown
    assert base64.b64encode(SEED.encode()).decode()[:12] not in shown


def test_no_to_the_plan_changes_nothing(cluster: Cluster) -> None:
    outcome = cluster.apply(person=Person(agrees=()))
    assert isinstance(outcome.problem, Declined)
    assert deployment(cluster) is None


def test_a_dry_run_asks_nothing_and_changes_nothing(cluster: Cluster) -> None:
    person = Person(agrees=EVERYTHING)
    outcome = ok(cluster.apply(person=person, dry_run=True))
    assert set(actions(outcome).values()) == {"created"}
    assert person.consents == []
    assert step(outcome, StepName.APPLY).state is State.SKIPPED
    assert deployment(cluster) is None


def test_reading_only_shows_the_plan_and_stops(cluster: Cluster) -> None:
    person = Person(agrees=EVERYTHING)
    outcome = cluster.apply(person=person, read_only=True)
    assert isinstance(outcome.problem, ReadOnly)
    assert set(actions(outcome).values()) == {"created"}
    assert person.consents == []
    assert deployment(cluster) is None


def test_values_with_errors_do_not_reach_the_cluster(cluster: Cluster) -> None:
    outcome = cluster.apply({"replicaCount": "two"})
    assert isinstance(outcome.problem, DocumentErrors)
    assert failed_step(outcome) is StepName.DOCUMENT


def test_a_missing_namespace_is_made_with_consent_only(cluster: Cluster) -> None:
    name = f"{cluster.namespace}-new"
    outcome = cluster.apply(namespace=name)
    assert isinstance(outcome.problem, Stopped)
    assert name in outcome.problem.message
    outcome = ok(cluster.apply(namespace=name, create_namespace=True, dry_run=True))
    assert set(actions(outcome).values()) == {"created"}
    assert not cluster.control_plane.kubectl("get", "ns", name, "--ignore-not-found").stdout
    ok(cluster.apply(person=Person(agrees=(Consent.CREATE_NAMESPACE, Consent.APPLY)), namespace=name))
    assert cluster.control_plane.get("deployment", "mlflow", name)


def test_a_namespace_that_is_being_deleted_stops_the_apply(cluster: Cluster) -> None:
    kubectl = cluster.control_plane.kubectl
    name = f"{cluster.namespace}-going"
    kubectl("create", "namespace", name)
    holding = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "held", "finalizers": ["test/held"]}}
    cluster.control_plane.apply(name, holding)
    kubectl("delete", "namespace", name, "--wait=false")
    outcome = cluster.apply(namespace=name, create_namespace=True)
    assert isinstance(outcome.problem, Stopped)
    assert outcome.problem.message == f"the namespace {name} is being deleted"
    assert failed_step(outcome) is StepName.CLUSTER
    kubectl("patch", "configmap", "held", "-n", name, "--type=merge", "-p", '{"metadata":{"finalizers":null}}')


def test_what_the_api_server_warns_of_is_in_the_plan(cluster: Cluster, tmp_path: Path) -> None:
    warning = "would violate PodSecurity"
    real = shutil.which("kubectl", path=cluster.environment["PATH"])
    script = f"""case "$*" in *--dry-run=server*)
  echo 'Warning: {warning} "restricted:latest": {URI}' >&2; echo 'Warning: {warning} twice' >&2
  echo 'Warning: {warning} twice' >&2; echo 'I0101 klog: nothing to warn of' >&2 ;;
esac
exec {real} "$@\""""
    cluster.environment = {**cluster.environment, "MLFLOW_TUI_KUBECTL": str(program(tmp_path / "bin", script))}
    outcome = ok(cluster.apply(dry_run=True))
    found = step(outcome, StepName.DRY_RUN)
    assert found.summary == "the API server would accept all 4 objects, with 2 warnings"
    assert found.details == (f'warning: {warning} "restricted:latest": ••••', f"warning: {warning} twice")


def test_production_has_its_name_typed(cluster: Cluster) -> None:
    cluster.environment = {**cluster.environment, "MLFLOW_TUI_PRODUCTION": "test"}
    person = Person(agrees=(Consent.APPLY,))
    outcome = cluster.apply(person=person)
    assert isinstance(outcome.problem, Declined)
    assert person.asked[0].typed == cluster.namespace
    ok(cluster.apply(person=Person(agrees=(Consent.APPLY, Consent.PRODUCTION))))


def test_few_rights_are_named_before_anything_is_done(cluster: Cluster) -> None:
    cluster.user = "developer"
    grant = cluster.control_plane.grant
    grant(cluster.namespace, "developer", ("", "services,serviceaccounts", "get,create,patch,list"))
    grant(cluster.namespace, "developer", ("apps", "deployments", "get,list"))
    outcome = cluster.apply()
    assert isinstance(outcome.problem, ClusterProblem)
    assert outcome.problem.reason is Reason.FORBIDDEN
    for right in ("create secrets", "get secrets/mlflow-env-secret", "patch deployments.apps/mlflow"):
        assert right in outcome.problem.message
    assert "create services" not in outcome.problem.message
    assert cluster.control_plane.get("service", "mlflow", cluster.namespace) is None


def test_rights_in_the_namespace_alone_are_enough(cluster: Cluster) -> None:
    cluster.user = "developer"
    grant = cluster.control_plane.grant
    grant(cluster.namespace, "developer", ("", "secrets,services,serviceaccounts", "get,create,patch"))
    grant(cluster.namespace, "developer", ("apps", "deployments", "get,create,patch"))
    outcome = ok(cluster.apply())
    assert set(actions(outcome).values()) == {"created"}
    assert "no permission to list ingresses" in "\n".join(step(outcome, StepName.CHANGES).details)


def test_a_missing_secret_or_key_is_said_beside_its_setting(cluster: Cluster) -> None:
    values = {
        "trackingServer": SERVER,
        "backendStore": {"existingSecret": "db"},
        "image": {"pullSecrets": [{"name": "pull"}]},
    }
    outcome = cluster.apply(values)
    assert isinstance(outcome.problem, Stopped)
    assert "backendStore.existingSecret: secret db does not exist" in outcome.problem.message
    assert "image.pullSecrets[0]: secret pull does not exist" in outcome.problem.message
    assert outcome.problem.settings == ("backendStore.existingSecret", "image.pullSecrets[0]")
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "stringData": {"URI": SEED}}
    cluster.control_plane.apply(cluster.namespace, secret)
    outcome = cluster.apply({"trackingServer": SERVER, "backendStore": {"existingSecret": "db"}})
    assert isinstance(outcome.problem, Stopped)
    assert "secret db has no key MLFLOW_BACKEND_STORE_URI" in outcome.problem.message
    assert SEED not in outcome.problem.message
    ok(cluster.apply(values, Person(agrees=(Consent.MISSING, Consent.APPLY))))


LOAD_BALANCER = {
    "type": "LoadBalancer",
    "annotations": {"service.beta.kubernetes.io/load-balancer-source-ranges": "nonsense"},
}
TWO_CLASSES = {**INGRESS["ingress"], "className": "a", "annotations": {"kubernetes.io/ingress.class": "b"}}


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        (REFUSED, "podAnnotations: the API server refuses Deployment/mlflow: spec.template.annotations"),
        ({"service": LOAD_BALANCER}, "service.annotations: the API server refuses Service/mlflow: metadata.annot"),
        ({"ingress": TWO_CLASSES}, "ingress.annotations: the API server refuses Ingress/mlflow: annotations.kub"),
    ],
)
def test_what_the_server_refuses_is_said_beside_its_setting(
    cluster: Cluster, values: dict[str, Any], beside: str
) -> None:
    outcome = cluster.apply({**VALUES, **values}, Person(agrees=EVERYTHING))
    assert isinstance(outcome.problem, ClusterProblem)
    assert failed_step(outcome) is StepName.DRY_RUN
    assert outcome.problem.message.startswith(beside)
    assert outcome.problem.settings == (beside.partition(":")[0],)
    assert deployment(cluster) is None
    assert cluster.control_plane.get("service", "mlflow", cluster.namespace) is None


def test_a_quota_that_is_used_up_is_said(cluster: Cluster) -> None:
    quota = {"metadata": {"name": "small"}, "spec": {"hard": {"services": "0"}}}
    path = f"/api/v1/namespaces/{cluster.namespace}/resourcequotas"
    cluster.control_plane.request("POST", path, quota)
    outcome = cluster.apply()
    assert isinstance(outcome.problem, ClusterProblem)
    assert failed_step(outcome) is StepName.DRY_RUN
    assert "Service/mlflow" in outcome.problem.message
    assert "exceeded quota: small" in outcome.problem.message
    assert cluster.control_plane.get("secret", "mlflow-env-secret", cluster.namespace) is None


MARKS: list[tuple[dict[str, Any], str, str]] = [
    ({"annotations": {"meta.helm.sh/release-name": "web"}}, "the Helm release web", "helm upgrade web"),
    ({"labels": {"app.kubernetes.io/managed-by": "Helm"}}, "the Helm release", "helm upgrade"),
    (
        {"annotations": {"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:ns/mlflow"}},
        "the Argo CD application shop",
        "argocd app sync shop",
    ),
    ({"labels": {"argocd.argoproj.io/instance": "shop"}}, "the Argo CD application shop", "argocd app sync shop"),
    (
        {"labels": {"kustomize.toolkit.fluxcd.io/name": "apps", "kustomize.toolkit.fluxcd.io/namespace": "flux"}},
        "the Flux kustomization apps",
        "flux reconcile kustomization apps -n flux",
    ),
    (
        {"labels": {"helm.toolkit.fluxcd.io/name": "web", "helm.toolkit.fluxcd.io/namespace": "flux"}},
        "the Flux helmrelease web",
        "flux reconcile helmrelease web -n flux",
    ),
    (
        {"labels": {"app.kubernetes.io/managed-by": "mlflow-tui", "app.kubernetes.io/instance": "other"}},
        "the release other",
        "--release",
    ),
]


@pytest.mark.parametrize(("metadata", "owner", "command"), MARKS)
def test_what_others_keep_is_not_touched(cluster: Cluster, metadata: dict[str, Any], owner: str, command: str) -> None:
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "mlflow", **metadata},
        "spec": {"ports": [{"port": 1, "protocol": "TCP"}]},
    }
    cluster.control_plane.apply(cluster.namespace, service)
    person = Person(agrees=EVERYTHING)
    outcome = cluster.apply(person=person)
    assert isinstance(outcome.problem, Stopped)
    assert owner in outcome.problem.message
    assert command in outcome.problem.hint
    assert person.consents == []
    assert deployment(cluster) is None


def test_what_a_real_helm_installed_is_not_touched(cluster: Cluster, helm: Path, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: mlflow\nversion: 0.1.0\n")
    (tmp_path / "templates" / "one.yaml").write_text("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: mlflow}\n")
    target = ("--kubeconfig", str(cluster.control_plane.kubeconfig), "-n", cluster.namespace)
    done = subprocess.run([helm, "install", "web", str(tmp_path), *target], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    outcome = cluster.apply(person=Person(agrees=EVERYTHING))
    assert isinstance(outcome.problem, Stopped)
    assert "ServiceAccount/mlflow belongs to the Helm release web" in outcome.problem.message
    assert f"helm upgrade web CHART -n {cluster.namespace}" in outcome.problem.hint


def test_what_client_side_apply_noted_is_not_shown(cluster: Cluster) -> None:
    old = base64.b64encode(f"old-{SEED}".encode()).decode()
    labels = {"app.kubernetes.io/managed-by": "mlflow-tui", "app.kubernetes.io/instance": "mlflow"}
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "mlflow-env-secret", "labels": labels},
        "data": {"MLFLOW_BACKEND_STORE_URI": old, "GONE": old},
    }
    cluster.control_plane.kubectl("apply", "-n", cluster.namespace, "-f", "-", stdin=json.dumps(secret))
    person = Person()
    outcome = cluster.apply(person=person, dry_run=True)
    shown = everything_said(outcome, person)
    assert old not in shown
    assert SEED not in shown
    if isinstance(outcome.problem, Stopped):
        assert "MLFLOW_BACKEND_STORE_URI" in outcome.problem.message
    ok(cluster.apply(person=Person(agrees=EVERYTHING)))


def test_an_unmarked_object_is_taken_over_with_consent_only(cluster: Cluster) -> None:
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "mlflow", "annotations": {"a": "1"}}}
    cluster.control_plane.apply(cluster.namespace, account)
    person = Person()
    outcome = cluster.apply(person=person)
    assert isinstance(outcome.problem, Stopped)
    assert person.asked[0].details == ("ServiceAccount/mlflow",)
    ok(cluster.apply(person=Person(agrees=(Consent.ADOPT, Consent.APPLY))))
    found = cluster.control_plane.get("serviceaccount", "mlflow", cluster.namespace)
    assert found is not None
    assert found["metadata"]["annotations"] == {"a": "1"}
    assert found["metadata"]["labels"]["app.kubernetes.io/managed-by"] == "mlflow-tui"


def test_fields_of_another_manager_are_forced_with_consent_only(cluster: Cluster) -> None:
    ok(cluster.apply())
    patch = ("-p", '{"spec": {"replicas": 3}}', "--field-manager=autoscaler")
    cluster.control_plane.kubectl("patch", "deployment/mlflow", *patch, "-n", cluster.namespace)
    person = Person()
    outcome = cluster.apply(person=person)
    assert isinstance(outcome.problem, Stopped)
    assert "spec.replicas" in outcome.problem.message
    assert person.asked[0].consent is Consent.FORCE
    assert person.asked[0].details == ("autoscaler: .spec.replicas",)
    found = deployment(cluster)
    assert found is not None
    assert found["spec"]["replicas"] == 3
    assert isinstance(cluster.apply(dry_run=True).problem, Stopped)
    ok(cluster.apply(person=Person(agrees=(Consent.FORCE, Consent.APPLY))))
    found = deployment(cluster)
    assert found is not None
    assert found["spec"]["replicas"] == 1


def test_a_changed_selector_replaces_the_deployment_with_consent_only(cluster: Cluster) -> None:
    ok(cluster.apply())
    before = deployment(cluster)
    changed = {**VALUES, "nameOverride": "tracking", "fullnameOverride": "mlflow"}
    person = Person()
    outcome = cluster.apply(changed, person)
    assert isinstance(outcome.problem, Stopped)
    assert "app.kubernetes.io/name=mlflow" in outcome.problem.message
    assert actions(cluster.apply(changed, dry_run=True))[DEPLOYMENT] == "replaced"
    ok(cluster.apply(changed, Person(agrees=(Consent.REPLACE, Consent.APPLY))))
    after = deployment(cluster)
    assert before is not None
    assert after is not None
    assert before["metadata"]["uid"] != after["metadata"]["uid"]
    assert after["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"] == "tracking"


def test_what_is_left_over_is_named_and_deleted_with_consent_only(cluster: Cluster) -> None:
    ok(cluster.apply({**VALUES, **INGRESS}))
    outcome = ok(cluster.apply(VALUES))
    assert actions(outcome)["Ingress/mlflow"] == "left over"
    assert cluster.control_plane.get("ingress", "mlflow", cluster.namespace)
    person = Person(agrees=(Consent.DELETE,))
    outcome = ok(cluster.apply(VALUES, person))
    assert person.consents == [Consent.DELETE]
    assert actions(outcome)["Ingress/mlflow"] == "deleted"
    assert cluster.control_plane.get("ingress", "mlflow", cluster.namespace) is None


def test_other_releases_are_not_left_over(cluster: Cluster) -> None:
    ok(cluster.apply(release="one"))
    outcome = ok(cluster.apply(release="two"))
    assert set(actions(outcome).values()) == {"created"}


def test_what_changed_since_the_plan_was_shown_stops_the_apply(cluster: Cluster) -> None:
    ok(cluster.apply())

    def meddle(_: object) -> None:
        cluster.control_plane.kubectl("annotate", "service/mlflow", "by=others", "-n", cluster.namespace)

    changed = {**VALUES, "trackingServer": {**SERVER, "workers": 4}}
    cluster.alone = False
    outcome = cluster.apply(changed, Person(when_asked=meddle))
    assert isinstance(outcome.problem, Stopped)
    assert "Service/mlflow was changed by others" in outcome.problem.message
    assert "Deployment" not in outcome.problem.message
    assert not outcome.applied


def test_how_to_reach_it(cluster: Cluster) -> None:
    outcome = ok(cluster.apply())
    assert "port-forward" in outcome.reach[0]
    assert outcome.reach[-1] == "export MLFLOW_TRACKING_URI=http://127.0.0.1:5000"
    outcome = ok(cluster.apply({**VALUES, "service": {"type": "NodePort"}}))
    found = cluster.control_plane.get("service", "mlflow", cluster.namespace)
    assert found is not None
    assert outcome.reach == (f"export MLFLOW_TRACKING_URI=http://NODE:{found['spec']['ports'][0]['nodePort']}",)
    outcome = ok(cluster.apply({**VALUES, **INGRESS}))
    assert outcome.reach == ("export MLFLOW_TRACKING_URI=http://mlflow.test",)
