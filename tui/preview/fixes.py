"""Fixes a problem: the edits of its fix, made as one."""

from __future__ import annotations

from typing import Protocol, cast

from textual.dom import DOMNode

from mlflow_tui.config_model import fixing
from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.problem import Fix
from mlflow_tui.tui.session import Session


class SessionHost(Protocol):
    """The app, as far as what stands inside it needs to know it."""

    def session_changed(self) -> None:
        """The session or its draft is not what it was: everything that shows it is shown anew."""


def session_changed(node: DOMNode) -> None:
    """Tells the app of `node` that the session, or its draft, has changed."""
    cast(SessionHost, node.app).session_changed()


def apply_fix(session: Session, fix: Fix) -> None:
    """Makes the edits of a fix as one step of undo. Raises EditRefused where one cannot be made; none is then."""
    document = Document(session.document.text, key_order=key_order)
    fixing.apply(document, session.view.evaluation.data, fix)
    session.replace_text(document.text)
