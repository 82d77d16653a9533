"""Every key of the chart's documentation: declared with its type and default, set, read back, and rendered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.config_model.catalogue import by_path
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.yaml_text import text


class Row(NamedTuple):
    """A row of the documentation's table of values."""

    key: str
    type: str
    default: Any


def rows(readme: Path) -> list[Row]:
    table = readme.read_text(encoding="utf-8").split("## Values")[1].split("\n## ")[0]
    found = []
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) >= 4 and cells[2].startswith("`"):
            found.append(Row(cells[0], cells[1], json.loads(cells[2].strip("`"))))
    assert len(found) > 60
    return found


def test_every_documented_key_is_declared_with_its_type_and_default(chart_readme: Path) -> None:
    settings = {setting.key: setting for setting in by_path().values()}
    for row in rows(chart_readme):
        assert row.key in settings, row.key
        assert settings[row.key].type_name == row.type, row.key
        assert settings[row.key].default == row.default, row.key


class Sample(NamedTuple):
    """A value for a key, what else must hold for it to matter, and where the manifests then have it."""

    value: Any
    at: str
    """`KIND` and a path in it, or `KIND/NAME` where there are several."""
    found: Any
    given: dict[str, Any] = {}  # noqa: RUF012


MAIN = "Deployment spec.template.spec.containers.0"
POD = "Deployment spec.template.spec"
ENV = "Secret/mlflow-env-secret data"
INI = "Secret/mlflow-basic-auth-secret data"
B64 = {"id": "aWQ=", "key": "a2V5"}
BASIC_AUTH = {"trackingServer": {"basicAuth": {"enabled": True}}}
FLASK = "Secret/mlflow-flask-secret data"
LATER = {"image": {"tag": "v3.5.0"}}
LATER_AUTH = LATER | {
    "trackingServer": {"basicAuth": {"enabled": True, "createSecret": {"adminPassword": "correct-horse-battery"}}}
}
OSS_ON = {"enabled": True, "endpoint": "e"}


def store(name: str, **settings: Any) -> dict[str, Any]:
    on = OSS_ON if name == "oss" else {"enabled": True}
    return {"artifactStore": {name: {**on, **settings}}}


CLAIM = "PersistentVolumeClaim"
CLAIMED = {"persistence": {"enabled": True}}
ON_A_SERVER = {
    "backendStore": {"existingSecret": "db"},
    "trackingServer": {"defaultArtifactRoot": "s3://b"},
}
SCALER = "HorizontalPodAutoscaler spec"
SCALED = {**ON_A_SERVER, "autoscaling": {"enabled": True}}
BUDGET = "PodDisruptionBudget spec"
GUARDED = {"podDisruptionBudget": {"enabled": True}}
ROUTED = {"httpRoute": {"enabled": True, "parentRefs": [{"name": "gw"}]}}
SCRAPE = "ServiceMonitor spec.endpoints.0"
MONITORED = {"metrics": {"enabled": True, "serviceMonitor": {"enabled": True}}}
GC = "CronJob spec.jobTemplate.spec.template.spec.containers.0"
COLLECTED = {**ON_A_SERVER, "garbageCollection": {"enabled": True}}

SAMPLES_OF_OBJECTS: dict[str, Sample] = {
    "persistence.accessModes": Sample(["ReadWriteMany"], f"{CLAIM} spec.accessModes.0", "ReadWriteMany", CLAIMED),
    "persistence.annotations": Sample({"a": "b"}, f"{CLAIM} metadata.annotations.a", "b", CLAIMED),
    "persistence.enabled": Sample(True, f"{MAIN}.volumeMounts.0.mountPath", "/mlflow"),
    "persistence.existingClaim": Sample(
        "mine", f"{POD}.volumes.0.persistentVolumeClaim.claimName", "mine", CLAIMED),
    "persistence.mountPath": Sample("/data", f"{MAIN}.volumeMounts.0.mountPath", "/data", CLAIMED),
    "persistence.size": Sample("1Ti", f"{CLAIM} spec.resources.requests.storage", "1Ti", CLAIMED),
    "persistence.storageClassName": Sample("fast", f"{CLAIM} spec.storageClassName", "fast", CLAIMED),
    "autoscaling.behavior": Sample(
        {"scaleDown": {"stabilizationWindowSeconds": 9}}, f"{SCALER}.behavior.scaleDown.stabilizationWindowSeconds", 9,
        SCALED),
    "autoscaling.enabled": Sample(True, f"{SCALER}.scaleTargetRef.name", "mlflow", ON_A_SERVER),
    "autoscaling.maxReplicas": Sample(9, f"{SCALER}.maxReplicas", 9, SCALED),
    "autoscaling.metrics": Sample(
        [{"type": "External", "external": {"metric": {"name": "m"}, "target": {"type": "Value", "value": "1"}}}],
        f"{SCALER}.metrics.1.external.metric.name", "m", SCALED),
    "autoscaling.minReplicas": Sample(3, f"{SCALER}.minReplicas", 3, SCALED),
    "autoscaling.targetCPUUtilizationPercentage": Sample(
        70, f"{SCALER}.metrics.0.resource.target.averageUtilization", 70, SCALED),
    "autoscaling.targetMemoryUtilizationPercentage": Sample(
        75, f"{SCALER}.metrics.1.resource.target.averageUtilization", 75, SCALED),
    "podDisruptionBudget.enabled": Sample(True, f"{BUDGET}.maxUnavailable", 1),
    "podDisruptionBudget.maxUnavailable": Sample("25%", f"{BUDGET}.maxUnavailable", "25%", GUARDED),
    "podDisruptionBudget.minAvailable": Sample(1, f"{BUDGET}.minAvailable", 1, GUARDED),
    "networkPolicy.egress": Sample(
        [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}], "NetworkPolicy spec.egress.1.ports.0.port", 53,
        {"networkPolicy": {"enabled": True}}),
    "networkPolicy.enabled": Sample(True, "NetworkPolicy spec.ingress.0.ports.0.port", 5000),
    "networkPolicy.ingressFrom": Sample(
        [{"podSelector": {}}], "NetworkPolicy spec.ingress.0.from.0.podSelector", {},
        {"networkPolicy": {"enabled": True}}),
    "httpRoute.annotations": Sample({"a": "b"}, "HTTPRoute metadata.annotations.a", "b", ROUTED),
    "httpRoute.enabled": Sample(True, "HTTPRoute spec.rules.0.backendRefs.0.port", 5000, {
        "httpRoute": {"parentRefs": [{"name": "gw"}]}}),
    "httpRoute.filters": Sample(
        [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"remove": ["A"]}}],
        "HTTPRoute spec.rules.0.filters.0.type", "RequestHeaderModifier", ROUTED),
    "httpRoute.hostnames": Sample(["a.example.com"], "HTTPRoute spec.hostnames.0", "a.example.com", ROUTED),
    "httpRoute.parentRefs": Sample([{"name": "other"}], "HTTPRoute spec.parentRefs.0.name", "other", ROUTED),
    "httpRoute.path": Sample("/ml", "HTTPRoute spec.rules.0.matches.0.path.value", "/ml", ROUTED),
    "httpRoute.timeouts": Sample({"request": "9s"}, "HTTPRoute spec.rules.0.timeouts.request", "9s", ROUTED),
    "metrics.serviceMonitor.basicAuth": Sample(
        {"username": {"name": "s", "key": "u"}}, f"{SCRAPE}.basicAuth.username.name", "s", MONITORED),
    "metrics.serviceMonitor.enabled": Sample(True, f"{SCRAPE}.port", "http", {"metrics": {"enabled": True}}),
    "metrics.serviceMonitor.interval": Sample("30s", f"{SCRAPE}.interval", "30s", MONITORED),
    "metrics.serviceMonitor.labels": Sample({"a": "b"}, "ServiceMonitor metadata.labels.a", "b", MONITORED),
    "metrics.serviceMonitor.metricRelabelings": Sample(
        [{"action": "drop"}], f"{SCRAPE}.metricRelabelings.0.action", "drop", MONITORED),
    "metrics.serviceMonitor.namespace": Sample("ops", "ServiceMonitor metadata.namespace", "ops", MONITORED),
    "metrics.serviceMonitor.relabelings": Sample(
        [{"targetLabel": "a"}], f"{SCRAPE}.relabelings.0.targetLabel", "a", MONITORED),
    "metrics.serviceMonitor.scrapeTimeout": Sample("9s", f"{SCRAPE}.scrapeTimeout", "9s", MONITORED),
    "garbageCollection.concurrencyPolicy": Sample("Replace", "CronJob spec.concurrencyPolicy", "Replace", COLLECTED),
    "garbageCollection.enabled": Sample(True, f"{GC}.args.0", "gc", ON_A_SERVER),
    "garbageCollection.extraArgs": Sample(["--run-ids=a"], f"{GC}.args.3", "--run-ids=a", COLLECTED),
    "garbageCollection.olderThan": Sample("9d", f"{GC}.args.2", "--older-than=9d", COLLECTED),
    "garbageCollection.resources": Sample({"limits": {"cpu": 1}}, f"{GC}.resources.limits.cpu", "1", COLLECTED),
    "garbageCollection.schedule": Sample("0 1 * * *", "CronJob spec.schedule", "0 1 * * *", COLLECTED),
    "extraObjects": Sample(
        [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}],
        "ConfigMap/c metadata.labels.app\\.kubernetes\\.io/instance", "mlflow"),
}  # fmt: skip
"""Keys of objects that the documentation of the chart does not have."""

SAMPLES: dict[str, Sample] = {
    "affinity": Sample({"nodeAffinity": {}}, f"{POD}.affinity", {"nodeAffinity": {}}),
    "artifactStore.azure.createSecret": Sample(
        {"azureStorageAccessKey": "key", "azureStorageConnectionString": "id"},
        ENV,
        {"AZURE_STORAGE_ACCESS_KEY": B64["key"], "AZURE_STORAGE_CONNECTION_STRING": B64["id"]},
        store("azure"),
    ),
    "artifactStore.azure.enabled": Sample(True, f"{MAIN}.envFrom.0.secretRef.name", "mine", {
        "artifactStore": {"azure": {"existingSecret": "mine"}}}),
    "artifactStore.azure.existingSecret": Sample("mine", f"{MAIN}.envFrom.0.secretRef.name", "mine", store("azure")),
    "artifactStore.gcp.createSecret": Sample(
        {"keyFile": "key"}, "Secret/mlflow-gcp-secret data.keyfile\\.json", B64["key"], store("gcp")),
    "artifactStore.gcp.createSecret.keyFile": Sample(
        "key", "Secret/mlflow-gcp-secret data.keyfile\\.json", B64["key"], store("gcp")),
    "artifactStore.gcp.enabled": Sample(True, f"{POD}.volumes.0.secret.secretName", "mine", {
        "artifactStore": {"gcp": {"existingSecret": "mine"}}}),
    "artifactStore.gcp.existingSecret": Sample("mine", f"{POD}.volumes.0.secret.secretName", "mine", store("gcp")),
    "artifactStore.oss.createSecret": Sample(
        {"accessKeyId": "id", "accessKeySecret": "key"},
        ENV,
        {"MLFLOW_OSS_KEY_ID": B64["id"], "MLFLOW_OSS_KEY_SECRET": B64["key"]},
        store("oss"),
    ),
    "artifactStore.oss.createSecret.accessKeyId": Sample("id", f"{ENV}.MLFLOW_OSS_KEY_ID", B64["id"], store("oss")),
    "artifactStore.oss.createSecret.accessKeySecret": Sample(
        "key", f"{ENV}.MLFLOW_OSS_KEY_SECRET", B64["key"], store("oss")),
    "artifactStore.oss.enabled": Sample(True, "ConfigMap data.MLFLOW_OSS_ENDPOINT_URL", "e", {
        "artifactStore": {"oss": {"endpoint": "e"}}}),
    "artifactStore.oss.endpoint": Sample("h", "ConfigMap data.MLFLOW_OSS_ENDPOINT_URL", "h", store("oss")),
    "artifactStore.oss.existingSecret": Sample("mine", f"{MAIN}.envFrom.1.secretRef.name", "mine", store("oss")),
    "artifactStore.s3.createCaSecret": Sample(
        {"caBundle": "key"}, "Secret/mlflow-s3-ca-secret data.ca-bundle\\.crt", B64["key"], store("s3")),
    "artifactStore.s3.createCaSecret.caBundle": Sample(
        "key", "Secret/mlflow-s3-ca-secret data.ca-bundle\\.crt", B64["key"], store("s3")),
    "artifactStore.s3.createSecret": Sample(
        {"accessKeyId": "id", "secretAccessKey": "key"},
        ENV,
        {"AWS_ACCESS_KEY_ID": B64["id"], "AWS_SECRET_ACCESS_KEY": B64["key"]},
        store("s3"),
    ),
    "artifactStore.s3.createSecret.accessKeyId": Sample("id", f"{ENV}.AWS_ACCESS_KEY_ID", B64["id"], store("s3")),
    "artifactStore.s3.createSecret.secretAccessKey": Sample(
        "key", f"{ENV}.AWS_SECRET_ACCESS_KEY", B64["key"], store("s3")),
    "artifactStore.s3.enabled": Sample(True, f"{MAIN}.envFrom.0.secretRef.name", "mine", {
        "artifactStore": {"s3": {"existingSecret": "mine"}}}),
    "artifactStore.s3.existingCaSecret": Sample("ca", f"{POD}.volumes.0.secret.secretName", "ca", store("s3")),
    "artifactStore.s3.existingSecret": Sample("mine", f"{MAIN}.envFrom.0.secretRef.name", "mine", store("s3")),
    "backendStore.createSecret": Sample({"backendStoreUri": "id"}, f"{ENV}.MLFLOW_BACKEND_STORE_URI", B64["id"]),
    "backendStore.createSecret.backendStoreUri": Sample("id", f"{ENV}.MLFLOW_BACKEND_STORE_URI", B64["id"]),
    "backendStore.databaseUpgrade": Sample(True, f"{POD}.initContainers.0.name", "mlflow-database-upgrade", {
        "backendStore": {"existingSecret": "db"}}),
    "backendStore.databaseUpgradeJob": Sample(
        True, "Job spec.template.spec.containers.0.name", "mlflow-database-upgrade", {
            "backendStore": {"existingSecret": "db", "databaseUpgrade": True}}),
    "backendStore.existingSecret": Sample("mine", f"{MAIN}.envFrom.0.secretRef.name", "mine"),
    "extraContainers": Sample([{"name": "c", "image": "i"}], f"{POD}.containers.1.name", "c"),
    "extraEnv": Sample([{"name": "A", "value": "b"}], f"{MAIN}.env.0.value", "b"),
    "extraEnvFrom": Sample([{"secretRef": {"name": "s"}}], f"{MAIN}.envFrom.0.secretRef.name", "s"),
    "extraInitContainers": Sample([{"name": "c", "image": "i"}], f"{POD}.initContainers.0.name", "c"),
    "extraVolumeMounts": Sample([{"name": "v", "mountPath": "/v"}], f"{MAIN}.volumeMounts.0.mountPath", "/v", {
        "extraVolumes": [{"name": "v", "emptyDir": {}}]}),
    "extraVolumes": Sample([{"name": "v", "emptyDir": {}}], f"{POD}.volumes.0.name", "v"),
    "fullnameOverride": Sample("full", "Service metadata.name", "full"),
    "image.pullPolicy": Sample("Always", f"{MAIN}.imagePullPolicy", "Always"),
    "image.pullSecrets": Sample([{"name": "s"}], f"{POD}.imagePullSecrets.0.name", "s"),
    "image.registry": Sample("r", f"{MAIN}.image", "r/mlflow/mlflow:v2.14.1"),
    "image.repository": Sample("a/b", f"{MAIN}.image", "ghcr.io/a/b:v2.14.1"),
    "image.tag": Sample("1.0", f"{MAIN}.image", "ghcr.io/mlflow/mlflow:1.0"),
    "ingress.annotations": Sample({"a": "b"}, "Ingress metadata.annotations.a", "b", {"ingress": {"enabled": True}}),
    "ingress.className": Sample("nginx", "Ingress spec.ingressClassName", "nginx", {"ingress": {"enabled": True}}),
    "ingress.enabled": Sample(True, "Ingress spec.rules.0.host", "chart-example.local"),
    "ingress.hosts": Sample([{"host": "h", "paths": [{"path": "/"}]}], "Ingress spec.rules.0.host", "h", {
        "ingress": {"enabled": True}}),
    "ingress.tls": Sample(
        [{"secretName": "s", "hosts": ["chart-example.local"]}], "Ingress spec.tls.0.secretName", "s",
        {"ingress": {"enabled": True}}),
    "nameOverride": Sample("n", "Service metadata.labels.app\\.kubernetes\\.io/name", "n"),
    "nodeSelector": Sample({"a": "b"}, f"{POD}.nodeSelector.a", "b"),
    "podAnnotations": Sample({"a": "b"}, "Deployment spec.template.metadata.annotations.a", "b"),
    "podSecurityContext": Sample({"fsGroup": 1}, f"{POD}.securityContext.fsGroup", 1),
    "replicaCount": Sample(3, "Deployment spec.replicas", 3),
    "resources": Sample({"limits": {"cpu": 1}}, f"{MAIN}.resources.limits.cpu", "1"),
    "securityContext": Sample({"runAsNonRoot": True}, f"{MAIN}.securityContext.runAsNonRoot", True),
    "service.annotations": Sample({"a": "b"}, "Service metadata.annotations.a", "b"),
    "service.name": Sample("web", "Service spec.ports.0.name", "web"),
    "service.port": Sample(80, "Service spec.ports.0.port", 80),
    "service.type": Sample("NodePort", "Service spec.type", "NodePort"),
    "serviceAccount.annotations": Sample({"a": "b"}, "ServiceAccount metadata.annotations.a", "b"),
    "serviceAccount.create": Sample(False, f"{POD}.serviceAccountName", "default"),
    "serviceAccount.name": Sample("sa", "ServiceAccount metadata.name", "sa"),
    "tolerations": Sample([{"operator": "Exists"}], f"{POD}.tolerations.0.operator", "Exists"),
    "trackingServer.artifactsDestination": Sample("s3://b", f"{MAIN}.args.2", "--artifacts-destination=s3://b", {
        "trackingServer": {"mode": "serve-artifacts"}}),
    "trackingServer.basicAuth.createSecret.adminPassword": Sample("pw", INI, "admin_password = pw", BASIC_AUTH),
    "trackingServer.basicAuth.createSecret.adminUsername": Sample("me", INI, "admin_username = me", BASIC_AUTH),
    "trackingServer.basicAuth.createSecret.authorizationFunction": Sample(
        "m:f", INI, "authorization_function = m:f", BASIC_AUTH),
    "trackingServer.basicAuth.createSecret.databaseUri": Sample(
        "sqlite:////a.db", INI, "database_uri = sqlite:////a.db", BASIC_AUTH),
    "trackingServer.basicAuth.createSecret.defaultPermission": Sample(
        "EDIT", INI, "default_permission = EDIT", BASIC_AUTH),
    "trackingServer.basicAuth.enabled": Sample(True, f"{MAIN}.args.5", "--app-name=basic-auth"),
    "trackingServer.basicAuth.existingSecret": Sample("mine", f"{POD}.volumes.0.secret.secretName", "mine", BASIC_AUTH),
    "trackingServer.defaultArtifactRoot": Sample("s3://b", f"{MAIN}.args.2", "--default-artifact-root=s3://b"),
    "trackingServer.extraArgs": Sample(["--dev"], f"{MAIN}.args.5", "--dev"),
    "trackingServer.host": Sample("[::]", f"{MAIN}.args.2", "--host=[::]"),
    "trackingServer.mode": Sample("serve-artifacts", f"{MAIN}.args.1", "--serve-artifacts"),
    "trackingServer.port": Sample(8080, f"{MAIN}.ports.0.containerPort", 8080),
    "trackingServer.workers": Sample(4, f"{MAIN}.args.4", "--workers=4"),
    "image.mlflowVersion": Sample("3.5.0", f"{MAIN}.env.0.name", "MLFLOW_SERVER_ALLOWED_HOSTS"),
    "trackingServer.allowedHosts": Sample(["*"], f"{MAIN}.env.0.name", "MLFLOW_SERVER_ALLOWED_HOSTS", LATER),
    "trackingServer.basicAuth.createFlaskSecret.secretKey": Sample(
        "key", f"{FLASK}.MLFLOW_FLASK_SERVER_SECRET_KEY", B64["key"], LATER_AUTH),
    "trackingServer.basicAuth.existingFlaskSecret": Sample(
        "mine", f"{MAIN}.env.1.valueFrom.secretKeyRef.name", "mine", LATER_AUTH),
    "trackingServer.corsAllowedOrigins": Sample(["https://a"], f"{MAIN}.env.1.value", "https://a", LATER),
    **SAMPLES_OF_OBJECTS,
}  # fmt: skip


BALANCED = {"service": {"type": "LoadBalancer"}}
DIGEST = f"sha256:{'0123456789abcdef' * 4}"
SPREAD = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}
SAMPLES |= {
    "backendStore.existingSecretKey": Sample("uri", f"{MAIN}.env.0.valueFrom.secretKeyRef.key", "uri", {
        "backendStore": {"existingSecret": "db"}}),
    "deploymentAnnotations": Sample({"a": "b"}, "Deployment metadata.annotations.a", "b"),
    "hostAliases": Sample([{"ip": "10.1.2.3", "hostnames": ["db"]}], f"{POD}.hostAliases.0.ip", "10.1.2.3"),
    "image.digest": Sample(DIGEST, f"{MAIN}.image", f"ghcr.io/mlflow/mlflow@{DIGEST}"),
    "lifecycle": Sample({"preStop": {"exec": {"command": ["a"]}}}, f"{MAIN}.lifecycle.preStop.exec.command.0", "a"),
    "livenessProbe": Sample({"timeoutSeconds": 5}, f"{MAIN}.livenessProbe", {
        "httpGet": {"path": "/health", "port": "http"}, "timeoutSeconds": 5}),
    "metrics.enabled": Sample(True, f"{MAIN}.args.5", "--expose-prometheus=/tmp/mlflow-metrics"),
    "metrics.multiprocDirectory": Sample(
        "/m", f"{MAIN}.volumeMounts.0", {"name": "mlflow-metrics", "mountPath": "/m"}, {"metrics": {"enabled": True}}),
    "podLabels": Sample({"a": "b"}, "Deployment spec.template.metadata.labels.a", "b"),
    "priorityClassName": Sample("high", f"{POD}.priorityClassName", "high"),
    "readinessProbe": Sample({"exec": {"command": ["a"]}}, f"{MAIN}.readinessProbe", {"exec": {"command": ["a"]}}),
    "revisionHistoryLimit": Sample(0, "Deployment spec.revisionHistoryLimit", 0),
    "service.externalTrafficPolicy": Sample("Local", "Service spec.externalTrafficPolicy", "Local", BALANCED),
    "service.labels": Sample({"a": "b"}, "Service metadata.labels.a", "b"),
    "service.loadBalancerClass": Sample("a.b/c", "Service spec.loadBalancerClass", "a.b/c", BALANCED),
    "service.loadBalancerSourceRanges": Sample(
        ["10.0.0.0/8"], "Service spec.loadBalancerSourceRanges.0", "10.0.0.0/8", BALANCED),
    "service.nodePort": Sample(30500, "Service spec.ports.0.nodePort", 30500, BALANCED),
    "service.sessionAffinity": Sample("ClientIP", "Service spec.sessionAffinity", "ClientIP"),
    "serviceAccount.automount": Sample(False, "ServiceAccount automountServiceAccountToken", False),
    "startupProbe": Sample({"failureThreshold": 60}, f"{MAIN}.startupProbe", {
        "httpGet": {"path": "/health", "port": "http"}, "failureThreshold": 60}),
    "strategy": Sample({"type": "Recreate"}, "Deployment spec.strategy.type", "Recreate"),
    "terminationGracePeriodSeconds": Sample(0, f"{POD}.terminationGracePeriodSeconds", 0),
    "topologySpreadConstraints": Sample([SPREAD], f"{POD}.topologySpreadConstraints.0.labelSelector.matchLabels", {
        "app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": "mlflow"}),
    "trackingServer.staticPrefix": Sample("/ml", f"{MAIN}.args.5", "--static-prefix=/ml"),
}  # fmt: skip
"""Keys beyond the documentation of the chart, which others of MLflow have."""


def test_every_documented_key_has_a_sample_here(chart_readme: Path) -> None:
    assert {row.key for row in rows(chart_readme)} <= set(SAMPLES)


def test_every_leaf_of_the_catalogue_is_documented_or_belongs_to_an_object_that_is(chart_readme: Path) -> None:
    documented = {row.key for row in rows(chart_readme)}
    for setting in by_path().values():
        parent = setting.key.rpartition(".")[0]
        is_group = any(key.startswith(f"{setting.key}.") for key in documented)
        assert setting.key in documented or parent in documented or is_group or setting.key in BEYOND, setting.key


BEYOND = {
    "backendStore.databaseUpgradeJob",
    *SAMPLES_OF_OBJECTS,
    *(key.rpartition(".")[0] for key in SAMPLES_OF_OBJECTS if "." in key),
    "image.mlflowVersion",
    "trackingServer.allowedHosts",
    "trackingServer.basicAuth.createFlaskSecret",
    "trackingServer.basicAuth.createFlaskSecret.secretKey",
    "trackingServer.basicAuth.existingFlaskSecret",
    "trackingServer.corsAllowedOrigins",
    *("backendStore.existingSecretKey", "deploymentAnnotations", "hostAliases", "image.digest", "lifecycle"),
    *("livenessProbe", "metrics", "metrics.enabled", "metrics.multiprocDirectory", "metrics.path", "podLabels"),
    *("priorityClassName", "readinessProbe", "revisionHistoryLimit", "service.externalTrafficPolicy"),
    *("service.labels", "service.loadBalancerClass", "service.loadBalancerSourceRanges", "service.nodePort"),
    *("service.sessionAffinity", "serviceAccount.automount", "startupProbe", "strategy"),
    *("terminationGracePeriodSeconds", "topologySpreadConstraints", "trackingServer.staticPrefix"),
}
"""Keys that the documentation of the chart does not have: what later versions of MLflow, and production, need."""


def test_the_documented_keys_come_first_in_their_sections_and_areas() -> None:
    for one in by_path().values():
        siblings = [other for other in by_path().values() if (other.path[:-1], other.area) == (one.path[:-1], one.area)]
        beyond = [sibling.key in BEYOND for sibling in siblings]
        assert beyond == sorted(beyond), siblings


@pytest.mark.parametrize("key", sorted(SAMPLES))
def test_a_key_is_set_read_back_and_rendered(key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = SAMPLES[key]
    file = tmp_path / "values.yaml"
    file.write_text(text(sample.given) if sample.given else "# nothing yet\n", encoding="utf-8")

    assert main(["set", str(file), "--json", f"{key}={json.dumps(sample.value)}"]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main(["get", str(file), key]) == 0
    assert load(f"value:\n{indented(capsys.readouterr().out)}").data["value"] == sample.value

    data = load(file.read_text(encoding="utf-8")).data
    evaluation = evaluate_values([Layer("values.yaml", data)], Release())
    assert evaluation.values is not None, evaluation.problems
    manifests = render(evaluation.values, Release())
    assert found_in(manifests, sample.at, sample.found), sample.at


def indented(yaml: str) -> str:
    return "".join(f"  {line}\n" for line in yaml.splitlines())


def found_in(manifests: list[dict[str, Any]], at: str, expected: Any) -> bool:
    from base64 import b64decode

    from mlflow_tui.config_model.path import parse_path

    where, _, path = at.partition(" ")
    kind, _, name = where.partition("/")
    (manifest,) = [m for m in manifests if m["kind"] == kind and name in ("", m["metadata"]["name"])]
    steps = tuple(int(p) if isinstance(p, str) and p.isdigit() else p for p in parse_path(path))
    found = look_up(manifest, steps)
    if at == INI:
        return expected in b64decode(found["basic_auth.ini"]).decode().splitlines()
    return bool(found == expected)
