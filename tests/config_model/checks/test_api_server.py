"""What the checks of the range MT3xx call an error, a real API server refuses; what they let pass, it takes."""

import contextlib

import pytest
import yaml
from pydantic import ValidationError

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.manifests import Manifest, render
from tests.config_model.checks.cases import CASES
from tests.config_model.checks.test_objects import BEFORE, WRONG
from tests.control_plane import ControlPlane

REFUSED = ("MT315", "MT316", "MT319", "MT320", "MT321", "MT322", "MT325", "MT328", "MT329", "MT331")
TAKEN = (*REFUSED, "MT317", "MT323", "MT324", "MT326", "MT327", "MT330", "MT332", "MT333", "MT334")


def said(text: str, control_plane: ControlPlane, namespace: str) -> str:
    """What the API server says against the objects that the values make; empty where it takes them."""
    release = Release("mlflow", namespace)
    evaluation = evaluate([Layer("values.yaml", load(text).data)], release)
    values = evaluation.values or Values.model_validate(evaluation.data)
    listed = {"apiVersion": "v1", "kind": "List", "items": list(render(values, release))}
    manifests = yaml.safe_dump(listed)
    done = control_plane.kubectl("create", "--dry-run=server", "-f", "-", stdin=manifests, check=False)
    return done.stderr if done.returncode else ""


@pytest.mark.parametrize("code", REFUSED)
def test_an_api_server_refuses_what_is_an_error(code: str, control_plane: ControlPlane, namespace: str) -> None:
    for text, _ in CASES[code].found:
        assert said(text, control_plane, namespace), text


@pytest.mark.parametrize("code", TAKEN)
def test_an_api_server_takes_what_is_none(code: str, control_plane: ControlPlane, namespace: str) -> None:
    for text in CASES[code].quiet:
        errors = evaluate([Layer("values.yaml", load(text).data)]).errors
        assert errors == (), text
        assert said(text, control_plane, namespace) == "", text


def test_an_api_server_refuses_each_object_that_is_told_of(control_plane: ControlPlane, namespace: str) -> None:
    """Those of one part of a file that only breaks a rule as a part of the whole object among them."""
    sent: dict[int, list[Manifest]] = {}
    for number, (text, _) in enumerate(WRONG):
        evaluation = evaluate([Layer("values.yaml", load(BEFORE + text).data)], Release(f"s{number}", namespace))
        with contextlib.suppress(ValidationError):
            sent[number] = render(Values.model_validate(evaluation.data), evaluation.release)
    items = [manifest for manifests in sent.values() for manifest in manifests]
    listed = yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": items})
    done = control_plane.kubectl("create", "--dry-run=server", "-f", "-", stdin=listed, check=False)
    for number, manifests in sent.items():
        taken = [line for line in done.stdout.splitlines() if f"/s{number}-mlflow" in line]
        assert len(taken) < len(manifests), WRONG[number]
    assert len(sent) > len(WRONG) / 2
