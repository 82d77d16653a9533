"""From the command to the first paint and to the whole screen, against the imports that any Textual app makes."""

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
    """Prints the medians, and their ratios."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        _screens(environment)  # compiles what has not been compiled yet
        floors, paints, screens = [], [], []
        for _ in range(ROUNDS):
            floors.append(_floor(environment))
            paint, screen = _screens(environment)
            paints.append(paint)
            screens.append(screen)
    floor = statistics.median(floors)
    print(f"startup     imports alone {floor * 1000:.0f} ms")
    for name, taken in (("first paint", statistics.median(paints)), ("whole screen", statistics.median(screens))):
        print(f"startup     {name} {taken * 1000:.0f} ms: x{taken / floor:.2f}")


def _floor(environment: dict[str, str]) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", FLOOR], env=environment, check=True)
    return time.perf_counter() - before


def _screens(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds until the areas are drawn, and until the settings and the preview are drawn too."""
    with Terminal([sys.executable, "-m", "mlflow_tui", str(VALUES)], environment) as terminal:
        paint = terminal.wait(lambda screen: "Extra containers" in screen)
        whole = terminal.wait(lambda screen: "Workers" in screen and "backendStore:" in screen)
        return paint - terminal.started, whole - terminal.started
