"""One wheel of MLflow: the files in it, and what its metadata say."""

from __future__ import annotations

import ast
import configparser
import email
import re
import zipfile
from collections.abc import Iterator, Mapping
from email.message import Message
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_ONLY_WINDOWS = re.compile(r"""(platform_system|sys_platform)\s*==\s*['"][Ww]in""")
_INFO = re.compile(r"mlflow-[^-]+\.dist-info")
_DISTRIBUTION = re.compile(r"[A-Za-z0-9._-]+")


class EntryPoint(NamedTuple):
    """An entry point by the names that `importlib.metadata` gives its parts."""

    name: str
    value: str


class Wheel:
    """A wheel of MLflow, or the folder that one was installed into; its texts are read when they are asked for."""

    def __init__(self, path: Path) -> None:
        self._root: Traversable = path if path.is_dir() else zipfile.Path(path)
        self._trees: dict[str, ast.Module] = {}

    def text(self, name: str) -> str | None:
        """The text of a file by its path in the wheel; None where there is none."""
        file = self._root.joinpath(name)
        return file.read_text(encoding="utf-8") if file.is_file() else None

    def below(self, folder: str, suffix: str) -> Iterator[tuple[str, str]]:
        """The name and the text of each file of a folder, not of its folders, whose name ends with `suffix`."""
        files = {file.name: file for file in self._root.joinpath(folder).iterdir() if file.name.endswith(suffix)}
        for name in sorted(files):
            yield name, files[name].read_text(encoding="utf-8")

    def source(self, dotted: str) -> str | None:
        """The source of a module by its dotted name; None where the wheel has no such module."""
        path = dotted.replace(".", "/")
        return self.text(f"{path}.py") or self.text(f"{path}/__init__.py")

    def module(self, dotted: str) -> ast.Module | None:
        """The syntax tree of a module by its dotted name; None where the wheel has no such module."""
        if dotted not in self._trees:
            source = self.source(dotted)
            if source is None:
                return None
            self._trees[dotted] = ast.parse(source)
        return self._trees[dotted]

    @property
    def version(self) -> str:
        return str(self._metadata["Version"])

    @property
    def requires_python(self) -> str:
        return str(self._metadata["Requires-Python"])

    @cached_property
    def requirements(self) -> Mapping[str, tuple[str, ...]]:
        """The distributions that each extra brings on Linux, by name alone; those that always come, under ``""``."""
        found: dict[str, set[str]] = {extra: set() for extra in ("", *self._metadata.get_all("Provides-Extra", ()))}
        for requirement in self._metadata.get_all("Requires-Dist", ()):
            distribution, _, marker = requirement.partition(";")
            if _ONLY_WINDOWS.search(marker):
                continue
            extra = _EXTRA.search(marker)
            name = _DISTRIBUTION.match(distribution.strip())
            found[extra[1] if extra else ""].add(name[0].lower() if name else requirement)
        return {extra: tuple(sorted(names)) for extra, names in found.items()}

    def entry_points(self, group: str) -> tuple[EntryPoint, ...]:
        parser = configparser.ConfigParser(delimiters=("=",))
        parser.optionxform = str  # type: ignore[method-assign, assignment]
        parser.read_string(self.text(f"{self._info}/entry_points.txt") or "")
        return tuple(EntryPoint(*one) for one in parser.items(group)) if parser.has_section(group) else ()

    @cached_property
    def _info(self) -> str:
        (folder,) = [one.name for one in self._root.iterdir() if _INFO.fullmatch(one.name)]
        return folder

    @cached_property
    def _metadata(self) -> Message:
        return email.message_from_string(self.text(f"{self._info}/METADATA") or "")
