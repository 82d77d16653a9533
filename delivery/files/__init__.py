"""Files on disk: read with clear errors, written whole or not at all."""

from mlflow_tui.delivery.files.folder import write_folder
from mlflow_tui.delivery.files.problem import ChangedOnDisk, FileProblem
from mlflow_tui.delivery.files.reading import LIMIT, FileOnDisk, read_file, why_read_only
from mlflow_tui.delivery.files.stamp import ABSENT, Stamp
from mlflow_tui.delivery.files.writing import Saved, edit_file, write_file

__all__ = [
    "ABSENT",
    "LIMIT",
    "ChangedOnDisk",
    "FileOnDisk",
    "FileProblem",
    "Saved",
    "Stamp",
    "edit_file",
    "read_file",
    "why_read_only",
    "write_file",
    "write_folder",
]
