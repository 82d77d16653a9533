"""Programs that pretend to be kubectl, for what the real one does not do on demand."""

from __future__ import annotations

from pathlib import Path

from mlflow_tui.delivery.kubeconfig import Kubeconfig, read_kubeconfig
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.process import Cancellation


def program(folder: Path, script: str) -> Path:
    """A shell script named kubectl."""
    folder.mkdir(exist_ok=True)
    path = folder / "kubectl"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def kubeconfig(folder: Path, name: str = "dev") -> Kubeconfig:
    """A kubeconfig with one context, whose server nobody runs."""
    path = folder / f"{name}.kubeconfig"
    path.write_text(
        f"""
clusters: [{{name: c, cluster: {{server: "https://127.0.0.1:1"}}}}]
users: [{{name: u, user: {{token: t}}}}]
contexts: [{{name: {name}, context: {{cluster: c, user: u}}}}]
current-context: {name}
"""
    )
    return read_kubeconfig(str(path))


def kubectl(folder: Path, script: str, *, read_only: bool = False, cancellation: Cancellation | None = None) -> Kubectl:
    """A client that runs the script."""
    config = kubeconfig(folder)
    return Kubectl(
        config,
        config.context(None),
        "ml",
        read_only=read_only,
        cancellation=cancellation,
        secrets=("hunter2",),
        environment={"PATH": "/usr/bin:/bin", "MLFLOW_TUI_KUBECTL": str(program(folder, script))},
    )
