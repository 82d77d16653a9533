"""An export on disk: nothing that lies there already is lost."""

from __future__ import annotations

from pathlib import Path, PurePath

from mlflow_tui.delivery.files import FileProblem, read_file, write_folder
from mlflow_tui.renderers.exports import Export


def in_the_way(folder: Path, made: Export) -> list[Path]:
    """Files in the folder that the export would overwrite with other content.

    Raises FileProblem where something stands in the way that is no file.
    """
    return [folder / name for name, data in made.files.items() if _content(folder / name) not in (None, data)]


def write_export(folder: Path, made: Export, *, overwrite: bool = False) -> list[Path]:
    """Write the export into the folder, and give the paths of what was written: not of files that were up to date.

    Without `overwrite`, raises FileProblem where a file would get other content, and writes nothing.
    """
    found = in_the_way(folder, made)
    if found and not overwrite:
        others = f" and {len(found) - 3} more" if len(found) > 3 else ""
        shown = ", ".join(str(path) for path in found[:3])
        raise FileProblem(
            f"{shown}{others} would be overwritten with other content; nothing is written",
            "name another folder with -o, or overwrite with --force",
        )
    new = {name: data for name, data in made.files.items() if _content(folder / name) is None or folder / name in found}
    return write_folder(folder, new, made.private)


def others(folder: Path, made: Export) -> list[Path]:
    """What lies in the folders that the export has in `folder` and is not of it, such as the remains of an earlier one.

    It is left alone.
    """
    parents = {parent for name in made.files for parent in PurePath(name).parents}
    found = []
    for parent in parents - {PurePath()}:
        for path in (folder / parent).iterdir():
            name = path.relative_to(folder)
            if str(name) not in made.files and PurePath(name) not in parents:
                found.append(path)
    return sorted(found)


def _content(path: Path) -> bytes | None:
    """What the file holds, None where there is none."""
    if path.is_dir():
        raise FileProblem(f"{path} is a folder where a file is to be written", "name another folder with -o")
    if not path.exists():
        return None
    return read_file(path).data
