"""Hundreds of odd scalars, keys and files: the loader, and real Helm, against what Helm was recorded to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.helm_yaml import STRICTER, UnreadableYaml, load, meaning
from tests.config_model.helm_judge import FEW_CALLS, KEY, REFUSED, VALUE, HelmJudge, as_floats, recorded

# Flow words that end in a colon ("{a:}") are one word to Go's scanner; libyaml refuses them, and so does the loader.
STRICTER_SCALARS = {"{a:}", "[a:]"}


@pytest.fixture
def judge(helm: Path, tmp_path: Path) -> HelmJudge:
    return HelmJudge(str(helm), tmp_path)


def read(text: str) -> Any:
    try:
        return load(text).data
    except UnreadableYaml:
        return REFUSED


@pytest.mark.parametrize("libyaml", [True, False])
@pytest.mark.parametrize(("kind", "form"), [("values", VALUE), ("keys", KEY)])
def test_scalars_read_as_recorded(kind: str, form: str, libyaml: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", libyaml and yaml.__with_libyaml__)
    wrong = []
    for text, reading in recorded(kind):
        if text in STRICTER_SCALARS or (not yaml.__with_libyaml__ and "\t" in text):
            continue  # PyYAML's own scanner takes no tabs between words
        found = read(form.format(number=0, text=text))
        expected = reading if reading == REFUSED else {"k0": reading}
        if as_floats(found) != as_floats(expected):
            wrong.append((text, found, expected))
    assert wrong == []


@pytest.mark.parametrize(("text", "reading"), recorded("files"))
def test_files_read_as_recorded(text: str, reading: Any) -> None:
    assert as_floats(read(text)) == as_floats(reading)


@pytest.mark.parametrize("kind", ["values", "keys"])
def test_helm_reads_scalars_as_recorded(kind: str, judge: HelmJudge) -> None:
    form = VALUE if kind == "values" else KEY
    fine = [(text, reading) for text, reading in recorded(kind) if reading != REFUSED]
    assert judge.each([text for text, _ in fine], form) == [reading for _, reading in fine]
    for text, reading in recorded(kind):
        if reading == REFUSED:
            assert judge.files(form.format(number=0, text=text)) is None, text


def test_helm_reads_files_as_recorded(judge: HelmJudge) -> None:
    for text, reading in recorded("files"):
        assert judge.files(text) == (None if reading == REFUSED else reading), text


NUMBER_LIKE = st.text("0123456789abxoBXOeE+-._", min_size=1, max_size=12)
WORD_LIKE = st.sampled_from(
    ["yes", "no", "on", "off", "true", "false", "null", "y", "n", "~", ".inf", ".nan", "0o", "0x"]
)
CASES = st.sampled_from([str.upper, str.lower, str.title, str.swapcase])
ODD = st.one_of(
    NUMBER_LIKE,
    st.builds(lambda word, case: case(word), WORD_LIKE, CASES),
    st.from_regex(r"\A[-+]?[0-9]{1,25}(\.[0-9]{0,20})?([eE][-+]?[0-9]{1,3})?\Z"),
    st.from_regex(r"\A[0-9]{1,4}[-:][0-9]{1,2}[-:][0-9]{1,2}([Tt ][0-9:.Z+-]{0,12})?\Z"),
    st.from_regex(r"\A[-+]?0[xXoObB]_?[0-9a-fA-F_]{1,20}\Z"),
    st.text(st.sampled_from("a1 :#?-&*!|>'\"%@`,[]{}=~.\\/é日"), min_size=1, max_size=6),
)


@given(texts=st.lists(ODD, min_size=30, max_size=80, unique=True))
@settings(FEW_CALLS, max_examples=10)
def test_odd_scalars_read_as_helm_reads_them(
    texts: list[str], helm: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    judge = HelmJudge(str(helm), tmp_path_factory.mktemp("judge"))
    for form in (VALUE, KEY):
        readable = [text for text in texts if read(form.format(number=0, text=text)) != REFUSED]
        ours = [read(form.format(number=0, text=text))["k0"] for text in readable]
        theirs = judge.each(readable, form)
        assert [(t, as_floats(v)) for t, v in zip(readable, ours, strict=True)] == [
            (t, as_floats(v)) for t, v in zip(readable, theirs, strict=True)
        ]


@given(ODD)
def test_a_plain_scalar_means_what_it_means_in_a_file(text: str) -> None:
    try:
        loaded = load(f"k: {text}\n")
    except UnreadableYaml:
        return
    span = loaded.values[("k",)]
    if (span.start, span.end) == (3, 3 + len(text)) and text[0] not in "'\"[{|>&*!":
        found = loaded.data["k"]
        assert (type(found), found) == (type(meaning(text)), meaning(text))


@pytest.mark.parametrize("text", STRICTER)
def test_what_is_refused_here_alone_is_listed(text: str, judge: HelmJudge) -> None:
    assert judge.files(text) is not None
    with pytest.raises(UnreadableYaml):
        load(text)
