"""What kubectl says when something fails, in the words of the person's own situation."""

from __future__ import annotations

import re
from typing import NamedTuple

from mlflow_tui.delivery.kubeconfig import Context
from mlflow_tui.delivery.problem import ClusterProblem, Reason


class _Known(NamedTuple):
    """A kind of failure: what kubectl says, and what is said instead; `{said}` is kubectl's own line."""

    pattern: str
    reason: Reason
    message: str
    hint: str


_ASK = "ask who runs the cluster for a role that allows it"
_KNOWN = (
    _Known(
        r"Please enter (Username|Password)",
        Reason.UNAUTHORIZED,
        "the kubeconfig has no credentials for {context}: kubectl asks for a user name",
        "log in to the cluster, or get a fresh kubeconfig",
    ),
    _Known(
        r"connection refused|The connection to the server \S+ was refused",
        Reason.UNREACHABLE,
        "the API server {server} refuses connections",
        "check that the cluster runs, and that {context} is the context you mean",
    ),
    _Known(
        r"no such host|server misbehaving",
        Reason.UNREACHABLE,
        "the API server {server} is not known by that name",
        "check the network or VPN, and that {context} is the context you mean",
    ),
    _Known(
        r"no route to host|network is unreachable|i/o timeout|TLS handshake timeout|context deadline exceeded"
        r"|Client\.Timeout exceeded|connection reset|unexpected EOF|: EOF|http2: client connection lost",
        Reason.UNREACHABLE,
        "the API server {server} does not answer",
        "check the network or VPN, and that {context} is the context you mean",
    ),
    _Known(
        r"x509:|tls: ",
        Reason.UNREACHABLE,
        "the certificate of the API server {server} is not trusted: {said}",
        "get a fresh kubeconfig for {context}",
    ),
    _Known(
        r"Unauthorized|provide credentials|must be logged in",
        Reason.UNAUTHORIZED,
        "the API server {server} does not accept the credentials of {context}",
        "log in again, or get a fresh kubeconfig",
    ),
    _Known(
        r"getting credentials|executable .* (not found|failed)|no Auth Provider found",
        Reason.UNAUTHORIZED,
        "the login program of {context} failed: {said}",
        "run it by hand once, then try again",
    ),
    _Known(r"exceeded quota", Reason.FORBIDDEN, "{said}", "make room in the namespace, or ask for a larger quota"),
    _Known(r"\(Forbidden\)|forbidden:", Reason.FORBIDDEN, "the cluster forbids it: {said}", _ASK),
    _Known(r"\(NotFound\)", Reason.NOT_FOUND, "{said}", ""),
    _Known(
        r"Apply failed with \d+ conflict|\(Conflict\)",
        Reason.CONFLICT,
        "field-manager conflict: {said}",
        "",
    ),
    _Known(r"is invalid:|\(Invalid\)|\(BadRequest\)|admission webhook", Reason.INVALID, "{said}", ""),
    _Known(
        r"no matches for kind|doesn't have a resource type",
        Reason.INVALID,
        "the cluster does not know that kind of object: {said}",
        "check the version of the cluster",
    ),
    _Known(
        r"error loading config file|context was not found|context .* does not exist",
        Reason.OTHER,
        "kubectl cannot use the kubeconfig: {said}",
        "check the kubeconfig",
    ),
)


def problem_from(said: str, context: Context) -> ClusterProblem:
    """The problem that kubectl's error output, already without secrets, tells of."""
    line = _telling_line(said)
    for known in _KNOWN:
        if re.search(known.pattern, said):
            fields = {"server": context.server or "of the context", "context": context.name}
            return ClusterProblem(
                known.message.format(said=line, **fields),
                known.hint.format(**fields),
                known.reason,
                said,
                complaint=known.message.format(said=_SUBJECT.sub("", line), **fields),
            )
    return ClusterProblem(line or "kubectl failed without saying why", "", Reason.OTHER, said)


_SUBJECT = re.compile(r'^The \w+ "[^"]*" is invalid: ')


def _telling_line(said: str) -> str:
    """The line that says what happened, without kubectl's prefixes."""
    # Lines such as `E0101 12:00:00.000000   123 memcache.go:265] ...` are kubectl's log.
    lines = [line.strip() for line in said.splitlines() if line.strip() and not re.match(r"[EWI]\d{4} ", line)]
    telling = next((line for line in lines if re.match(r"error|Error|Unable|The ", line)), "")
    line = telling or (lines[-1] if lines else "")
    line = re.sub(r"^(error|Error)( from server| in configuration)?( \(\w+\))?: ", "", line)
    line = re.sub(r'^error when \w+ "STDIN": ', "", line)
    return line if len(line) <= 500 else f"{line[:499]}…"
