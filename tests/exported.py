"""Folders that were exported, and values with a credential in each place that can hold one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.exports import Export
from tests.needs import without

Manifest = dict[str, Any]

CREDENTIALS = """\
# The old one was postgresql://mlflow:seeded-in-comment@db/mlflow
image: {tag: v2.22.5}
trackingServer:
  mode: serve-artifacts # kept
  artifactsDestination: ftp://user:seeded-destination@files.example.com/mlflow
  extraArgs:
    - --expose-prometheus=/metrics
    - --gunicorn-opts=--log-config=http://u:seeded-argument@x/
  basicAuth:
    enabled: true
    createSecret:
      adminUsername: boss
      adminPassword: seeded-admin
      databaseUri: postgresql://users:seeded-users@db/users
    createFlaskSecret: {secretKey: seeded-secret-key}
backendStore:
  databaseUpgrade: true
  createSecret:
    backendStoreUri: postgresql://mlflow:seeded-backend@db/mlflow # seeded-backend
artifactStore:
  s3:
    enabled: true
    createSecret: {accessKeyId: seeded-key-id, secretAccessKey: "seeded-s3 = #1 %x"}
    createCaSecret: {caBundle: "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n"}
  gcp:
    enabled: true
    createSecret:
      keyFile: |
        {"private_key": "seeded-gcp"}
  azure:
    enabled: true
    createSecret: {azureStorageConnectionString: "AccountKey=seeded-azure;x", azureStorageAccessKey: seeded-azure-key}
  oss:
    enabled: true
    endpoint: oss.example.com
    createSecret: {accessKeyId: seeded-oss-id, accessKeySecret: seeded-oss}
extraEnv:
  - {name: API_TOKEN, value: seeded-token} # its owner is the platform team
  - {name: LOOKUP, value: "redis://:seeded-redis@cache/0"}
  - {name: PLAIN, value: true}
extraContainers:
  - name: side
    image: busybox:1.36
    args: [--token=seeded-side-argument, run]
    env: [{name: PASSWORD, value: seeded-side}]
"""
SEED = "seeded-"


def evaluated(*texts: str, release: Release | None = None, names: tuple[str, ...] = ()) -> Evaluation:
    """What values files mean: `names` are theirs, or values.yaml, 1.yaml and so on."""
    layers = []
    for number, text in enumerate(texts):
        name = names[number] if names else "values.yaml" if not number else f"{number}.yaml"
        document = Document(text)
        layers.append(Layer(name, document.data, document.loaded, text=text))
    evaluation = evaluate_values(layers, release)
    assert evaluation.values is not None, evaluation.errors
    return evaluation


def written(made: Export, folder: Path) -> Path:
    """The export as a folder."""
    for name, data in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def built(kubectl: Path, folder: Path) -> list[Manifest]:
    """What the real Kustomize builds of a folder."""
    done = subprocess.run([str(kubectl), "kustomize", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [load(one).data for one in f"\n{done.stdout}".split("\n---\n") if one.strip()]


def kubectl_of_the_tests() -> Path:
    """A kubectl, which needs no cluster to build a folder."""
    named = Path(os.environ.get("KUBEBUILDER_ASSETS", ""), "kubectl")
    found = str(named) if os.access(named, os.X_OK) else shutil.which("kubectl")
    if not found:
        without("kubectl", "put one on PATH")
    return Path(found)
