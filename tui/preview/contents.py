"""What each tab of the preview shows, made from the session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mlflow_tui.config_model.effective import defaults
from mlflow_tui.config_model.helm_yaml import Loaded
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.secrecy import without_passwords
from mlflow_tui.renderers import diff
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.masking import MASK, masked_text
from mlflow_tui.tui.preview.line_view import Content, Mark
from mlflow_tui.tui.preview.marks import Margin, target
from mlflow_tui.tui.preview.yaml_highlight import literal_ranges
from mlflow_tui.tui.preview.yaml_lines import ManifestLines, YamlLines
from mlflow_tui.tui.session import Session, View


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person asked to see.

    `before` is what the file meant before the edit at hand. `follow` brings what the edit changes, or the focused
    setting, into view.
    """

    before: View
    reveal: bool = False
    focus: Path = ()
    follow: bool = True


@dataclass(frozen=True, slots=True)
class Tab:
    """The content of a tab and the line above it; `warn` where that line must not be missed."""

    content: Content
    note: str
    warn: bool = False


@dataclass
class Sources:
    """What is kept between two keystrokes, so that each costs only what it changes."""

    margin: Margin = field(default_factory=Margin)
    values: YamlLines = field(default_factory=YamlLines)
    manifests: ManifestLines = field(default_factory=ManifestLines)
    _file: tuple[tuple[object, ...], FileLines] | None = None
    _literal: dict[str, tuple[Sequence[str], Sequence[range]]] = field(default_factory=dict)

    def file(self, session: Session, asked: Asked) -> FileLines:
        """The lines of the edited file and what the margin says of them: the same object while no text differs."""
        view = session.shown
        texts = (session.saved_text, asked.before.text, view.text, asked.reveal)
        if self._file is None or self._file[0] != texts:
            text = view.text if asked.reveal else masked_text(view.text, view.loaded)
            # Marks come from the unmasked texts, in which a changed secret differs; a mask keeps the lines in place.
            marks = self.margin.marks(split(session.saved_text), split(asked.before.text), split(view.text))
            self._file = (texts, FileLines(split(text), marks, text != view.text))
        return self._file[1]

    def literal(self, tab: str, lines: Sequence[str]) -> Sequence[range]:
        """The block scalars among the lines of a tab, looked for once as long as the lines are the same object."""
        kept = self._literal.get(tab)
        if kept is None or kept[0] is not lines:
            kept = self._literal[tab] = (lines, literal_ranges(lines))
        return kept[1]


@dataclass(frozen=True, slots=True)
class FileLines:
    """The file as it is shown; `masked` where a secret in it is not."""

    lines: Sequence[str]
    marks: dict[int, Mark]
    masked: bool


def split(text: str) -> list[str]:
    """The lines of a file, without an empty one after the last line break."""
    lines = text.removeprefix("\ufeff").split("\n")
    return lines[:-1] if not lines[-1] else lines


def values(session: Session, asked: Asked, sources: Sources) -> Tab:
    """The file as it will be saved."""
    view = session.shown
    file = sources.file(session, asked)
    focused = setting_lines(view.text, view.loaded, asked.focus)
    content = Content(
        file.lines,
        file.marks,
        frozenset(focused),
        sources.literal("values", file.lines),
        (target(file.marks) or focused) if asked.follow else range(0),
        "The file is empty: every setting has its default.\nChange one, and it appears here.",
    )
    return Tab(content, _values_note(session, len(file.lines), masked=file.masked))


def _values_note(session: Session, count: int, *, masked: bool) -> str:
    state = "as you type" if session.draft is not None else "not saved" if session.modified else "saved"
    return f"{session.name} · {_counted(count, 'line')} · {state}" + (" · secrets masked" if masked else "")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def setting_lines(text: str, loaded: Loaded, path: Path) -> range:
    """The lines, from 0, that hold a setting and its value; empty where the file does not set it."""
    key, value = loaded.keys.get(path), loaded.values.get(path)
    if not path or key is None or value is None:
        return range(0)
    last = value.line + text.count("\n", value.start, value.end) - text[value.start : value.end].endswith("\n")
    return range(key.line - 1, max(last, key.line))


def manifests(session: Session, asked: Asked, sources: Sources, affected: Sequence[range]) -> Tab:
    """What will be applied. `affected` are the lines of the focused setting, as far as they are known."""
    objects, stale = session.manifests
    lines = sources.manifests.lines(objects, reveal=asked.reveal)
    marks = {} if stale else _manifest_marks(asked.before.manifests, objects, lines, sources.manifests)
    focused = frozenset(line for span in affected for line in span if line < len(lines))
    followed = _without_checksum(marks, lines) or range(min(focused, default=0), min(focused, default=-1) + 1)
    content = Content(
        lines,
        marks,
        focused,
        sources.literal("manifests", lines),
        followed if asked.follow and not stale else range(0),
        "There is nothing to show yet: the values have errors.\nSee the tab Problems.",
    )
    masked = any(MASK in line for line in lines) if not asked.reveal else False
    errors = len(session.shown.evaluation.errors)
    if stale and lines:
        return Tab(
            content, f"▲ Stale: {_counted(errors, 'error')} in the values. Below are the last good manifests.", True
        )
    if stale:
        return Tab(content, f"▲ {_counted(errors, 'error')} in the values: nothing can be rendered.", True)
    return Tab(
        content, f"{_counted(len(objects), 'object')} · in the order of apply" + (" · secrets masked" if masked else "")
    )


def _manifest_marks(
    before: Sequence[Manifest] | None, objects: Sequence[Manifest], lines: list[str], emitter: ManifestLines
) -> dict[int, Mark]:
    if before is None or before is objects:
        return {}
    old, new = emitter.lines(before, reveal=True), emitter.lines(objects, reveal=True)
    if len(new) != len(lines):
        # A masked value of several lines takes one, so that the whole texts do not tell which line is which.
        old, new = emitter.lines(before, reveal=False), lines
    return Margin().marks(old, old, new)


def _without_checksum(marks: dict[int, Mark], lines: Sequence[str]) -> range:
    """The changed lines to follow; the annotation that rolls the pods changes with every secret and is not one."""
    telling = {line: mark for line, mark in marks.items() if "checksum/config:" not in lines[line]}
    return target(telling) or target(marks)


def changes(session: Session, asked: Asked, sources: Sources, against: str, live: Sequence[Manifest] | None) -> Tab:
    """A unified diff: the file against its saved state, its values against the defaults, or objects and cluster."""
    if against == "defaults":
        lines, empty = _against_defaults(session, asked, sources), "Every setting has its default."
    elif against == "cluster" and live is not None:
        objects, _ = session.manifests
        lines = diff.manifests(live, objects, "cluster", "planned", reveal=asked.reveal)
        empty = "The cluster has what these values ask for."
    else:
        lines, empty = _against_saved(session, asked), "Nothing has changed since the file was saved."
    content = Content(lines, empty=empty)
    added = sum(line.startswith("+") and not line.startswith("+++ ") for line in lines)
    removed = sum(line.startswith("-") and not line.startswith("--- ") for line in lines)
    counts = f"+{added} -{removed} · " if lines else ""
    others = [name for name in ("saved", "defaults", *(("cluster",) if live is not None else ())) if name != against]
    names = {"saved": "the saved file", "defaults": "the defaults", "cluster": "the cluster"}
    return Tab(content, f"{counts}against {names[against]} · d: {' · '.join(names[other] for other in others)}")


def _against_saved(session: Session, asked: Asked) -> list[str]:
    view = session.shown
    saved, now = session.saved_text, view.text
    if saved == now:
        return []
    if not asked.reveal:
        saved, now = diff.masked_pair((saved, session.saved_view.loaded), (now, view.loaded))
    return diff.unified(saved, now, f"{session.name} (saved)", session.name)


def _against_defaults(session: Session, asked: Asked, sources: Sources) -> list[str]:
    pair = defaults(), session.shown.evaluation.data
    old, new = pair if asked.reveal else diff.masked_values(*pair)
    before, after = ("".join(f"{line}\n" for line in sources.values.lines(data)) for data in (old, new))
    if not asked.reveal:
        before, after = without_passwords(before), without_passwords(after)
    return diff.unified(before, after, "defaults", "values")


def diff_pieces(line: str) -> Iterator[tuple[str, str]]:
    """A line of a unified diff in its colour."""
    if line.startswith(("--- ", "+++ ")):
        yield line, "header"
    elif line.startswith("@@"):
        yield line, "hunk"
    else:
        yield line, {"+": "added", "-": "removed"}.get(line[:1], "context")


def following(tab: Tab, shown: Sequence[str]) -> Tab:
    """The tab, scrolled to where its lines differ from those that were shown before."""
    found = diff.changes(shown, tab.content.lines)
    if not shown or not found:
        return tab
    lines = range(found[0].other_start, max(found[-1].other_end, found[0].other_start + 1))
    return replace(tab, content=replace(tab.content, target=lines))
