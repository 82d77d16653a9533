"""What runs as a values file."""

from __future__ import annotations

from pathlib import Path

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.delivery.files import ABSENT, Saved, write_file
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.live.live_values import LiveValues


def values_text(live: LiveValues, kubectl: Kubectl) -> str:
    """A values file that says where it comes from; secrets whole, keys in the chart's order."""
    where = f"{kubectl.context.name}, namespace {kubectl.namespace}"
    seen = (
        ""
        if live.exact or live.text
        else "# Read back from objects: what renders to nothing, such as a store without credentials, is not seen.\n"
    )
    head = f"# What runs in {where}.\n# Origin: {live.origin}.\n{seen}"
    if live.text:
        return head + live.text
    document = Document(key_order=key_order)
    for key, value in live.data.items():
        document.set((key,), value)
    return head + (document.text or "{}\n")


def write_values(path: Path, live: LiveValues, text: str) -> Saved:
    """Put the text in a new file, for its owner alone if it holds a secret. Raises FileProblem, also if it is there."""
    return write_file(path, text.encode("utf-8"), ABSENT, private=live.holds_secrets)
