"""The session behind the screens: what is understood once is not understood again, unless it means something else."""

from __future__ import annotations

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.editing.operations import apply_plan
from mlflow_tui.config_model.helm_yaml import Loaded, load
from mlflow_tui.config_model.path import Path
from tests.tui.editors.hosting import session_of

WORKERS: Path = ("trackingServer", "workers")
TEXT = "trackingServer:\n  workers: 2\n"


def test_what_was_tried_is_not_read_again_when_it_is_kept_nor_when_it_is_undone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def reading(text: str) -> Loaded:
        read.append(text)
        return load(text)

    apply_plan.read.cache_clear()
    monkeypatch.setattr(apply_plan, "load", reading)
    session = session_of(TEXT)
    before = session.view
    for workers in (3, 34, 345, 34, 3):
        session.try_value(WORKERS, workers)
    tried = session.shown
    session.set(WORKERS, 3)
    assert session.view is tried
    assert [one.path for one in session.unsaved()] == [WORKERS]
    session.undo()
    assert session.view is before
    assert len(read) == len(set(read)) == 4


def test_many_drafts_do_not_push_out_what_the_file_means() -> None:
    session = session_of(TEXT)
    before = session.view
    for workers in range(3, 20):
        session.try_value(WORKERS, workers)
    session.set(WORKERS, 30)
    session.undo()
    assert session.view is before


def test_for_another_release_the_same_text_means_something_else() -> None:
    session = session_of(TEXT)
    assert session.view.manifests is not None
    assert session.view.manifests[0]["metadata"]["name"] == "mlflow"
    session.retarget(None, Release("other"))
    assert session.view.manifests is not None
    assert session.view.manifests[0]["metadata"]["name"] == "other-mlflow"
