"""What can be wrong with a file, said to a person."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from mlflow_tui.config_model.error import UserError


class FileProblem(UserError):
    """A file cannot be read or written; the message has the file's name.

    `what` is the message without the name where it begins with that, as `path` has it: `values.yaml: no such file`.
    """

    def __init__(self, what: str, hint: str = "", *, path: Path | None = None) -> None:
        super().__init__(what if path is None else f"{path}: {what}", hint)
        self.what = what


class ChangedOnDisk(FileProblem):
    """The file is no longer what was read; nothing was written. `current` is its content now, None if it is gone."""

    def __init__(self, path: Path, current: bytes | None) -> None:
        what = "was deleted" if current is None else "was changed on disk"
        super().__init__(f"{path} {what} since it was read", "read it again, or save under another name")
        self.path = path
        self.current = current


_HINTS = {
    errno.EACCES: "check the permissions of the file and of its folder",
    errno.EPERM: "check the permissions of the file and of its folder",
    errno.EROFS: "the file system is mounted read-only",
    errno.ENOSPC: "make room on the disk; the file is as it was",
    errno.EDQUOT: "make room in the quota; the file is as it was",
    errno.EFBIG: "the limit on file sizes (ulimit -f) is too small; the file is as it was",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.ENAMETOOLONG: "the name is too long",
}


def from_os(path: Path, doing: str, error: OSError) -> FileProblem:
    """The problem behind an error of the operating system; `doing` is `read` or `write`."""
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    return FileProblem(f"cannot {doing} it: {reason}", _HINTS.get(error.errno or 0, ""), path=path)
