"""What people start from is told of where it is meant, and nowhere else."""

import re
from pathlib import Path

import pytest

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.presets import PRESETS, load_preset
from mlflow_tui.renderers.evaluation import evaluate

EXAMPLES = Path(__file__).parents[3] / "examples"
S3, GCP, AZURE, OSS = (f"artifactStore.{store}" for store in ("s3", "gcp", "azure", "oss"))
SECRET = "trackingServer.basicAuth.createSecret"


def findings(*texts: str) -> list[str]:
    loaded = [load(text) for text in texts]
    layers = [Layer("values.yaml", one.data, one, text=text) for one, text in zip(loaded, texts, strict=True)]
    return [f"{one.code} {one.key}" for one in evaluate(layers).problems]


# Examples that show how to do what is better done otherwise, and say so themselves.
OF_EXAMPLES = {
    "artifact-store/azure-created-secret.yaml": [
        f"MT401 {AZURE}.createSecret.azureStorageConnectionString",
        f"MT401 {AZURE}.createSecret.azureStorageAccessKey",
    ],
    "artifact-store/gcs-created-secret.yaml": [f"MT401 {GCP}.createSecret.keyFile"],
    "artifact-store/oss-created-secret.yaml": [f"MT401 {OSS}.createSecret.accessKeySecret"],
    "artifact-store/s3-created-secret.yaml": [f"MT401 {S3}.createSecret.secretAccessKey"],
    "authentication/created-secret.yaml": [f"MT401 {SECRET}.adminPassword"],
    "backend-store/created-secret.yaml": ["MT401 backendStore.createSecret.backendStoreUri"],
    "backend-store/database-upgrade.yaml": ["MT206 backendStore.databaseUpgrade"],
}
EXAMPLE_NAMES = [str(path.relative_to(EXAMPLES)) for path in sorted(EXAMPLES.rglob("*.yaml"))]


@pytest.mark.parametrize("name", [name for name in EXAMPLE_NAMES if not name.startswith("layers/")])
def test_an_example_is_told_of_where_it_is_meant(name: str) -> None:
    assert findings((EXAMPLES / name).read_text(encoding="utf-8")) == OF_EXAMPLES.get(name, [])


def test_the_layers_of_the_example_are_right_together() -> None:
    assert findings(*((EXAMPLES / "layers" / name).read_text("utf-8") for name in ("base.yaml", "prod.yaml"))) == []


@pytest.mark.parametrize("preset", [preset.name for preset in PRESETS])
def test_a_preset_is_not_told_of(preset: str) -> None:
    assert findings(load_preset(preset)) == []


# The scenarios of the chart's documentation by what stands in them, in its order. They are parts of files: a store is
# turned on in one and used in another (MT210, MT211). All of them use the official image, which has no boto3 (MT212).
OF_THE_DOCUMENTATION = [
    ("mode: serve-artifacts", ["MT212 image.repository", "MT211 trackingServer.artifactsDestination"]),
    ("mode: no-serve-artifacts", ["MT212 image.repository", "MT211 trackingServer.defaultArtifactRoot"]),
    ("mode: artifacts-only", ["MT212 image.repository", "MT211 trackingServer.artifactsDestination"]),
    ("defaultArtifactRoot: ./mlruns", ["MT102 artifactStore.defaultArtifactRoot"]),
    ("existingSecret: mlflow-backend-store-secret", ["MT222 trackingServer.defaultArtifactRoot"]),
    ("backendStoreUri: <", []),
    ("eks.amazonaws.com/role-arn", []),
    ("existingSecret: mlflow-s3", [f"MT210 {S3}.enabled"]),
    ("secretAccessKey: <", [f"MT210 {S3}.enabled"]),
    ("MLFLOW_S3_UPLOAD_EXTRA_ARGS", []),
    ("MLFLOW_S3_ENDPOINT\n", ["MT218 extraEnv[0].name"]),
    ("MLFLOW_S3_IGNORE_TLS", ["MT106 extraEnv[0].value"]),
    ("AWS_DEFAULT_REGION", []),
    ("existingSecret: mlflow-gcp", [f"MT210 {GCP}.enabled"]),
    ("keyFile: <", [f"MT210 {GCP}.enabled"]),
    ("MLFLOW_GCS_UPLOAD_CHUNK_SIZE", [f"MT106 extraEnv[{number}].value" for number in range(3)]),
    ("existingSecret: mlflow-azure", [f"MT210 {AZURE}.enabled"]),
    ("azureStorageAccessKey: <", [f"MT210 {AZURE}.enabled"]),
    ("pod-identity.alibabacloud.com/role-name", []),
    ("existingSecret: mlflow-oss", [f"MT220 {OSS}.endpoint", f"MT210 {OSS}.enabled"]),
    ("accessKeySecret: <", [f"MT220 {OSS}.endpoint", f"MT210 {OSS}.enabled"]),
    ("existingSecret: mlflow-basic-auth", []),
    ("adminPassword: password", [f"MT214 {SECRET}.databaseUri", f"MT215 {SECRET}.adminPassword"]),
]


def test_a_scenario_of_the_documentation_is_told_of_where_it_is_meant(chart_readme: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", chart_readme.read_text(encoding="utf-8"), re.DOTALL)
    scenarios = [block for block in blocks if not block.startswith("kubectl")]
    for scenario, (mark, expected) in zip(scenarios, OF_THE_DOCUMENTATION, strict=True):
        assert mark in scenario
        assert findings(scenario) == expected, scenario


def test_the_defaults_are_not_told_of() -> None:
    assert findings("") == []
