"""The first screen where no file was named: what there is to edit, and what to start from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mlflow_tui.config_model.presets import PRESETS
from mlflow_tui.tui.bindings import bound, hint_line
from mlflow_tui.tui.recent import recent_files
from mlflow_tui.tui.widgets.pick_list import Item, PickList

_SHOWN = 6
_LIMIT = 200_000


class Start(ModalScreen[str]):
    """Gives `file:PATH`, `preset:NAME`, `open` or `new`."""

    DEFAULT_CSS = """
    Start {
        align: center middle; background: $background;
        & > #start {
            width: 104; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
            background: $surface; border: round $accent;
            border-title-color: $accent; border-title-style: bold; border-subtitle-color: $text-muted;
            & > Static { height: auto; padding: 0 1; margin: 0 0 1 0; color: $text-muted; }
            & > PickList { height: auto; max-height: 100%; }
            & > #about { margin: 1 0 0 0; color: $foreground; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bound("start.empty", "dismiss('new')")]

    def compose(self) -> ComposeResult:
        with Vertical(id="start") as box:
            box.border_title = "mlflow-tui"
            box.border_subtitle = hint_line(
                self, ("list.pick", "open"), ("start.empty", "an empty values.yaml"), ("program.quit", "quit")
            )
            yield Static("Values of the MLflow Helm chart, and the Kubernetes manifests that they make.", markup=False)
            entries = list(_entries())
            self._about = {item.id: item.note for item in entries}
            yield PickList([replace(item, note="") for item in entries])
            yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        picks = self.query_one(PickList)
        self.set_focus(picks)
        if picks.item is not None:
            self._tell(picks.item)

    def on_pick_list_moved(self, message: PickList.Moved) -> None:
        message.stop()
        self._tell(message.item)

    def _tell(self, item: Item) -> None:
        about = self._about[item.id]
        self.query_one("#about", Static).update(f"{about[:1].upper()}{about[1:]}{'.' if about else ' '}")

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        message.stop()
        if self.is_current:
            self.dismiss(message.item.id)


def _entries() -> Iterator[Item]:
    here = list(_values_files(Path()))
    known = {path.resolve() for path in here}
    recent = [path for path in recent_files() if path not in known][:_SHOWN]
    if here:
        yield Item("", "In this folder", heading=True)
        yield from (Item(f"file:{path}", path.name, "opens this file") for path in here[:_SHOWN])
    if recent:
        yield Item("", "Edited lately", heading=True)
        yield from (Item(f"file:{path}", _short(path), "opens this file") for path in recent)
    yield Item("", "Start values.yaml from", heading=True)
    yield from (Item(f"preset:{one.name}", one.title, one.summary) for one in PRESETS)
    yield Item("new", "Nothing", "an empty file: everything as the chart has it")
    yield Item("", "Or", heading=True)
    yield Item("open", "Open another file …", "walks through folders, or takes a path")


def _values_files(folder: Path) -> Iterator[Path]:
    """YAML files that look like values of this chart: by name, or by a key that only it has."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and path.is_file())
    except OSError:
        return
    for path in found:
        if "values" in path.name or _mentions_mlflow(path):
            yield path


def _mentions_mlflow(path: Path) -> bool:
    try:
        if path.stat().st_size > _LIMIT:
            return False
        content = path.read_bytes()
    except OSError:
        return False
    return any(f"\n{key}:".encode() in b"\n" + content for key in ("trackingServer", "backendStore", "artifactStore"))


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
