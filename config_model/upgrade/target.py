"""The version that a person wants to upgrade to."""

from __future__ import annotations

import difflib
import re
from typing import Final

from mlflow_tui.config_model.error import UserError
from mlflow_tui.config_model.mlflow import Reading, Version, newest, versions

LATEST: Final = "latest"
_WRITTEN = re.compile(r"[vV]?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?")


class NoTarget(UserError):
    """The version cannot be upgraded to: it is not known, or the file is for a later one."""


def target(text: str, option: str = "--to") -> Version:
    """The version that `3.17.2`, `v3.17.2`, `3.17` (its newest patch) or `latest` means. Raises NoTarget."""
    wanted = text.strip()
    if wanted == LATEST:
        return newest()
    if (written := _WRITTEN.fullmatch(wanted)) is None:
        raise NoTarget(
            f"{option} {text!r} is not a valid version", f"write it like {newest()}, or {LATEST}{_near(wanted)}"
        )
    numbers = tuple(int(one) for one in written.groups() if one is not None)
    found = [one for one in versions() if one[: len(numbers)] == numbers]
    if not found:
        raise NoTarget(f"MLflow {wanted.lstrip('vV')} is not known", f"{_range()}{_near(wanted)}")
    return found[-1]


def refuse_downgrade(reading: Reading, wanted: Version) -> None:
    """Raises NoTarget where `wanted` is older than what the file is for: no MLflow takes a database back."""
    if wanted >= reading.version and not _is_unknown_and_newer(reading):
        return
    text = reading.text or str(reading.version)
    if _tells_none(reading):
        message = f"{reading.key} {text!r} tells no version, and is taken for MLflow {reading.version}"
        raise NoTarget(message, "set image.mlflowVersion to the version that runs now, then upgrade")
    hint = "restore a backup of the database that is as old, then set image.tag with `mlflow-tui set`"
    raise NoTarget(f"MLflow {wanted} is older than {text}: a database cannot be taken back", hint)


def _tells_none(reading: Reading) -> bool:
    try:
        Version.parse(reading.text)
    except ValueError:
        return bool(reading.text)
    return False


def _is_unknown_and_newer(reading: Reading) -> bool:
    return bool(reading.text) and not _tells_none(reading) and Version.parse(reading.text) > newest()


def _range() -> str:
    return f"known are {versions()[0]} to {newest()}"


def _near(wanted: str) -> str:
    known = [str(one) for one in versions()]
    numbers = _WRITTEN.match(wanted)
    if numbers is not None:
        asked = Version(*(int(one or 0) for one in numbers.groups()))
        below = [one for one in versions() if one <= asked]
        return f"; the nearest is {below[-1] if below else versions()[0]}"
    near = difflib.get_close_matches(wanted.lstrip("vV"), known, n=1)
    return f"; the nearest is {near[0]}" if near else f"; {_range()}"
