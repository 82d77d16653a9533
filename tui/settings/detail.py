"""What is to be known of the focused setting: path, type, default, what it does, an example, what it makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from mlflow_tui.config_model.setting import Kind, Setting
from mlflow_tui.tui.drawing import cut, ink, plain, strip, width_of, wrapped
from mlflow_tui.tui.session import Session
from mlflow_tui.tui.settings.text import compact, default_text, type_text
from mlflow_tui.tui.summary import Summary

Line = list[tuple[str, str]]


class Detail(Widget):
    """The lines under the list. `effects`: the lines of the manifests that the setting makes, found a little later."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plain",
        "detail--path",
        "detail--facts",
        "detail--help",
        "detail--label",
        "detail--error",
        "detail--warning",
        "detail--effect",
        "detail--rule",
    }
    DEFAULT_CSS = """
    Detail {
        height: 11;
        background: $background; color: $foreground;
        & > .detail--path { color: $accent; text-style: bold; }
        & > .detail--facts { color: $text-muted; }
        & > .detail--help { color: $foreground; }
        & > .detail--label { color: $text-muted; }
        & > .detail--error { color: $text-error; }
        & > .detail--warning { color: $text-warning; }
        & > .detail--effect { color: $text-success; }
        & > .detail--rule { color: $foreground 20%; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._setting: Setting | None = None
        self._summary: Summary | None = None
        self._effects: Sequence[str] = ()
        self._lines: list[Line] | None = None

    def show(self, setting: Setting | None, summary: Summary) -> None:
        """Tells of `setting` as it is now."""
        if setting is not self._setting:
            self._effects = ()
        self._setting, self._summary = setting, summary
        self._tell()

    def show_effects(self, effects: Sequence[str]) -> None:
        """The lines of the manifests that the setting makes; none where it makes none now."""
        if list(effects) != list(self._effects):
            self._effects = effects
            self._tell()

    def _tell(self) -> None:
        """Draws anew if there is something else to tell."""
        before = self._lines
        self._lines = self._laid_out(self.size.width - 2, self.size.height - 1) if self.size.width else None
        if before is None or self._lines is None:
            self.refresh()
            return
        pairs = zip_longest(before, self._lines)
        changed = [Region(0, y, self.size.width, 1) for y, (old, new) in enumerate(pairs, start=1) if old != new]
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        self._lines = None

    # Below: how it is drawn.

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            rule = plain(self) + ink(self, "detail--rule")
            return strip([("─" * width, rule)], width, plain(self))
        if self._lines is None:
            self._lines = self._laid_out(width - 2, self.size.height - 1)
        if y - 1 >= len(self._lines):
            return Strip.blank(width, plain(self))
        parts = [(text, self._named(name)) for text, name in self._lines[y - 1]]
        return strip([(" ", plain(self)), *parts], width, plain(self))

    def _named(self, name: str) -> Style:
        return plain(self) + ink(self, f"detail--{name}")

    def _laid_out(self, width: int, height: int) -> list[Line]:
        """As much as there is room for: first the facts, then what is wrong, the help, what it makes, the example."""
        setting = self._setting
        if setting is None or self._summary is None:
            return []
        lines = list(self._facts(setting, width))
        urgent = list(self._urgent(setting, width))
        effects = [[("→ ", "label"), (cut(text, width - 2), "effect")] for text in self._effects]
        example = self._example(setting, width)
        help_lines: list[Line] = [[(text, "help")] for text in wrapped(setting.help, width)]
        lines += urgent
        room = height - len(lines)
        kept = effects[: max(1, room - len(help_lines))] if effects else []
        shown_help = help_lines[: max(1, room - len(kept))]
        lines += shown_help
        if height - len(lines) - len(kept) >= 1:
            lines.append(example)
        return [*lines, *kept][:height]

    def _facts(self, setting: Setting, width: int) -> Iterator[Line]:
        facts = [type_text(setting), f"default {cut(default_text(setting), 40)}", self._origin(setting)]
        told = " · ".join(one for one in facts if one)
        if width_of(setting.key) + 3 + width_of(told) <= width:
            yield [(setting.key, "path"), (f" · {told}", "facts")]
            return
        yield [(cut(setting.key, width), "path")]
        # A line ends after a fact rather than within one.
        while facts:
            line = facts.pop(0)
            while facts and width_of(f"{line} · {facts[0]}") <= width:
                line = " · ".join(one for one in (line, facts.pop(0)) if one)
            if line:
                yield [(cut(line, width), "facts")]

    def _origin(self, setting: Setting) -> str:
        source = self.session.shown.evaluation.source(setting.path)
        if source.layer is None:
            return ""
        line = f":{source.span.line}" if source.span is not None else ""
        return f"from {source.layer.name.rpartition('/')[2]}{line}"

    def _urgent(self, setting: Setting, width: int) -> Iterator[Line]:
        if reason := setting.why_not(self.session.shown.evaluation.data):
            for text in wrapped(f"Has no effect now: {reason}.", width)[:2]:
                yield [(text, "warning")]
        assert self._summary is not None
        for problem in self._summary.problems.get(setting.key, ()):
            name = "error" if problem.is_error else "warning"
            for text in wrapped(f"{problem.code} {problem.message}", width):
                yield [(text, name)]
            if problem.hint and problem.fix is None:
                for text in wrapped(problem.hint, width):
                    yield [(text, "help")]
            if problem.fix is not None:
                yield [("f ", "path"), (cut(problem.fix.title, width - 2), "help")]

    def _example(self, setting: Setting, width: int) -> Line:
        example = setting.declaration.example
        if setting.kind is Kind.SWITCH or example is None:
            return [("More: ", "label"), (cut(setting.area.link, width - 6), "facts")]
        return [("Example: ", "label"), (cut(compact(example), width - 9), "facts")]
