"""Another MLflow than the one that runs: the plan of the apply says what it brings, and the end where its API is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.upgrade import Kind
from mlflow_tui.delivery.apply import Consent, StepName
from mlflow_tui.delivery.apply.reach import how_to_reach
from mlflow_tui.delivery.apply.running_version import version_change
from mlflow_tui.renderers.manifests import Manifest, render
from mlflow_tui.renderers.yaml_text import text
from tests.config_model.upgrade.planning import planned
from tests.control_plane import ControlPlane
from tests.delivery.applying import VALUES, Cluster, Person, ok, step
from tests.delivery.fake_kubectl import kubectl


def of(**image: str) -> dict[str, object]:
    return {**VALUES, "image": {"repository": "example/mlflow", **image}}


def evaluated(**image: str) -> Evaluation:
    return evaluate_values([Layer("values.yaml", of(**image))])


def running(**image: str) -> list[Manifest]:
    found = evaluated(**image)
    assert found.values is not None, found.errors
    return render(found.values, found.release)


def test_it_says_the_same_as_the_upgrade_of_the_file() -> None:
    change = version_change(evaluated(tag="v3.17.2"), running(tag="v2.14.1"))
    assert change is not None
    assert (str(change.running), str(change.wanted)) == ("2.14.1", "3.17.2")
    told = [(one.kind, one.version, one.key, one.message) for one in planned(text(of(tag="v2.14.1")), "3.17.2").entries]
    assert [(one.kind, one.version, one.key, one.message) for one in change.entries] == told
    assert told


def test_the_plan_has_what_must_be_seen_to_and_names_the_command_for_the_rest() -> None:
    change = version_change(evaluated(tag="v3.17.2"), running(tag="v2.14.1"))
    assert change is not None
    databases = [one for one in change.entries if one.kind is Kind.DATABASE]
    assert databases
    assert all(any(one.message in line for line in change.details) for one in databases)
    assert change.details[-1].endswith("mlflow-tui upgrade VALUES --from 2.14.1 --to 3.17.2")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"tag": "v3.17.2"}, {"tag": "v3.17.2-full"}),
        ({"tag": "latest", "mlflowVersion": "3.9.0"}, {"tag": "v3.17.2"}),
        ({"tag": "v3.9.0"}, {"tag": "latest"}),
        ({"tag": "3.0-ours", "mlflowVersion": "3.9.0"}, {"tag": "3.1-ours", "mlflowVersion": "3.9.0"}),
        ({"tag": ""}, {"tag": "v2.14.1"}),
    ],
)
def test_nothing_is_said_where_it_is_the_same_or_not_known(before: dict[str, str], after: dict[str, str]) -> None:
    assert version_change(evaluated(**after), running(**before)) is None


def test_an_earlier_one_is_said_to_have_no_way_back() -> None:
    change = version_change(evaluated(tag="v3.9.0"), running(tag="v3.17.2"))
    assert change is not None
    assert change.is_downgrade
    assert "cannot be taken back" in change.line


def test_the_apply_shows_it_in_its_plan_and_in_its_question(control_plane: ControlPlane, namespace: str) -> None:
    cluster = Cluster(control_plane, namespace)
    before = of(tag="v2.14.1")
    first = ok(cluster.apply(before, dry_run=True))
    assert step(first, StepName.VERSION).summary == "the file is for MLflow 2.14.1"
    assert first.version_change is None
    cluster.install(before)
    person = Person()
    outcome = ok(cluster.apply(of(tag="v3.17.2"), person))
    found = step(outcome, StepName.VERSION)
    assert found.summary == "2.14.1 runs, and the file asks for 3.17.2"
    assert any(line.startswith("database 2.15.0 backendStore") for line in found.details)
    (question,) = [one for one in person.asked if one.consent is Consent.APPLY]
    assert any("2.14.1 runs" in line for line in question.details)
    assert outcome.version_change is not None


ROOT = "export MLFLOW_TRACKING_URI=http://127.0.0.1:5000"
UI = "open http://127.0.0.1:5000/ml/"


@pytest.mark.parametrize(
    ("tag", "prefix", "lines"),
    [
        ("v3.9.0", [], (ROOT,)),
        ("v3.9.0", ["--static-prefix=/ml"], (UI, ROOT)),
        ("v3.11.1", ["--static-prefix", "/ml"], (UI, ROOT)),
        ("v3.12.0", ["--static-prefix=/ml"], (UI, f"{ROOT}/ml")),
        ("v3.17.2", ["--static-prefix=/ml"], (UI, f"{ROOT}/ml")),
    ],
)
def test_clients_are_told_where_the_api_of_the_version_is(
    tag: str, prefix: list[str], lines: tuple[str, ...], tmp_path: Path
) -> None:
    """As the real servers answer, see tests/mlflow/test_versions.py."""
    tracking = {**VALUES["trackingServer"], "extraArgs": prefix}
    evaluation = evaluate_values([Layer("v", {**of(tag=tag), "trackingServer": tracking})])
    assert evaluation.values is not None, evaluation.errors
    objects = render(evaluation.values, evaluation.release)
    client = kubectl(tmp_path, "exit 1")
    assert how_to_reach(client, objects)[1:] == lines
    assert how_to_reach(client, objects, evaluation.values.image.reading.version)[1:] == lines
