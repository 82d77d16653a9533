"""Laws that hold for every edit of every file: what it means, what it keeps, that it can be undone.

MLFLOW_TUI_TEST_THOROUGH=1 tries many more edits.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.path import Path, format_path
from tests.config_model.editing import model
from tests.config_model.editing.edits import ORDER, Planned, edit_of
from tests.config_model.helm_judge import HelmJudge, as_floats

THOROUGH = os.environ.get("MLFLOW_TUI_TEST_THOROUGH") == "1"
CORPUS = model.corpus()
SHARING = [name for name, content in CORPUS.items() if Document.from_bytes(content).loaded.aliased]
OWN = [name for name in CORPUS if name not in SHARING]

often = settings(
    max_examples=4000 if THOROUGH else 250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def opened(name: str) -> Document:
    return Document.from_bytes(CORPUS[name], key_order=lambda path: ORDER.get(path, ()))


def scalars(document: Document) -> list[Path]:
    """The paths of the values that are written in the document and are no maps or lists."""
    data = document.data
    return [path for path in model.paths(data) if not isinstance(model.get(data, path), (dict, list))]


@often
@given(st.sampled_from(OWN), st.data())
def test_edits_mean_what_they_say_and_keep_every_comment(name: str, draws: st.DataObject) -> None:
    document = opened(name)
    for _ in range(draws.draw(st.integers(1, 4))):
        planned: Planned = draws.draw(edit_of(document))
        before, own = document.text, model.comments_of(document, planned.path) if planned.replaces else None
        planned.make(document)
        assert_means(document, planned)
        lost = model.comments(before) - model.comments(document.text) - (own or Counter())
        assert not lost, lost
        assert not model.comments(document.text) - model.comments(before)


def assert_means(document: Document, planned: Planned) -> None:
    data, meant = document.data, planned.meant
    if planned.deletes:
        data, meant = (model.without_empty_parents(value, planned.path) for value in (data, meant))
    assert model.equal(data, meant)


@often
@given(st.sampled_from(SHARING), st.data())
def test_edits_of_shared_values_reach_their_place_and_tell_the_others(name: str, draws: st.DataObject) -> None:
    document = opened(name)
    for _ in range(draws.draw(st.integers(1, 3))):
        planned: Planned = draws.draw(edit_of(document))
        old = document.data
        edit = planned.make(document)
        path = planned.path
        if planned.deletes and isinstance(path[-1], str):
            assert not model.has(document.data, path)
        elif planned.renamed is not None:
            assert not model.has(document.data, path)
            assert model.equal(model.get(document.data, (*path[:-1], planned.renamed)), model.get(old, path))
        elif not planned.deletes:
            assert model.equal(model.get(document.data, path), model.get(planned.meant, path))
        elif model.has(document.data, path[:-1]):
            assert len(model.get(document.data, path[:-1])) == len(model.get(old, path[:-1])) - 1
        told = " ".join(edit.notices)
        for other in changed(old, document.data):
            assert is_meant(other, planned) or is_told(other, told), other


def is_meant(other: Any, planned: Planned) -> bool:
    """Whether a change is what the edit is about: the path, what is in it, a parent that came or went with it; of an
    item or a name, those beside it too.
    """
    path = planned.path
    if planned.renamed is not None or (planned.deletes and isinstance(path[-1], int)):
        path = path[:-1]
    return bool(other[: len(path)] == path or other == path[: len(other)])


def changed(old: Any, new: Any) -> list[Any]:
    """The deepest paths at which two values differ."""
    places = {*model.paths(old), *model.paths(new)}
    differ = {
        place
        for place in places
        if not (
            model.has(old, place)
            and model.has(new, place)
            and model.equal(model.get(old, place), model.get(new, place))
        )
    }
    return [place for place in differ if not any(deeper[: len(place)] == place != deeper for deeper in differ)]


def is_told(path: Any, told: str) -> bool:
    return any(format_path(path[:depth]) in told for depth in range(1, len(path) + 1))


@often
@given(st.sampled_from(sorted(CORPUS)), st.data())
def test_undo_gives_back_every_byte_and_redo_the_edits(name: str, draws: st.DataObject) -> None:
    document = opened(name)
    edits = [draws.draw(edit_of(document)).make(document) for _ in range(draws.draw(st.integers(1, 6)))]
    texts = [edits[0].before, *(edit.after for edit in edits if edit.changed)]
    final = document.text
    for text in reversed(texts[:-1]):
        document.undo()
        assert document.text == text
    assert document.to_bytes() == CORPUS[name]
    while document.redo():
        pass
    assert document.text == final


@often
@given(st.sampled_from([name for name in OWN if scalars(opened(name))]), st.data())
def test_a_set_scalar_changes_only_its_own_lines(name: str, draws: st.DataObject) -> None:
    document = opened(name)
    path = draws.draw(st.sampled_from(scalars(document)))
    span = document.loaded.values[path]
    before = document.text
    value = draws.draw(st.one_of(st.integers(), st.booleans(), st.text("abc XYZ", min_size=1, max_size=8)))
    document.set(path, value)
    after = document.text
    assert after.startswith(before[: span.start].rstrip(" "))
    rest = before[span.end :]
    if before[span.start : span.start + 1] in ("|", ">"):
        # Empty lines that end such a text may be its own.
        rest = rest.lstrip("\r\n")
    assert after.endswith(rest)


def test_no_file_of_the_corpus_is_left_out() -> None:
    """At least 60 files; those without a value to set have none: they are empty, or hold empty maps and lists alone."""
    assert len(CORPUS) >= 60
    assert sorted(OWN + SHARING) == sorted(CORPUS)
    for name in OWN:
        if not scalars(opened(name)):
            assert not re.sub(r"[\w\-]+:|[{}\[\]\s\ufeff]|#.*|null|---|~", "", CORPUS[name].decode())


def test_real_helm_reads_edited_files_the_same(helm: File, tmp_path: File) -> None:
    """One pass over the corpus with an edit of each kind; every file is judged."""
    judge = HelmJudge(str(helm), tmp_path)
    values = ["yes", "x\ny\n", 0, {"a": ["\u2028", None]}, "é😀 # no", [], 1e21]
    wrong = []
    for number, name in enumerate(CORPUS):
        document = opened(name)
        for step, path in enumerate(model.paths(document.data)[number % 3 :: 4]):
            if model.has(document.data, path):
                document.set(path, values[(number + step) % len(values)])
        document.set(("trackingServer",), {"workers": 3, "extraArgs": ["--a", "b: c"]})
        document.delete(("image",))
        if as_floats(judge.files(document.to_bytes())) != as_floats(document.data):
            wrong.append((name, document.text))
    assert not wrong


@pytest.mark.parametrize("name", sorted(CORPUS))
def test_every_place_of_the_corpus_can_be_set_and_deleted(name: str) -> None:
    """No place refuses a plain value or its deletion; each undone before the next."""
    document = opened(name)
    for path in model.paths(document.data):
        document.set(path, "another")
        assert model.get(document.data, path) == "another"
        document.undo()
        document.delete(path)
        document.undo()
        assert document.to_bytes() == CORPUS[name]
