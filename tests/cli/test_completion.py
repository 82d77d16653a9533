"""The completion of the command, in the shells that people use, as they use it: the tab key in a terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.presets import PRESETS
from tests.needs import without

BIN = Path(sys.executable).parent
START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(mlflow-tui completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -D; eval "$(mlflow-tui completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "mlflow-tui completion fish | source"),
}
KUBECONFIG = """\
apiVersion: v1
kind: Config
contexts:
- {name: staging-eu, context: {cluster: one, user: me}}
clusters:
- {name: one, cluster: {server: 'https://127.0.0.1:1'}}
"""


@pytest.fixture(params=START)
def shell(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if shutil.which(name) is None:
        without(name, f"install the package {name} of the system")
    return name


@contextmanager
def opened(shell: str, folder: Path) -> Iterator[Terminal]:
    command, load = START[shell]
    (folder / "prod.yaml").write_text("{}\n")
    (folder / "kubeconfig").write_text(KUBECONFIG)
    environment = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8",
        "KUBECONFIG": str(folder / "kubeconfig"), "PS1": "> ", "ZDOTDIR": str(folder),
    }  # fmt: skip
    with Terminal(command, environment, columns=200, rows=30) as terminal:
        terminal.type(f"cd {folder}; {load}; echo rea''dy\r")
        terminal.wait(lambda screen: "ready" in screen)
        terminal.settle()
        terminal.type("clear\r")
        terminal.settle()
        yield terminal


CLEAR_THE_LINE = "\x15"
WORDS = [
    ("mlflow-tui rend", "render"),
    ("mlflow-tui pro", "prod.yaml"),
    ("mlflow-tui render pro", "prod.yaml"),
    ("mlflow-tui check --fail-on w", "warning"),
    ("mlflow-tui init --preset quick", "quickstart"),
    ("mlflow-tui set prod.yaml trackingServer.wor", "trackingServer.workers="),
    ("mlflow-tui get prod.yaml trackingServer.wor", "trackingServer.workers"),
    ("mlflow-tui apply prod.yaml --context stag", "staging-eu"),
    ("mlflow-tui upgrade prod.yaml --to lat", "latest"),
    ("mlflow-tui export kus", "kustomize"),
]


def test_words_are_completed_at_the_tab_key(shell: str, tmp_path: Path) -> None:
    with opened(shell, tmp_path) as terminal:
        for typed, completed in WORDS:
            terminal.type(typed + "\t")
            whole = f"{typed.rpartition(' ')[0]} {completed}"
            if whole not in terminal.text:
                terminal.wait(lambda screen, whole=whole: whole in screen)  # type: ignore[misc]
            terminal.type(CLEAR_THE_LINE)
            terminal.settle()
            terminal.type("clear\r")
            terminal.settle()


def answers(line: str, folder: Path) -> list[str]:
    """What the program tells a shell for a line, all of it, as bash asks."""
    environment = {
        **os.environ, "_ARGCOMPLETE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line)), "COMP_TYPE": "9",
        "_ARGCOMPLETE_COMP_WORDBREAKS": " \t\n", "_ARGCOMPLETE_SHELL": "bash", "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(folder / "answers"),
        "KUBECONFIG": str(folder / "none"),
    }  # fmt: skip
    subprocess.run([BIN / "mlflow-tui"], env=environment, cwd=folder, check=True, capture_output=True)
    return (folder / "answers").read_text().split("\n")


def test_every_setting_and_every_preset_is_proposed(tmp_path: Path) -> None:
    assert set(answers("mlflow-tui get prod.yaml ", tmp_path)) >= {one.key for one in leaves()}
    assert set(answers("mlflow-tui init --preset ", tmp_path)) == {one.name for one in PRESETS}


def test_the_values_of_a_setting_are_proposed(tmp_path: Path) -> None:
    assert answers("mlflow-tui set f.yaml ingress.enabled=", tmp_path) == [
        "ingress.enabled=true",
        "ingress.enabled=false",
    ]
    assert "service.type=NodePort" in answers("mlflow-tui render --set service.type=", tmp_path)


@pytest.mark.parametrize("line", ["mlflow-tui apply --context ", "mlflow-tui apply --namespace "])
def test_without_a_kubeconfig_nothing_is_proposed_and_nothing_is_said(line: str, tmp_path: Path) -> None:
    assert answers(line, tmp_path) == [""]
