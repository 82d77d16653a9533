"""How the Secrets come about that an export only names: commands, and stubs for an operator."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

from mlflow_tui.config_model.credentials import BASIC_AUTH_FILE
from mlflow_tui.config_model.secrecy import has_password
from mlflow_tui.renderers.exports.credentials import ExistingSecret, WithoutCredentials
from mlflow_tui.renderers.exports.exported import namespace_of
from mlflow_tui.renderers.yaml_text import text

FOLDER = "secrets"
_STORE = "your-secret-store"


def secret_files(stages: Sequence[WithoutCredentials]) -> dict[str, bytes]:
    """The folder `secrets/`: a page with the commands, and a stub a Secret. No value of a credential is in it.

    Nothing deploys the folder by itself, so that a cluster without the operator has no trouble with it.
    """
    if not any(stage.secrets for stage in stages):
        return {}
    files = {f"{FOLDER}/README.md": _page(stages).encode()}
    for stage in stages:
        folder = f"{FOLDER}/{stage.name}".rstrip("/")
        for secret in stage.secrets:
            files[f"{folder}/external-secret-{secret.name}.yaml"] = _stub(stage, secret).encode()
            if BASIC_AUTH_FILE in secret.content:
                files[f"{folder}/{BASIC_AUTH_FILE}.example"] = basic_auth_example(
                    secret.content[BASIC_AUTH_FILE]
                ).encode()
    return files


def secret_notes(stages: Sequence[WithoutCredentials]) -> tuple[str, ...]:
    """What to tell the person who exported: which Secrets have to be there first."""
    found = sorted({secret.name for stage in stages for secret in stage.secrets})
    if not found:
        return ()
    word = "Secret" if len(found) == 1 else "Secrets"
    return (f"no credential was written: make the {word} {', '.join(found)} first, see {FOLDER}/README.md",)


def command(secret: ExistingSecret, namespace: str) -> str:
    """The `kubectl create secret` line. Values come from variables of the shell or from files of the keys' names."""
    words = ["kubectl", "--namespace", namespace, "create", "secret", "generic", secret.name]
    head = shlex.join(words)
    return " \\\n  ".join((head, *_sources(secret)))


def _sources(secret: ExistingSecret) -> Iterator[str]:
    for key in secret.content:
        yield (
            f"--from-file={shlex.quote(key)}"
            if secret.mounted
            else f'--from-literal={shlex.quote(key)}="${variable(key)}"'
        )


def variable(key: str) -> str:
    """The variable of the shell for a key of a Secret."""
    name = re.sub(r"\W", "_", key, flags=re.ASCII)
    return f"_{name}" if name[:1].isdigit() else name


def basic_auth_example(content: str) -> str:
    """basic_auth.ini without the password, and without a URL that has one."""
    return "\n".join(map(_example_line, content.split("\n")))


def _example_line(line: str) -> str:
    key, separator, value = line.partition(" = ")
    if separator and (key == "admin_password" or has_password(value)):
        return f"{key} = <{key.upper()}>"
    return line


def _page(stages: Iterable[WithoutCredentials]) -> str:
    commands = [command(secret, namespace_of(stage.evaluation.release)) for stage in stages for secret in stage.secrets]
    return _PAGE.format(commands="\n\n".join(commands), store=_STORE)


_PAGE = """\
# Secrets

The values of this folder name Secrets and hold no credential. Make the Secrets before the first deployment, in one of
these ways; none puts a credential into git.

**By hand.** Set the variables (`read -rs NAME` keeps a value out of the shell's history), have the files in the folder
that you are in, and run:

```bash
{commands}
```

**By the External Secrets Operator.** The `external-secret-*.yaml` here fetch the same keys. Set the store
(`{store}`) and the remote keys, and apply them or add them to what is synchronised.

**By Sealed Secrets.** Add `--dry-run=client -o yaml | kubeseal -o yaml > NAME.yaml` to a command above, and commit the
file that it writes.
"""


def _stub(stage: WithoutCredentials, secret: ExistingSecret) -> str:
    namespace = namespace_of(stage.evaluation.release)
    return text(
        {
            "apiVersion": "external-secrets.io/v1",
            "kind": "ExternalSecret",
            "metadata": {"name": secret.name, "namespace": namespace},
            "spec": {
                "refreshInterval": "1h",
                "secretStoreRef": {"kind": "ClusterSecretStore", "name": _STORE},
                "target": {"name": secret.name, "creationPolicy": "Owner"},
                "data": [
                    {"secretKey": key, "remoteRef": {"key": f"{namespace}/{secret.name}", "property": key}}
                    for key in secret.content
                ],
            },
        }
    )
