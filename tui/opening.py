"""What is to be edited, as the command line named it: enough for the first paint, before the values are understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from mlflow_tui.config_model.chart import Release

if TYPE_CHECKING:
    from mlflow_tui.config_model.document import Document
    from mlflow_tui.config_model.layers import Layer
    from mlflow_tui.tui.session import Session


@dataclass(frozen=True, slots=True)
class Opening:
    """A file to open. `document`: what stands at `path`, None where nothing does; `path` None: still to be chosen.

    `release_named`: somebody asked for that release, so it is not what they chose for the file before.
    """

    path: FilePath | None = None
    document: Document | None = None
    lower: Sequence[Layer] = ()
    upper: Sequence[Layer] = ()
    release: Release = Release()
    read_only: bool = False
    context: str | None = None
    kubeconfig: str | None = None
    release_named: bool = False

    @property
    def name(self) -> str:
        """The file as the person named it."""
        return str(self.path) if self.path is not None else "values.yaml"

    def session(self) -> Session:
        """The session that edits it."""
        from mlflow_tui.config_model.catalogue import key_order
        from mlflow_tui.config_model.document import Document
        from mlflow_tui.delivery.configuration import check_grades
        from mlflow_tui.tui.session import Session

        return Session(
            self.document if self.document is not None else Document(key_order=key_order),
            name=self.name,
            lower=self.lower,
            upper=self.upper,
            release=self.release,
            read_only=self.read_only,
            path=self.path,
            context=self.context,
            kubeconfig=self.kubeconfig,
            grades=check_grades(),
        )
