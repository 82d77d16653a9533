"""What an API server would refuse in the rendered objects is told at the setting and the line that made it."""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import pytest

from mlflow_tui.config_model import kubernetes
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.kubernetes import VERSIONS
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import Path
from mlflow_tui.renderers.evaluation import evaluate, object_problems
from mlflow_tui.renderers.manifests import render
from mlflow_tui.renderers.manifests.origin import origin
from tests.config_model.checks.cases import CASES

EXAMPLES = FilePath(__file__).parents[3] / "examples"


def evaluated(text: str, kube_version: str = "1.33") -> Evaluation:
    loaded = load(text)
    release = Release(kube_version=kube_version)
    return evaluate([Layer("values.yaml", loaded.data, loaded, text=text)], release)


BEFORE = """\
trackingServer: {basicAuth: {enabled: true, existingSecret: users}, extraArgs: [--dev]}
backendStore: {databaseUpgrade: true, existingSecret: database}
artifactStore:
  s3: {enabled: true, existingSecret: keys, existingCaSecret: ca}
  gcp: {enabled: true, existingSecret: key}
"""
"""With all that the chart puts before and behind the entries of a file: five lines."""

# Below `BEFORE`: the text, and code, key, line and column of what is wrong in it.
WRONG = [
    ("extraEnv:\n- name: A\n  valu: b\n", ("MT301", "extraEnv[0].valu", 8, 3)),
    ("extraEnv:\n- {name: A}\n- name: B\n  valueFrom: {}\n", ("MT303", "extraEnv[1].valueFrom", 9, 3)),
    ("extraEnvFrom:\n- secretRef:\n    name: A B\n", ("MT305", "extraEnvFrom[0].secretRef.name", 8, 5)),
    ("extraVolumes:\n- name: a\n  emptyDir: {}\n- emptyDir: {}\n", ("MT303", "extraVolumes[1]", 9, 3)),
    ("extraVolumeMounts:\n- {name: s3-ca-bundle, mountPath: 5}\n", ("MT302", "extraVolumeMounts[0].mountPath", 7, 24)),
    (
        "extraVolumes: [{name: a, emptyDir: {}}]\nextraVolumeMounts:\n- {name: a, mountPath: /a}\n"
        "- name: a\n  mountPath: /b\n  mountPropagation: Bidirectional\n",
        ("MT305", "extraVolumeMounts[1].mountPropagation", 11, 3),
    ),
    (
        "extraContainers:\n- name: a\n  image: b\n  ports: [{containerPort: web}]\n",
        ("MT302", "extraContainers[0].ports[0].containerPort", 9, 12),
    ),
    (
        "extraContainers:\n- {name: a, image: b, ports: [{containerPort: 1, hostPort: 8}]}\n"
        "- {name: c, image: b, ports: [{containerPort: 2, hostPort: 8}]}\n",
        ("MT305", "extraContainers[1].ports[0].hostPort", 8, 50),
    ),
    (
        "extraContainers:\n- {name: a, image: b, restartPolicy: Always}\n",
        ("MT305", "extraContainers[0].restartPolicy", 7, 23),
    ),
    ("extraInitContainers:\n- name: a\n", ("MT303", "extraInitContainers[0]", 7, 3)),
    (
        "extraInitContainers:\n- name: a\n  image: b\n  livenessProbe: {exec: {command: [c]}}\n",
        ("MT305", "extraInitContainers[0].livenessProbe", 9, 3),
    ),
    (
        "affinity:\n  nodeAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution: {}\n",
        ("MT303", "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution", 8, 5),
    ),
    ("tolerations:\n- key: a\n  operator: Exist\n", ("MT304", "tolerations[0].operator", 8, 3)),
    ("nodeSelector:\n  a b: c\n", ("MT316", r"nodeSelector.a b", 7, 3)),
    ("podSecurityContext:\n  fsGroup: -1\n", ("MT305", "podSecurityContext.fsGroup", 7, 3)),
    ("securityContext:\n  runAsUser: root\n", ("MT302", "securityContext.runAsUser", 7, 3)),
    ("resources:\n  limits:\n    memory: 1Gb\n", ("MT305", "resources.limits.memory", 8, 5)),
    ("resources:\n  limits: {cpu: 1}\n  requests: {cpu: 2}\n", ("MT305", "resources.requests.cpu", 8, 14)),
    ("image:\n  pullSecrets:\n  - name: a\n    nam: b\n", ("MT301", "image.pullSecrets[0].nam", 9, 5)),
    (
        "ingress:\n  enabled: true\n  className: nginx\n  hosts:\n  - host: a.example\n    paths:\n"
        "    - {path: /a//b, pathType: Exact}\n",
        ("MT305", "ingress.hosts[0].paths[0].path", 12, 8),
    ),
    ("ingress:\n  enabled: true\n  tls:\n  - hosts: [a b]\n", ("MT331", "ingress.tls[0].hosts[0]", 9, 13)),
    ("ingress:\n  enabled: true\n  tls:\n  - secretName: A\n", ("MT331", "ingress.tls[0].secretName", 9, 5)),
    ("podAnnotations:\n  a b: c\n", ("MT315", "podAnnotations.a b", 7, 3)),
    ("serviceAccount:\n  name: A B\n", ("MT313", "serviceAccount.name", 7, 3)),
    ("service:\n  name: A\n", ("MT314", "service.name", 7, 3)),
    ("fullnameOverride: A\n", ("MT311", "fullnameOverride", 6, 1)),
]


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=[f"{one[1][0]} {one[1][1]}" for one in WRONG])
def test_what_is_wrong_is_told_once_where_it_stands(text: str, expected: tuple[str, str, int, int]) -> None:
    errors = evaluated(BEFORE + text).errors
    assert [(one.code, one.key, one.line, one.column) for one in errors] == [expected]
    assert errors[0].file == "values.yaml"


NEWER = [
    ("extraVolumeMounts: [{name: ca, mountPath: /a, readOnly: true, recursiveReadOnly: Enabled}]\n", "1.30"),
    ("podSecurityContext: {appArmorProfile: {type: RuntimeDefault}}\n", "1.30"),
    ("podSecurityContext: {supplementalGroupsPolicy: Strict}\n", "1.31"),
    ("extraInitContainers: [{name: a, image: b, restartPolicy: Always}]\n", "1.28"),
    ("extraContainers: [{name: a, image: b, restartPolicy: Always}]\n", "1.34"),
]
EXISTING_CA = "artifactStore: {s3: {enabled: true, existingCaSecret: ca}}\n"


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_version_does_not_know_yet_is_an_error_in_it(version: str) -> None:
    minor = VERSIONS.index
    for text, since in NEWER:
        text = text.replace("name: ca", "name: s3-ca-bundle")
        errors = evaluated(EXISTING_CA + text, version).errors
        assert bool(errors) == (minor(version) < minor(since)), (text, version, errors)


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in entries:
        yield from _leaves(inner, (*path, step))
    yield path, value


def _texts() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.yaml"))]
    return [*texts, *(text for case in CASES.values() for text in case.quiet)]


@pytest.mark.parametrize("text", _texts())
def test_the_way_back_from_an_object_leads_to_the_value_that_is_there(text: str) -> None:
    evaluation = evaluated(text)
    if evaluation.values is None:
        return
    dumped = evaluation.values.model_dump(by_alias=True)
    reached = set()
    for manifest in render(evaluation.values):
        for path, found in _leaves(manifest):
            back = origin(evaluation.values, manifest, path)
            reached.add(back)
            value = look_up(dumped, back) if back else None
            if path[-1:] == back[-1:] and isinstance(value, str | int) and isinstance(found, str | int):
                assert str(found) == str(value), (path, back)
    for key in ("extraEnv", "extraEnvFrom", "extraVolumes", "extraVolumeMounts", "extraContainers",
                "extraInitContainers", "affinity", "tolerations", "nodeSelector", "podSecurityContext",
                "securityContext", "podAnnotations", "resources", "topologySpreadConstraints", "hostAliases",
                "lifecycle", "strategy", "podLabels", "deploymentAnnotations"):  # fmt: skip
        assert {(key, *path) for path, _ in _leaves(dumped[key]) if path} <= reached, key


@pytest.mark.parametrize("text", _texts())
def test_values_without_an_error_make_objects_without_one_in_each_version(text: str) -> None:
    values = evaluated(text).values
    for version in VERSIONS[:: len(VERSIONS) - 1]:
        for one in object_problems(values, render(values), version) if values is not None else ():
            assert one.code == "MT301", one  # a field that this version lacks


def test_a_part_that_no_setting_made_is_named_by_its_place() -> None:
    (manifest,) = [one for one in render(_defaults()) if one["kind"] == "Deployment"]
    broken = {**manifest, "spec": {**manifest["spec"], "progressDeadlineSeconds": -1}}
    (violation,) = kubernetes.check("Deployment", broken, "1.33")
    assert origin(_defaults(), broken, violation.path) == ()


def _defaults() -> Any:
    return evaluated("").values
