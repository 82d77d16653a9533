"""MT246, MT248, MT411: the keys that MLflow signs and encrypts with, which all its processes must share."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.behaviours import PUBLIC_PASSPHRASE, RANDOM_WEBHOOK_KEY, SECRET_KEY_NEEDED
from mlflow_tui.config_model.problem import Fix, RandomKey, SetValue, Severity
from mlflow_tui.config_model.published_hosts import PUBLISHING, is_published
from mlflow_tui.config_model.replicas import REPLICAS, most_replicas

_READS = ("image", "trackingServer", "extraEnv", "extraEnvFrom")
_KEY = ("trackingServer", "basicAuth", "createFlaskSecret", "secretKey")
_FLASK, _WEBHOOKS = "MLFLOW_FLASK_SERVER_SECRET_KEY", "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY"
_PASSPHRASE = "MLFLOW_CRYPTO_KEK_PASSPHRASE"


@check("MT246", Severity.ERROR, "Basic authentication has no secret key.", reads=_READS)
def no_secret_key(context: Context) -> Iterator[Finding]:
    server, auth = context.server, context.values.tracking_server.basic_auth
    if not server.asks_login or not SECRET_KEY_NEEDED.holds(context.mlflow.version) or server.may_set(_FLASK):
        return
    given = server.variable(_FLASK)
    message = f"the server exits: MLflow {context.mlflow.version} needs a secret key for basic authentication"
    if given is not None:
        yield Finding(given.path, f"{message}, and {_FLASK} is empty", hint=f"give it, or remove {_FLASK}")
    elif not auth.enabled:
        app = server.argument("--app-name")
        hint = f"set trackingServer.basicAuth instead, or give {_FLASK} by a Secret in extraEnv"
        yield Finding(app.path if app is not None else _KEY, message, hint=hint)
    elif not auth.existing_flask_secret and not auth.create_flask_secret.secret_key:
        hint = "name a Secret in trackingServer.basicAuth.existingFlaskSecret, or set the key"
        yield Finding(_KEY, message, hint=hint, fix=Fix("write a new random key", (SetValue(_KEY, RandomKey()),)))


@check(
    "MT248",
    Severity.WARNING,
    "Each replica encrypts the secrets of webhooks with a key of its own.",
    reads=(*_READS, *REPLICAS, "backendStore"),
)
def key_of_each_replica(context: Context) -> Iterator[Finding]:
    server = context.server
    if most_replicas(context.values) < 2 or not RANDOM_WEBHOOK_KEY.holds(context.mlflow.version):
        return
    if server.may_set(_WEBHOOKS) or server.artifacts_only or server.keeps_files:
        return
    yield Finding(
        "extraEnv",
        f"webhooks with a secret fail: without {_WEBHOOKS} one replica cannot read what another one has stored",
        hint=f"give {_WEBHOOKS} by a Secret in extraEnv, if you use webhooks",
    )


@check(
    "MT411",
    Severity.WARNING,
    "API keys in the database are encrypted with a passphrase that everybody knows.",
    reads=(*_READS, "backendStore", *PUBLISHING),
)
def public_passphrase(context: Context) -> Iterator[Finding]:
    values, server = context.values, context.server
    if not is_published(values) or not PUBLIC_PASSPHRASE.holds(context.mlflow.version) or server.may_set(_PASSPHRASE):
        return
    if server.backend is None or server.artifacts_only or server.keeps_files:
        return
    yield Finding(
        "extraEnv",
        f"without {_PASSPHRASE} the API keys of the AI gateway are encrypted with a passphrase of MLflow's source",
        hint=f"give {_PASSPHRASE} by a Secret in extraEnv before the first key is stored",
    )
