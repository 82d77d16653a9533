"""The laws of upgrades, over every starting file, every pair of minor versions, and generated values."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.document import Document, EditRefused
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.mlflow import Certainty, Version, newest, reading_of, versions
from mlflow_tui.config_model.presets import PRESETS, load_preset
from mlflow_tui.config_model.upgrade import Kind, NoTarget, Upgrade
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.yaml_text import text as yaml_text
from tests.config_model.upgrade.planning import planned
from tests.strategies import values, values_by_version

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted(path for path in (ROOT / "examples").rglob("*.yaml") if "ci" not in path.parts)
FILES = {
    **{preset.name: load_preset(preset.name) for preset in PRESETS},
    **{str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in EXAMPLES},
}
MINORS = tuple({one[:2]: one for one in versions()}.values())
"""The newest patch of each minor version."""
PAIRS = tuple(combinations(MINORS, 2))
_KEYS_MADE = re.compile(r"(?<=secretKey: )[0-9a-f]{64}$", re.MULTILINE)


def _tagged(text: str, version: Version) -> str:
    document = Document(text)
    document.set(("image", "tag"), f"v{version}")
    if "mlflowVersion" in document.data["image"]:
        document.delete(("image", "mlflowVersion"))
    return document.text


def _holds(text: str, upgrade: Upgrade, wanted: Version) -> None:
    """The edit parses and is for the wanted version, all is told, and there is nothing to do a second time."""
    after = Document(upgrade.after).data
    reading = reading_of(after)
    assert (reading.version, reading.certainty) == (wanted, Certainty.SURE)
    assert upgrade.before == text
    left = {one.message for one in upgrade.entries if one.kind is Kind.STOPS and not one.made}
    assert {one.message for one in upgrade.remaining} <= left
    again = planned(upgrade.after, str(wanted))
    assert again.nothing_to_do
    assert again.entries == ()
    assert {one.identity for one in again.remaining} == {one.identity for one in upgrade.remaining}


@pytest.mark.parametrize("name", FILES)
def test_every_file_goes_between_minor_versions(name: str) -> None:
    """Each pair with one of the files, each file with several pairs."""
    number = list(FILES).index(name)
    pairs = PAIRS[number :: len(FILES)]
    assert pairs
    for before, wanted in pairs:
        text = _tagged(FILES[name], before)
        upgrade = planned(text, str(wanted))
        assert upgrade.earlier == before
        _holds(text, upgrade, wanted)
    again = planned(text, str(wanted))
    assert again.entries == upgrade.entries
    assert _KEYS_MADE.sub("", again.after) == _KEYS_MADE.sub("", upgrade.after)


def test_every_pair_is_tried() -> None:
    assert {pair for number in range(len(FILES)) for pair in PAIRS[number :: len(FILES)]} == set(PAIRS)
    assert len(MINORS) > 20


@settings(max_examples=60, deadline=None)
@given(data=values() | values_by_version(), wanted=st.sampled_from(versions()))
def test_whatever_a_file_says_it_is_upgraded_or_refused(data: dict[str, Any], wanted: Version) -> None:
    text = yaml_text(data)
    try:
        upgrade = planned(text, str(wanted))
    except (NoTarget, EditRefused):
        return  # told to the person, and nothing is changed
    if not upgrade.nothing_to_do:
        _holds(text, upgrade, wanted)


def test_what_is_declared_is_short() -> None:
    """What no check tells, for files that much of it concerns; a fix comes after."""
    texts = [*FILES.values(), "trackingServer:\n  extraArgs: [--static-prefix=/ml]\n", "replicaCount: 3\n"]
    entries = {one for text in texts for one in planned(_tagged(text, MINORS[0]), "latest").entries}
    found = [one for one in entries if one.kind is Kind.DATABASE or one.command or one.kind is Kind.CHANGED]
    assert len(found) > 10
    by_checks = {one.message for text in texts for one in _evaluated(_tagged(text, newest())).problems}
    assert [one.message for one in found if len(one.message) > 100 and one.message not in by_checks] == []


def _evaluated(text: str) -> Evaluation:
    loaded = load(text)
    return evaluate([Layer("values.yaml", loaded.data, loaded, text=text)])
