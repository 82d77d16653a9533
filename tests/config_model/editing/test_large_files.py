"""Edits of a file of 5,000 lines that has all that the corpus has: as exact as in a small one, and quick."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.document import Document
from tests.config_model.editing import model
from tests.config_model.editing.edits import Planned, edit_of
from tests.config_model.editing.test_edit_laws import THOROUGH, assert_means

TEXT = model.large()


def test_the_file_is_large_and_has_most_of_the_corpus() -> None:
    assert TEXT.count("\n") >= 5000
    assert len(Document(TEXT).data) >= 40


@settings(
    max_examples=200 if THOROUGH else 6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.data())
def test_edits_of_a_large_file_mean_what_they_say(draws: st.DataObject) -> None:
    document = Document(TEXT)
    for _ in range(draws.draw(st.integers(1, 3))):
        planned: Planned = draws.draw(edit_of(document))
        before, own = document.text, model.comments_of(document, planned.path) if planned.replaces else None
        planned.make(document)
        assert_means(document, planned)
        assert not model.comments(before) - model.comments(document.text) - (own or Counter())
    while document.undo() is not None:
        pass
    assert document.text == TEXT
