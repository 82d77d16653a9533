"""How a person wrote a number or a boolean where text is wanted: `0012`, of which YAML makes 10."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mlflow_tui.config_model.json_data import same, scalar_text
from mlflow_tui.config_model.layers import Layer, source
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.scalars import meaning

Written = Callable[[Path, object], str | None]
"""Takes the path of a scalar and what YAML read; gives the text that was written, None where nobody can tell."""


def in_no_file(path: Path, value: object) -> str | None:
    """The text of a value that is read from no file: as Kubernetes is given it."""
    return scalar_text(value)


def in_layers(layers: Sequence[Layer]) -> Written:
    """The texts of the scalars in the files of `layers`; of a `--set`, as `in_no_file`."""

    def written(path: Path, value: object) -> str | None:
        layer, span = source(layers, path)
        if layer is None or layer.text is None or span is None:
            return in_no_file(path, value)
        text = layer.text[span.start : span.end]
        # What a tag made of it (`!!int "5"`) is not what the text alone means.
        return text if same(meaning(text), value) else None

    return written
