"""The state behind the screens: the edited file, the layers around it, and what they mean now.

Nothing here knows Textual. Handlers of the app call a method, then show what `Session.view` has become.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, TypeVar, cast

from mlflow_tui.config_model import edits
from mlflow_tui.config_model.catalogue import key_order, leaves
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.document import Document, Edit, EditRefused
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.helm_yaml import Loaded
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.mlflow import Version, reading_of
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.manifests import Manifest

Result = TypeVar("Result")
_NOTHING = object()
_KEPT = 4
"""Texts whose views are kept."""


class ReadOnly(EditRefused):
    """The session changes nothing: it was opened for reading, or its file may not be written."""

    def __init__(self, why: str) -> None:
        super().__init__("unsafe", why)


@dataclass(frozen=True, slots=True)
class View:
    """What one text of the edited file means."""

    text: str
    loaded: Loaded = field(repr=False)
    evaluation: Evaluation = field(repr=False)

    @property
    def mlflow(self) -> Version:
        """The version of MLflow that the file is for."""
        return reading_of(self.evaluation.data).version

    @property
    def manifests(self) -> tuple[Manifest, ...] | None:
        """The objects that the values render to; None while there are errors."""
        return self.evaluation.manifests


class Session:
    """One values file being edited, between the layers below it and the options above it.

    `lower` are the files read before the edited one, `upper` the layers of `--set` and the like. While an editor is
    open, `draft` holds what its half-typed value would make of the file; the file itself has not changed yet.
    `path` is where the file is saved, `context` and `kubeconfig` the cluster as it was named, None for kubectl's own.
    `context_namespace` is where the context leads to while the release names no namespace, empty if that is not known.
    `shared` is what the last edit changed in its place alone, though an anchor gives the value to other places too,
    `notices` what the person should know of that edit. `revealed` tells whether secrets are shown in plain text.
    `why_read_only` is the sentence that a person gets who would change what is read-only.
    `grades` says how grave the findings of a code are taken.
    """

    def __init__(
        self,
        document: Document,
        *,
        name: str = "values.yaml",
        lower: Sequence[Layer] = (),
        upper: Sequence[Layer] = (),
        release: Release | None = None,
        read_only: bool = False,
        path: FilePath | None = None,
        context: str | None = None,
        kubeconfig: str | None = None,
        grades: Mapping[str, str] | None = None,
    ) -> None:
        self.document = document
        self.name = name
        self.lower = tuple(lower)
        self.upper = tuple(upper)
        self.release = release or Release()
        self.read_only = read_only
        self.why_read_only = "This is read-only."
        self.path = path
        self.context = context
        self.kubeconfig = kubeconfig
        self.context_namespace = ""
        self.grades = grades or {}
        self.revealed = False
        self.saved_text = document.text
        self.draft: View | None = None
        self.shared: edits.Shared | None = None
        self.notices: tuple[str, ...] = ()
        self._through: set[Path] = set()
        self._view: View | None = None
        self._views: dict[str, View] = {}
        self._good: tuple[Manifest, ...] = ()
        self._saved_view: View | None = None

    @property
    def view(self) -> View:
        """What the file means as it stands, drafts left aside."""
        if self._view is None or self._view.text != self.document.text:
            if self._view is not None and self._view.text == self.saved_text:
                self._saved_view = self._view
            self._view = self._viewed(self.document)
        return self._view

    @property
    def shown(self) -> View:
        """What the previews show: the draft while there is one, else the file."""
        return self.draft or self.view

    @property
    def manifests(self) -> tuple[tuple[Manifest, ...], bool]:
        """The objects to show, and whether they are stale: the last good ones, because the values have errors now."""
        shown = self.shown.evaluation.manifests
        if shown is not None:
            self._good = shown
        return (self._good, shown is None)

    @property
    def modified(self) -> bool:
        return self.document.text != self.saved_text

    @property
    def saved_view(self) -> View:
        """What the file meant when it was last read or saved."""
        if self._saved_view is None or self._saved_view.text != self.saved_text:
            self._saved_view = self._viewed(Document(self.saved_text, key_order=key_order))
        return self._saved_view

    def value(self, setting: Setting) -> Any:
        """The effective value of a setting, draft included."""
        return self.shown.evaluation.value(setting.path)

    def below(self, path: Path) -> Any:
        """The value that would hold if the edited file did not set it."""
        return evaluate(self.lower, self.release).value(path)

    def is_given(self, path: Path) -> bool:
        """Whether the edited file itself sets the value at `path`."""
        return edits.is_given(self.document, path)

    def unsaved(self, document: Document | None = None) -> tuple[Setting, ...]:
        """The settings that the edited file, or another text of it, gives otherwise than the saved one."""
        document = document or self.document
        if document.text == self.saved_text:
            return ()
        saved, now = self.saved_view.loaded.data, document.data
        return tuple(one for one in leaves() if look_up(saved, one.path, _NOTHING) != look_up(now, one.path, _NOTHING))

    def mark_saved(self, text: str) -> None:
        """`text` is what the file holds now; it may have been edited further since it was written."""
        self.saved_text = text
        if self.document.text == text:
            self.document.mark_saved()

    def save_as(self, path: FilePath) -> None:
        """From now on the file is another one."""
        self.path = path
        self.name = str(path)
        self._forget_views()

    def retarget(self, context: str | None, release: Release) -> None:
        """From now on it is for another cluster or release; the values are understood anew for it."""
        self.drop_draft()
        self.context = context
        self.release = release
        self._forget_views()

    # Edits. Each is one step of undo; each raises EditRefused, with nothing changed, where it cannot be done.

    def set(self, path: Path, value: Any) -> Edit | None:
        """Sets the value; None where nothing would change."""
        return self._edited(lambda document: edits.set_value(document, self.view.evaluation.data, path, value))

    def reset(self, path: Path) -> Edit | None:
        """Back to the default, or to the layer below; None where the file does not set it."""
        return self._edited(lambda document: edits.reset(document, path))

    def insert(self, path: Path, index: int, value: Any) -> Edit:
        """Adds an entry to the list at `path`."""
        return self._edited(
            lambda document: edits.insert_entry(document, self.view.evaluation.data, path, index, value)
        )

    def remove(self, path: Path, index: int) -> Edit:
        """Removes an entry of the list at `path`."""
        below = self.below(path)
        return self._edited(
            lambda document: edits.remove_entry(document, self.view.evaluation.data, below, path, index)
        )

    def move(self, path: Path, source: int, target: int) -> Edit:
        """Moves an entry of the list at `path`."""
        return self._edited(
            lambda document: edits.move_entry(document, self.view.evaluation.data, path, source, target)
        )

    def rename(self, path: Path, key: str) -> Edit:
        """The last key of `path` becomes `key`, in its place."""
        return self._edited(lambda document: document.rename(path, key))

    def replace_text(self, text: str) -> Edit:
        """The whole text anew, as it comes back from an editor. Raises UnreadableYaml."""
        edit = self._edited(lambda document: document.replace_text(text))
        self.shared = None
        return edit

    def change_anchor(self, *, always: bool = False) -> Edit | None:
        """Makes the edit that was made in its place alone at the anchor instead, for all that share it; `always`: and
        what is edited further of it too, until `forget_anchors`.
        """
        shared, self.shared = self.shared, None
        if shared is None:
            return None
        self.document.undo()
        if always:
            self._through.add(shared.anchored)
        edit = self.document.set(shared.path, shared.value, shared="anchor")
        self.notices = edit.notices
        return edit

    def forget_anchors(self) -> None:
        """From now on each edit of what is shared asks again."""
        self._through.clear()

    def after(self, edit: Callable[[], object]) -> Document:
        """The file as an edit of this session would leave it; nothing has changed then. Raises what the edit raises."""
        kept = (self.document, self.draft, self.shared, self.notices)
        self.document = self.document.copy()
        try:
            edit()
            return self.document
        finally:
            self.document, self.draft, self.shared, self.notices = kept

    def undo(self) -> Edit | None:
        """Takes the last edit back; None if there is none."""
        self.drop_draft()
        self.shared = None
        return self.document.undo()

    def redo(self) -> Edit | None:
        """Makes the edit again that was taken back last; None if there is none."""
        self.drop_draft()
        self.shared = None
        return self.document.redo()

    # Drafts: what an open editor would make of the file.

    def try_value(self, path: Path, value: Any) -> View:
        """Shows the file with `value` at `path`, without changing it. Raises EditRefused."""
        self._refuse_when_read_only()
        scratch = self.document.copy()
        self.draft = None
        edits.set_value(scratch, self.view.evaluation.data, path, value)
        shared = edits.shared(self.document, scratch) if self._through else None
        if shared is not None and shared.anchored in self._through:
            scratch = self.document.copy()
            scratch.set(shared.path, shared.value, shared="anchor")
        self.draft = self._viewed(scratch)
        return self.draft

    def drop_draft(self) -> None:
        """Forgets the draft: the editor was closed, or its value was kept."""
        self.draft = None

    # Below: how it is done.

    def _edited(self, change: Callable[[Document], Result]) -> Result:
        self.drop_draft()
        self._refuse_when_read_only()
        self.shared, self.notices = None, ()
        before = self.document.copy()
        result = change(self.document)
        self.shared = edits.shared(before, self.document)
        if self.shared is not None and self.shared.anchored in self._through:
            result = cast(Result, self.change_anchor())
        elif isinstance(result, Edit):
            self.notices = result.notices
        return result

    def _refuse_when_read_only(self) -> None:
        if self.read_only:
            raise ReadOnly(self.why_read_only)

    def _forget_views(self) -> None:
        self._view = self._saved_view = None
        self._views.clear()

    def _viewed(self, document: Document) -> View:
        """What the text of `document` means; kept of the last few, as what was typed is then kept or undone."""
        found = self._views.pop(document.text, None) or self._evaluated(document)
        self._views[document.text] = found
        held = (document.text, self.document.text, self.saved_text)
        for text in [text for text in self._views if text not in held]:
            if len(self._views) > _KEPT:
                del self._views[text]
        return found

    def _evaluated(self, document: Document) -> View:
        edited = Layer(self.name, document.data, document.loaded, text=document.text)
        previous = self._view.evaluation if self._view is not None else None
        evaluation = evaluate((*self.lower, edited, *self.upper), self.release, previous).graded(self.grades)
        return View(document.text, document.loaded, evaluation)
