"""The line at the top: which file, whether it is saved, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.strip import Strip
from textual.widget import Widget

from mlflow_tui.tui.drawing import cut, ink, plain, strip, width_of
from mlflow_tui.tui.opening import Opening

if TYPE_CHECKING:
    from mlflow_tui.tui.session import Session

_FILE = 24
"""Columns of a long path that stay before a fact about the cluster has to go: its end says most."""


class HeaderLine(Widget):
    """Name of the program and of the file, unsaved changes, and at the right the release and the cluster."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plain",
        "header--name",
        "header--file",
        "header--unsaved",
        "header--label",
        "header--value",
    }
    DEFAULT_CSS = """
    HeaderLine {
        dock: top; height: 1;
        background: $panel; color: $foreground;
        & > .header--name { color: $accent; text-style: bold; }
        & > .header--file { text-style: bold; }
        & > .header--unsaved { color: $text-warning; }
        & > .header--label { color: $text-muted; }
        & > .header--value { color: $foreground; }
    }
    """

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._subject: Opening | Session = opening
        self._session: Session | None = None
        self._said: tuple[object, ...] = ()

    def show(self, session: Session) -> None:
        """Draws the line anew if it says something else now."""
        self._subject = self._session = session
        said = (self._unsaved(), session.name, session.context, session.read_only, session.release, *self._facts())
        if said != self._said:
            self._said = said
            self.refresh()

    def _unsaved(self) -> str:
        if self._session is None or not self._session.modified:
            return ""
        count = len(self._session.unsaved())
        return f"● {count} unsaved" if count else "● unsaved"

    def _namespace(self) -> str:
        return self._subject.release.namespace or (self._session.context_namespace if self._session else "")

    def _facts(self) -> list[tuple[str, str]]:
        """Labels and values, the ones that must stay longest last."""
        session, release = self._subject, self._subject.release
        facts = [
            ("k8s", release.kube_version),
            ("context", session.context or ""),
            ("namespace", self._namespace()),
        ]
        facts.append(("release", release.name))
        if self._session is not None:
            facts.append(("MLflow", str(self._session.shown.mlflow)))
        if session.read_only:
            facts.append(("read-only", " "))
        return [fact for fact in facts if fact[1]]

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, plain(self)
        styles = {name: base + ink(self, f"header--{name}") for name in ("name", "file", "unsaved", "label", "value")}
        unsaved = self._unsaved()
        facts = self._facts()
        name = self._subject.name
        around = 2 + len("mlflow-tui") + 2 + (width_of(unsaved) + 2 if unsaved else 0)
        left = around + min(width_of(name), _FILE)
        while facts and left + sum(width_of(f"{a} {b}") + 3 for a, b in facts) > width:
            facts.pop(0)
        right = [(label, value.strip()) for label, value in reversed(facts)]
        taken = sum(width_of(f"{a} {b}".strip()) + 3 for a, b in right)
        room = max(width - taken - around, 8)
        if width_of(name) > room:
            name = "…" + name[-(room - 1) :]
        parts = [(" mlflow-tui", styles["name"]), ("  ", base), (name, styles["file"])]
        if unsaved:
            parts += [("  ", base), (unsaved, styles["unsaved"])]
        used = sum(width_of(text) for text, _ in parts)
        parts.append((" " * max(width - used - taken, 1), base))
        for label, value in right:
            parts += [(cut(label, 20), styles["label"]), (f" {value}" if value else "", styles["value"]), ("   ", base)]
        return strip(parts, width, base)
