"""A whole job by keys alone, in a real terminal: a try-out becomes a production setup."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from benchmarks.terminal import Terminal
from mlflow_tui.config_model.presets import load_preset

ROOT = Path(__file__).parents[2]
ENTER, ESC, TAB, SAVE, QUIT = "\r", "\x1b", "\t", "\x13", "\x11"
UP, DOWN, RIGHT, SELECT_ALL = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[18~"
ROLE = "arn:aws:iam::111122223333:role/mlflow"
RESOURCES = "requests:\n  cpu: '2'\n  memory: 4Gi\nlimits:\n  memory: 4Gi\n"
WANTED = {
    "image": {"registry": "registry.example.com", "repository": "ml-platform/mlflow", "tag": "v2.14.1"},
    "trackingServer": {
        "mode": "serve-artifacts",
        "artifactsDestination": "s3://ml-artifacts/prod",
        "workers": 4,
        "basicAuth": {"enabled": True, "existingSecret": "mlflow-auth"},
    },
    "backendStore": {"databaseUpgrade": False, "existingSecret": "mlflow-db", "createSecret": {}},
    "artifactStore": {"s3": {"enabled": True}},
    "serviceAccount": {"annotations": {"eks.amazonaws.com/role-arn": ROLE}},
    "ingress": {
        "enabled": True,
        "className": "nginx",
        "annotations": {"nginx.ingress.kubernetes.io/proxy-body-size": "0"},
        "hosts": [{"host": "mlflow.corp.example", "paths": [{"path": "/", "pathType": "Prefix"}]}],
        "tls": [{"secretName": "mlflow-tls", "hosts": ["mlflow.corp.example"]}],
    },
    "resources": {"requests": {"cpu": "2", "memory": "4Gi"}, "limits": {"memory": "4Gi"}},
    "extraEnv": [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": "mlflow-env", "key": key}}}
        for name, key in (("HTTPS_PROXY", "proxy"), ("SENTRY_DSN", "sentry"))
    ],
}


class Person:
    """Types, and looks at the screen before going on."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def see(self, text: str) -> None:
        if text not in self.terminal.text:
            self.terminal.wait(lambda screen: text in screen)

    def go_to(self, key: str) -> None:
        self.terminal.type("/")
        self.see("Find a setting")
        self.terminal.type(key + ENTER)
        self.terminal.wait(lambda screen: "Find a setting" not in screen and key in screen)

    def give(self, key: str, value: str) -> None:
        self.go_to(key)
        self.terminal.type(ENTER + value + ENTER)
        self.see(value[:12])

    def open(self, key: str, shown: str) -> None:
        """The editor of a setting that has one of its own."""
        self.go_to(key)
        self.terminal.type(ENTER)
        self.see(shown)

    def leave(self, sheets: int = 1) -> None:
        for _ in range(sheets):
            before = self.terminal.text
            self.terminal.type(ESC)
            # Two in a row would be read as one; an esc that closes nothing changes nothing.
            with contextlib.suppress(TimeoutError):
                self.terminal.wait(lambda screen, before=before: screen != before, within=5)  # type: ignore[misc]
            # What follows esc too soon would be the rest of an escape sequence.
            self.terminal.settle()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (200, 60)])
def test_a_try_out_becomes_production(tmp_path: Path, columns: int, rows: int) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(load_preset("quickstart").replace("v3.17.2-full", "v2.14.1"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "s")}
    command = [sys.executable, "-m", "mlflow_tui", str(file)]
    with Terminal(command, environment, columns=columns, rows=rows) as terminal:
        person = Person(terminal)
        person.see("Workers")
        _edit(person)
        # What check says, and the fix of it.
        terminal.type("n")
        person.see("MT212")
        person.give("image.registry", "registry.example.com")
        person.give("image.repository", "ml-platform/mlflow")
        terminal.type("n")
        person.see("MT260")
        terminal.type("f")
        person.see("1 entry")
        terminal.type("n")
        person.see("No problem was found")
        terminal.type(SAVE)
        person.see("Saved")
        terminal.type(QUIT)
        with pytest.raises(TimeoutError):
            terminal.wait(lambda screen: False, within=10)
    _judge(file, environment)


def _edit(person: Person) -> None:
    type_ = person.terminal.type
    person.go_to("backendStore.createSecret.backendStoreUri")
    type_("r")
    person.see("back to its default")
    person.give("backendStore.existingSecret", "mlflow-db")
    person.give("trackingServer.artifactsDestination", "s3://ml-artifacts/prod")
    person.give("trackingServer.workers", "4")
    person.go_to("artifactStore.s3.enabled")
    type_(" ")
    person.see("■ on")
    person.open("serviceAccount.annotations", "+ add")
    type_(f"+eks.amazonaws.com/role-arn{ENTER}{ROLE}{ENTER}")
    person.see("role/mlflow"[:4])
    person.leave()
    person.go_to("trackingServer.basicAuth.enabled")
    type_(" ")
    person.see("■ on")
    person.give("trackingServer.basicAuth.existingSecret", "mlflow-auth")
    _expose(person)
    person.open("extraEnv", "+ add")
    for name, key in (("HTTPS_PROXY", "proxy"), ("SENTRY_DSN", "sentry")):
        type_(f"+{name}{ENTER}")
        person.see(name)
        person.leave()
        type_(UP + RIGHT)
        person.see("a key of a Secret")
        type_(f"{DOWN}{ENTER}mlflow-env{ENTER}{DOWN}{ENTER}{key}{ENTER}")
        person.see(key)
        person.leave()
        person.see("mlflow-env")
    person.leave()
    person.open("resources", "^s keep")
    type_(SELECT_ALL)
    person.terminal.settle()
    type_(f"\x1b[200~{RESOURCES}\x1b[201~")
    person.see("cpu: '2'")
    type_(SAVE)
    person.see("ResourceRequirements")


def _expose(person: Person) -> None:
    type_ = person.terminal.type
    person.go_to("ingress.enabled")
    type_(" ")
    person.see("■ on")
    person.give("ingress.className", "nginx")
    person.open("ingress.hosts", "+ add")
    type_(ENTER)
    person.see("Paths")
    type_(f"{ENTER}mlflow.corp.example{ENTER}{DOWN}{ENTER}")
    person.see("+ add")
    type_(f"{ENTER}{DOWN}{RIGHT}")
    person.see("Prefix")
    person.leave(3)
    person.see("mlflow.corp.example")
    person.leave()
    person.open("ingress.tls", "+ add")
    type_(f"+mlflow-tls{ENTER}")
    person.see("mlflow-tls")
    type_(f"{DOWN}{ENTER}")
    person.see("+ add")
    type_(f"+mlflow.corp.example{ENTER}")
    person.see("mlflow.corp.example")
    person.leave(3)


def _judge(file: Path, environment: dict[str, str]) -> None:
    data = yaml.safe_load(file.read_text())
    assert {key: data[key] for key in WANTED} == WANTED
    assert "# each takes about" in file.read_text(), "the comments stay"
    for command in (["check", "--fail-on", "warning"], ["render"]):
        done = subprocess.run(
            [sys.executable, "-m", "mlflow_tui", *command, str(file)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
