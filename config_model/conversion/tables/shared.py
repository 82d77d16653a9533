"""What the tables of several charts have in common."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.foreign import Foreign, chart_mlflow
from mlflow_tui.config_model.conversion.table import Add, Give, Statement, Tell, added, differs
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.mlflow import Version, newest, read_version, since


def image_name(repository: str) -> tuple[str, str]:
    """Registry and repository of an image, as container runtimes read them: without a host it is Docker Hub's."""
    host, slash, rest = repository.partition("/")
    if slash and ("." in host or ":" in host or host == "localhost"):
        return host, rest
    return "docker.io", repository if slash else f"library/{repository}"


def version_of(foreign: Foreign, tag: str) -> Version:
    """The MLflow that runs: the one of the tag or, where it is empty, of the chart."""
    return read_version("", tag or chart_mlflow(foreign.chart), newest()).version


def default_tag(key: str, tag: str, *affects: str) -> Iterator[Statement]:
    """The tag of the chart's own MLflow, where the file names none."""
    yield Give("image.tag", tag)
    message = f"empty there: each version of that chart has its own MLflow; {tag} is the newest known"
    yield differs(key, message, "image", *affects, fix="set image.tag to the MLflow that runs")


def url(driver: str, user: str, password: str, host: str, port: str, database: str) -> str:
    """A database URL with the user and the password as SQLAlchemy reads them."""
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user or password else ""
    return f"{driver}://{login}{host}:{port}/{database}"


def cut(name: str) -> str:
    """A name as Helm charts cut it: to 63 characters, without a `-` at the end."""
    return name[:63].removesuffix("-")


def fullname_like_ours(foreign: Foreign) -> str:
    """The name of the objects by the rule of `helm create`, which this chart has too."""
    if override := foreign.text("fullnameOverride"):
        return cut(override)
    name = foreign.text("nameOverride") or "mlflow"
    release = foreign.release.name
    return cut(release if name in release else f"{release}-{name}")


def own_hosts(foreign: Foreign, key: str) -> Iterator[Statement]:
    """What this chart tells a server of hosts and origins that checks them, and the other chart does not."""
    first = since("server", "--allowed-hosts")
    if first is not None and version_of(foreign, foreign.text("image.tag")) >= first:
        message = "the server is told of the Service's names and of the published hosts, which it answers to then"
        names = ("MLFLOW_SERVER_ALLOWED_HOSTS", "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS")
        yield differs(key, message, *(f"env {name}" for name in names))


def brought(foreign: Foreign, section: str, used: Container[str], what: str) -> Iterator[Statement]:
    """Tells of each key of a chart within the chart that the file gives, but for those that are `used`."""
    for key in _leaves(look_up(foreign.given, (section,)), section):
        if key not in used:
            yield Tell(key, Outcome.NONE, f"of the {what} that the other chart brings: this one runs none")


def _leaves(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value and not any("." in name for name in value):
        for name, one in value.items():
            yield from _leaves(one, f"{key}.{name}")
    elif value is not None:
        yield key


def is_template(value: Any) -> bool:
    """Whether a text anywhere in the value is a Helm template."""
    if isinstance(value, str):
        return "{{" in value
    if isinstance(value, Mapping):
        return any(map(is_template, value.values()))
    return isinstance(value, list) and any(map(is_template, value))


def temporary_files(key: str, mount: str = "/tmp") -> Iterator[Statement]:
    """The empty volume that a container with a read-only root needs."""
    yield Add("extraVolumes", added({"name": "tmp", "emptyDir": {}}), (key,))
    yield Add("extraVolumeMounts", added({"name": "tmp", "mountPath": mount}), (key,))


def hosts(key: str, values: list[str], to: str, name: str, *affects: str) -> Iterator[Statement]:
    """Hosts or origins that the server is told of; this chart adds its own to them."""
    yield Give(f"trackingServer.{to}", values, (key,))
    message = "the Service's names and the published hosts are allowed too, all by a variable"
    yield differs(key, message, f"env {name}", *affects)
