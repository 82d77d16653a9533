"""What a file has besides its content: owner, mode, extended attributes, access list."""

from __future__ import annotations

import contextlib
import os
import pwd
import stat
import sys
from pathlib import Path


class OwnerNotKept(Exception):
    """A replacement would belong to somebody else than the file does: `owner`."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


def copy_attributes(source: Path, descriptor: int) -> None:
    """Give the open file the owner, mode and extended attributes of `source`. Raises OwnerNotKept."""
    wanted = source.stat()
    is_now = os.fstat(descriptor)
    if (is_now.st_uid, is_now.st_gid) != (wanted.st_uid, wanted.st_gid):
        try:
            os.fchown(descriptor, wanted.st_uid, wanted.st_gid)
        except PermissionError:
            raise OwnerNotKept(_name(wanted.st_uid)) from None
    # After the owner: giving a file away takes its set-id bits.
    os.fchmod(descriptor, stat.S_IMODE(wanted.st_mode))
    if sys.platform == "linux":
        _copy_extended(source, descriptor)


def _copy_extended(source: Path, descriptor: int) -> None:
    """Access lists and labels, as far as this user may set them."""
    try:
        names = os.listxattr(source)
    except OSError:
        return
    for name in names:
        with contextlib.suppress(OSError):
            os.setxattr(descriptor, name, os.getxattr(source, name))


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
