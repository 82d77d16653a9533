"""The presets and the examples are files to start from: they pass the checks, and a cluster takes them."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.mlflow import NEWEST_TESTED, Certainty, Reading, Version
from mlflow_tui.config_model.presets import PRESETS, load_preset
from mlflow_tui.renderers.helm_chart import chart
from mlflow_tui.renderers.manifests import render
from tests.control_plane import ControlPlane
from tests.renderers.test_helm_chart import common, templated

EXAMPLES = Path(__file__).parents[1] / "examples"


@dataclass(frozen=True)
class Start:
    """A file, or a stack of files, to start from."""

    name: str
    texts: tuple[str, ...]

    def evaluated(self, release: Release | None = None) -> Evaluation:
        loaded = [load(text) for text in self.texts]
        return evaluate_values([Layer(self.name, one.data, one) for one in loaded], release)


def _examples() -> list[Start]:
    files = sorted(path for path in EXAMPLES.rglob("*.yaml") if path.parent.name != "layers")
    alone = [Start(str(path.relative_to(EXAMPLES)), (path.read_text(encoding="utf-8"),)) for path in files]
    layers = [(EXAMPLES / "layers" / name).read_text(encoding="utf-8") for name in ("base.yaml", "prod.yaml")]
    return [*alone, Start("layers", tuple(layers))]


FROM_PRESETS = [Start(preset.name, (load_preset(preset.name),)) for preset in PRESETS]
FROM_EXAMPLES = _examples()
EVERY = [*FROM_PRESETS, *FROM_EXAMPLES]


def each(starts: list[Start]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("start", starts, ids=lambda start: start.name)


@each(EVERY)
def test_a_start_has_no_error_and_renders(start: Start) -> None:
    evaluation = start.evaluated()
    assert [f"{one.code} {one.key}: {one.message}" for one in evaluation.errors] == []
    assert evaluation.values is not None
    assert "Deployment" in [one["kind"] for one in render(evaluation.values, Release())]


@each([*FROM_PRESETS, *(one for one in FROM_EXAMPLES if one.name in ("values.yaml", "layers"))])
def test_a_start_for_production_has_no_warning_either(start: Start) -> None:
    assert [f"{one.code} {one.key}: {one.message}" for one in start.evaluated().warnings] == []


@each(EVERY)
def test_keys_stand_in_the_order_of_the_chart(start: Start) -> None:
    order = key_order(())
    for text in start.texts:
        keys = list(load(text).data)
        assert keys == sorted(keys, key=order.index)


@each(EVERY)
def test_a_start_explains_itself_in_lines_that_fit_a_screen(start: Start) -> None:
    for text in start.texts:
        assert text.startswith("# ")
        assert text.endswith("\n")
        assert max(len(line) for line in text.splitlines()) <= 120


@each(FROM_PRESETS)
def test_a_preset_tells_how_to_make_each_secret_that_it_names(start: Start) -> None:
    (text,) = start.texts
    named = re.findall(r"^ *existing(?:Ca|Flask)?Secret: (\S+)", text, re.MULTILINE)
    for name in named:
        assert f"kubectl create secret generic {name} " in text


@each(FROM_PRESETS)
def test_a_preset_holds_no_credential(start: Start) -> None:
    (text,) = start.texts
    credential_keys = r"^ +(accessKeyId|\w*[sS]ecretAccessKey|keyFile|azureStorage\w+|adminPassword):"
    assert re.findall(credential_keys, text, re.MULTILINE) == []
    assert re.findall(r"^[^#\n]*://[^/\s]+:[^/\s]+@", text, re.MULTILINE) == []


@each(FROM_PRESETS)
def test_a_preset_is_for_the_newest_mlflow_that_is_tested(start: Start) -> None:
    values = start.evaluated().values
    assert values is not None
    assert values.image.reading == Reading(NEWEST_TESTED, Certainty.SURE, "image.tag", values.image.tag)
    versions = {Version.parse(one) for one in re.findall(r"v?(\d+\.\d+\.\d+)-full", start.texts[0])}
    assert versions == {NEWEST_TESTED}
    assert "-full" in values.image.tag, "the image has the drivers, or is made from the one that has"


def test_a_preset_that_is_not_there_is_no_preset() -> None:
    with pytest.raises(KeyError):
        load_preset("../presets/quickstart")


def test_each_preset_file_is_declared() -> None:
    folder = Path(__file__).parents[1] / "config_model" / "presets"
    assert {path.stem for path in folder.glob("*.yaml")} == {preset.name for preset in PRESETS}


def test_a_real_api_server_takes_all_of_them(control_plane: ControlPlane, namespace: str) -> None:
    manifests = []
    for number, start in enumerate(EVERY):
        # A release each, so that the objects of all can be sent at once; the names are cut off the file's.
        release = Release(f"s{number}-mlflow", namespace)
        evaluation = start.evaluated(release)
        assert evaluation.values is not None
        manifests += render(evaluation.values, release)
    listed = {"apiVersion": "v1", "kind": "List", "items": manifests}
    said = control_plane.kubectl(
        "apply", "--server-side", "--dry-run=server", "-f", "-", stdin=yaml.safe_dump(listed), check=False
    )
    assert said.stderr == ""
    assert said.returncode == 0


def test_real_helm_makes_the_same_of_them(helm: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mlflow"
    for name, content in chart().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    for start in EVERY:
        evaluation = start.evaluated()
        assert evaluation.values is not None
        from_helm = templated(helm, folder, start.texts)
        assert isinstance(from_helm, list), f"{start.name}: {from_helm}"
        assert common(from_helm) == common(render(evaluation.values, Release(namespace="default"))), start.name


def test_the_examples_cover_each_scenario_of_the_documentation(chart_readme: Path) -> None:
    documentation = chart_readme.read_text(encoding="utf-8")
    configurations = documentation.split("## Configurations")[1].split("\n## Values")[0]
    headings = re.findall(r"^#{4,5} (.+)$", configurations, re.MULTILINE)
    # What only leads over to the options below it.
    groups = {heading for heading in headings if re.match(r"Use .* for Artifact Store$", heading)}
    groups.add("Configure Backend Store URI")
    index = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| (.+?) \| \[", index, re.MULTILINE)
    assert [heading for heading in headings if heading not in groups and heading not in shown] == []


def test_the_index_names_each_example_and_no_other() -> None:
    index = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([^)]+\.yaml)\)", index))
    assert linked == {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.yaml")}
