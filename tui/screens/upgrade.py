"""What an upgrade of MLflow changes for the file, beside the edit that it makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.secrecy import without_passwords
from mlflow_tui.config_model.upgrade import Entry, Kind, Upgrade
from mlflow_tui.renderers import diff
from mlflow_tui.tui.bindings import bound, hint_line
from mlflow_tui.tui.drawing import wrapped
from mlflow_tui.tui.preview.contents import diff_pieces
from mlflow_tui.tui.preview.line_view import Content, LineView
from mlflow_tui.tui.session import Session

_ROOMY = 110
"""Columns from which on both stand side by side."""
_MARGIN = 4


class UpgradeScreen(ModalScreen[bool | None]):
    """Gives True where the edit is to be made; esc leaves the file as it is."""

    DEFAULT_CSS = """
    UpgradeScreen {
        background: $background;
        & > #upgrade {
            width: 100%; height: 100%; background: $background; border: round $accent; padding: 0 1;
            border-title-color: $accent; border-title-style: bold; border-subtitle-color: $text-muted;
            & > #verdict { height: auto; max-height: 3; padding: 0 1; text-style: bold; }
            & > #sides { height: 1fr; margin: 1 0 0 0; layout: vertical; }
            & > #sides > #told { height: 2fr; width: 100%; }
            & > #sides > #edit { height: 1fr; width: 100%; border-top: solid $panel; }
            & > #sides.-wide { layout: horizontal; }
            & > #sides.-wide > #told { height: 100%; width: 3fr; }
            & > #sides.-wide > #edit { height: 100%; width: 2fr; border-top: none; border-left: solid $panel; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("program.back", "dismiss(None)"), bound("upgrade.edit", "edit")]

    def __init__(self, session: Session, upgrade: Upgrade) -> None:
        super().__init__()
        self._session = session
        self._upgrade = upgrade
        self._rows = tuple(_rows(upgrade))

    def compose(self) -> ComposeResult:
        upgrade = self._upgrade
        with Vertical(id="upgrade") as box:
            box.border_title = f"Upgrade MLflow {upgrade.earlier} to {upgrade.wanted}"
            box.border_subtitle = hint_line(self, ("upgrade.edit", "make the edit"), ("program.back", "leave"))
            yield Static(self._verdict(), id="verdict", markup=False)
            with Container(id="sides"):
                yield LineView(highlight=_plain, id="told")
                yield LineView(highlight=diff_pieces, id="edit")

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#told", LineView))
        self.query_one("#edit", LineView).show(Content(self._difference(), empty="The file stays as it is."))
        self._fit(self.app.size.width)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width)

    def action_edit(self) -> None:
        if self._session.read_only:
            self.query_one("#verdict", Static).update(self._session.why_read_only)
        elif self.is_current:
            self.dismiss(True)

    def _fit(self, width: int) -> None:
        wide = width >= _ROOMY
        self.query_one("#sides").set_class(wide, "-wide")
        room = max((width - 2) * 3 // 5 if wide else width - _MARGIN, 20) - _MARGIN
        lines = [part for row in self._rows for part in _folded(row, room)]
        self.query_one("#told", LineView).show(Content(lines, empty="It changes nothing for this file."))

    def _verdict(self) -> str:
        stopping = [one for one in self._upgrade.entries if one.kind is Kind.STOPS]
        made = sum(one.made for one in stopping)
        left = len(stopping) - made
        if left:
            also = f"; the edit fixes {made} more" if made else ""
            return f"A person must fix what stops it: {left}{also}."
        return f"The edit fixes all that would stop it: {made}." if made else "Nothing stops it."

    def _difference(self) -> list[str]:
        before, after = self._upgrade.before, self._upgrade.after
        if not self._session.revealed:
            before, after = diff.masked_pair((before, load(before)), (after, load(after)))
        return diff.unified(before, after, self._session.name, f"{self._session.name} (upgraded)")


def _rows(upgrade: Upgrade) -> Iterator[str]:
    """The entries under the titles of what they are about, each indented as far as it belongs to another."""
    kind: Kind | None = None
    for entry in upgrade.entries:
        if entry.kind is not kind:
            if kind is not None:
                yield ""
            kind = entry.kind
            yield kind.title
        yield from (without_passwords(line) for line in _row(entry))


def _row(entry: Entry) -> Iterator[str]:
    since = f"{entry.version} " if entry.version is not None else ""
    yield f"  {since}{entry.key}"
    yield f"    {entry.message}"
    if entry.fix:
        yield f"    {'✓ the edit does it' if entry.made else '→'}{': ' if entry.made else ' '}{entry.fix}"
    if entry.command:
        yield f"    $ {entry.command}"


def _folded(row: str, room: int) -> list[str]:
    """The row in lines of that many columns, each as far in as it is."""
    text = row.lstrip(" ")
    lead = row[: len(row) - len(text)]
    return [lead + part for part in wrapped(text, max(room - len(lead), 10))] if text else [row]


def _plain(line: str) -> Iterator[tuple[str, str]]:
    yield line, "context" if line.startswith(" ") else "header"
