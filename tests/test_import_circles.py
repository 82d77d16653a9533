"""No files of the product import each other in a circle, wherever the import stands, but for true recursions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("cli", "config_model", "delivery", "renderers", "tui")
RECURSIONS: Mapping[frozenset[str], str] = {
    frozenset({"mlflow_tui.tui.editors.item_form", "mlflow_tui.tui.editors.object_list"}): (
        "a form has fields that are lists, and the entries of a list have forms: as deep as Kubernetes nests them"
    ),
}
Graph = Mapping[str, frozenset[str]]


def _files() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = ("mlflow_tui", *path.relative_to(ROOT).with_suffix("").parts)
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _imported(path: Path, known: Mapping[str, object]) -> Iterator[str]:
    """The files that one imports: also in functions, and for types alone. A package is its `__init__.py`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            assert node.module is not None
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in names if name in known)
            if any(name not in known for name in names):
                yield node.module


@cache
def _circles() -> set[frozenset[str]]:
    """Those of the product."""
    files = _files()
    return circles({name: frozenset(_imported(path, files)) & files.keys() - {name} for name, path in files.items()})


def _reached(graph: Graph, start: str) -> frozenset[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for one in graph[waiting.pop()] - seen:
            seen.add(one)
            waiting.append(one)
    return frozenset(seen)


def circles(graph: Graph) -> set[frozenset[str]]:
    """The largest sets of files that all reach each other."""
    reached = {name: _reached(graph, name) for name in graph}
    return {
        frozenset({name, *(one for one in beyond if name in reached[one])})
        for name, beyond in reached.items()
        if name in beyond
    }


def test_circles_are_found_wherever_the_import_stands(tmp_path: Path) -> None:
    sources = {
        "a": "def f():\n    import b\n",
        "b": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from c import C\n",
        "c": "import a\n",
        "d": "from a import f\n",
    }
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source)
    graph = {name: frozenset(_imported(tmp_path / f"{name}.py", sources)) & sources.keys() for name in sources}
    assert circles(graph) == {frozenset("abc")}


def test_no_files_import_each_other_but_for_a_recursion() -> None:
    assert _circles() == set(RECURSIONS), "each circle is to be cut, or named above with why the thing is recursive"
