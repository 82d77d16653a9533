"""Textual and Rich give no promise for their private members: each that the product overrides or uses is named here.

With another minor release, this says first what is no longer as it was. Textual is pinned to one in `pyproject.toml`.
"""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import inspect
import pkgutil
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from mlflow_tui import tui

ROOT = Path(__file__).parents[2]
LIBRARIES = ("textual", "rich")
ATTRIBUTE = "attribute"
NAMED: Mapping[str, str] = {
    # What is copied goes to the terminal as every terminal takes it, through tmux too.
    "textual.app:App._clipboard": ATTRIBUTE,
    "textual.app:App._driver": ATTRIBUTE,
    # A fault of the program ends it with one line, and keeps the unsaved work.
    "textual.app:App._handle_exception": "(self, error: 'Exception') -> 'None'",
    "textual.app:App._return_code": ATTRIBUTE,
    "textual.message_pump:MessagePump._close_messages_no_wait": "(self) -> 'None'",
    # Fields: keys in their turn, line breaks that stay and show as a picture.
    "textual.widgets._input:Input._cell_offset_to_index": "(self, offset: 'int') -> 'int'",
    "textual.widgets._input:Input._on_key": "async (self, event: 'events.Key') -> 'None'",
    "textual.widgets._input:Input._on_paste": "(self, event: 'events.Paste') -> 'None'",
    "textual.widgets._input:Input._position_to_cell": "(self, position: 'int') -> 'int'",
    "textual.widgets._input:Input._value": "property(self) -> 'Text'",
    # The terminal: what is pasted arrives whole, and one that has gone away is noticed.
    "textual.driver:Driver._app": ATTRIBUTE,
    "textual.drivers.linux_driver:LinuxDriver._file": ATTRIBUTE,
    "textual.drivers.linux_driver:LinuxDriver._writer_thread": ATTRIBUTE,
    # Texts: what hides and colours lines has to forget those that were drawn; enter and tab indent.
    "textual.widgets._text_area:TextArea._line_cache": ATTRIBUTE,
    "textual.widgets._text_area:TextArea._on_key": "async (self, event: 'events.Key') -> 'None'",
}
"""Where the library has the member, and how it is called there."""
MODULES = ("terminal.py: textual._xterm_parser._xterm_parser",)
"""Private modules that are imported: the one that makes keys of what a terminal sends."""


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _of_library(module: str) -> bool:
    return module.split(".")[0] in LIBRARIES


@cache
def _tree(of: type) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(of)))


@cache
def _kept_by(base: type) -> frozenset[str]:
    """The private attributes that a class of a library has, or gives to its instances."""
    given = {
        node.attr
        for node in ast.walk(_tree(base))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name) and node.value.id == "self"
    }  # fmt: skip
    return frozenset(filter(_is_private, {*vars(base), *given}))


def _touched(of: type) -> Iterator[str]:
    """The private names that a class of the product defines, or asks itself for."""
    for node in ast.walk(_tree(of)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and (
            (isinstance(node.value, ast.Name) and node.value.id == "self")
            or (isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "super")
        ):
            yield node.attr
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _classes() -> set[type]:
    found: set[type] = set()
    for module in pkgutil.walk_packages(tui.__path__, "mlflow_tui.tui."):
        waiting = list(vars(importlib.import_module(module.name)).values())
        while waiting:
            one = waiting.pop()
            if isinstance(one, type) and one.__module__ == module.name and one not in found:
                found.add(one)
                waiting += vars(one).values()
    return found


def _inherited() -> Iterator[str]:
    """Members of their bases that classes of the product override, or use through `self`."""
    for one in _classes():
        bases = [base for base in one.__mro__ if _of_library(base.__module__)]
        for name in filter(_is_private, _touched(one)):
            owner = next((base for base in bases if name in _kept_by(base)), None)
            if owner is not None:
                yield f"{owner.__module__}:{owner.__qualname__}.{name}"


def _sources() -> Iterator[tuple[Path, ast.AST]]:
    for path in (ROOT / "tui").rglob("*.py"):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _of_others() -> Iterator[str]:
    """Private members that are asked of something else than `self`, and that the product itself does not define."""
    own, asked = set(), set()
    for _, tree in _sources():
        modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                own.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                own.add(node.attr)
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) not in {"self", "super()", *modules}:
                asked.add(node.attr)
    yield from filter(_is_private, asked - own)


def _imported() -> Iterator[str]:
    """Private modules and names that are imported from a library."""
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module is not None and _of_library(node.module):
                names = [*node.module.split("."), *(alias.name for alias in node.names)]
                yield from (f"{path.name}: {node.module}.{name}" for name in names if _is_private(name))


def _as_found(member: str) -> str:
    module, _, dotted = member.partition(":")
    owner_name, _, name = dotted.rpartition(".")
    owner = getattr(importlib.import_module(module), owner_name)
    found = inspect.getattr_static(owner, name, None)
    if isinstance(found, property):
        return f"property{inspect.signature(found.fget)}" if found.fget else "property"
    if inspect.isroutine(found):
        asynchronous = "async " if inspect.iscoroutinefunction(found) else ""
        return f"{asynchronous}{inspect.signature(found)}"
    return ATTRIBUTE if name in _kept_by(owner) else "missing"


def test_every_private_member_that_is_overridden_or_used_is_named() -> None:
    assert set(_inherited()) == NAMED.keys(), "a name that is not wanted may clash by accident: take another"


def test_no_private_member_of_another_object_is_used() -> None:
    assert sorted(_of_others()) == []
    assert sorted(_imported()) == list(MODULES)


@pytest.mark.parametrize(("member", "expected"), NAMED.items())
def test_the_library_has_it_as_expected(member: str, expected: str) -> None:
    assert _as_found(member) == expected


def test_textual_is_pinned_to_the_minor_release_that_was_looked_at() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pin,) = (one for one in map(Requirement, project["dependencies"]) if one.name == "textual")
    installed = Version(importlib.metadata.version("textual"))
    assert pin.specifier.contains(installed)
    assert not pin.specifier.contains(f"{installed.major}.{installed.minor + 1}")
    assert not pin.specifier.contains(f"{installed.major}.{installed.minor - 1}.99")
