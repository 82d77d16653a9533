"""What `check` passes, runs, and what it refuses does not: over generated files, judged by the real servers.

`MLFLOW_TUI_TEST_SERVER_CASES` tells on how many files, `MLFLOW_TUI_TEST_SERVER_SEED` on which.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.mlflow import TESTED, Version
from tests.mlflow.rendered import Client, manifests, pod, problems, started
from tests.mlflow.server_values import any_values, right_values
from tests.mlflow_server import EndedError

CASES = int(os.environ.get("MLFLOW_TUI_TEST_SERVER_CASES", "42"))
SEED = int(os.environ.get("MLFLOW_TUI_TEST_SERVER_SEED", "0"))
RIGHT = 204
"""Files that are made to be right; each tenth is started."""

TELL_OF_HOSTS = {"MT249", "MT256", "MT257"}
"""Errors of a server that runs, and answers 403 where it is published or at its Service."""
TOLD_BY_A_WARNING = {"MT226", "MT256"}
"""What a person may mean all the same: an option of an image of one's own, a server that answers at one host alone."""
PODS = ("10.1.2.3:5000", "100.64.7.8:5000")
SERVICE = ("mlflow:5000", "mlflow.ml.svc.cluster.local:5000")


def generated(cases: int) -> settings:
    """Nothing is made smaller, since each try is a server that starts."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    return settings(
        max_examples=cases, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=checks
    )


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("version", TESTED, ids=str)
def test_each_file_runs_or_is_refused_for_a_reason(
    version: Version, mlflow_of: Callable[[str], Path], tmp_path: Path
) -> None:
    numbers = itertools.count()
    program = mlflow_of(str(version))
    wrong = []

    @seed(SEED + TESTED.index(version))
    @generated(max(1, CASES // len(TESTED)))
    @given(st.data())
    def judged(data: st.DataObject) -> None:
        values = data.draw(any_values(version))
        if said := fault(values, program, tmp_path / str(next(numbers))):
            wrong.append(f"{said}\n{yaml.safe_dump(values)}")

    judged()
    assert not wrong, "\n".join(wrong)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("version", TESTED, ids=str)
def test_what_is_made_to_be_right_is_not_refused_and_runs(
    version: Version, mlflow_of: Callable[[str], Path], tmp_path: Path
) -> None:
    numbers = itertools.count(1)
    program = mlflow_of(str(version))
    wrong = []

    @seed(SEED + TESTED.index(version))
    @generated(RIGHT // len(TESTED))
    @given(st.data())
    def judged(data: st.DataObject) -> None:
        values = data.draw(right_values(version))
        number = next(numbers)
        told = [f"{one.code} {one.key}: {one.message}" for one in problems(yaml.safe_dump(values)) if one.is_error]
        if not told and number % 10 == 0:
            told = [said for said in [fault(values, program, tmp_path / str(number))] if said]
        if told:
            wrong.append("\n".join([*told, yaml.safe_dump(values)]))

    judged()
    assert not wrong, "\n".join(wrong)


def fault(values: dict[str, Any], program: Path, folder: Path) -> str:
    """In what the checks and the server contradict each other; empty where they do not."""
    text = yaml.safe_dump(values)
    found = problems(text)
    errors = {one.code for one in found if one.is_error or one.code in TOLD_BY_A_WARNING}
    folder.mkdir()
    try:
        with started(text, program, folder / "run", {"/data": str(folder)}) as address:
            refused = [*_refused(address, values, text)]
    except EndedError as ended:
        said = "\n".join(str(ended).splitlines()[-4:])
        return "" if errors - TELL_OF_HOSTS else f"no check tells that it ends:\n{said}"
    if errors - TELL_OF_HOSTS:
        return f"it runs, in spite of {sorted(errors)}"
    if errors:
        return "" if refused else f"it answers everywhere, in spite of {sorted(errors)}"
    return f"no check tells what it refuses: {refused}" if refused else ""


def _refused(address: str, values: dict[str, Any], text: str) -> Iterator[str]:
    """What should be answered and is not."""
    container = pod(manifests(text))["containers"][0]
    if (asked := container["readinessProbe"].get("httpGet")) is not None:
        headers = {one["name"]: one["value"] for one in asked.get("httpHeaders", ())}
        for host in PODS:
            if (status := Client(address).status(asked["path"], headers={"Host": host, **headers})) != 200:
                yield f"the probe at {host}: {status}"
    auth = values["trackingServer"].get("basicAuth")
    secret = auth["createSecret"] if auth else {}
    client = Client(address, secret.get("adminUsername", ""), secret.get("adminPassword", ""))
    published = [one["host"] for one in values.get("ingress", {}).get("hosts", ())]
    for path in ("/", "/ml/", "/teams/ml/"):
        for host in (*published, *SERVICE):
            if client.status(path, headers={"Host": host}) == 403:
                yield f"{host}{path}"
        create = f"{path}api/2.0/mlflow/experiments/create"
        for host in published:
            headers = {"Host": host, "Origin": f"https://{host}"}
            if client.status(create, b'{"name": "one"}', headers) == 403:
                yield f"POST from https://{host}{create}"
    local = {"Host": "localhost"}
    if secret and (status := Client(address).status("/", headers=local)) not in (401, 403, 404):
        yield f"a stranger is let in: {status}"
    if secret and client.status("/", headers=local) == 401:
        yield "the administrator is not let in"
