"""From the command to the first full screen, against the imports that no Textual app can do without."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.terminal import Terminal

VALUES = Path(__file__).parents[1] / "examples" / "values.yaml"
FLOOR = "import textual.app, pydantic"
ROUNDS = 9


def run() -> None:
    """Prints the medians, and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        _first_screen(environment)  # compiles what has not been compiled yet
        floors, screens = [], []
        for _ in range(ROUNDS):
            floors.append(_floor(environment))
            screens.append(_first_screen(environment))
    floor, screen = statistics.median(floors), statistics.median(screens)
    ratio = f"x{screen / floor:.2f}"
    print(f"startup     first screen {screen * 1000:.0f} ms, imports alone {floor * 1000:.0f} ms: {ratio}")


def _floor(environment: dict[str, str]) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", FLOOR], env=environment, check=True)
    return time.perf_counter() - before


def _first_screen(environment: dict[str, str]) -> float:
    with Terminal([sys.executable, "-m", "cli", str(VALUES)], environment) as terminal:
        # The areas, the settings and the preview: the last of them to be drawn ends the wait.
        return terminal.wait(_is_full) - terminal.started


def _is_full(screen: str) -> bool:
    parts = ("Backend store", "nameOverride", "MLflow for the data science", "backendStore:")
    return all(part in screen for part in parts)
