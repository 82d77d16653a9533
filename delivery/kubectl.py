"""kubectl, the only way to a cluster, and the only place that can change one."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from typing import Any

from mlflow_tui.config_model.secrecy import without_passwords
from mlflow_tui.delivery import process
from mlflow_tui.delivery.answers import problem_from
from mlflow_tui.delivery.kubeconfig import Context, Kubeconfig
from mlflow_tui.delivery.problem import ClusterProblem, MissingTool, ReadOnly, Reason
from mlflow_tui.delivery.process import Cancellation, Finished, TimedOut, TooMuchOutput

OLDEST = (1, 21)
"""The first kubectl that does all that is asked of it here: --show-managed-fields came last."""

TIMEOUT = 30.0
"""Seconds for one answer of the cluster."""

CLIENT_TIMEOUT = 10.0
"""Seconds for kubectl to tell its own version."""

_READING = {"get", "version", "auth", "logs", "describe", "api-resources"}
_PROMPT = "Please enter "
"""What kubectl asks for on stdout where the kubeconfig has no credentials; nobody answers."""

_DRY_RUN = "--dry-run=server"
_WARNING = re.compile(r"^Warning: (.+)$", re.MULTILINE)
"""How kubectl hands on the warnings of an API server, on stderr."""


class Kubectl:
    """Runs kubectl against one context and namespace, which are passed at each call.

    With `read_only` nothing that could change the cluster is ever started. `secrets` are texts that no message shows.
    """

    def __init__(
        self,
        kubeconfig: Kubeconfig,
        context: Context,
        namespace: str,
        *,
        read_only: bool = False,
        cancellation: Cancellation | None = None,
        secrets: Iterable[str] = (),
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self.context = context
        self.namespace = namespace
        self.read_only = read_only
        self.cancellation = cancellation or Cancellation()
        self.program = find_program(environment)
        self._warnings: dict[str, None] = {}
        self._secrets: list[str] = []
        self.hide(secrets)
        self._environment = dict(environment)
        self._target = [] if context.in_cluster else [f"--context={context.name}"]
        if len(kubeconfig.files) == 1 and not context.in_cluster:
            self._target.append(f"--kubeconfig={kubeconfig.files[0]}")
        else:
            # The option takes one file only; several that were read together are pinned this way.
            self._environment["KUBECONFIG"] = os.pathsep.join(map(str, kubeconfig.files))

    def run(
        self, *arguments: str, stdin: bytes = b"", timeout: float | None = None, namespaced: bool = True
    ) -> Finished:
        """Run it to its end, whatever its exit code. The arguments, verb first, must hold no secret.

        What changes something is not cut short once it has begun: nobody could tell then what it has done.
        `timeout` is in seconds, TIMEOUT unless told otherwise. Raises ReadOnly, Cancelled, MissingTool, or
        ClusterProblem if it hangs or talks without end.
        """
        changes = _changes_something(arguments)
        if self.read_only and changes:
            raise ReadOnly()
        self.cancellation.check()
        target = [*self._target, f"--namespace={self.namespace}"] if namespaced else self._target
        cancellation = Cancellation() if changes else self.cancellation
        return self._run(
            [self.program, *arguments, *target], stdin, TIMEOUT if timeout is None else timeout, cancellation
        )

    def text(self, *arguments: str, stdin: bytes = b"", timeout: float | None = None, namespaced: bool = True) -> str:
        """What it writes. A failure raises ClusterProblem, besides what `run` raises."""
        done = self.run(*arguments, stdin=stdin, timeout=timeout, namespaced=namespaced)
        if done.code:
            raise self.problem(done)
        said = self.masked(done.stderr.decode("utf-8", "replace"))
        self._warnings.update(dict.fromkeys(_WARNING.findall(said)))
        return done.stdout.decode("utf-8", "replace")

    def data(
        self, *arguments: str, stdin: bytes = b"", timeout: float | None = None, namespaced: bool = True
    ) -> dict[str, Any] | None:
        """What it writes with `-o json`; None if it writes nothing, as for an object that is not there."""
        text = self.text(*arguments, "-o", "json", stdin=stdin, timeout=timeout, namespaced=namespaced)
        return _object(text, self.program) if text.strip() else None

    def problem(self, done: Finished) -> ClusterProblem:
        """The problem behind a failure."""
        said, output = done.stderr.decode("utf-8", "replace"), done.stdout.decode("utf-8", "replace")
        if not said or output.startswith(_PROMPT):
            said = f"{output}\n{said}"
        return problem_from(self.masked(said), self.context)

    def take_warnings(self) -> list[str]:
        """What the API server has warned of since this was last asked, each once: what is deprecated, or breaks a
        pod security standard.
        """
        found, self._warnings = list(self._warnings), {}
        return found

    def hide(self, secrets: Iterable[str]) -> None:
        """More texts that no message shows. Shorter ones than four characters would mask half of any sentence."""
        self._secrets = sorted({*self._secrets, *(each for each in secrets if len(each) > 3)}, key=len, reverse=True)

    def masked(self, text: str) -> str:
        """The text without secrets: API servers quote what they refuse."""
        text = re.sub(r"(error found in #\d+ byte of|bigger context) \.\.\.\|.*?\|\.\.\.", "", text, flags=re.DOTALL)
        for secret in self._secrets:
            text = text.replace(secret, "••••")
        return without_passwords(text, "••••")

    def check_client(self) -> str:
        """The version of kubectl, as `1.32.4`. Raises MissingTool if it is too old, or no kubectl."""
        try:
            command = [self.program, "version", "--client", "-o", "json"]
            done = self._run(command, b"", CLIENT_TIMEOUT, self.cancellation)
        except ClusterProblem:
            # No cluster is asked for that.
            raise MissingTool(
                f"{self.program} does not answer as kubectl does", "name another in MLFLOW_TUI_KUBECTL"
            ) from None
        try:
            version = json.loads(done.stdout)["clientVersion"]["gitVersion"]
            found = re.match(r"v(\d+)\.(\d+)[.\d]*", version)
        except (ValueError, KeyError, TypeError):
            found = None
        if found is None:
            raise MissingTool(f"{self.program} does not answer as kubectl does", "name another in MLFLOW_TUI_KUBECTL")
        if (int(found[1]), int(found[2])) < OLDEST:
            raise MissingTool(
                f"kubectl {found[0]} is too old: {'.'.join(map(str, OLDEST))} or later is needed",
                "get a newer one from https://kubernetes.io/docs/tasks/tools/, or name it in MLFLOW_TUI_KUBECTL",
            )
        return found[0].removeprefix("v").rstrip(".")

    def _run(self, command: list[str], stdin: bytes, timeout: float, cancellation: Cancellation) -> Finished:
        try:
            return process.run(
                command, stdin=stdin, timeout=timeout, cancellation=cancellation, environment=self._environment
            )
        except OSError as error:
            raise MissingTool(
                f"kubectl cannot be run: {self.program}: {(error.strerror or str(error)).lower()}",
                "install it again, or name another in MLFLOW_TUI_KUBECTL",
            ) from None
        except TimedOut:
            raise ClusterProblem(
                f"kubectl did not end within {timeout:.0f} seconds",
                f"check that the API server {self.context.server or self.context.name} answers",
                Reason.TIMEOUT,
            ) from None
        except TooMuchOutput:
            raise _nonsense(self.program) from None


def find_program(environment: Mapping[str, str] = os.environ) -> str:
    """The path of kubectl: what `MLFLOW_TUI_KUBECTL` names, else the one on PATH. Raises MissingTool."""
    named = environment.get("MLFLOW_TUI_KUBECTL", "")
    found = shutil.which(named or "kubectl", path=environment.get("PATH"))
    if found:
        return found
    if named:
        raise MissingTool(
            f"MLFLOW_TUI_KUBECTL names {named}, which is not a program", "name the path of kubectl, without options"
        )
    raise MissingTool(
        "kubectl was not found on PATH",
        "get it from https://kubernetes.io/docs/tasks/tools/, or name it in MLFLOW_TUI_KUBECTL",
    )


def _changes_something(arguments: tuple[str, ...]) -> bool:
    """Whether a command may change the cluster; an unknown one may."""
    if arguments[0] == "rollout":
        return arguments[1:2] not in (("status",), ("history",))
    return arguments[0] not in _READING and _DRY_RUN not in arguments


def _object(text: str, program: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        raise _nonsense(program) from None
    if not isinstance(found, dict):
        raise _nonsense(program)
    return found


def _nonsense(program: str) -> ClusterProblem:
    return ClusterProblem(
        "kubectl returned an unexpected answer", f"check that {program} is really kubectl", Reason.NONSENSE
    )
