"""Comments that tell credentials: an old password, a commented-out key."""

from __future__ import annotations

import re
from collections.abc import Collection

from mlflow_tui.config_model.secrecy import looks_secret, tells_password

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ASSIGNMENT = re.compile(r"""([A-Za-z_][\w-]*)["']?\s*[:=]\s*["']?([^\s"'#<>${}|]{4,})""")
_NO_CREDENTIAL = re.compile(
    r"^(existing\w*|secret-?name|secret|create\w*secret|secretKeyRef|secretRef|credentials|secrets|tokens|passwords)$",
    re.IGNORECASE,
)
"""Names that look secret and are followed by the name of a Secret, or by more of a sentence."""


def holds_credential(line: str, known: Collection[str]) -> bool:
    """Whether a line holds one of the `known` credentials, a URL with a password, or an assignment of a secret."""
    if any(credential in line for credential in known) or tells_password(line):
        return True
    return any(
        looks_secret(name, value) and not _NO_CREDENTIAL.match(name) for name, value in _ASSIGNMENT.findall(line)
    )


def has_telling_comment(text: str, known: Collection[str]) -> bool:
    """Whether a comment of the values file tells a credential."""
    return without_secret_comments(text, known) != text


def without_secret_comments(text: str, known: Collection[str]) -> str | None:
    """The text without the comment lines that tell a credential; None where one is told elsewhere."""
    kept = [
        line
        for line in _LINE.findall(text)  # not splitlines(): it breaks comments at form feeds and the like
        if not (line.lstrip().startswith("#") and holds_credential(line, known))
    ]
    told = any("#" in line and holds_credential(line[line.index("#") :], known) for line in kept)
    return None if told or any(credential in line for line in kept for credential in known) else "".join(kept)
