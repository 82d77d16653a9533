"""Credentials never go into an export for git, and what is deployed from it has them all the same."""

from __future__ import annotations

import base64
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.layers import Layer, set_layer
from mlflow_tui.config_model.secrecy import secret_paths
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.exports import Export, ExportRefused, Stage, export
from mlflow_tui.renderers.exports.comments import without_secret_comments
from mlflow_tui.renderers.exports.credentials import without_credentials
from mlflow_tui.renderers.exports.secret_files import variable
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.masking import masked_data, masked_text
from mlflow_tui.renderers.yaml_text import text
from tests.exported import CREDENTIALS, SEED, Manifest, built, evaluated, kubectl_of_the_tests, written
from tests.strategies import put, values

FOR_GIT = ("kustomize", "argocd", "flux")
RELEASE = Release(namespace="ml")


@pytest.fixture(scope="session")
def kubectl() -> Path:
    return kubectl_of_the_tests()


def seeded() -> Evaluation:
    return evaluated(CREDENTIALS, release=RELEASE)


def telling(made: Export, word: str = SEED) -> list[str]:
    """The files that hold the word, or what base64 makes of it wherever it begins."""
    hidden = [base64.b64encode(b" " * shift + word.encode())[4 if shift else 0 : -4] for shift in range(3)]
    return [name for name, data in made.files.items() if word.encode() in data or any(one in data for one in hidden)]


def test_each_secret_setting_is_among_the_seeds() -> None:
    data = load(CREDENTIALS).data
    assert [one.key for one in leaves() if one.secret and SEED not in str(look_up(data, one.path))] == []
    assert len(list(secret_paths(data))) > len([one for one in leaves() if one.secret])


HELD = f"""
x-labels: &labels {{team: ml}}
x-auth: &auth {{adminPassword: {SEED}}}
.urls: [&db "postgresql://u:{SEED}@db/mlflow", "ftp://u:{SEED}-old@files"]
podAnnotations: *labels
trackingServer: {{mode: serve-artifacts, basicAuth: {{enabled: true, createSecret: {{<<: *auth}}}}}}
backendStore: {{createSecret: {{backendStoreUri: *db}}}}
"""


@pytest.mark.parametrize("target", FOR_GIT)
def test_no_credential_is_in_the_holder_of_an_anchor(target: str) -> None:
    made = export(target, evaluated(HELD, release=RELEASE))
    assert telling(made) == []
    for data in (data for name, data in made.files.items() if name.startswith("values/")):
        assert b"x-labels: &labels {team: ml}" in data


def test_a_holder_shows_no_secret_that_it_gives_to_a_setting() -> None:
    loaded = load(HELD)
    assert SEED not in text(masked_data(loaded.data))
    assert SEED not in masked_text(HELD, loaded)


@pytest.mark.parametrize("target", FOR_GIT)
def test_no_credential_is_in_what_git_gets(target: str) -> None:
    made = export(target, seeded())
    assert telling(made) == []
    assert made.private == frozenset()
    assert any("no credential was written" in note for note in made.notes)
    assert not any(SEED in note for note in made.notes)


@pytest.mark.parametrize("target", FOR_GIT)
def test_no_credential_of_any_layer_or_environment_is(target: str) -> None:
    below = (
        "artifactStore: {s3: {enabled: true, createSecret: {accessKeyId: seeded-low, secretAccessKey: seeded-low-2}}}"
    )
    above = "extraEnv: [{name: A_PASSWORD, value: seeded-low-3}]\nreplicaCount: 2 # not seeded-low-2 any more\n"
    layers = [*evaluated(below, above).layers, set_layer("artifactStore.s3.createSecret.secretAccessKey=seeded-high")]
    assert telling(export(target, evaluate_values(layers))) == []
    environments = [Stage("a", evaluated(below, above)), Stage("b", evaluated(below, CREDENTIALS))]
    assert telling(export(target, evaluated(below), environments)) == []


@pytest.mark.parametrize("key", [setting.key for setting in leaves() if setting.secret])
@pytest.mark.parametrize("target", FOR_GIT)
def test_a_credential_that_has_no_effect_is_not_either(target: str, key: str) -> None:
    given: dict[str, Any] = {}
    inner = given
    *parents, last = key.split(".")
    for part in parents:
        inner = inner.setdefault(part, {})
    inner[last] = "postgresql://u:seeded-1@h/d" if last.endswith("Uri") else "seeded-1"
    given.setdefault("trackingServer", {})["mode"] = "serve-artifacts"
    assert telling(export(target, evaluated(f"# was seeded-1\n{text(given)}"))) == []


def test_comments_stay_where_they_tell_nothing() -> None:
    values = export("argocd", seeded()).files["values/values.yaml"].decode()
    assert "mode: serve-artifacts # kept" in values
    assert "# its owner is the platform team" in values
    assert "The old one" not in values


@pytest.mark.parametrize(
    ("comment", "stays"),
    [
        ("# two per core", True),
        ("# the password is in the vault", True),
        ("# existingSecret: mlflow-db-2024", True),
        ("# it takes the role's credentials: version 1.0", True),
        ("# postgresql://mlflow:PASSWORD@db/x and ://u:<pw>@h and ://u:$PW@h", True),
        ("# postgresql://mlflow:hunter2@db/x", False),
        ("# secretAccessKey: wJalrXUtnFEMI", False),
        ("# AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI", False),
        ("# the known one", False),
    ],
)
def test_which_comments_tell_a_credential(comment: str, stays: bool) -> None:
    text = f"a: 1\n{comment}\nb: 2\n"
    assert without_secret_comments(text, {"known one"}) == (text if stays else "a: 1\nb: 2\n")
    behind = without_secret_comments(f"a: 1 {comment}\n", {"known one"})
    assert (behind is not None) == stays


# The same, once the Secrets are there


def created(
    kubectl: Path, made: Export, folder: Path, contents: Mapping[str, Mapping[str, str]]
) -> dict[str, Manifest]:
    """The Secrets that the commands of the page make, with the contents that people then give."""
    page = made.files["secrets/README.md"].decode()
    (commands,) = re.findall(r"```bash\n(.*?)```", page, re.DOTALL)
    environment = {**os.environ, "PATH": f"{kubectl.parent}:{os.environ['PATH']}"}
    for content in contents.values():
        for key, value in content.items():
            environment[variable(key)] = value
            (folder / key).write_text(value, encoding="utf-8", newline="")
    found = {}
    for command in commands.split("\n\n"):
        line = f"{command.strip()} --dry-run=client -o json"
        done = subprocess.run(
            ["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        secret = load(done.stdout).data
        found[secret["metadata"]["name"]] = secret
    return found


def expand(argument: str, variables: Mapping[str, Any]) -> str:
    """As Kubernetes puts variables into arguments."""
    put = re.sub(r"\$\((\w+)\)", lambda found: str(variables.get(found[1], found[0])), argument)
    return put.replace("$$", "$") if put == argument else put


def effects(manifests: list[Manifest], secrets: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What the pod's containers see: variables, arguments as expanded, and the content of the mounted files.

    What others have made stands for itself.
    """
    (deployment,) = [one for one in manifests if one["kind"] == "Deployment"]
    contents = {one["metadata"]["name"]: one["data"] for one in manifests if one["kind"] == "ConfigMap"}
    contents |= {one["metadata"]["name"]: decoded(one) for one in manifests if one["kind"] == "Secret"}
    contents |= secrets
    pod = deployment["spec"]["template"]["spec"]
    seen: dict[str, Any] = {}
    for volume in pod.get("volumes", []):
        name = volume.get("secret", {}).get("secretName")
        seen[f"volume {volume['name']}"] = contents.get(name, volume)
    for container in pod["containers"]:
        variables: dict[str, Any] = {}
        for source in container.get("envFrom", []):
            (reference,) = [part for key, part in source.items() if key != "prefix"]
            variables.update(contents.get(reference["name"], {str(source): source}))
        for one in container.get("env", []):
            reference = one.get("valueFrom", {}).get("secretKeyRef", {})
            content = contents.get(reference.get("name"), {})
            # Kubernetes reads two dollars as one here, and leaves a Secret's as they are.
            plain = str(one.get("value")).replace("$$", "$")
            variables[one["name"]] = content.get(reference.get("key"), one.get("valueFrom", plain))
        expanded = [expand(str(one), variables) for one in container.get("args", [])]
        shown = {name: value for name, value in variables.items() if not name.startswith("ARGUMENT_")}
        seen[container["name"]] = (expanded, shown)
    return seen


def decoded(secret: Manifest) -> dict[str, str]:
    return {key: base64.b64decode(content).decode() for key, content in secret["data"].items()}


def test_with_the_secrets_the_pods_see_the_same(kubectl: Path, tmp_path: Path) -> None:
    made = export("argocd", seeded())
    (moved,) = without_credentials([Stage("", seeded())])
    assert made.files["values/values.yaml"].decode() == moved.files[0].text
    secrets = created(kubectl, made, tmp_path, {one.name: one.content for one in moved.secrets})
    assert {name: one["metadata"]["namespace"] for name, one in secrets.items()} == {
        one.name: "ml" for one in moved.secrets
    }
    original, exported = seeded(), evaluated(made.files["values/values.yaml"].decode(), release=RELEASE)
    before = effects(rendered(original.values), {})
    after = effects(rendered(exported.values), {name: decoded(one) for name, one in secrets.items()})
    assert after == before
    assert SEED in str(before)


def rendered(values: Values | None) -> list[Manifest]:
    assert values is not None
    return render(values, RELEASE)


def test_kustomize_with_the_files_makes_the_same(kubectl: Path, tmp_path: Path) -> None:
    made = export("kustomize", seeded(), with_secrets=True)
    folder = written(made, tmp_path)
    assert sorted(made.private) == sorted(telling(made))
    assert all("/secrets/" in name for name in made.private)
    after = effects(built(kubectl, folder / "base"), {})
    assert after == effects(rendered(seeded().values), {})


def test_kustomize_says_which_files_are_lacking(kubectl: Path, tmp_path: Path) -> None:
    folder = written(export("kustomize", seeded()), tmp_path) / "base"
    done = subprocess.run([str(kubectl), "kustomize", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    for example in folder.rglob("*.example"):
        example.with_suffix("").write_bytes(example.read_bytes())
    names = {one["metadata"]["name"].rpartition("-")[0] for one in built(kubectl, folder) if one["kind"] == "Secret"}
    assert names == {
        "mlflow-basic-auth-secret", "mlflow-env-secret", "mlflow-environment", "mlflow-flask-secret",
        "mlflow-gcp-secret", "mlflow-s3-ca-secret",
    }  # fmt: skip


def test_git_ignores_the_files_with_credentials(tmp_path: Path) -> None:
    made = export("kustomize", seeded(), with_secrets=True)
    folder = written(made, tmp_path)
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", str(folder), *command], check=True, capture_output=True)
    listed = subprocess.run(["git", "-C", str(folder), "ls-files"], check=True, capture_output=True, text=True)
    assert set(listed.stdout.split()) == set(made.files) - made.private


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(lower=values(), upper=values(), keys=st.sets(st.sampled_from([one.path for one in leaves() if one.secret])))
def test_no_credential_is_told_whatever_else_the_values_say(
    lower: dict[str, Any], upper: dict[str, Any], keys: set[tuple[str | int, ...]]
) -> None:
    for number, path in enumerate(sorted(keys)):
        uri = "postgresql://u:{}@h/d" if str(path[-1]).endswith("Uri") else "{}"
        put((lower, upper)[number % 2], path, uri.format(f"{SEED}{number}"))
    remark = f"# not {SEED}0 any more\n" if keys else "# nothing\n"
    files = [text(lower), remark + text(upper)]
    layers = [Layer(f"{number}.yaml", load(one).data, load(one), text=one) for number, one in enumerate(files)]
    evaluation = evaluate_values(layers)
    assume(evaluation.values is not None)
    for target in FOR_GIT:
        try:
            made = export(target, evaluation)
        except ExportRefused:
            continue
        assert telling(made) == [], target
        for name, data in made.files.items():
            if name.startswith("values/"):
                left = [path for path in secret_paths(load(data.decode()).data) if path[0] != "backendStore"]
                assert left == []
    try:
        (moved,) = without_credentials([Stage("", evaluation)])
    except ExportRefused:
        return
    before = effects(rendered(evaluation.values), {})
    assert effects(rendered(moved.evaluation.values), {one.name: one.content for one in moved.secrets}) == before


@pytest.mark.parametrize(
    "values",
    [
        "extraEnv: [{name: A_TOKEN, value: &pw seeded-1}, {name: B_TOKEN, value: *pw}]\n",
        "extraEnv:\n- &one {name: A_TOKEN, value: seeded-1}\n- {<<: *one, name: OTHER_TOKEN}\n",
        "extraEnv:\n- name: A_TOKEN\n  value: |\n    seeded-1\n    seeded-2\n# end\n",
        "\ufeffextraEnv:\r\n- name: A_TOKEN # a\r\n  value: 'seeded-1'\r\n",
        "{extraEnv: [{name: A_TOKEN, value: seeded-1}]} # seeded-1\n",
        "---\nreplicaCount: 2\n---\nextraEnv: [{name: A_TOKEN, value: seeded-1}]\n",
        "extraEnv: [{name: A_TOKEN, value: 'seeded-1'}] # API_KEY: seeded-3\n",
        "extraEnv: [{name: ARGUMENT_ARTIFACTS_DESTINATION, value: 'http://u:seeded-1@h'}]\n",
    ],
)
def test_odd_files_tell_nothing(values: str) -> None:
    for target in FOR_GIT:
        made = export(target, evaluated(values))
        assert telling(made) == []


# What cannot be taken out


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ("podAnnotations: {proxy: 'http://u:pw@h/'}", "podAnnotations.proxy"),
        ("extraEnv: [{name: A_TOKEN, value: '$(OTHER)x'}]", r"extraEnv\[0\]\.value"),
        ("extraContainers: [{name: a, image: b, workingDir: 'ftp://u:pw@h'}]", r"extraContainers\[0\]\.workingDir"),
    ],
)
@pytest.mark.parametrize("target", FOR_GIT)
def test_a_credential_that_has_no_other_place_is_refused(target: str, values: str, key: str) -> None:
    with pytest.raises(ExportRefused, match=f"nothing is exported: {key} holds") as refused:
        export(target, evaluated(values))
    assert "pw" not in refused.value.message.replace("password", "")
    assert refused.value.hint


def test_a_layer_that_is_wrong_and_overruled_tells_nothing() -> None:
    below = "extraEnv: [{value: 'http://u:seeded-1@h'}]\nextraContainers: [{args: ['http://u:seeded-2@h'], env: 1}]\n"
    layers = evaluated(below, "extraEnv: []\nextraContainers: []\n").layers
    for target in FOR_GIT:
        assert telling(export(target, evaluate_values(layers))) == []


@pytest.mark.parametrize("target", ["argocd", "flux"])
def test_the_secrets_are_made_where_the_release_goes(target: str) -> None:
    values = "extraEnv: [{name: A_TOKEN, value: a1}]\n"
    for release, namespace in ((Release("web"), "web"), (Release("web", namespace="ml"), "ml")):
        made = export(target, evaluated(values, release=release))
        deployed = made.files["application.yaml" if target == "argocd" else "helm-release.yaml"].decode()
        assert f"amespace: {namespace}\n" in deployed
        assert f"kubectl --namespace {namespace} create secret" in made.files["secrets/README.md"].decode()
        stub = load(made.files["secrets/external-secret-web-mlflow-environment.yaml"].decode()).data
        assert stub["metadata"]["namespace"] == namespace


def test_two_dollars_are_one_in_a_secret() -> None:
    (moved,) = without_credentials([Stage("", evaluated("extraEnv: [{name: A_TOKEN, value: 'a$$b$c'}]"))])
    assert moved.secrets[0].content == {"A_TOKEN": "a$b$c"}


def test_a_database_in_a_file_needs_no_secret() -> None:
    original = "backendStore: {createSecret: {backendStoreUri: 'sqlite:////data/mlflow.db'}} # on a volume\n"
    original += "trackingServer: {mode: serve-artifacts, artifactsDestination: /data}\n"
    made = export("argocd", evaluated(original))
    assert made.files["values/values.yaml"].decode() == original
    assert not any(name.startswith("secrets/") for name in made.files)
    kustomize = export("kustomize", evaluated(original)).files
    assert kustomize["base/mlflow-env-secret.env"] == b"MLFLOW_BACKEND_STORE_URI=sqlite:////data/mlflow.db\n"


def test_a_file_that_environments_share_is_the_same_for_all() -> None:
    base = "artifactStore: {s3: {enabled: true, createSecret: {accessKeyId: seeded-a, secretAccessKey: seeded-b}}}\n"
    own = "trackingServer: {workers: 2}\n", "artifactStore: {s3: {existingSecret: mine}}\nfullnameOverride: other\n"
    stages = [Stage(str(number), evaluated(base, text)) for number, text in enumerate(own)]
    first, second = without_credentials(stages)
    assert first.files[0] == second.files[0]
    assert [one.name for one in first.secrets] == ["mlflow-s3"]
    assert second.secrets == ()
    assert first.files[1].data["artifactStore"] == {"s3": {"existingSecret": "mlflow-s3"}}
    assert second.files[1].text == own[1]
