"""The loader's structure: places in the text, aliases, several documents, and what it refuses in which words."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.helm_yaml import UnreadableYaml, load, scalar
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.yaml_node import MAX_DEPTH
from mlflow_tui.config_model.yaml_tree import compose

LINES = """\
# about the server
trackingServer:   # here
  mode: 'serve-artifacts'
  port:   0x1F  # hex
  "workers": 4
  extraArgs:
    - --app-name=x
    - "two words"
    -
  note: |
    one
     two

  folded: >-
    a
    b
  plain: some
    more words
  empty:
  flow: {a: [1, 'b'], "c": {}}
  none: ~
"""


def pieces(text: str) -> dict[Path, str]:
    return {path: text[span.start : span.end] for path, span in load(text).values.items()}


def key_pieces(text: str) -> dict[Path, str]:
    return {path: text[span.start : span.end] for path, span in load(text).keys.items()}


def test_every_value_and_key_has_its_exact_place() -> None:
    top = "trackingServer"
    found = pieces(LINES)
    assert found[(top, "mode")] == "'serve-artifacts'"
    assert found[(top, "port")] == "0x1F"
    assert found[(top, "workers")] == "4"
    assert found[(top, "extraArgs", 1)] == '"two words"'
    assert found[(top, "extraArgs", 2)] == ""
    assert found[(top, "note")] == "|\n    one\n     two"
    assert found[(top, "folded")] == ">-\n    a\n    b"
    assert found[(top, "plain")] == "some\n    more words"
    assert found[(top, "empty")] == ""
    assert found[(top, "flow")] == """{a: [1, 'b'], "c": {}}"""
    assert found[(top, "flow", "a")] == "[1, 'b']"
    assert found[(top, "flow", "a", 1)] == "'b'"
    assert found[(top, "extraArgs")].startswith("- --app-name=x")
    assert found[(top, "extraArgs")].endswith('"two words"\n    -')
    assert found[(top,)].startswith("mode:")
    assert found[(top,)].endswith("none: ~")
    keys = key_pieces(LINES)
    assert keys[(top,)] == top
    assert keys[(top, "workers")] == '"workers"'
    assert keys[(top, "extraArgs", 1)] == '"two words"'


def test_lines_and_columns_count_from_one() -> None:
    loaded = load(LINES)
    port = loaded.values[("trackingServer", "port")]
    assert (port.line, port.column) == (4, 11)
    key = loaded.keys[("trackingServer", "workers")]
    assert (key.line, key.column) == (5, 3)


@pytest.mark.parametrize("libyaml", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_offsets_count_characters(newline: str, mark: str, libyaml: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", libyaml and yaml.__with_libyaml__)
    lines = [
        "a: '😀é'  # 日本",
        "日本: &x !!str  12",
        "'😀': *x",
        "b: |+",
        "  é",
        "",
        "c:",
        "- !t",
        "  d: 1",
        "---",
        "e: 😀",
        "",
    ]
    text = mark + newline.join(lines)
    found = pieces(text)
    assert found[("a",)] == "'😀é'"
    assert found[("日本",)] == "12"
    assert found[("😀",)] == "12"
    assert found[("b",)] == f"|+{newline}  é{newline}"
    assert found[("c", 0)] == "d: 1"
    assert found[("e",)] == "😀"
    loaded = load(text)
    assert (loaded.values[("日本",)].line, loaded.values[("日本",)].column) == (2, 15)
    assert (loaded.values[("c", 0)].line, loaded.values[("c", 0)].column) == (9, 3)
    assert (loaded.values[("e",)].line, loaded.values[("e",)].column) == (11, 4)
    assert loaded.data["b"] == "é\n\n"


@dataclass
class Writer:
    """Writes data in ever-changing layouts, and notes where each value went."""

    choices: itertools.cycle[int]
    text: str = ""
    places: dict[Path, str] = field(default_factory=dict)

    def pick(self, *options: str) -> str:
        return options[next(self.choices) % len(options)]

    def block(self, value: object, path: Path, indent: int) -> None:
        if isinstance(value, dict) and value:
            for key, entry in value.items():
                self.text += " " * indent + scalar(key) + ":"
                self.child(entry, (*path, key), indent + 2)
        elif isinstance(value, list) and value:
            for index, item in enumerate(value):
                self.text += " " * indent + "-"
                self.child(item, (*path, index), indent + 2)

    def child(self, value: object, path: Path, indent: int) -> None:
        anchor = self.pick("", "", " &x", " !!map" if isinstance(value, dict) else "")
        if isinstance(value, dict | list) and value and self.pick("block", "flow") == "block":
            self.text += anchor + self.pick("", "  # a comment") + "\n" + self.pick("", "\n", " # more\n")
            self.block(value, path, indent)
        else:
            self.text += anchor + self.pick(" ", "  ")
            self.flow(value, path)
            self.text += self.pick("", " # 'not' \"this\": {", " ") + "\n" + self.pick("", "", "\n", "# between: x\n")

    def flow(self, value: object, path: Path) -> None:
        start = len(self.text)
        if isinstance(value, dict):
            self.text += "{"
            for number, (key, entry) in enumerate(value.items()):
                self.text += ("," + self.pick("", " ") if number else "") + scalar(key) + ": "
                self.flow(entry, (*path, key))
            self.text += "}"
        elif isinstance(value, list):
            self.text += "["
            for index, item in enumerate(value):
                self.text += self.pick(", ", " ,") if index else self.pick("", " ")
                self.flow(item, (*path, index))
            self.text += "]"
        else:
            self.text += scalar(value)
        self.places[path] = self.text[start:]


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=12
)


@given(st.dictionaries(TEXTS, DATA, min_size=1, max_size=4), st.lists(st.integers(0, 11), min_size=1, max_size=20))
@settings(deadline=None)
def test_whatever_the_layout_the_data_and_the_places_are_exact(data: dict[str, object], choices: list[int]) -> None:
    writer = Writer(itertools.cycle(choices))
    writer.block(data, (), 0)
    loaded = load(writer.text)
    assert loaded.data == data
    found = {path: writer.text[span.start : span.end] for path, span in loaded.values.items()}
    assert {path: found[path] for path in writer.places} == writer.places
    for path, span in loaded.keys.items():
        if isinstance(path[-1], str):
            assert writer.text[span.start : span.end] == scalar(path[-1])
            before = writer.text[: span.start]
            assert (span.line, span.column) == (before.count("\n") + 1, span.start - before.rfind("\n"))


@given(st.dictionaries(TEXTS, DATA, max_size=4))
@settings(deadline=None)
def test_both_parsers_agree(data: dict[str, object]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    with pytest.MonkeyPatch.context() as patch:
        with_libyaml = load(text)
        patch.setattr(yaml, "__with_libyaml__", False)
        assert load(text) == with_libyaml


def test_an_alias_is_a_copy_and_points_to_its_anchor() -> None:
    text = "base: &b\n  x: [1, 2]\nuse: *b\n"
    loaded = load(text)
    assert loaded.data == {"base": {"x": [1, 2]}, "use": {"x": [1, 2]}}
    assert loaded.data["use"] is not loaded.data["base"]
    assert loaded.data["use"]["x"] is not loaded.data["base"]["x"]
    assert loaded.aliased == {("use",)}
    assert loaded.values[("use", "x", 1)] == loaded.values[("base", "x", 1)]
    assert loaded.keys[("use",)].line == 3


def test_a_merge_key_overrides_what_stands_above_it() -> None:
    text = "base: &b {x: 1, z: {p: 1}}\nuse:\n  x: 2\n  z: {q: 1}\n  <<: *b\nover:\n  <<: *b\n  x: 3\n"
    loaded = load(text)
    assert loaded.data["use"] == {"x": 1, "z": {"p": 1}}
    assert loaded.data["over"] == {"x": 3, "z": {"p": 1}}
    assert {("use", "x"), ("use", "z"), ("over", "z")} <= loaded.aliased
    assert ("over", "x") not in loaded.aliased
    assert ("use", "z", "q") not in loaded.values
    assert loaded.values[("over", "x")].line == 8
    assert loaded.values[("use", "x")].line == 1


def test_documents_are_merged_in_order_with_a_note() -> None:
    loaded = load("a: {b: 1, c: [1, 2]}\n---\n# nothing\n---  # more\na: {c: [3], d: ~}\n")
    assert loaded.data == {"a": {"b": 1, "c": [3], "d": None}}
    assert [(note.code, note.line) for note in loaded.notes] == [("several-documents", 5)]
    assert loaded.values[("a", "b")].line == 1
    assert loaded.values[("a", "c", 0)].line == 5
    assert ("a", "c", 1) not in loaded.values


def test_one_document_between_markers_needs_no_note() -> None:
    assert load("---\na: 1\n---\n").notes == ()
    assert load("---\na: 1\n...\n").notes == ()


@pytest.mark.parametrize(("text", "line"), [("a: 1\n...\nb: 2\n", 3), (" a: 1\nb: 2\n", 2)])
def test_what_helm_does_not_read_is_noted(text: str, line: int) -> None:
    loaded = load(text)
    assert loaded.data == {"a": 1}
    assert [(note.code, note.line) for note in loaded.notes] == [("text-ignored", line)]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "\ufeff", "---\n", "~\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert load(text).data == {}


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a:\n\tb: 1\n", 2, 1, "tab"),
        ("a: 'x\nb: 1\n", 1, 4, "never closed"),
        ('a: "x\n', 1, 4, "never closed"),
        ("a: 1\nb\nc: 2\n", 2, 1, "no colon"),
        ("a:1\n", 1, 1, "space after the colon"),
        ("a: b: c\n", 1, 5, "second colon"),
        ("a: 1\n  b: 2\n", 2, 4, "indentation"),
        ("a:\n   b: 1\n  c: 2\n", 3, 3, "indentation"),
        ("a: [1, 2\nb: 3\n", 1, 4, "["),
        ("a: {b: 1\n", 1, 4, "{"),
        ("a: - b\n", 1, 4, "list"),
        ("a: @b\n", 1, 4, "Quote"),
        ("a: *b\n", 1, 4, "alias"),
        ("a: 'b' c\n", 1, 8, "closing"),
        ("a: {{ .Values.x }}\n", 1, 5, "template"),
        ('a: "\\d"\n', 1, 5, "backslash"),
        ("a: 1\na: 2\n", 2, 1, "on line 1 and on line 2"),
        ("a:\n  yes: 1\n  true: 2\n", 3, 3, "duplicate key"),
        ("a:\n  1: x\n  '1': y\n", 3, 3, "duplicate key"),
        ("a: .nan\n", 1, 4, "no such number"),
        ("a: 1\n~: 2\n", 2, 1, "null"),
        ("a: 1\n: 2\n", 2, 1, "null"),
        ("? [a]\n: 1\n", 1, 3, "where a key should"),
        ("a: !!int x\n", 1, 10, "!!int"),
        ("- a\n", 1, 1, "a list"),
        ("just words\n", 1, 1, "single value"),
        ("a: \x00\n", 1, 4, "NUL"),
        ("a: é\x07\n", 1, 5, "U+0007"),
        ("a: &x [*x]\n", 1, 8, "contains itself"),
        ("a: 1\n---\nb: \x01\n", 3, 4, "U+0001"),
        ("a: 1\n---\nb: 1\nb: 2\n", 4, 1, "on line 3 and on line 4"),
        ("a: 1\n---\nb: [\n", 4, 1, "]"),
        ("a: 1\n--- {b: 1}\n", 2, 4, "separator"),
        ("a: [b?c]\n", 1, 5, "Quote"),
        ("a: 1\n\ufeffb: 2\n", 2, 2, "byte-order mark"),
        ("<<: 5\n", 1, 5, "'<<'"),
    ],
)
def test_an_error_is_a_sentence_with_its_place(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(UnreadableYaml) as raised:
        load(text)
    error = raised.value
    assert (error.line, error.column) == (line, column)
    assert says in str(error)
    assert error.message.endswith(".")
    assert not any(jargon in str(error) for jargon in ("scanning", "parsing", "expected '", "token", "<block"))


@pytest.mark.parametrize("form", ["[" * 5000, "{a: " * 5000, "- " * 5000, "? " * 5000])
def test_deep_nesting_is_an_error_and_no_crash(form: str) -> None:
    with pytest.raises(UnreadableYaml):
        load(form)
    with pytest.raises(UnreadableYaml, match="deep"):
        load("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_deep_nesting_through_aliases_is_an_error_and_no_crash() -> None:
    lines = ["a0: &a0 {x: 1}", *(f"a{n}: &a{n} {{x: *a{n - 1}}}" for n in range(1, 1500))]
    with pytest.raises(UnreadableYaml):
        load("\n".join(lines))


def test_aliases_that_multiply_are_an_error() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(UnreadableYaml, match="aliases"):
        load("\n".join(lines))


def test_the_tree_keeps_how_a_value_is_written() -> None:
    text = "a: &n !!str 'x'\nb: *n\nc: {d: [1]}\ne: >-\n  f\n"
    (document,) = compose(text)
    assert document.root is not None
    (_, a), (_, b), (_, c), (_, e) = document.root.entries
    assert (a.anchor, a.tag, a.style, a.text) == ("n", "tag:yaml.org,2002:str", "'", "x")
    assert (text[a.outer : a.end], text[a.start : a.end]) == ("&n !!str 'x'", "'x'")
    assert (b.kind, b.text, b.target) == ("alias", "n", a)
    assert (c.kind, c.flow, c.entries[0][1].kind) == ("map", True, "list")
    assert (e.style, e.text) == (">", "f")


@given(st.text(st.sampled_from("ab1 \n\t:-#'\"[]{},&*!|>?%\\é😀\ufeff\r~<="), max_size=30))
@settings(max_examples=400, deadline=None)
def test_no_text_makes_it_crash(text: str) -> None:
    try:
        loaded = load(text)
    except UnreadableYaml:
        return
    for span in (*loaded.keys.values(), *loaded.values.values()):
        assert 0 <= span.start <= span.end <= len(text)
