"""What there is to open: the folders and values files of a folder, narrowed down by what is typed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from mlflow_tui.tui.widgets.pick_list import Item

_LIMIT = 2000
"""Entries of a folder that are looked at: a name that is typed whole is found beyond them."""


def entries(folder: Path, typed: str) -> Sequence[Item]:
    """The entries for what was typed: a part of a name in `folder`, or a path. The id of a folder ends in `/`."""
    path = folder / Path(typed.strip()).expanduser()
    inside = not typed.strip() or typed.endswith(("/", os.sep))
    where, wanted = (path, "") if inside else (path.parent, path.name)
    found = list(_found(where, wanted.lower()))
    if wanted and path.is_file() and all(item.id != str(path) for item in found):
        found.insert(0, Item(str(path), path.name, "opens this file"))
    elif wanted and not path.exists() and where.is_dir():
        found.append(Item(str(path), path.name, "a new file: nothing is written before it is saved"))
    return found


def _found(folder: Path, wanted: str) -> Iterator[Item]:
    """Values files first, then folders; hidden ones only where a dot is typed."""
    try:
        with os.scandir(folder) as scanned:
            listed = sorted(islice(scanned, _LIMIT), key=lambda entry: entry.name)
    except OSError as error:
        yield Item("", str(folder), why_not=(error.strerror or str(error)).lower())
        return
    shown = [
        entry
        for entry in listed
        if wanted in entry.name.lower() and (wanted.startswith(".") or not entry.name.startswith("."))
    ]
    for entry in shown:
        if entry.name.endswith((".yaml", ".yml")) and not entry.is_dir():
            yield Item(str(folder / entry.name), entry.name, "opens this file")
    if not wanted and folder.resolve().parent != folder.resolve():
        yield Item(f"{folder.resolve().parent}/", "../", "the folder above")
    for entry in shown:
        if entry.is_dir():
            yield Item(f"{folder / entry.name}/", f"{entry.name}/", "folder")
