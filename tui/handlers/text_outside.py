"""What lies in the editor outside, as work that is not kept yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlflow_tui.tui.pending import Pending

if TYPE_CHECKING:
    from mlflow_tui.tui.external import OutsideText
    from mlflow_tui.tui.session import Session


class TextOutside:
    """What lies in the editor outside, for those who ask what is typed and not kept."""

    def __init__(self, session: Session, outside: OutsideText) -> None:
        self._session = session
        self.outside = outside

    def pending(self) -> Pending | None:
        text = self.outside.left()
        if text is None or text == self._session.document.text:
            return None
        return Pending((), "the editor outside", text, lambda: self._session.replace_text(text), yaml=True)

    def keep_pending(self) -> bool:
        return False
