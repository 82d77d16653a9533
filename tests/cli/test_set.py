"""`set`: what it takes for text, and which edits it refuses."""

from __future__ import annotations

import json
import random
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.path import format_path, parse_path
from mlflow_tui.config_model.setting import Kind
from mlflow_tui.renderers.yaml_text import text
from tests.config_model.checks.cases import CASES
from tests.strategies import put

Captured = pytest.CaptureFixture[str]

WORDS = (
    "20240618",
    "1e3",
    "0.10",
    "true",
    "007",
    "0x1F",
    "yes",
    "1_000",
    "-5",
    "+5",
    "False",
    ".5",
    "12345678901234567890",
)
"""What YAML takes for a number or a boolean where it has no quotes."""
IN_PIECES = (
    "extraEnv[0].value",
    "extraEnv[0].valueFrom.secretKeyRef.key",
    "extraContainers[0].name",
    "extraContainers[0].args[0]",
    "extraContainers[0].env[0].value",
    "extraInitContainers[0].command[0]",
    "tolerations[0].value",
    "extraVolumes[0].hostPath.path",
    "extraVolumes[1].csi.volumeAttributes.a",
    "podSecurityContext.seLinuxOptions.level",
    "ingress.hosts[0].host",
    "ingress.hosts[0].paths[0].path",
    "ingress.tls[0].hosts[0]",
    "ingress.tls[0].secretName",
    "image.pullSecrets[0].name",
)
"""Some of the places in pieces of Kubernetes that take text alone."""
BELOW = {Kind.TEXT: "", Kind.MULTILINE: "", Kind.STRING_MAP: ".a\\.example/b", Kind.STRING_LIST: "[0]"}
PLACES = (*(f"{one.key}{BELOW[one.kind]}" for one in leaves() if one.kind in BELOW), *IN_PIECES)


@pytest.mark.parametrize("shift", range(len(WORDS)))
def test_where_text_alone_is_taken_the_words_are_text(shift: int, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("# ours\n")
    words = dict(zip(PLACES, cycle(WORDS[shift:] + WORDS[:shift]), strict=False))
    assert main(["set", str(file), "--force", *(f"{place}={word}" for place, word in words.items())]) == 0
    data = load(file.read_text()).data
    assert {place: look_up(data, parse_path(place)) for place in words} == words
    said = capsys.readouterr().err.splitlines()
    assert [place for place in words if not any(line.startswith(f"{place}: ") for line in said)] == []


def test_the_words_in_a_list_are_text_too(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("")
    lists = ["trackingServer.extraArgs={--a,4,true}", "extraContainers[0].args={1,b}"]
    assert main(["set", str(file), "--force", *lists]) == 0
    data = load(file.read_text()).data
    assert data["trackingServer"]["extraArgs"] == ["--a", "4", "true"]
    assert data["extraContainers"][0]["args"] == ["1", "b"]


@pytest.mark.parametrize(
    ("assignment", "value"),
    [
        ("replicaCount=2", 2),
        ("ingress.enabled=true", True),
        ("podSecurityContext.runAsUser=5", 5),
        ("resources.limits.cpu=2", 2),
        ("service.port=80", 80),
        ("securityContext.runAsNonRoot=true", True),
        ("image.tag=null", None),
        ("x-mine.a=5", 5),
        ("global.a=true", True),
    ],
)
def test_elsewhere_a_number_is_a_number(assignment: str, value: Any, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("")
    assert main(["set", str(file), assignment]) == 0
    assert "text" not in capsys.readouterr().err
    assert look_up(load(file.read_text()).data, parse_path(assignment.partition("=")[0])) is value or value in (
        2,
        5,
        80,
    )
    assert look_up(load(file.read_text()).data, parse_path(assignment.partition("=")[0])) == value


def test_set_of_render_means_what_helm_means(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("")
    assert main(["render", str(file), "--set", "image.tag=20240618"]) == 1
    assert "--set-string" in capsys.readouterr().err
    assert main(["render", str(file), "--set-string", "image.tag=20240618"]) == 0
    assert "mlflow:20240618" in capsys.readouterr().out


WRONG_MODE = "trackingServer: {mode: serve}\n"
WRONG_URI = "backendStore: {createSecret: {backendStoreUri: 'postgres://db/m'}}\n"
MISSPELT = "extraEnv: [{nme: A}, {name: B, value: a}, {name: 'B=C', value: a}]\n"
URI = "backendStore.createSecret.backendStoreUri"
DATABASE = "backendStore: {createSecret: {backendStoreUri: 'postgresql://db/m'}}\n"


@pytest.mark.parametrize(
    ("before", "words", "code"),
    [
        (WRONG_MODE + WRONG_URI, ["trackingServer.mode=serve-artifacts"], 0),
        (WRONG_MODE + DATABASE, ["trackingServer.mode=no-serve-artifacts"], 0),  # MT201, which depends on the mode
        (WRONG_MODE + DATABASE, ["trackingServer.mode=serve-artefacts"], 1),
        (WRONG_MODE + DATABASE, ["trackingServer.mode=no-serve-artifacts", "nameOverride=A_"], 1),
        (WRONG_MODE + DATABASE, ["trackingServer.mode=serve-artifacts", f"{URI}=postgres://db/m"], 1),
        (WRONG_MODE + DATABASE, ["replicaCount=2"], 0),
        (WRONG_MODE + DATABASE, ["nameOverride=A_"], 1),
        (MISSPELT, ["extraEnv[0].name=A", "--delete", "extraEnv[0].nme"], 0),
        ("extraEnv: [{name: A, value: a}, {name: 'B=C', value: a}]\n", ["--delete", "extraEnv[0]"], 0),
        ("extraEnv: [{name: A, value: a}, {name: 'B=C', value: a}]\n", ["extraEnv[0].name=D=E"], 1),
    ],
)  # fmt: skip
def test_an_edit_is_refused_for_the_errors_that_it_adds(
    before: str, words: list[str], code: int, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(before)
    assert main(["set", str(file), *words]) == code, capsys.readouterr().err
    assert (file.read_text() == before) == (code == 1)


def test_what_a_repair_brings_to_light_is_said(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(WRONG_MODE + DATABASE)
    assert main(["set", str(file), "trackingServer.mode=no-serve-artifacts"]) == 0
    assert "MT201" in capsys.readouterr().err


BROKEN = {Kind.CHOICE: "nothing-like-it", Kind.INTEGER: "many", Kind.OPTIONAL_INTEGER: "many", Kind.SWITCH: "perhaps"}


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_repair_of_a_setting_is_never_refused(code: str, tmp_path: Path, capsys: Captured) -> None:
    dice = random.Random(code)
    for before, _ in [one for one in CASES[code].found if len(one[0]) < 10_000][:1]:
        data = load(before).data
        setting = dice.choice([one for one in leaves() if one.kind in BROKEN])
        put(data, setting.path, BROKEN[setting.kind])
        file = tmp_path / "values.yaml"
        file.write_text(text(data))
        value = json.dumps(setting.default) if setting.kind is not Kind.CHOICE else setting.default
        assert main(["set", str(file), f"{format_path(setting.path)}={value}"]) == 0, capsys.readouterr().err
