"""The editor of a multi-line string: certificates, key files; typed, pasted, or read from a file."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.bindings import Hint, bound, own_keys
from mlflow_tui.tui.editors.code_area import CodeArea
from mlflow_tui.tui.editors.text_sheet import TextSheet
from mlflow_tui.tui.local_actions import spoken_key
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.widgets.text_field import TextField

LARGEST = 1024 * 1024
"""Bytes that are read from a file: Kubernetes takes no larger Secret or ConfigMap."""


class TextEditor(TextSheet):
    """The text becomes exactly that string in the file."""

    DEFAULT_CSS = """
    TextEditor {
        & #from-file { display: none; border: none; height: 1; padding: 0 1; background: $panel; }
        & #from-file.-open { display: block; }
        & #from-file:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("edit.from-file", "from_file"),
    ]

    def __init__(self, setting: Setting, session: Session, path: Path | None = None, title: str = "") -> None:
        super().__init__(setting, session, path, title)
        value = self.kept_value
        self._started = value if isinstance(value, str) else ""
        self._exact = ("", "")

    def body(self) -> Iterator[Widget]:
        yield CodeArea(self._started, as_yaml=False, hide_all=self._hides)
        yield TextField(id="from-file", placeholder="a file, for example ~/keys/mlflow.json", compact=True)

    @property
    def _hides(self) -> bool:
        return self.setting.secret and not self.session.revealed

    def on_mount(self) -> None:
        # A text area ends all lines alike; what came with other line ends must not change by being looked at.
        self._exact = (self.area.text, self._started)
        super().on_mount()

    def started_with(self) -> str:
        return self._started

    @property
    def text(self) -> str:
        typed = self.area.text
        return self._exact[1] if typed == self._exact[0] else typed

    def rebuild(self) -> None:
        self.area.look({}, hide_all=self._hides)
        super().rebuild()

    def try_text(self) -> None:
        if self.text != self._started:
            self.draft(self.text)
        else:
            self.drop_draft()

    def edit(self) -> object:
        return self.session.set(self.path, self.text)

    def about(self) -> list[str]:
        text = self.text
        if not text:
            return [f"Type, paste, or take it from a file with {spoken_key('edit.from-file', own_keys(self))}."]
        lines = text.count("\n") + (not text.endswith("\n"))
        certificates = text.count("-----BEGIN CERTIFICATE-----")
        said = f"{lines:,} line{'s' * (lines != 1)} · {len(text):,} characters"
        if certificates:
            said += f" · {certificates} certificate{'s' * (certificates != 1)}"
        reveal = spoken_key("view.secrets", own_keys(self))
        return [said + (f" · hidden: {reveal} shows it" if self._hides else "")]

    def hints(self) -> Iterator[Hint]:
        yield from super().hints()
        yield "edit.from-file", "from a file"
        if self.setting.secret:
            yield "view.secrets", "hide" if self.session.revealed else "reveal"

    # From a file.

    def action_from_file(self) -> None:
        field = self.query_one("#from-file", Input)
        field.add_class("-open")
        field.focus()

    def action_back(self) -> None:
        field = self.query_one("#from-file", Input)
        if field.has_class("-open"):
            self._close_field()
        else:
            super().action_back()

    def _close_field(self) -> None:
        self.query_one("#from-file", Input).remove_class("-open")
        self.area.focus()
        self.refuse("")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        try:
            text = text_of_file(message.value)
        except ValueError as error:
            self.refuse(str(error))
            return
        self._close_field()
        self.area.replace(text, (0, 0), self.area.document.end)
        self._exact = (self.area.text, text)
        self.try_text()


def text_of_file(name: str) -> str:
    """The text of a file, its line ends as they are. Raises ValueError with a sentence that says what is the matter."""
    try:
        path = pathlib.Path(name.strip()).expanduser()
        if path.is_dir():
            raise ValueError(f"{path} is a folder.")
        if not path.exists():
            raise ValueError(f"No file {path}.")
        if not path.is_file():
            raise ValueError(f"{path} is not a regular file.")
        if path.stat().st_size > LARGEST:
            raise ValueError(f"{path} is larger than 1 MiB: Kubernetes takes no Secret of that size.")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not text in UTF-8.") from None
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ValueError(f"{name} cannot be read: {reason}.") from None
