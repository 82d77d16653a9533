"""A file of another chart on the screens: said whose it is, with the report, and converted if the person wants it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.config_model.conversion.converting import convert
from mlflow_tui.config_model.document import Document
from mlflow_tui.tui.app import MlflowTui
from mlflow_tui.tui.opening import Opening
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.screens.start import Start
from tests.tui.running import Running

THEIRS = """\
# of the data team
image: {tag: v3.11.1-full}
mlflow:
  backendStoreUri: postgresql://mlflow:s3cretpw1234@db/mlflow
  artifactsDestination: s3://models
"""


@pytest.mark.parametrize("wanted", [True, False])
async def test_the_report_is_shown_and_the_result_opened(
    wanted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "theirs-values.yaml").write_text(THEIRS)
    app = MlflowTui(Opening())
    async with app.run_test(size=(120, 40)) as pilot:
        screens = Running(app, pilot, tmp_path)
        await screens.until("theirs-values.yaml")
        assert isinstance(app.screen, Start)
        await screens.press("enter")
        await screens.until("Values of another chart")
        assert isinstance(app.screen, Question)
        assert "the official MLflow chart" in screens.screen
        assert "mlflow.artifactsDestination" in screens.screen
        assert "s3cretpw1234" not in screens.screen
        if wanted:
            await screens.press("down", "enter")
            await screens.until("not saved yet")
            assert app.session.document.text == convert(Document(THEIRS)).after
            assert app.session.modified
        else:
            await screens.press("enter")
            await screens.until("theirs-values.yaml")
            assert isinstance(app.screen, Start)
    assert (tmp_path / "theirs-values.yaml").read_text() == THEIRS
    assert [one.name for one in tmp_path.glob("*.yaml")] == ["theirs-values.yaml"]
