"""From a key in an open editor to the preview that shows what it means, against the smallest app that repeats a key."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Sequence

from benchmarks.startup import VALUES
from benchmarks.terminal import Terminal

DIGITS = "56789" * 4
OPEN_EDITOR = ("/", "workers", "\r", "\r")


def run() -> None:
    """Prints the medians, and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        floor = _median([sys.executable, "-m", "benchmarks.smallest_app"], (), environment)
        ours = _median([sys.executable, "-m", "mlflow_tui", str(VALUES)], OPEN_EDITOR, environment)
    print(f"keystroke   preview {ours * 1000:.1f} ms, smallest app {floor * 1000:.1f} ms: x{ours / floor:.2f}")


def _median(command: Sequence[str], opening: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds from a digit to the line `workers: DIGIT` on the screen."""
    with Terminal(command, environment) as terminal:
        terminal.wait(lambda screen: "workers: 4" in screen)
        terminal.settle()
        for keys in opening:
            terminal.type(keys)
            terminal.settle()
        return statistics.median(_follow(terminal, digit) for digit in DIGITS)


def _follow(terminal: Terminal, digit: str) -> float:
    terminal.type("\x7f")
    terminal.settle()
    pressed = terminal.type(digit)
    return terminal.wait(lambda screen: f"workers: {digit}" in screen) - pressed
