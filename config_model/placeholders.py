"""Placeholders that another tool fills in before Helm or Kubernetes reads the values: what they hold nobody can judge.

Known are those of vals and helm-secrets, Bank-Vaults, the Argo CD Vault plugin, Flux and envsubst, templates in braces,
SOPS, 1Password, Berglas, and the `<YOUR_…>` of documentations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mlflow_tui.config_model.path import Path

_INJECTED = re.compile(
    r"(?:secret)?ref\+[A-Za-z0-9]+://\S+"
    r"|^(?:>>)?vault:\S+|^(?:op|berglas|sm|azurekeyvault|awssm)://\S+|^(?:arn:aws:secretsmanager|gcp:secretmanager):\S+"
    r"|<(?:path|vault):[^<>]+>"
    r"|\$\{[^{}]+\}|#\{[^{}]+\}"
    r"|\{\{.+?\}\}"
    r"|ENC\[AES256_GCM,[^\]]*\]"
)
_DOCUMENTED = re.compile(r"<[^<>\n]+>")
_PROGRAMS = ("extraContainers", "extraInitContainers")


def is_filled_in(path: Path, value: object) -> bool:
    """Whether the value at `path` of the values is, or has in it, what another tool or a person still fills in."""
    return _has(path, value, _INJECTED) or _has(path, value, _DOCUMENTED)


def hides_scheme(text: str) -> bool:
    """Whether the placeholder stands where a URI has its scheme, so that nobody can tell what the URI leads to."""
    found = _INJECTED.search(text) or _DOCUMENTED.search(text)
    return found is not None and ":" not in text[: found.start()]


def injected(data: Mapping[str, Any]) -> Iterator[Path]:
    """The places in a file of the placeholders that a tool fills in, in their order."""
    return _injected(data, ())


def _injected(value: Any, path: Path) -> Iterator[Path]:
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in entries:
        yield from _injected(inner, (*path, step))
    if _has(path, value, _INJECTED):
        yield path


def _has(path: Path, value: object, pattern: re.Pattern[str]) -> bool:
    if not isinstance(value, str):
        return False
    if (path and path[0] in _PROGRAMS) or any("annotations" in str(step).lower() for step in path):
        return (
            pattern.fullmatch(value) is not None
        )  # in scripts and in templates of sidecars the same means another thing
    return pattern.search(value) is not None
