"""A document's own behaviour: bytes, undo, what it refuses and what it tells."""

from __future__ import annotations

import pytest

from mlflow_tui.config_model.document import REFUSALS, Document, EditRefused
from mlflow_tui.config_model.helm_yaml import UnreadableYaml
from tests.config_model.editing.model import corpus


@pytest.mark.parametrize("name", corpus())
def test_untouched_file_keeps_its_bytes(name: str) -> None:
    content = corpus()[name]
    document = Document.from_bytes(content)
    assert document.to_bytes() == content
    assert not document.modified


@pytest.mark.parametrize("name", corpus())
def test_setting_what_holds_already_changes_nothing(name: str) -> None:
    document = Document.from_bytes(corpus()[name])
    for key, value in document.data.items():
        assert not document.set((key,), value).changed
    assert document.undo() is None


def test_undo_and_redo_go_all_the_way() -> None:
    document = Document("a: 1 # c\r\nb: [1,\r\n 2]")
    texts = [document.text]
    for number in range(30):
        document.set(("a",), number + 2)
        document.insert(("b",), 0, number)
        document.set((f"k{number}", "x"), "é\n")
        texts.append(document.text)
    document.delete(("b",))
    for text in reversed(texts):
        while document.text != text:
            assert document.undo() is not None
    assert document.undo() is None
    while (edit := document.redo()) is not None:
        assert edit.title.startswith("Redo: ")
    assert document.data == Document(document.text).data
    assert "b" not in document.data


def test_an_edit_ends_what_could_be_redone() -> None:
    document = Document("a: 1\n")
    document.set(("a",), 2)
    document.undo()
    document.set(("a",), 3)
    assert document.redo() is None


def test_modified_compares_with_what_was_saved() -> None:
    document = Document("a: 1\n")
    modified = [document.modified]
    for step in (lambda: document.set(("a",), 2), document.mark_saved, document.undo, document.redo):
        step()
        modified.append(document.modified)
    assert modified == [False, True, False, True, False]


def test_changed_lines_are_those_of_the_new_text() -> None:
    document = Document("a: 1\nb:\n  c: 2\n")
    assert document.set(("b", "c"), 3).lines == range(3, 4)
    assert document.set(("b", "d"), [1, 2]).lines == range(4, 7)
    assert document.delete(("b",)).lines == range(2, 3)
    undone = document.undo()
    assert undone is not None
    assert undone.lines == range(2, 7)


def test_a_title_names_the_place_and_never_the_value() -> None:
    document = Document("a:\n  password: old\n")
    edit = document.set(("a", "password"), "s3cr3t")
    assert edit.title == "Set a.password"


def test_editing_an_anchor_tells_who_else_changes() -> None:
    document = Document("a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n")
    edit = document.set(("a", "b"), 2)
    assert edit.after == "a: &x {b: 2}\nc: *x\nd:\n  <<: *x\n"
    assert document.data == {"a": {"b": 2}, "c": {"b": 2}, "d": {"b": 2}}
    assert edit.notices == ("This also changes c.b, d.b: the same anchor gives them their value.",)


def test_editing_through_an_alias_can_change_the_anchor() -> None:
    text = "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n"
    for path in (("c", "b"), ("d", "b")):
        document = Document(text)
        edit = document.set(path, 2, shared="anchor")
        assert edit.after == text.replace("1", "2")
        assert "a.b" in edit.notices[0]
    document = Document("a: &x 1 # c\nb: *x\n")
    assert document.set(("b",), 2, shared="anchor").after == "a: &x 2 # c\nb: *x\n"


def test_a_map_set_through_an_alias_changes_the_anchor_whole() -> None:
    document = Document("a: &x\n  b: 1 # c\n  d: 2\ne: *x\n")
    edit = document.set(("e",), {"b": 1, "f": 3}, shared="anchor")
    assert edit.after == "a: &x\n  b: 1 # c\n  f: 3\ne: *x\n"
    assert document.data["e"] == document.data["a"] == {"b": 1, "f": 3}


def test_a_copy_is_told() -> None:
    document = Document("a: &x {b: 1}\nc: *x\n")
    assert document.set(("c", "b"), 2).notices == ("c was an alias of &x: it has a copy of its own now.",)
    assert document.data["a"] == {"b": 1}


@pytest.mark.parametrize(
    ("kind", "text", "edit"),
    [
        ("wrong-kind", "a: text\n", ("set", ("a", "b"), 1)),
        ("wrong-kind", "a: [1]\n", ("set", ("a", "b"), 1)),
        ("wrong-kind", "a: {b: 1}\n", ("set", ("a", 0), 1)),
        ("wrong-kind", "a: 1\n", ("insert", ("a",), 0, 1)),
        ("wrong-kind", "a: [1]\n", ("rename", ("a", 0), "b")),
        ("no-such-place", "a: [1]\n", ("set", ("a", 3), 1)),
        ("no-such-place", "a: [1]\n", ("insert", ("a",), 2, 1)),
        ("no-such-place", "a: [1]\n", ("move", ("a",), 0, 1)),
        ("no-such-place", "a: 1\n", ("move", ("b",), 0, 1)),
        ("no-such-place", "a: 1\n", ("rename", ("b",), "c")),
        ("no-such-place", "", ("set", ("a", 1), "x")),
        ("key-exists", "a: 1\nb: 2\n", ("rename", ("a",), "b")),
        ("no-yaml-value", "a: 1\n", ("set", ("a",), float("nan"))),
        ("no-yaml-value", "a: 1\n", ("set", ("a",), 10**400)),
        ("no-yaml-value", "a: 1\n", ("set", ("a",), "\ud800")),
        ("no-yaml-value", "a: 1\n", ("set", ("a",), {1: 2})),
        ("no-yaml-value", "a: 1\n", ("set", ("a",), [object()])),
        ("no-map", "a: 1\n", ("set", (), [1])),
        ("unsafe", "b: &B\n  b: {c: 1}\n<<: *B\n", ("set", ("b", "x"), 3)),
        ("unsafe", "--- # c\ra: 1\r", ("set", ("b",), 1)),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(kind: str, text: str, edit: tuple[str, ...]) -> None:
    document = Document(text)
    method, *arguments = edit
    with pytest.raises(EditRefused) as refusal:
        getattr(document, method)(*arguments)
    assert refusal.value.kind == kind
    assert kind in REFUSALS
    assert refusal.value.reason.endswith(".")
    assert document.text == text
    assert document.undo() is None


def test_replaced_text_must_be_readable() -> None:
    document = Document("a: 1\n")
    with pytest.raises(UnreadableYaml):
        document.replace_text("a: [\n")
    assert document.text == "a: 1\n"
    document.replace_text("b: 2\n")
    assert document.data == {"b": 2}
    document.undo()
    assert document.text == "a: 1\n"


@pytest.mark.parametrize("content", [b"\xff\xfea\x00", b"a: \xe9\n", b"\x00\x01\x02"])
def test_what_is_no_text_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableYaml):
        Document.from_bytes(content)


def test_the_whole_can_be_set_and_only_what_differs_is_written() -> None:
    document = Document("# mine\na: 1 # one\nb:\n  c: 2\n")
    assert document.set((), {"a": 1, "b": {"c": 3}, "d": 4}).after == "# mine\na: 1 # one\nb:\n  c: 3\nd: 4\n"
    assert document.set((), {}).after == "# mine\n"


def test_true_is_not_one() -> None:
    document = Document("a: 1\nb: true\n")
    assert document.set(("a",), True).after == "a: true\nb: true\n"
    assert document.set(("b",), 1).after == "a: true\nb: 1\n"
    assert not document.set(("b",), 1.0).changed


def test_a_copy_is_edited_apart_and_has_no_history() -> None:
    document = Document("a: 1\n")
    document.set(("a",), 2)
    other = document.copy()
    assert other.undo() is None
    other.set(("a",), 3)
    assert (document.text, other.text) == ("a: 2\n", "a: 3\n")
    other.undo()
    assert other.text == "a: 2\n"
    assert document.undo() is not None
