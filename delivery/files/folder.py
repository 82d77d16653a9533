"""Writing several files into a folder that may not be there yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from mlflow_tui.delivery.files.problem import FileProblem, from_os
from mlflow_tui.delivery.files.writing import write_file


def write_folder(folder: Path, files: Mapping[str, bytes], private: Collection[str] = ()) -> list[Path]:
    """Write files, named by their paths inside the folder; those in `private` are for their owner alone.

    Gives the paths in the order given. Other files in the folder stay. Raises FileProblem.
    """
    written: list[Path] = []
    for name, data in files.items():
        path = folder / name
        _make_folder(path.parent)
        write_file(path, data, None, private=name in private)
        written.append(path)
    return written


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise FileProblem(f"{folder} is a file, not a folder", "name a folder") from None
    except NotADirectoryError:
        raise FileProblem(f"{folder}: a part of that path is a file, not a folder", "name a folder") from None
    except OSError as error:
        raise from_os(folder, "write", error) from None
