"""MT3xx: what the pieces of the pod say to each other: volumes, mounts, variables, containers, ports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.chart import DATA_VOLUME
from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.credentials import mounted
from mlflow_tui.config_model.database_upgrade import CONTAINER, upgrades_in_each_pod
from mlflow_tui.config_model.mlflow.mounted_paths import is_below
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.problem import DeleteKey, Fix, Severity
from mlflow_tui.config_model.values import Values
from mlflow_tui.config_model.values.metrics import METRICS_VOLUME

_CONTAINERS = ("extraContainers", "extraInitContainers")
_OWN = ("trackingServer", "artifactStore", "metrics", "persistence")


def chart_mounts(values: Values) -> dict[str, str]:
    """The volumes that the chart itself makes, and where the server has them."""
    metrics = {METRICS_VOLUME: values.metrics.multiproc_directory} if values.metrics.enabled else {}
    return {**{mount.volume: mount.folder for _, mount in mounted(values)}, **metrics}


def _own_mounts(values: Values) -> dict[str, str]:
    """Those volumes, and the one that outlives the pods."""
    persistence = values.persistence
    return {**chart_mounts(values), **({DATA_VOLUME: persistence.mount_path} if persistence.enabled else {})}


def _chart_variables(values: Values) -> set[str]:
    return {mount.variable for _, mount in mounted(values)}


def _extra(values: Values) -> Iterator[tuple[Path, dict[str, Any]]]:
    for key, containers in zip(_CONTAINERS, (values.extra_containers, values.extra_init_containers), strict=True):
        for index, container in enumerate(containers):
            yield (key, index), container


def _items(part: Any, key: str) -> Sequence[dict[str, Any]]:
    found = part.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else ()


@check("MT318", Severity.WARNING, "A variable is given twice.", reads=("extraEnv", *_CONTAINERS, *_OWN))
def duplicate_variables(context: Context) -> Iterator[Finding]:
    values = context.values
    yield from _repeated(("extraEnv",), values.extra_env, _chart_variables(values))
    for path, container in _extra(values):
        yield from _repeated((*path, "env"), _items(container, "env"), set())


def _repeated(path: Path, variables: Sequence[dict[str, Any]], chart: set[str]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, variable in enumerate(variables):
        name = str(variable.get("name"))
        shadowed = seen.get(name)
        if shadowed is not None:
            place = format_path((*path, shadowed))
            message = f"{name} is given above already, at {place}, whose value does not reach the container"
            fix = None
            if not _reaches(variables[shadowed : index + 1]):
                fix = Fix(f"remove {place}, which has no effect", (DeleteKey((*path, shadowed)),))
            yield Finding((*path, index, "name"), f"{message}; a server-side apply refuses both", _KEEP_ONE, fix)
        elif name in chart:
            message = f"{name} is given by the chart already: this one wins, and a server-side apply refuses both"
            yield Finding((*path, index, "name"), message, "remove it, unless another file is meant")
        seen[name] = index


_KEEP_ONE = "keep one of them"


def _reaches(variables: Sequence[dict[str, Any]]) -> bool:
    """Whether the value of the first variable may reach the container, though the last one has its name.

    Kubernetes puts it into those that come later and hold `$(NAME)`, and leaves a variable out that refers to an
    optional key that is not there.
    """
    name, last = variables[0].get("name"), variables[-1]
    source = last.get("valueFrom")
    optional = isinstance(source, dict) and any(
        isinstance(one, dict) and one.get("optional") is True for one in source.values()
    )
    return optional or any(f"$({name})" in str(one.get("value")) for one in variables[1:])


def _taken(named: Iterable[tuple[Path, object]], own: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """The paths and names of those whose name the chart's own or an earlier one has already."""
    seen = set(own)
    for path, given in named:
        name = str(given)
        if name in seen:
            yield path, name
        seen.add(name)


@check("MT319", Severity.ERROR, "Two volumes have one name.", reads=("extraVolumes", *_OWN))
def duplicate_volumes(context: Context) -> Iterator[Finding]:
    volumes = enumerate(context.values.extra_volumes)
    named = ((("extraVolumes", index, "name"), volume.get("name")) for index, volume in volumes)
    for path, name in _taken(named, _own_mounts(context.values)):
        message = f"there is a volume {name!r} already: Kubernetes refuses the Deployment"
        yield Finding(path, message, hint="give it another name")


@check("MT320", Severity.ERROR, "Two volumes are mounted at one path.", reads=("extraVolumeMounts", *_OWN))
def duplicate_mounts(context: Context) -> Iterator[Finding]:
    mounts = enumerate(context.values.extra_volume_mounts)
    named = ((("extraVolumeMounts", index, "mountPath"), mount.get("mountPath")) for index, mount in mounts)
    for path, folder in _taken(named, _own_mounts(context.values).values()):
        message = f"another volume is mounted at {folder} already: Kubernetes refuses the Deployment"
        yield Finding(path, message, hint="use another folder")


@check("MT321", Severity.ERROR, "Two containers have one name.", reads=(*_CONTAINERS, "backendStore", "trackingServer"))
def duplicate_containers(context: Context) -> Iterator[Finding]:
    own = ["mlflow"]
    if upgrades_in_each_pod(context.values):
        own.append(CONTAINER)
    # Of two, Kubernetes refuses the one that starts later.
    extra = sorted(_extra(context.values), key=lambda one: one[0][0] != "extraInitContainers")
    for path, name in _taken((((*path, "name"), container.get("name")) for path, container in extra), own):
        message = f"there is a container {name!r} already: Kubernetes refuses the Deployment"
        yield Finding(path, message, hint="give it another name")


@check(
    "MT322",
    Severity.ERROR,
    "A mount names a volume that is not there.",
    reads=("extraVolumes", "extraVolumeMounts", *_CONTAINERS, *_OWN),
)
def unknown_volumes(context: Context) -> Iterator[Finding]:
    values = context.values
    known = {str(volume.get("name")) for volume in values.extra_volumes} | set(_own_mounts(values))
    mounts: list[tuple[Path, dict[str, Any]]] = [
        (("extraVolumeMounts", index), mount) for index, mount in enumerate(values.extra_volume_mounts)
    ]
    for path, container in _extra(values):
        mounts += [((*path, "volumeMounts", index), one) for index, one in enumerate(_items(container, "volumeMounts"))]
    for path, mount in mounts:
        name = mount.get("name")
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            message = f"there is no volume {name!r} (there: {there}): Kubernetes refuses the Deployment"
            yield Finding((*path, "name"), message, hint="add the volume to extraVolumes")


PROGRAM = (
    "/bin",
    "/lib",
    "/lib64",
    "/sbin",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/lib",
)


@check("MT323", Severity.WARNING, "A mount hides what is below it.", reads=("extraVolumeMounts", *_OWN))
def hiding_mounts(context: Context) -> Iterator[Finding]:
    own = chart_mounts(context.values).values()
    data = context.values.persistence.mount_path if context.values.persistence.enabled else ""
    mounts = context.values.extra_volume_mounts
    for index, mount in enumerate(mounts):
        if mount.get("subPath"):
            continue
        path = str(mount.get("mountPath"))
        hidden = next((one for one in own if one != path and is_below(one, path)), None)
        finding = ("extraVolumeMounts", index, "mountPath")
        if path.rstrip("/") in ("", *PROGRAM):
            yield Finding(
                finding,
                f"a volume at {path} hides the programs of the image: MLflow is not found",
                "use another folder",
            )
        elif path.rstrip("/") == "/etc":
            yield Finding(finding, "a volume at /etc hides users, certificates and host names", "use another folder")
        elif hidden is not None:
            yield Finding(finding, f"lies over {hidden}, where the chart mounts a volume", "use another folder")
        elif data and data != path and is_below(data, path):
            yield Finding(finding, f"lies over {data}, where the chart mounts its volume", "use another folder")
        elif any(is_below(path, one) for one in own):
            yield Finding(
                finding,
                "lies inside a folder that the chart mounts read-only: the pod does not start",
                "use another folder",
            )


@check("MT317", Severity.WARNING, "Two containers of the pod use one port.", reads=("trackingServer", *_CONTAINERS))
def port_clashes(context: Context) -> Iterator[Finding]:
    seen: dict[int, str] = {context.values.tracking_server.port: "mlflow"}
    for path, container in _extra(context.values):
        if path[0] != "extraContainers" and container.get("restartPolicy") != "Always":
            continue  # it has ended when the server starts; a sidecar has not
        for index, port in enumerate(_items(container, "ports")):
            number = port.get("containerPort")
            over_tcp = port.get("protocol", "TCP") == "TCP"
            if isinstance(number, int) and number in seen and over_tcp:
                message = (
                    f"{seen[number]!r} listens on {number} already, and both share one address: one does not start"
                )
                yield Finding((*path, "ports", index, "containerPort"), message, hint="use another port")
            elif port.get("name") == "http":
                message = "the Service finds the server by the port name 'http', which this container has too"
                yield Finding((*path, "ports", index, "name"), message, hint="give the port another name")
            if isinstance(number, int):
                seen.setdefault(number, str(container.get("name")))
