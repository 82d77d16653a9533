"""MT275, MT285, MT345 to MT348: the volume that outlives the pods."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.checks.pod_spec import PROGRAM, chart_mounts
from mlflow_tui.config_model.mlflow.mounted_paths import is_below
from mlflow_tui.config_model.mlflow.store_uris import local_path
from mlflow_tui.config_model.problem import Fix, SetValue, Severity
from mlflow_tui.config_model.replicas import REPLICAS, key_of_replicas, most_replicas

_OWN = ("trackingServer", "artifactStore")
_PATH = "persistence.mountPath"


@check(
    "MT275",
    Severity.WARNING,
    "Nothing of MLflow is kept on the volume.",
    reads=("image", "persistence", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom"),
)
def unused_volume(context: Context) -> Iterator[Finding]:
    persistence, server = context.values.persistence, context.server
    if not persistence.enabled:
        return
    auth = context.values.tracking_server.basic_auth
    users = auth.create_secret.database_uri if auth.enabled and not auth.existing_secret else ""
    given = [server.backend, *server.artifact_uris, server.option("--registry-store-uri")]
    if any(one is not None and not one.known for one in given) or (auth.enabled and auth.existing_secret):
        return  # it may be there: a Secret tells
    texts = [users, *(one.text or "" for one in given if one is not None)]
    folders = [local_path(text) for text in texts if text]
    if any(folder is not None and is_below(folder, persistence.mount_path) for folder in folders):
        return
    folder = persistence.mount_path.rstrip("/")
    yield Finding(
        "persistence.enabled",
        f"the volume stays empty: neither runs nor artifacts are kept below {persistence.mount_path}",
        hint=f"keep runs in sqlite:///{folder}/mlflow.db or artifacts in {folder}/artifacts, or turn persistence off",
    )


@check(
    "MT345",
    Severity.WARNING,
    "Several pods share a volume that one node can mount.",
    reads=("persistence", *REPLICAS),
)
def volume_of_one_node(context: Context) -> Iterator[Finding]:
    values = context.values
    if not values.persistence.is_of_one_node or most_replicas(values) < 2:
        return
    key = key_of_replicas(values)
    modes = ", ".join(values.persistence.access_modes)
    yield Finding(
        key,
        f"{most_replicas(values)} pods share a volume of access mode {modes}: pods on other nodes never start",
        hint="set persistence.accessModes to [ReadWriteMany] with storage that allows it, or run one replica",
    )


@check(
    "MT285",
    Severity.WARNING,
    "A new pod waits for the volume that the old one holds.",
    reads=("persistence", "strategy", *REPLICAS),
)
def rolling_update(context: Context) -> Iterator[Finding]:
    values = context.values
    rolling = bool(values.strategy) and values.strategy.get("type", "RollingUpdate") != "Recreate"
    if not values.persistence.is_of_one_node or not rolling:
        return
    fix = Fix("stop the old pod first", (SetValue(("strategy",), {"type": "Recreate"}),))
    yield Finding(
        "strategy",
        "a rolling update starts the new pod while the old one holds the volume, which one node alone can mount: on "
        "another node it never starts, and on the same one both write to SQLite",
        hint="set strategy.type to Recreate",
        fix=fix,
    )


@check("MT346", Severity.ERROR, "The volume cannot be mounted at its path.", reads=("persistence", *_OWN))
def refused_path(context: Context) -> Iterator[Finding]:
    persistence = context.values.persistence
    path = persistence.mount_path
    if not persistence.enabled or not path:
        return  # what is empty the API server refuses
    own = list(chart_mounts(context.values).values())
    if not path.startswith("/"):
        yield Finding(_PATH, f"{path!r} is not a path from the root", hint="write it like /mlflow")
    elif path.rstrip("/") in ("", *PROGRAM):
        yield Finding(_PATH, f"a volume at {path} hides the programs of the image: MLflow is not found", _OTHER)
    elif path.rstrip("/") in own:
        yield Finding(_PATH, f"another volume is mounted at {path} already: Kubernetes refuses the Deployment", _OTHER)
    elif any(is_below(path, one) for one in own):
        message = "lies inside a folder that the chart mounts read-only: the pod does not start"
        yield Finding(_PATH, message, _OTHER)


_OTHER = "use another folder, for example /mlflow"


@check("MT347", Severity.WARNING, "The volume hides files of the system or of a Secret.", reads=("persistence", *_OWN))
def hiding_volume(context: Context) -> Iterator[Finding]:
    persistence = context.values.persistence
    path = persistence.mount_path.rstrip("/")
    if not persistence.enabled or not path or path in PROGRAM:
        return
    hidden = next((one for one in chart_mounts(context.values).values() if one != path and is_below(one, path)), None)
    if path == "/etc":
        yield Finding(_PATH, "a volume at /etc hides users, certificates and host names", _OTHER)
    elif hidden is not None:
        yield Finding(_PATH, f"lies over {hidden}, where the chart mounts a Secret", _OTHER)


@check("MT348", Severity.ERROR, "The claim is without an access mode.", reads=("persistence",))
def no_access_mode(context: Context) -> Iterator[Finding]:
    persistence = context.values.persistence
    if persistence.makes_claim and not persistence.access_modes:
        key = "persistence.accessModes"
        fix = Fix("mount it on one node", (SetValue(("persistence", "accessModes"), ["ReadWriteOnce"]),))
        message = "Kubernetes refuses the claim: at least one access mode is required"
        yield Finding(key, message, hint="set it to [ReadWriteOnce]", fix=fix)
