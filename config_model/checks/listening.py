"""MT237, MT243: the address that the server listens on.

Source: MLflow hands `--host` and `--port` to gunicorn as `--bind HOST:PORT`, which takes the text between the first and
the second colon for the port, unless the host stands in brackets. Uvicorn gets both as they are, and takes no brackets.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.behaviours import UVICORN_DEFAULT
from mlflow_tui.config_model.mlflow.server_arguments import OptionValue, rewritten
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_READS = ("image", "trackingServer", "extraEnv", "extraEnvFrom")
_ALL = "0.0.0.0"
_WITH_PORT = re.compile(r"(?P<host>[^:\[\]/\s]*):(?P<port>\d+)")
_NAME = re.compile(r"[\w.-]*")


@check("MT237", Severity.WARNING, "The server listens where nobody can reach it.", reads=_READS)
def unreachable(context: Context) -> Iterator[Finding]:
    given = context.server.host
    host = given.text or ""
    if "$(" in host or _refusal(context, host):
        return
    port = context.values.tracking_server.port
    hint = ""
    if with_port := _WITH_PORT.fullmatch(host):
        named = f"the server listens on port {with_port['port']}, which the host names"
        same = int(with_port["port"]) == port
        message = f"{named}: trackingServer.port has no effect" if same else f"{named}: the probes ask port {port}"
        hint = "write the port in trackingServer.port alone"
    elif host.startswith("unix:"):
        message = f"{host} is a socket in the container: the probes fail and the pod restarts again and again"
    elif _is_loopback(host):
        message = (
            f"{host} is reached from inside the container alone: the probes fail and the pod restarts again and again"
        )
    elif not _is_any(host):
        message = f"the server does not start: {host} is not an address of the pod, whose address is another each time"
        hint = "the name that clients use goes to ingress.hosts"
    else:
        return
    yield Finding(given.path, message, hint=hint, fix=_listening(context, given, _ALL))


@check("MT243", Severity.ERROR, "The server cannot listen on this host.", reads=_READS)
def no_host(context: Context) -> Iterator[Finding]:
    given = context.server.host
    host = given.text or ""
    if "$(" not in host and (refusal := _refusal(context, host)):
        every = "::" if _is_for_uvicorn(context) else "[::]"
        fix = _listening(context, given, every if host.strip() in ("::", "[::]") else _ALL)
        yield Finding(given.path, f"the server exits at once: {refusal}", hint=f"write {_ALL}, or {every}", fix=fix)


def _is_for_uvicorn(context: Context) -> bool:
    return UVICORN_DEFAULT.holds(context.mlflow.version) and context.server.given("--gunicorn-opts") is None


def _refusal(context: Context, host: str) -> str:
    """Why the server takes no such host; empty where it takes it, though it may find no such address."""
    if "://" in host:
        return f"{host!r} is a URL: expected an address"
    return _refusal_of_uvicorn(host) if _is_for_uvicorn(context) else _refusal_of_gunicorn(host)


def _refusal_of_uvicorn(host: str) -> str:
    if ":" not in host:
        return "" if _NAME.fullmatch(host) else f"{host!r} is not a valid address"
    if host.startswith("["):
        return f"{host!r} is not a valid address: an IPv6 address stands without brackets"
    return "" if _address(host) is not None else f"{host!r} is not a valid address: the port stands in its own setting"


def _refusal_of_gunicorn(host: str) -> str:
    bare = host.lstrip()
    if bare.startswith("unix:") or _WITH_PORT.fullmatch(bare):
        return ""
    if bare.startswith("["):
        return "" if _address(bare) is not None and bare.endswith("]") else f"{host!r} is not a valid address"
    if ":" in bare:
        return f"{host!r} is read as a host and a port: an IPv6 address stands in brackets"
    return "" if _NAME.fullmatch(bare) else f"{host!r} is not a valid address"


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip().removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    address = _address(host)
    if address is None:
        return host.strip() in ("localhost", "localhost.localdomain") or re.fullmatch(r"127(\.\d+)*", host) is not None
    return address.is_loopback


def _is_any(host: str) -> bool:
    address = _address(host)
    return address.is_unspecified if address is not None else host.strip() in ("", "0")


def _listening(context: Context, given: OptionValue, host: str) -> Fix:
    return Fix(f"listen on {host}", (SetValue(given.path, rewritten(context.values, given, host)),))
