"""The forms of the entries that values carry: variables, volumes, mounts, tolerations, hosts and certificates.

The fields are those of the Kubernetes API reference; `config_model.kubernetes` checks what is typed.
"""

from __future__ import annotations

from typing import Any

from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.tui.editors.forms import Data, Field, FieldKind, Form, Variant

_NAME = Field(("name",), "Name", required=True)
_POD_FIELDS = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "metadata.labels['app']",
    "metadata.annotations['key']",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.podIP",
)
_RESOURCES = (
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
)


def _text(*path: str, title: str, required: bool = False, unset: str = "", choices: tuple[str, ...] = ()) -> Field:
    return Field(path, title, required=required, unset=unset, choices=choices)


def _switch(*path: str, title: str, unset: str = "off") -> Field:
    return Field(path, title, FieldKind.SWITCH, unset=unset)


def _key_of(kind: str, *path: str) -> tuple[Field, ...]:
    """The fields of a reference to one key of a ConfigMap or a Secret."""
    return (
        _text(*path, "name", title=kind, required=True),
        _text(*path, "key", title="Key", required=True),
        _switch(*path, "optional", title="May be missing"),
    )


def _variable(item: Data) -> str:
    for kind, source in (("Secret", "secretKeyRef"), ("ConfigMap", "configMapKeyRef")):
        if isinstance(one := look_up(item, ("valueFrom", source)), dict):
            return f"← {kind} {one.get('name', '')} · {one.get('key', '')}"
    if isinstance(one := look_up(item, ("valueFrom", "fieldRef")), dict):
        return f"← pod {one.get('fieldPath', '')}"
    if isinstance(one := look_up(item, ("valueFrom", "resourceFieldRef")), dict):
        return f"← resource {one.get('resource', '')}"
    if "valueFrom" in item:
        return "← another source"
    return str(item.get("value", ""))


_VARIABLE = Form(
    "environment variable",
    (_NAME,),
    "Comes from",
    (
        Variant("a value", ("value",), (_text("value", title="Value"),), ""),
        Variant(
            "a key of a Secret",
            ("valueFrom", "secretKeyRef"),
            _key_of("Secret", "valueFrom", "secretKeyRef"),
            {"name": "", "key": ""},
        ),
        Variant(
            "a key of a ConfigMap",
            ("valueFrom", "configMapKeyRef"),
            _key_of("ConfigMap", "valueFrom", "configMapKeyRef"),
            {"name": "", "key": ""},
        ),
        Variant(
            "a field of the pod",
            ("valueFrom", "fieldRef"),
            (_text("valueFrom", "fieldRef", "fieldPath", title="Field", required=True, choices=_POD_FIELDS),),
            {"fieldPath": "metadata.name"},
        ),
        Variant(
            "a resource of the container",
            ("valueFrom", "resourceFieldRef"),
            (
                _text("valueFrom", "resourceFieldRef", "resource", title="Resource", required=True, choices=_RESOURCES),
                _text("valueFrom", "resourceFieldRef", "containerName", title="Container", unset="this one"),
                _text("valueFrom", "resourceFieldRef", "divisor", title="Divisor", unset="1"),
            ),
            {"resource": "limits.memory"},
        ),
    ),
    summary=_variable,
)


def _source(item: Data) -> str:
    for kind, source in (("Secret", "secretRef"), ("ConfigMap", "configMapRef")):
        if isinstance(one := item.get(source), dict):
            return f"{kind} {one.get('name', '')}"
    return ""


def _prefixed(item: Data) -> str:
    return f"each key as {item['prefix']}…" if item.get("prefix") else "each key as it is called"


_SOURCE = Form(
    "source of variables",
    (),
    "All keys of",
    tuple(
        Variant(
            f"a {kind}",
            (key,),
            (_text(key, "name", title=kind, required=True), _switch(key, "optional", title="May be missing")),
            {"name": ""},
        )
        for kind, key in (("Secret", "secretRef"), ("ConfigMap", "configMapRef"))
    ),
    (_text("prefix", title="Prefix", unset="none"),),
    label=_source,
    summary=_prefixed,
)

_MODE = "0644"


def _files_of(kind: str, key: str, name: str) -> Variant:
    return Variant(
        f"a {kind}",
        (key,),
        (
            _text(key, name, title=kind, required=True),
            Field((key, "items"), "Files", FieldKind.ENTRIES, form="KeyToPath", unset="all keys"),
            Field((key, "defaultMode"), "File mode", FieldKind.MODE, unset=_MODE),
            _switch(key, "optional", title="May be missing"),
        ),
        {name: ""},
    )


_VOLUMES = (
    Variant(
        "an empty folder",
        ("emptyDir",),
        (
            Field(("emptyDir", "medium"), "Medium", FieldKind.CHOICE, ("", "Memory"), unset="the node's disk"),
            _text("emptyDir", "sizeLimit", title="Size limit", unset="none"),
        ),
        {},
    ),
    Variant(
        "a persistent volume claim",
        ("persistentVolumeClaim",),
        (
            _text("persistentVolumeClaim", "claimName", title="Claim", required=True),
            _switch("persistentVolumeClaim", "readOnly", title="Read only"),
        ),
        {"claimName": ""},
    ),
    _files_of("ConfigMap", "configMap", "name"),
    _files_of("Secret", "secret", "secretName"),
    Variant(
        "a path of the node",
        ("hostPath",),
        (
            _text("hostPath", "path", title="Path", required=True),
            Field(
                ("hostPath", "type"),
                "Type",
                FieldKind.CHOICE,
                ("", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"),
                unset="not checked",
            ),
        ),
        {"path": ""},
    ),
    Variant(
        "an NFS share",
        ("nfs",),
        (
            _text("nfs", "server", title="Server", required=True),
            _text("nfs", "path", title="Path", required=True),
            _switch("nfs", "readOnly", title="Read only"),
        ),
        {"server": "", "path": ""},
    ),
    Variant(
        "a CSI driver",
        ("csi",),
        (
            _text("csi", "driver", title="Driver", required=True),
            _switch("csi", "readOnly", title="Read only"),
            _text("csi", "fsType", title="File system", unset="the driver's"),
            Field(("csi", "volumeAttributes"), "Attributes", FieldKind.MAP, unset="none"),
            _text("csi", "nodePublishSecretRef", "name", title="Secret", unset="none"),
        ),
        {"driver": ""},
    ),
    Variant("several sources in one folder", ("projected",), (), {"sources": []}, by_yaml=True),
    Variant("fields of the pod as files", ("downwardAPI",), (), {"items": []}, by_yaml=True),
    Variant(
        "a volume of its own for each pod", ("ephemeral",), (), {"volumeClaimTemplate": {"spec": {}}}, by_yaml=True
    ),
    Variant(
        "the files of an image",
        ("image",),
        (
            _text("image", "reference", title="Image", required=True),
            Field(
                ("image", "pullPolicy"), "Pull policy", FieldKind.CHOICE, ("", "IfNotPresent", "Always", "Never"),
                unset="by the tag",
            ),
        ),
        {"reference": ""},
    ),
)  # fmt: skip


def _volume(item: Data) -> str:
    kind = next((key for key in item if key != "name"), "emptyDir")
    body = item.get(kind)
    held = next((str(value) for value in body.values() if isinstance(value, str) and value), "") if body else ""
    return f"{kind} {held}".rstrip() if isinstance(body, dict) or body is None else kind


_VOLUME = Form("volume", (_NAME,), "Is", _VOLUMES, summary=_volume)

_MOUNT = Form(
    "mount",
    (
        Field(("name",), "Volume", required=True),
        _text("mountPath", title="Path", required=True),
        _text("subPath", title="Path within", unset="all of the volume"),
        _switch("readOnly", title="Read only"),
        _text("subPathExpr", title="Path by variables", unset="none"),
        Field(
            ("mountPropagation",), "Propagation", FieldKind.CHOICE, ("", "None", "HostToContainer", "Bidirectional"),
            unset="None",
        ),
    ),
    summary=lambda item: f"at {item.get('mountPath', '')}" + (", read only" if item.get("readOnly") is True else ""),
)  # fmt: skip


def _taint(item: Data) -> str:
    value = f" = {item['value']}" if item.get("value") else ""
    return f"{value} {item.get('effect') or 'any effect'}".strip()


_TOLERATION = Form(
    "toleration",
    (
        _text("key", title="Taint", unset="every taint"),
        Field(("operator",), "Operator", FieldKind.CHOICE, ("", "Equal", "Exists"), unset="Equal"),
        _text("value", title="Value", unset="empty"),
        Field(
            ("effect",), "Effect", FieldKind.CHOICE, ("", "NoSchedule", "PreferNoSchedule", "NoExecute"), unset="all",
        ),
        Field(("tolerationSeconds",), "For seconds", FieldKind.NUMBER, unset="forever"),
    ),
    label=lambda item: str(item.get("key") or "every taint"),
    summary=_taint,
)  # fmt: skip

_KEY_TO_PATH = Form(
    "file",
    (
        _text("key", title="Key", required=True),
        _text("path", title="Path", required=True),
        Field(("mode",), "Mode", FieldKind.MODE, unset="the volume's"),
    ),
    label=lambda item: str(item.get("key", "")),
    summary=lambda item: f"→ {item.get('path', '')}",
)

_PULL_SECRET = Form("pull secret", (Field(("name",), "Secret", required=True),))

_PATH_TYPES = ("", "ImplementationSpecific", "Prefix", "Exact")
_PATH = Form(
    "path",
    (
        _text("path", title="Path", required=True),
        Field(("pathType",), "Type", FieldKind.CHOICE, _PATH_TYPES, unset="ImplementationSpecific"),
    ),
    label=lambda item: str(item.get("path", "")),
    summary=lambda item: str(item.get("pathType", "")),
)


def _paths(item: Data) -> str:
    paths = item.get("paths")
    found = [one for one in paths if isinstance(one, dict)] if isinstance(paths, list) else []
    return " ".join(str(one.get("path", "")) for one in found)


_HOST = Form(
    "host",
    (
        _text("host", title="Host", unset="every host"),
        Field(("paths",), "Paths", FieldKind.ENTRIES, form="IngressPath", unset="none"),
    ),
    label=lambda item: str(item.get("host") or "every host"),
    summary=_paths,
)


def _hosts(item: Data) -> str:
    hosts = item.get("hosts")
    return " ".join(map(str, hosts)) if isinstance(hosts, list) else ""


_TLS = Form(
    "certificate",
    (
        _text("secretName", title="Secret", unset="the controller's own"),
        Field(("hosts",), "Hosts", FieldKind.STRINGS, unset="none"),
    ),
    label=lambda item: str(item.get("secretName") or "the controller's own"),
    summary=_hosts,
)


def _image(item: Data) -> str:
    return str(item.get("image", ""))


FORMS: dict[str, Form] = {
    "EnvVar": _VARIABLE,
    "EnvFromSource": _SOURCE,
    "Volume": _VOLUME,
    "VolumeMount": _MOUNT,
    "Toleration": _TOLERATION,
    "KeyToPath": _KEY_TO_PATH,
    "LocalObjectReference": _PULL_SECRET,
    "IngressHost": _HOST,
    "IngressPath": _PATH,
    "IngressTls": _TLS,
    "Container": Form("container", (), summary=_image),
}
"""By the name of the Kubernetes definition, or of the chart's own model. A form without fields is edited as YAML."""

STARTS: dict[str, Any] = {
    "EnvVar": {"name": "", "value": ""},
    "EnvFromSource": {"secretRef": {"name": ""}},
    "Volume": {"name": "", "emptyDir": {}},
    "VolumeMount": {"name": "", "mountPath": ""},
    "Toleration": {"operator": "Exists"},
    "KeyToPath": {"key": "", "path": ""},
    "LocalObjectReference": {"name": ""},
    "IngressHost": {"host": "", "paths": [{"path": "/", "pathType": "Prefix"}]},
    "IngressPath": {"path": "/", "pathType": "Prefix"},
    "IngressTls": {"secretName": "", "hosts": []},
    "Container": {"name": "", "image": ""},
}
"""A new entry, before anything is typed."""


def form_name(setting: Setting) -> str:
    """The name of the form of a list's entries."""
    return setting.item.__name__ if setting.item is not None else setting.kubernetes or ""
