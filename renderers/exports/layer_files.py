"""The values files of an export: one a layer, with names of their own, in the words of the person where possible."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePath
from typing import Any

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document, EditRefused
from mlflow_tui.config_model.helm_yaml import UnreadableYaml
from mlflow_tui.config_model.layers import Layer, difference, merged, same
from mlflow_tui.renderers.yaml_text import text

_SETS = "set"


@dataclass(frozen=True, slots=True)
class LayerFile:
    """A layer as a file: `name` is fit for file names and for Kubernetes."""

    name: str
    data: dict[str, Any] = field(repr=False)
    text: str = field(repr=False)


def layer_files(layers: Sequence[Layer], own: str = "") -> list[LayerFile]:
    """A file for each file layer, and one for what `--set` and its kin change over them.

    `own` is the name of the environment that the last file is for. It then has a file for `--set` also where that
    changes nothing, so that all environments have the same files.
    """
    files = [layer for layer in layers if not is_set(layer)]
    sets = own + "-" + _SETS if own else _SETS
    free = names([layer.name for layer in files], {own, sets})
    if own:
        free[-1:] = [own]
    found = [
        LayerFile(name, layer.data, text(layer.data) if layer.text is None else layer.text)
        for name, layer in zip(free, files, strict=True)
    ]
    changes = difference(merged(files), merged(layers))
    if changes or (own and len(files) < len(layers)):
        found.append(LayerFile(sets, changes, text(changes)))
    return found or [LayerFile("values", {}, "")]


def is_set(layer: Layer) -> bool:
    """Whether the layer is a `--set` or one of its kin, and no file."""
    return layer.text is None and layer.name.startswith("--set")


def names(files: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """A name for each file, no two the same: that of the file, or of its folder where it is only `values.yaml`."""
    found: list[str] = []
    for file in files:
        path = PurePath(file)
        stem = path.parent.name if path.stem == "values" and path.parent.name else path.stem
        wanted = name_of(stem) or "values"
        numbered = (f"{wanted}-{number}" if number > 1 else wanted for number in count(1))
        found.append(next(name for name in numbered if name not in found and name not in taken))
    return found


def name_of(text: str) -> str:
    """The text as a part of names: small letters, digits and single `-`, at most 40; empty where nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")


def merged_text(layers: Sequence[Layer]) -> str:
    """All layers as one file: the text of the first, with what the others change edited in."""
    wanted = merged(layers)
    first = next((layer for layer in layers if layer.text is not None), None)
    if first is None or first.text is None:
        return text(wanted)
    return rewritten(first.text, wanted)


def rewritten(original: str, wanted: Mapping[str, Any]) -> str:
    """The text with as few edits as make it say `wanted`; without its comments where it cannot be edited so."""
    try:
        document = Document(original, key_order=key_order)
        for key in [key for key in document.data if key not in wanted]:
            document.delete((key,))
        for key, value in wanted.items():
            if key not in document.data or not same(document.data[key], value):
                document.set((key,), value)
        if same(document.data, wanted):
            return document.text
    except (EditRefused, UnreadableYaml):
        pass
    return text(dict(wanted))
