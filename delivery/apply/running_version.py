"""The MLflow that runs and the one that the file asks for: what a new one brings, before anything is applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.mlflow import Certainty, Reading, Version, newest, read_version
from mlflow_tui.config_model.upgrade import Entry, Kind, brought
from mlflow_tui.config_model.values import Values
from mlflow_tui.renderers.manifests import Manifest

_TOLD_HERE = (Kind.STOPS, Kind.DATABASE, Kind.SECRET)


@dataclass(frozen=True, slots=True)
class VersionChange:
    """Another MLflow than the one that runs, and what it brings; nothing for an earlier one."""

    running: Version
    wanted: Version
    entries: tuple[Entry, ...]

    @property
    def is_downgrade(self) -> bool:
        return self.wanted < self.running

    @property
    def line(self) -> str:
        back = ": a database cannot be taken back" if self.is_downgrade else ""
        return f"{self.running} runs, and the file asks for {self.wanted}{back}"

    @property
    def details(self) -> tuple[str, ...]:
        """What a person must see to before, and where the rest is told."""
        if self.is_downgrade:
            return (f"restore a backup of the database that MLflow {self.wanted} made, or stay with {self.running}",)
        return (*(_line(one) for one in self.entries if one.kind in _TOLD_HERE), *self._rest())

    def _rest(self) -> Iterator[str]:
        command = f"mlflow-tui upgrade VALUES --from {self.running} --to {self.wanted}"
        left = sum(one.kind not in _TOLD_HERE for one in self.entries)
        yield f"{left} more to know: {command}" if left else f"the same: {command}"


def version_change(evaluation: Evaluation, live: Iterable[Manifest]) -> VersionChange | None:
    """What changes; None where nothing runs, where it is the same, or where an image tells no version."""
    values = evaluation.values
    deployment = next((one for one in live if one["kind"] == "Deployment"), None)
    if values is None or deployment is None:
        return None
    wanted, running = values.image.reading, _running(deployment, values)
    if running is None or wanted.certainty is not Certainty.SURE or wanted.version == running:
        return None
    entries = brought(evaluation, running) if running < wanted.version else ()
    return VersionChange(running, wanted.version, entries)


def _running(deployment: Manifest, values: Values) -> Version | None:
    """The version that the tag of the server's image tells, where the tags of such images tell one."""
    if values.image.mlflow_version and _read(values.image.tag).certainty is Certainty.SURE:
        return None  # the tag tells another version than that of MLflow
    tag = _tag(server_of(deployment))
    found = _read(tag)
    return found.version if tag and found.certainty is Certainty.SURE else None


def server_of(deployment: Manifest) -> Mapping[str, Any]:
    """The container of the tracking server, which is the first."""
    found: Mapping[str, Any] = deployment["spec"]["template"]["spec"]["containers"][0]
    return found


def told_by(server: Mapping[str, Any]) -> Version:
    """The version that the tag of the server's image tells; the newest where it tells none."""
    tag = _tag(server)
    return _read(tag).version if tag else newest()


def _tag(server: Mapping[str, Any]) -> str:
    return str(server.get("image", "")).partition("@")[0].rpartition("/")[2].partition(":")[2]


def _read(tag: str) -> Reading:
    return read_version("", tag, newest())


def _line(entry: Entry) -> str:
    since = f" {entry.version}" if entry.version is not None else ""
    fix = f" (fix: {entry.fix})" if entry.fix else ""
    return f"{entry.kind.value}{since} {entry.key}: {entry.message}{fix}"
