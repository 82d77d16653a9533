"""What the API server would refuse in a piece of Kubernetes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mlflow_tui.config_model.path import Path

Kind = Literal["unknown", "type", "missing", "choice", "format"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One violation, at a path inside the piece; `hint` says how to fix it.

    `near` is the known name or choice that was most likely meant; `misspelt` says that it was no doubt.
    """

    path: Path
    kind: Kind
    message: str
    hint: str = ""
    near: str = ""
    misspelt: bool = False
