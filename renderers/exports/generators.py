"""Kustomize's generators: Secrets and ConfigMaps made from files, with a hash of the content in the name."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.config_model.credentials import BACKEND_STORE, BASIC_AUTH_FILE, S3_CA, SECRETS
from mlflow_tui.renderers.exports.credentials import WithoutCredentials, is_local
from mlflow_tui.renderers.exports.secret_files import FOLDER, basic_auth_example
from mlflow_tui.renderers.manifests import Manifest

_MOUNTED = frozenset(key.name for secret in SECRETS if secret.mount is not None for key in secret.keys)


@dataclass(frozen=True, slots=True)
class Generated:
    """A Secret or a ConfigMap with its content."""

    kind: str
    name: str
    content: Mapping[str, str] = field(repr=False)
    labels: Mapping[str, str]

    @property
    def is_public(self) -> bool:
        """Whether git may have the content: certificates, and the path of a database file."""
        if self.kind == "ConfigMap" or set(self.content) == {S3_CA.keys[0].name}:
            return True
        return set(self.content) == {BACKEND_STORE.keys[0].name} and all(map(is_local, self.content.values()))

    @property
    def folder(self) -> str:
        return "" if self.is_public else f"{FOLDER}/"

    @property
    def env_file(self) -> str:
        return f"{self.folder}{self.name}.env"

    @property
    def lines(self) -> dict[str, str]:
        """What an env file can hold: a line each, taken as it is."""
        return {key: text for key, text in self.content.items() if key not in _MOUNTED and _is_line(text)}

    def files(self) -> Iterator[tuple[str, str]]:
        """The keys that need a file of their own, each with its path."""
        for key in self.content:
            if key not in self.lines:
                yield key, f"{self.folder}{key}" if key in _MOUNTED else f"{self.folder}{self.name}.{key}"


def _is_line(text: str) -> bool:
    return not any(character in text for character in "\n\r\0")


def generated(stage: WithoutCredentials, manifests: Sequence[Manifest]) -> dict[str, Generated]:
    """By name: the Secrets and the ConfigMap that the chart makes, and the Secret of what stood in variables."""
    found = [_from_manifest(one) for one in manifests if one["kind"] in ("Secret", "ConfigMap")]
    labels = manifests[0]["metadata"]["labels"]
    found += [Generated("Secret", one.name, one.content, labels) for one in stage.secrets]
    return {one.name: one for one in found}


def _from_manifest(manifest: Manifest) -> Generated:
    data, metadata = manifest["data"], manifest["metadata"]
    if manifest["kind"] == "Secret":
        data = {key: base64.b64decode(text).decode() for key, text in data.items()}
    return Generated(manifest["kind"], metadata["name"], data, metadata["labels"])


def entry(one: Generated, *, replaces: bool) -> dict[str, Any]:
    """The generator's entry in kustomization.yaml; `replaces` where a layer below generates the same name."""
    files = [f"{key}={path}" for key, path in one.files()]
    parts: dict[str, Any] = {
        "name": one.name,
        "behavior": "replace" if replaces else "",
        "type": "Opaque" if one.kind == "Secret" else "",
        "envs": [one.env_file] if one.lines else [],
        "files": files,
        "options": {"labels": dict(one.labels)},
    }
    return {key: part for key, part in parts.items() if part}


def generator_files(found: Sequence[Generated], *, with_secrets: bool) -> Iterator[tuple[str, str, bool]]:
    """Paths and texts of the files that generators read, and whether each is a credential's.

    Credentials are written only `with_secrets`; else there are examples to fill in, and a .gitignore either way.
    """
    for one in found:
        private = not one.is_public
        if with_secrets or not private:
            yield from ((path, text, private) for path, text in _files(one))
        if private:
            yield from ((f"{path}.example", text, False) for path, text in _examples(one))
    if not all(one.is_public for one in found):
        yield (
            f"{FOLDER}/.gitignore",
            "# Credentials stay here; their examples may go into git.\n*\n!.gitignore\n!*.example\n",
            False,
        )


def _files(one: Generated) -> Iterator[tuple[str, str]]:
    if one.lines:
        yield one.env_file, "".join(f"{key}={text}\n" for key, text in one.lines.items())
    yield from ((path, one.content[key]) for key, path in one.files())


def _examples(one: Generated) -> Iterator[tuple[str, str]]:
    if one.lines:
        head = "# Copy this file to the same name without .example, and put the values behind the = as they are.\n"
        yield one.env_file, head + "".join(f"{key}=\n" for key in one.lines)
    for key, path in one.files():
        yield path, basic_auth_example(one.content[key]) if key == BASIC_AUTH_FILE else f"<{key}>\n"
