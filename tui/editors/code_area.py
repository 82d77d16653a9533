"""A text area for YAML and other texts: colours, indents, and hides secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, get_args

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from mlflow_tui.tui.bindings import bound
from mlflow_tui.tui.drawing import ink, printable
from mlflow_tui.tui.preview.yaml_highlight import Kind, literal_ranges, pieces

_INDENT = 2
_ACTIONS = {binding.key: binding.action for binding in Binding.make_bindings(TextArea.BINDINGS) if not binding.priority}
"""What a key does in every text area."""


class CodeArea(TextArea):
    """Edits a multi-line string. `as_yaml` colours it and indents new lines as YAML wants it.

    What `hidden` names is drawn as dots: columns by line, counted from 0; `hide_all` draws all of the text so.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"text--{kind}" for kind in get_args(Kind)), "code--wrong"}
    DEFAULT_CSS = """
    CodeArea {
        border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0;
        &:focus { border: none; }
        & > .text--space, & > .text--punctuation { color: $foreground 60%; }
        & > .text--key { color: $text-primary; }
        & > .text--string { color: $foreground; }
        & > .text--number { color: $text-warning; }
        & > .text--keyword { color: $text-accent; text-style: bold; }
        & > .text--comment { color: $foreground 55%; text-style: italic; }
        & > .text--anchor { color: $text-secondary; }
        & > .text--marker, & > .text--secret { color: $text-muted; }
        & > .code--wrong { color: $text-error; text-style: underline; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("text.unindent", "unindent"),
    ]

    def __init__(self, text: str, *, as_yaml: bool, hide_all: bool = False) -> None:
        super().__init__(text, show_line_numbers=True, soft_wrap=not as_yaml, tab_behavior="focus")
        self._as_yaml = as_yaml
        self.hide_all = hide_all
        self.hidden: Mapping[int, Sequence[tuple[int, int]]] = {}
        self.wrong: frozenset[int] = frozenset()
        self._literal: tuple[str, list[range]] = ("", [])
        self.on_key_first: Callable[[str], bool] | None = None

    def look(
        self,
        hidden: Mapping[int, Sequence[tuple[int, int]]],
        wrong: frozenset[int] = frozenset(),
        *,
        hide_all: bool = False,
    ) -> None:
        """Hides columns of lines, or all, and underlines the lines that something is wrong with."""
        if (hidden, wrong, hide_all) != (self.hidden, self.wrong, self.hide_all):
            self.hidden, self.wrong, self.hide_all = hidden, wrong, hide_all
            self._line_cache.clear()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        line = printable(self.document.get_line(line_index).replace("\t", " "))
        for start, end in self.hidden.get(line_index, ()):
            line = line[:start] + "•" * (min(end, len(line)) - start) + line[end:]
        if self.hide_all:
            return Text("•" * len(line), style=ink(self, "text--secret"), end="", no_wrap=True)
        text = Text(line, end="", no_wrap=True)
        if self._as_yaml and not self._is_literal(line_index):
            at = 0
            for piece, kind in pieces(line):
                text.stylize(ink(self, f"text--{kind}"), at, at + len(piece))
                at += len(piece)
        if line_index in self.wrong:
            text.stylize(ink(self, "code--wrong"), len(line) - len(line.lstrip()))
        return text

    def _is_literal(self, line_index: int) -> bool:
        text = self.text
        if self._literal[0] != text:
            self._literal = (text, literal_ranges(text.split("\n")))
        return any(line_index in lines for lines in self._literal[1])

    def before_key(self, key: str) -> bool:
        """Whether somebody else takes the key, before the text area does anything with it."""
        return self.on_key_first(key) if self.on_key_first is not None else False

    async def _on_key(self, event: events.Key) -> None:
        if self.before_key(event.key):
            event.stop()
            event.prevent_default()
            return
        if self._as_yaml and event.key in ("enter", "tab") and not self.read_only:
            event.stop()
            event.prevent_default()
            if event.key == "tab":
                self.insert(" " * (_INDENT - self.cursor_location[1] % _INDENT))
            else:
                self.insert("\n" + self._next_indent())
            self.scroll_cursor_visible()
            return
        if event.key in _ACTIONS:
            # Here rather than by the app, which gets the key only after the next ones have been typed or pasted.
            event.stop()
            event.prevent_default()
            await self.run_action(_ACTIONS[event.key])
            return
        await super()._on_key(event)

    def _next_indent(self) -> str:
        """The indent of the line to come: deeper after a key that opens a map, else that of the keys beside it."""
        row, column = self.cursor_location
        line = self.document.get_line(row)[:column]
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        while body.startswith("- "):
            rest = body[2:].lstrip(" ")
            indent += len(body) - len(rest)
            body = rest
        opens = body.rstrip().endswith((":", "|", ">", "|-", ">-")) and not body.lstrip().startswith("#")
        return " " * (indent + _INDENT if opens else indent)

    def action_unindent(self) -> None:
        """Takes one step of indent from the line of the cursor."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        spaces = min(len(line) - len(line.lstrip(" ")), _INDENT)
        if spaces:
            self.delete((row, 0), (row, spaces))
            self.move_cursor((row, max(column - spaces, 0)))
