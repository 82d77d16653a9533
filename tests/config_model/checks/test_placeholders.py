"""What a tool fills in later is not judged: one note a file tells of it, and `check` goes on."""

import pytest

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.manifests import render

PLACEHOLDERS = (
    "ref+vault://secret/data/mlflow#/uri", "secretref+awsssm://mlflow/uri", "ref+gcpsecrets://p/mlflow",
    "vault:secret/data/mlflow#uri", ">>vault:secret/data/mlflow#uri", "<path:secret/data/mlflow#uri>",
    "<path:secret/data/mlflow#uri | base64decode>", "${MLFLOW_URI}", "${MLFLOW_URI:-x}", "{{ mlflow_uri }}",
    "{{ .Values.mlflow.uri | quote }}", "op://vault/mlflow/uri", "berglas://bucket/uri", "#{MLFLOW_URI}",
    "arn:aws:secretsmanager:eu-west-1:1234:secret:mlflow", "ENC[AES256_GCM,data:aGk=,iv:aA==,tag:aA==,type:str]",
)  # fmt: skip
PLACES = (
    "backendStore: {{createSecret: {{backendStoreUri: {}}}}}",
    "backendStore: {{createSecret: {{backendStoreUri: {}}}}}\n"
    "trackingServer: {{mode: serve-artifacts, artifactsDestination: 'http://h'}}",
    "backendStore: {{existingSecret: {}}}\ntrackingServer: {{defaultArtifactRoot: 'file:/a'}}",
    "trackingServer: {{basicAuth: {{enabled: true, createSecret: "
    "{{adminPassword: {}, databaseUri: 'mssql://h/u'}}}}}}\nimage: {{repository: our/mlflow, tag: 2.14.1}}",
    "trackingServer: {{basicAuth: {{enabled: true, createSecret: {{databaseUri: {}, adminPassword: '<PASSWORD>'}}}}}}",
    "trackingServer: {{mode: serve-artifacts, artifactsDestination: {}}}\nartifactStore: {{s3: {{enabled: true}}}}",
    "trackingServer: {{defaultArtifactRoot: {}}}",
    "trackingServer: {{host: {}}}",
    "artifactStore: {{s3: {{createSecret: {{secretAccessKey: {}}}}}}}",
    "artifactStore: {{gcp: {{createSecret: {{keyFile: {}}}}}}}",
    "extraEnv: [{{name: AWS_SECRET_ACCESS_KEY, value: {}}}]",
    "extraEnv: [{{name: MLFLOW_BACKEND_STORE_URI, value: {}}}]",
    "image: {{tag: {}}}",
    "image: {{repository: {}, tag: 2.14.1}}",
    "ingress: {{enabled: true, className: nginx, hosts: [{{host: {}, paths: [{{path: /}}]}}], tls: [{{}}]}}\n"
    "backendStore: {{existingSecret: a}}\ntrackingServer: {{defaultArtifactRoot: 'file:/a'}}",
    "fullnameOverride: {}",
    "resources: {{limits: {{memory: {}}}}}",
    "podAnnotations: {{example.com/a: {}}}",
    "serviceAccount: {{annotations: {{eks.amazonaws.com/role-arn: {}}}}}",
    "extraContainers: [{{name: a, image: b, env: [{{name: TOKEN, value: {}}}]}}]",
)
PARTS = (
    "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:${PASSWORD}@h/d'}}",
    "backendStore: {createSecret: {backendStoreUri: 'postgresql+psycopg://u:ref+vault://a/b#/c+@h/d'}}",
    "backendStore: {createSecret: {backendStoreUri: 'postgresql://u:{{ password }}@h/d'}}",
    "ingress: {enabled: true, className: traefik, hosts: [{host: 'mlflow.${DOMAIN}', paths: [{path: /}]}], tls: [{}]}\n"
    "backendStore: {existingSecret: a}",
    "trackingServer: {extraArgs: ['--registry-store-uri=${URI}', '--static-prefix=${PREFIX}']}",
)
SERVE = "\ntrackingServer: {mode: serve-artifacts, artifactsDestination: 'sftp://h'}"
OURS = "\nimage: {repository: our/mlflow, tag: 2.14.1}"


def found(text: str) -> list[str]:
    loaded = load(text)
    return [one.code for one in evaluate([Layer("values.yaml", loaded.data, loaded, text=text)]).problems]


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
@pytest.mark.parametrize("place", PLACES)
def test_a_placeholder_is_noted_once_and_not_judged(place: str, placeholder: str) -> None:
    quoted = f"'{placeholder}'"
    assert found(place.format(quoted, quoted)) == ["MT007"]


@pytest.mark.parametrize("text", PARTS)
def test_a_value_with_a_placeholder_in_it_is_not_judged(text: str) -> None:
    assert found(text + (SERVE if "trackingServer" not in text else "") + (OURS if "image" not in text else "")) == [
        "MT007"
    ]


def test_a_file_has_one_note_that_counts() -> None:
    text = "image: {tag: '${TAG}', repository: 'a/${B}'}\nfullnameOverride: '{{ name }}'\n"
    loaded = load(text)
    evaluation = evaluate([Layer("values.yaml", loaded.data, loaded, text=text)])
    (note,) = evaluation.problems
    assert (note.line, note.column, note.is_error) == (1, 9, False)
    assert note.message.startswith("3 values are placeholders")
    assert evaluation.values is not None
    assert any("${TAG}" in str(one) for one in render(evaluation.values))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("backendStore: {createSecret: {backendStoreUri: <YOUR_URI>}}", []),
        ("extraContainers: [{name: a, image: b, command: [sh, -c, 'echo ${HOME}']}]", []),
        ("podAnnotations: {vault.hashicorp.com/agent-inject-template-a: 'export A={{ .Data.a }}'}", []),
        ("nonsense: '${A}'", ["MT102", "MT007"]),
        ("replicaCount: '${A}'", ["MT103", "MT007"]),
        ("backendStore: {createSecret: {backendStoreUri: 'vaults://u:p@h/d'}}" + SERVE, ["MT207", "MT401", "MT212"]),
        ("extraEnv: [{name: API_TOKEN, value: 'pa$$word'}]", ["MT409"]),
    ],
)
def test_what_is_no_placeholder_or_breaks_the_schema_is_told_of(text: str, codes: list[str]) -> None:
    assert sorted(found(text)) == sorted(codes)
