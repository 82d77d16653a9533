"""The behaviours that are declared by hand, against the signs of them in the wheels of every version."""

from __future__ import annotations

import pytest

from mlflow_tui.config_model.mlflow import Version, facts, versions
from mlflow_tui.config_model.mlflow.behaviours import (
    BEHAVIOURS,
    UPLOADS_COPIED_AGAIN_AND_AGAIN,
    UPLOADS_HELD_IN_MEMORY,
    Behaviour,
)


@pytest.mark.parametrize("behaviour", [one for one in BEHAVIOURS if one.sign is not None], ids=lambda one: one.name)
def test_a_behaviour_holds_where_the_source_shows_its_sign(behaviour: Behaviour) -> None:
    shown = [version for version in versions() if behaviour.name in facts(version).data["signs"]]
    assert [version for version in versions() if behaviour.holds(version)] == shown


def test_only_what_no_text_of_the_source_shows_has_no_sign() -> None:
    without = [one for one in BEHAVIOURS if one.sign is None]
    assert without == [UPLOADS_HELD_IN_MEMORY, UPLOADS_COPIED_AGAIN_AND_AGAIN]


def test_each_behaviour_is_told_by_a_name_of_its_own() -> None:
    assert len({one.name for one in BEHAVIOURS}) == len(BEHAVIOURS)
    assert all(one.what and one.source.startswith("mlflow.") for one in BEHAVIOURS)


def test_a_behaviour_ends_before_the_version_that_has_it_no_more() -> None:
    assert not UPLOADS_HELD_IN_MEMORY.holds(Version(3, 2, 0))
    assert UPLOADS_HELD_IN_MEMORY.holds(Version(3, 14, 0))
    assert not UPLOADS_HELD_IN_MEMORY.holds(Version(3, 15, 0))
