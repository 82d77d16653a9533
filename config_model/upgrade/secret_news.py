"""Secrets that a later MLflow wants: for those who use what is encrypted or signed with them."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.mlflow.behaviours import PUBLIC_PASSPHRASE, RANDOM_WEBHOOK_KEY, SECRET_KEY_NEEDED
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.upgrade.changing import Changing
from mlflow_tui.config_model.upgrade.declaration import Told, news
from mlflow_tui.config_model.upgrade.entry import Kind

FLASK = "MLFLOW_FLASK_SERVER_SECRET_KEY"
WEBHOOKS = "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY"
PASSPHRASE = "MLFLOW_CRYPTO_KEK_PASSPHRASE"
EXISTING: Path = ("trackingServer", "basicAuth", "existingFlaskSecret")
_CREATED: Path = ("trackingServer", "basicAuth", "createFlaskSecret", "secretKey")
_HEX, _FERNET = "$(openssl rand -hex 32)", "$(openssl rand -base64 32 | tr '+/' '-_')"


@news(Kind.SECRET, SECRET_KEY_NEEDED)
def secret_key(changing: Changing) -> Iterator[Told]:
    auth = changing.values.tracking_server.basic_auth
    if not changing.server.asks_login or not auth.enabled or changing.server.may_set(FLASK):
        return
    if auth.existing_flask_secret:
        message = f"the Secret must be there, with the key {FLASK}"
        command = _command(changing, auth.existing_flask_secret, FLASK, _HEX)
        yield Told(EXISTING, message, fix="create it before the rollout", command=command)
    elif auth.create_flask_secret.secret_key:
        yield Told(_CREATED, "a new Secret is created, with the key that signs the forms of the login")


@news(Kind.SECRET, RANDOM_WEBHOOK_KEY, instead_of=("MT248",))
def webhook_key(changing: Changing) -> Iterator[Told]:
    if _keeps_secrets(changing) and not changing.server.may_set(WEBHOOKS):
        message = "webhooks with a secret fail after a restart without a lasting key"
        yield _in_environment(changing, WEBHOOKS, _FERNET, "mlflow-webhook-key", message, "if you use webhooks")


@news(Kind.SECRET, PUBLIC_PASSPHRASE, instead_of=("MT411",))
def passphrase(changing: Changing) -> Iterator[Told]:
    if _keeps_secrets(changing) and not changing.server.may_set(PASSPHRASE):
        message = "API keys in the database are encrypted with a passphrase that everybody knows"
        yield _in_environment(changing, PASSPHRASE, _HEX, "mlflow-passphrase", message, "before the first is stored")


def _keeps_secrets(changing: Changing) -> bool:
    return changing.database is not None


def _in_environment(changing: Changing, variable: str, value: str, name: str, message: str, when: str) -> Told:
    fix = f"give {variable} by a Secret in extraEnv, {when}"
    return Told("extraEnv", message, fix=fix, command=_command(changing, name, variable, value))


def _command(changing: Changing, name: str, key: str, value: str) -> str:
    namespace = changing.after.release.namespace
    where = f" -n {namespace}" if namespace else ""
    return f'kubectl{where} create secret generic {name} --from-literal={key}="{value}"'
