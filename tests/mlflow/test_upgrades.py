"""Databases that an earlier MLflow filled, taken to a later one along the way that `upgrade` tells."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.config_model.upgrade import Kind, Upgrade
from tests.config_model.upgrade.planning import at_key, planned
from tests.mlflow.rendered import database_upgrade, manifests, started
from tests.mlflow_server import EndedError

Program = Callable[[str], Path]
SWITCH = "backendStore.databaseUpgrade"


def _text(version: str, uri: str) -> str:
    return f"""\
image:
  tag: v{version}
trackingServer:
  mode: serve-artifacts
backendStore:
  createSecret:
    backendStoreUri: {uri}
"""


def _switched_on(upgrade: Upgrade, more: str = "") -> str:
    """As the list says: the switch is on for the one rollout."""
    (told, *_) = at_key(upgrade, Kind.DATABASE, SWITCH)
    assert told.fix
    return f"{upgrade.after}  databaseUpgrade: true\n{more}"


def _asked(address: str, path: str, body: dict[str, Any] | None = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{address}/api/2.0/mlflow/{path}", data)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def _fill(address: str) -> None:
    _asked(address, "experiments/create", {"name": "kept"})


def _is_kept(address: str) -> bool:
    found = _asked(address, "experiments/get-by-name?experiment_name=kept")
    return bool(found["experiment"]["name"] == "kept")


def _program(version: str, mlflow: Path, mlflow_of: Program) -> Path:
    return mlflow if version == "2.14.1" else mlflow_of(version)


def _filled(version: str, uri: str, program: Path, folder: Path) -> str:
    text = _text(version, uri)
    with started(text, program, folder) as address:
        _fill(address)
    return text


@pytest.mark.timeout(900)
@pytest.mark.parametrize("by", ["the init container", "the Job"])
def test_postgresql_goes_from_the_oldest_to_the_tested_newest(
    by: str, mlflow: Path, mlflow_of: Program, postgres: Callable[[str], str], tmp_path: Path
) -> None:
    text = _filled("2.14.1", postgres(f"upgraded_by_{by.split()[1].lower()}"), mlflow, tmp_path / "before")
    upgrade = planned(text, "3.17.2")
    assert not upgrade.stopped
    later = mlflow_of("3.17.2")
    switched_on = _switched_on(upgrade, "  databaseUpgradeJob: true\n" if by == "the Job" else "")
    made_by = {one["kind"] for one in manifests(switched_on)}
    assert ("Job" in made_by) == (by == "the Job")
    assert database_upgrade(switched_on, later) == ""
    assert database_upgrade(switched_on, later) == "", "a Job that is made again after its day does nothing"
    with started(switched_on, later, tmp_path / "after") as address:
        assert _is_kept(address)


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("before", "to"), [("2.14.1", "3.17.2"), ("3.5.1", "3.9.0")])
def test_without_it_the_server_migrates_or_refuses_as_it_is_told(
    before: str, to: str, mlflow: Path, mlflow_of: Program, tmp_path: Path
) -> None:
    program, later = _program(before, mlflow, mlflow_of), mlflow_of(to)
    text = _filled(before, f"sqlite:///{tmp_path}/runs.db", program, tmp_path / "before")
    # The folder is no volume of the pod, so that nothing is told of it; the database of a Secret is.
    upgrade = planned(f"image:\n  tag: v{before}\nbackendStore:\n  existingSecret: db\n", to)
    (told, *_) = at_key(upgrade, Kind.DATABASE, SWITCH)
    after = planned(text, to).after
    if "refuses" in told.message:
        with (
            pytest.raises(EndedError, match="out-of-date database schema"),
            started(after, later, tmp_path / "refused"),
        ):
            pass
        assert database_upgrade(f"{after}  databaseUpgrade: true\n", later) == ""
    else:
        assert "unasked" in told.message
    with started(after, later, tmp_path / "after") as address:
        assert _is_kept(address)
