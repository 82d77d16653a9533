"""No file imports another in a circle, late imports and those in functions included."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("package", ["cli", "delivery", "renderers"])
def test_no_files_import_each_other_in_a_circle(package: str) -> None:
    files = {_module(file): file for file in (ROOT / package).rglob("*.py")}
    graph = {name: {one for one in _imported(file, files) if one != name} for name, file in files.items()}
    assert len(tuple(TopologicalSorter(graph).static_order())) == len(files)


def _module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imported(file: Path, files: dict[str, Path]) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node not in for_types and node.module in files:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in files else node.module for name in names)
