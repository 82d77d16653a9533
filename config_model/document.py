"""One values file that is being edited: its text, what it says, and every edit back and forth.

An edit touches the bytes that it has to and no others: comments, order, quotes, line ends stay. After each one the new
text is read again as Helm reads it and must say exactly what was meant; else the edit is refused and nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any, Literal

from mlflow_tui.config_model.editing.layout.splice import Splice, changed_lines, difference
from mlflow_tui.config_model.editing.operations.apply_plan import Edited, read, without_garbage_collection
from mlflow_tui.config_model.editing.operations.assign import set_value
from mlflow_tui.config_model.editing.operations.delete import delete
from mlflow_tui.config_model.editing.operations.helm_value import as_helm_holds
from mlflow_tui.config_model.editing.operations.list_items import insert, move
from mlflow_tui.config_model.editing.operations.plan import KeyOrder
from mlflow_tui.config_model.editing.operations.rename import rename
from mlflow_tui.config_model.editing.refusal import REFUSALS, EditRefused
from mlflow_tui.config_model.helm_yaml import Loaded, UnreadableYaml
from mlflow_tui.config_model.path import Path, format_path

__all__ = ["REFUSALS", "Document", "Edit", "EditRefused", "KeyOrder"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a text, as it was made, undone or made again."""

    before: str
    after: str
    title: str
    """What was done, for the undo list; never a value, which may be a secret."""
    lines: range
    """The lines of ``after``, counted from 1, that differ."""
    notices: tuple[str, ...] = ()
    """What the person should know: other paths that changed with a shared value, anchors that moved."""

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class _Past:
    """An edit kept for undo: only what it put in place of what."""

    start: int
    removed: str
    inserted: str
    title: str
    notices: tuple[str, ...]


class Document:
    """A values file in memory. Raises UnreadableYaml for a text that Helm would not read."""

    def __init__(self, text: str = "", *, key_order: KeyOrder | None = None) -> None:
        self._sheet = read(text)
        self._key_order: KeyOrder = key_order or (lambda path: ())
        self._done: list[_Past] = []
        self._undone: list[_Past] = []
        self._saved = text

    @classmethod
    def from_bytes(cls, data: bytes, *, key_order: KeyOrder | None = None) -> Document:
        """A file's content; its byte-order mark and line ends are kept. Raises UnreadableYaml for what is not UTF-8."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
            what = "UTF-16 text" if utf16 else f"a byte that is not UTF-8 (0x{data[error.start]:02x})"
            raise UnreadableYaml(f"the file has {what}.", line, None, "Save it as UTF-8.") from None
        return cls(text, key_order=key_order)

    def copy(self) -> Document:
        """Another document of the same text, without its history. It costs nothing: the text is not read again."""
        other = copy(self)
        other._done, other._undone, other._saved = [], [], self.text
        return other

    def to_bytes(self) -> bytes:
        """The file's content: what ``from_bytes`` was given, but for the edits."""
        return self.text.encode("utf-8")

    @property
    def text(self) -> str:
        return self._sheet.text

    @property
    def loaded(self) -> Loaded:
        return self._sheet.loaded

    @property
    def data(self) -> dict[str, Any]:
        """What the text says. Not to be changed: edits go through the methods here."""
        return self._sheet.loaded.data

    def set(self, path: Path, value: object, *, shared: Literal["copy", "anchor"] = "copy") -> Edit:
        """The value at ``path`` becomes ``value``; maps and lists on the way are made, and a new key takes its place in
        the schema's order.

        A map or list is changed only where it differs from the old one. Where ``path`` goes through an alias or a
        ``<<``, ``copy`` writes the value here alone, ``anchor`` writes it where the anchor is, for all that use it.
        Raises EditRefused.
        """
        held = as_helm_holds(value)
        through = shared == "anchor"
        return self._edit(
            f"Set {_named(path)}",
            path,
            lambda: set_value(self._sheet, path, held, self._key_order, through=through),
        )

    def delete(self, path: Path) -> Edit:
        """The key or list item goes, and with a key each map that is then empty and has no comment of its own.

        Without an effect where there is none. Raises EditRefused.
        """
        return self._edit(f"Reset {_named(path)}", path, lambda: delete(self._sheet, path))

    def insert(self, path: Path, index: int, value: object) -> Edit:
        """A new item before the one at ``index`` of the list at ``path``, which is made if it is absent. Raises
        EditRefused.
        """
        held = as_helm_holds(value)
        return self._edit(
            f"Add an item to {_named(path)}",
            path,
            lambda: insert(self._sheet, path, index, held, self._key_order),
        )

    def move(self, path: Path, source: int, target: int) -> Edit:
        """The item at ``source`` of the list at ``path`` goes to ``target``, with the comments above it. Raises
        EditRefused.
        """
        return self._edit(
            f"Move an item of {_named(path)}",
            path,
            lambda: move(self._sheet, path, source, target, self._key_order),
        )

    def rename(self, path: Path, key: str) -> Edit:
        """The last key of ``path`` becomes ``key``, in its place. Raises EditRefused."""
        name = as_helm_holds(key)
        return self._edit(
            f"Rename {_named(path)} to {key}", path, lambda: rename(self._sheet, path, name, self._key_order)
        )

    def replace_text(self, text: str) -> Edit:
        """The whole text becomes another, as it came back from an editor. Raises UnreadableYaml and keeps the old."""
        return self._edit("Edit the text", (), lambda: Edited(read(text), (), ()))

    def undo(self) -> Edit | None:
        """Takes the last edit back, to the very bytes; None if there is none."""
        if not self._done:
            return None
        past = self._done.pop()
        self._undone.append(past)
        return self._step(Splice(past.start, past.start + len(past.inserted), past.removed), f"Undo: {past.title}", ())

    def redo(self) -> Edit | None:
        """Makes the edit again that was taken back last; None if there is none."""
        if not self._undone:
            return None
        past = self._undone.pop()
        self._done.append(past)
        return self._step(
            Splice(past.start, past.start + len(past.removed), past.inserted), f"Redo: {past.title}", past.notices
        )

    def mark_saved(self) -> None:
        """The text as it is now is what the file holds."""
        self._saved = self.text

    @property
    def modified(self) -> bool:
        """Whether the text differs from what the file holds."""
        return self.text != self._saved

    def _edit(self, title: str, path: Path, make: Callable[[], Edited]) -> Edit:
        before = self.text
        with without_garbage_collection():
            done = make()
        after = done.sheet.text
        notices = (*done.notices, *_also_changed(path, done.reached))
        if after == before:
            return Edit(before, after, title, range(0), ())
        splice = difference(before, after)
        self._done.append(_Past(splice.start, before[splice.start : splice.end], splice.text, title, notices))
        self._undone.clear()
        self._sheet = done.sheet
        return Edit(before, after, title, changed_lines(before, after), notices)

    def _step(self, splice: Splice, title: str, notices: tuple[str, ...]) -> Edit:
        before = self.text
        after = before[: splice.start] + splice.text + before[splice.end :]
        self._sheet = read(after)
        return Edit(before, after, title, changed_lines(before, after), notices)


def _named(path: Path) -> str:
    return format_path(path) or "all values"


def _also_changed(path: Path, reached: tuple[Path, ...]) -> tuple[str, ...]:
    """The places outside ``path`` that changed with it because they share what was edited."""
    others = sorted(
        {format_path(other) for other in reached if other != path[: len(other)] and path != other[: len(path)]}
    )
    if not others:
        return ()
    return (f"This also changes {', '.join(others)}: the same anchor gives them their value.",)
