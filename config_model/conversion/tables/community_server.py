"""The server of the community chart: host, ports, allowed hosts, logging, further arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mlflow_tui.config_model.conversion.foreign import Foreign
from mlflow_tui.config_model.conversion.table import (
    Add,
    Give,
    Item,
    Row,
    Statement,
    added,
    differs,
    row,
    same,
    variable,
)
from mlflow_tui.config_model.conversion.tables.shared import hosts, own_hosts, version_of
from mlflow_tui.config_model.json_data import scalar_text
from mlflow_tui.config_model.mlflow import Version, since

_MLFLOW_WORKERS: Final = 4
"""What `mlflow server` starts where nobody says how many."""
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@row("service.containerPortName")
def _port_name(foreign: Foreign) -> Iterator[Statement]:
    if foreign.text("service.containerPortName") != "http":
        yield differs("service.containerPortName", "the port is named http here", "port container name")


@row("serverAllowedHosts")
def _allowed_hosts(foreign: Foreign) -> Iterator[Statement]:
    name = "MLFLOW_SERVER_ALLOWED_HOSTS"
    if foreign.has("serverAllowedHosts"):
        yield from hosts("serverAllowedHosts", foreign.items("serverAllowedHosts"), "allowedHosts", name)
    else:
        yield from own_hosts(foreign, "serverAllowedHosts")


@row("corsAllowedOrigins")
def _origins(foreign: Foreign) -> Iterator[Statement]:
    name = "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"
    if foreign.has("corsAllowedOrigins"):
        yield from hosts("corsAllowedOrigins", foreign.items("corsAllowedOrigins"), "corsAllowedOrigins", name)
    elif foreign.on("ingress.enabled"):
        yield differs("corsAllowedOrigins", "pages of the hosts may write by http and https", f"env {name}")


@row("log.enabled", "log.level")
def _log(foreign: Foreign) -> Iterator[Statement]:
    on, level = foreign.on("log.enabled"), foreign.text("log.level")
    of = ("log.enabled",)
    yield Add("extraEnv", added(variable("MLFLOW_CONFIGURE_LOGGING", scalar_text(foreign.value("log.enabled")))), of)
    if not on:
        return
    yield Add("extraEnv", added(variable("MLFLOW_LOGGING_LEVEL", level.upper())), ("log.level",))
    if not {"gunicornOpts", "uvicornOpts"} & foreign.mapping("extraArgs").keys():
        yield Add("trackingServer.extraArgs", added(f"--{_server(foreign)}-opts=--log-level={level}"), ("log.level",))
        if _server(foreign) == "gunicorn":
            message = "MLflow knows --uvicorn-opts from 3.3.0 on; gunicorn takes the level before"
            yield differs("log.level", message, "argument --uvicorn-opts", "argument --gunicorn-opts")


def _server(foreign: Foreign) -> str:
    first = since("server", "--uvicorn-opts")
    version: Version = version_of(foreign, foreign.text("image.tag"))
    return "uvicorn" if first is not None and version >= first else "gunicorn"


@row("extraArgs")
def _arguments(foreign: Foreign) -> Iterator[Statement]:
    given = foreign.mapping("extraArgs")
    if "workers" not in given:
        yield Give("trackingServer.workers", _MLFLOW_WORKERS)
    for name in sorted(given):
        of, value = f"extraArgs.{name}", scalar_text(given[name])
        if name == "workers" and value.isdigit():
            yield Give("trackingServer.workers", int(value), (of,))
        elif name == "staticPrefix":
            yield Give("trackingServer.staticPrefix", value, (of,))
            message = "that chart's probes ask outside the prefix; here they ask where MLflow answers"
            yield differs(of, message, "probe liveness", "probe readiness")
        elif name in ("uvicornOpts", "gunicornOpts"):
            yield from _server_options(foreign, name, value)
        else:
            yield Add("trackingServer.extraArgs", [Item(f"--{_kebab(name)}={value}", ("extraArgs", name))], (of,))


def _server_options(foreign: Foreign, name: str, value: str) -> Iterator[Statement]:
    of, option = f"extraArgs.{name}", f"--{_kebab(name)}"
    if foreign.on("log.enabled"):
        level = f"--log-level={foreign.text('log.level')}"
        value = re.sub(r"--log-level=\S*", level, value) if "--log-level" in value else f"{level} {value}"
    yield Add("trackingServer.extraArgs", added(f"{option}={value}"), (of,))
    if foreign.on("log.enabled") and " " in value:
        message = "that chart puts quotes around it, which make one word of several options: left out"
        yield differs(of, message, f"argument {option}")


@row("extraFlags")
def _flags(foreign: Foreign) -> Iterator[Statement]:
    if mode_flag(foreign) == "artifacts-only":
        yield differs("extraFlags", "a server of artifacts alone is given no backend store here", "backend")
    for index, flag in enumerate(foreign.items("extraFlags")):
        name = _kebab(str(flag))
        if name not in MODES:
            yield Add("trackingServer.extraArgs", [Item(f"--{name}", ("extraFlags", index))])


MODES: Final = ("serve-artifacts", "no-serve-artifacts", "artifacts-only")


def mode_flag(foreign: Foreign) -> str:
    """The last of `extraFlags` that is a mode of the server; empty for none."""
    names = [_kebab(str(flag)) for flag in foreign.items("extraFlags")]
    return next((name for name in reversed(names) if name in MODES), "")


def _kebab(name: str) -> str:
    return _CAPITAL.sub("-", name).lower()


ROWS: tuple[Row, ...] = (
    same("service.containerPort", "trackingServer.port"),
    _port_name,
    same("serverHost", "trackingServer.host"),
    _allowed_hosts,
    _origins,
    _log,
    _arguments,
    _flags,
)
