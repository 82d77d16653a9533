"""The clusters that a person has access to, as kubectl finds them: `--kubeconfig`, `KUBECONFIG`, `~/.kube/config`.

Source of the rules: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mlflow_tui.delivery.files import FileProblem, read_file
from mlflow_tui.delivery.problem import KubeconfigProblem

_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


@dataclass(frozen=True, slots=True)
class Context:
    """A cluster, seen as one user, in one namespace."""

    name: str
    server: str
    """The API server's address; empty if the kubeconfig does not give one."""
    namespace: str
    """`default` unless the context names one."""
    in_cluster: bool = False
    """The cluster that this runs in, as a pod with a service account: kubectl finds it without a kubeconfig."""


@dataclass(frozen=True, slots=True)
class Kubeconfig:
    """What the files say together: the first to name something wins."""

    files: tuple[Path, ...]
    contexts: Mapping[str, Context]
    current: str
    """Name of the current context; empty if there is none."""
    around: Context | None = None
    """The cluster that this runs in, where no file says anything."""

    def context(self, name: str | None) -> Context:
        """The context of that name, or the current one. Raises KubeconfigProblem."""
        if self.around and not name:
            return self.around
        if not self.contexts:
            raise KubeconfigProblem("no cluster is configured", "name a kubeconfig with --kubeconfig or KUBECONFIG")
        wanted = name or self.current
        if not wanted:
            raise KubeconfigProblem("the kubeconfig has no current context", f"choose one with --context: {self._some}")
        if wanted in self.contexts:
            return self.contexts[wanted]
        near = difflib.get_close_matches(wanted, self.contexts, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {self._some}"
        raise KubeconfigProblem(f"the kubeconfig has no context {wanted!r}", hint)

    @property
    def _some(self) -> str:
        names = sorted(self.contexts)
        return ", ".join(names[:8]) + (", …" if len(names) > 8 else "")


def read_kubeconfig(named: str | None = None, environment: Mapping[str, str] = os.environ) -> Kubeconfig:
    """The kubeconfig, of the file that is named or else of those that kubectl would read. Raises KubeconfigProblem."""
    files = tuple(_files(named, environment))
    contents = [_content(path) for path in files]
    clusters = _merged(contents, "clusters", "cluster")
    contexts = {
        name: _context(name, fields, clusters) for name, fields in _merged(contents, "contexts", "context").items()
    }
    current = next((str(each["current-context"]) for each in contents if each.get("current-context")), "")
    return Kubeconfig(files, contexts, current, None if contexts or named else _around(environment))


def _around(environment: Mapping[str, str]) -> Context | None:
    """Source: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/"""
    host, port = environment.get("KUBERNETES_SERVICE_HOST"), environment.get("KUBERNETES_SERVICE_PORT", "443")
    if not host or not (_ACCOUNT / "token").exists():
        return None
    try:
        namespace = (_ACCOUNT / "namespace").read_text(encoding="utf-8").strip()
    except OSError:
        namespace = ""
    return Context("in-cluster", f"https://{host}:{port}", namespace or "default", in_cluster=True)


def _files(named: str | None, environment: Mapping[str, str]) -> Iterator[Path]:
    if named:
        yield Path(named).expanduser()
        return
    listed = environment.get("KUBECONFIG", "")
    paths = [Path(each) for each in listed.split(os.pathsep) if each] if listed else [Path.home() / ".kube" / "config"]
    # kubectl passes over files of KUBECONFIG that are not there, and takes each once.
    yield from dict.fromkeys(path for path in paths if path.exists())


def _content(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(read_file(path).data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileProblem as problem:
        raise KubeconfigProblem(f"kubeconfig {problem.message}", problem.hint) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # The error's own text quotes the file, which holds credentials.
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise KubeconfigProblem(f"kubeconfig {place}: is not YAML", "fix it, or name another one") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise KubeconfigProblem(f"kubeconfig {path}: is not a kubeconfig", "name another one with --kubeconfig")
    return content


def _merged(contents: list[dict[str, Any]], key: str, inner: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for content in contents:
        entries = content.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and entry.get("name") is not None:
                fields = entry.get(inner)
                found.setdefault(str(entry["name"]), fields if isinstance(fields, dict) else {})
    return found


def _context(name: str, fields: Mapping[str, Any], clusters: Mapping[str, Mapping[str, Any]]) -> Context:
    cluster = str(fields.get("cluster") or "")
    server = str(clusters.get(cluster, {}).get("server") or "")
    return Context(name, server, str(fields.get("namespace") or "default"))
