"""Random edits of any document, for property tests: each knows what it means as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from mlflow_tui.config_model.document import Document, Edit
from mlflow_tui.config_model.path import Path
from tests.config_model.editing import model

ORDER: dict[Path, list[str]] = {
    (): ["replicaCount", "nameOverride", "image", "trackingServer", "backendStore", "artifactStore", "extraEnv"],
    ("trackingServer",): ["mode", "host", "port", "workers", "extraArgs", "basicAuth"],
    ("image",): ["registry", "repository", "tag"],
}

_ODD_TEXTS = [
    *("", "x", "yes", "123", "a b", "# no", "a: b", "it's", '"q"', "&a", "*a", "- x", "!x", "@", "{}", "[x", "\x07"),
    *("multi\nline", "multi\nline\n", "  lead\nx\n", "x\n\n\n", "\n", "\n\nx", "tab\there", "\ttab\nx", "a\r\nb"),
    *("é😀 日本", "trail ", "x\u2028y", "-----BEGIN KEY-----\nMIIB==\n-----END KEY-----\n", '{\n  "a": 1\n}\n'),
]
_TEXTS = st.one_of(st.sampled_from(_ODD_TEXTS), st.text(st.characters(codec="utf-8"), max_size=12))
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.sampled_from([3.5, 1e300, -0.25]), _TEXTS
)
VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXTS, inner, max_size=3)),
    max_leaves=6,
)
_KEYS = st.one_of(
    st.sampled_from(["workers", "mode", "tag", "name", "new.key/x", "yes", "", "# k", "<<", "éé", "123", "a: b", "y"]),
    _TEXTS,
)


@dataclass(frozen=True)
class Planned:
    """An edit that fits a document."""

    path: Path
    make: Callable[[Document], Edit]
    meant: Any
    """The data afterwards, by the model."""
    replaces: bool
    """Whether what stands at ``path`` goes, and its comments with it."""
    deletes: bool = False
    renamed: str | None = None
    """The new name of the key."""


@st.composite
def edit_of(draw: st.DrawFn, document: Document) -> Planned:
    """One edit that makes sense for the document as it is."""
    data = document.data
    paths = model.paths(data)
    lists = [path for path in paths if isinstance(model.get(data, path), list) and model.get(data, path)]
    kinds = ["add", "deepen"] + (["set", "delete"] if paths else []) + (["insert", "move"] if lists else [])
    kinds += ["rename"] if any(isinstance(path[-1], str) for path in paths) else []
    kind = draw(st.sampled_from(kinds))
    if kind in ("add", "deepen"):
        holders = [(), *(path for path in paths if isinstance(model.get(data, path), dict))]
        between: Path = ("deep", "er") if kind == "deepen" else ()
        return _set(draw, data, (*draw(st.sampled_from(holders)), *between, draw(_KEYS)))
    if kind == "set":
        return _set(draw, data, draw(st.sampled_from(paths)))
    if kind == "delete":
        path = draw(st.sampled_from(paths))
        meant = model.with_deleted(data, path)
        return Planned(path, lambda document: document.delete(path), meant, True, deletes=True)
    if kind == "rename":
        path = draw(st.sampled_from([path for path in paths if isinstance(path[-1], str)]))
        taken = model.get(data, path[:-1])
        key = draw(_KEYS.filter(lambda key: key not in taken))
        meant = model.with_renamed(data, path, key)
        return Planned(path, lambda document: document.rename(path, key), meant, False, renamed=key)
    return _list_edit(draw, data, draw(st.sampled_from(lists)), kind)


def _set(draw: st.DrawFn, data: Any, path: Path) -> Planned:
    value = draw(VALUES)
    try:
        meant = model.with_set(data, path, value)
    except (TypeError, LookupError, AttributeError):
        # The path goes through something that is no map: set what is in the way instead.
        path = path[:-2]
        meant = model.with_set(data, path, value)
    return Planned(path, lambda document: document.set(path, value), meant, True)


def _list_edit(draw: st.DrawFn, data: Any, path: Path, kind: str) -> Planned:
    count = len(model.get(data, path))
    if kind == "insert":
        index, value = draw(st.integers(0, count)), draw(VALUES)
        meant = model.with_inserted(data, path, index, value)
        return Planned(path, lambda document: document.insert(path, index, value), meant, False)
    source, target = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
    meant = model.with_moved(data, path, source, target)
    return Planned(path, lambda document: document.move(path, source, target), meant, False)
