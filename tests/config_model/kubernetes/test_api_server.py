"""`check` and an API server judge the same pieces alike, but where a reason is given."""

import json
import urllib.error
from typing import Any

import pytest

from mlflow_tui.config_model.kubernetes import VERSIONS, check
from tests.config_model.kubernetes.pieces import OTHERWISE, REFUSED, TAKEN, Piece, whole
from tests.control_plane import ControlPlane

FOLDERS = {
    "Deployment": "/apis/apps/v1/namespaces/default/deployments",
    "Ingress": "/apis/networking.k8s.io/v1/namespaces/default/ingresses",
    "Namespace": "/api/v1/namespaces",
}


def _name(value: object) -> str:
    return json.dumps(value)[:80] if isinstance(value, dict) else str(value)[:40]


def _violations(kind: str, data: dict[str, Any], version: str) -> list[str]:
    judged = whole(kind, data)
    return [f"{one.path}: {one.message}" for one in check(judged["kind"], judged, version)]


@pytest.mark.parametrize(("kind", "data"), TAKEN, ids=_name)
def test_what_an_api_server_takes_passes(kind: str, data: dict[str, Any]) -> None:
    assert _violations(kind, data, "1.25") == []


@pytest.mark.parametrize(("kind", "data"), REFUSED, ids=_name)
def test_what_an_api_server_refuses_is_found(kind: str, data: dict[str, Any]) -> None:
    assert _violations(kind, data, "1.25")


def test_later_versions_take_what_the_first_took() -> None:
    for kind, data in TAKEN:
        for version in VERSIONS:
            assert _violations(kind, data, version) == [], (version, kind, data)


@pytest.mark.parametrize(("kind", "data", "taken", "reason"), OTHERWISE, ids=_name)
def test_the_verdict_is_another_for_a_reason(kind: str, data: dict[str, Any], taken: bool, reason: str) -> None:
    assert bool(_violations(kind, data, "1.25")) is taken, reason


def test_an_api_server_agrees(control_plane: ControlPlane) -> None:
    assert [piece for piece in TAKEN if (_refusal(control_plane, *piece))] == []
    assert [piece for piece in REFUSED if not _refusal(control_plane, *piece)] == []
    otherwise: list[Piece] = [(kind, data) for kind, data, taken, _ in OTHERWISE if taken]
    assert [piece for piece in otherwise if _refusal(control_plane, *piece)] == []


def _refusal(control_plane: ControlPlane, kind: str, data: dict[str, Any]) -> str:
    """What the API server says against an object with the piece in it, without making the object."""
    judged = whole(kind, data)
    folder = FOLDERS.get(judged["kind"], f"/api/v1/namespaces/default/{judged['kind'].lower()}s")
    try:
        control_plane.request("POST", f"{folder}?dryRun=All", judged)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return str(json.loads(refusal.read())["message"])
    return ""
