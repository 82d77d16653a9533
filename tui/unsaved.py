"""The work that would be lost if the program ended now, what is typed in an open editor included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlflow_tui.config_model.path import format_path

if TYPE_CHECKING:
    from mlflow_tui.config_model.document import Document
    from mlflow_tui.delivery.recovery import Unfinished
    from mlflow_tui.tui.pending import Pending
    from mlflow_tui.tui.session import Session


@dataclass(frozen=True, slots=True)
class Work:
    """All that would be lost if the program ended now: the file with it, and what cannot be part of a file yet."""

    document: Document = field(repr=False)
    pending: Pending | None = None
    unfinished: Unfinished | None = None


def unsaved(session: Session, pending: Pending | None) -> Work | None:
    """The work that is not in the file on the disk; None where there is none."""
    from mlflow_tui.config_model.document import EditRefused
    from mlflow_tui.config_model.helm_yaml import UnreadableYaml
    from mlflow_tui.delivery.recovery import Unfinished

    document, unfinished = session.document, None
    if pending is not None:
        try:
            document = session.after(pending.edit)
        except (EditRefused, UnreadableYaml):
            unfinished = Unfinished(format_path(pending.path), pending.text, pending.yaml)
    if document.text == session.saved_text and unfinished is None:
        return None
    return Work(document, pending, unfinished)
