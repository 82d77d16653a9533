"""From a key to the screen that shows what it did, at the 95th percentile, against the smallest app that repeats a key.

Moving from setting to setting, and typing a digit that the preview follows; with the example, and with 5,000 variables.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.startup import VALUES
from benchmarks.terminal import Terminal
from mlflow_tui.config_model.catalogue import leaves
from mlflow_tui.config_model.values.areas import Area

VARIABLES = 5000
ROUNDS = 3
UP, DOWN = "\x1b[A", "\x1b[B"


def run() -> None:
    """Prints the percentiles, and their ratios."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        floor = _percentile(_typed([sys.executable, "-m", "benchmarks.smallest_app"], (), environment, (200, 60)))
        print(f"screens     smallest app {floor * 1000:.1f} ms")
        large = Path(home) / "large.yaml"
        entries = "".join(f"  - name: VARIABLE_{number}\n    value: text {number}\n" for number in range(VARIABLES))
        large.write_text(VALUES.read_text("utf-8").replace("extraEnv:\n", f"extraEnv:\n{entries}"), "utf-8")
        for what, file, size in (
            ("120x40", VALUES, (120, 40)),
            ("200x60", VALUES, (200, 60)),
            ("200x60, 5,000 variables", large, (200, 60)),
        ):
            command = [sys.executable, "-m", "mlflow_tui", str(file)]
            moved = _percentile(_moved(command, environment, size))
            typed = _percentile(_typed(command, ("/", "workers", "\r", "\r"), environment, size))
            print(
                f"screens     {what}: move {moved * 1000:.1f} ms x{moved / floor:.2f}, "
                f"key to preview {typed * 1000:.1f} ms x{typed / floor:.2f}"
            )


def _percentile(seconds: Iterator[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _moved(command: Sequence[str], environment: dict[str, str], size: tuple[int, int]) -> Iterator[float]:
    """Seconds from an arrow key to the path of the next setting."""
    keys = [one.key for one in leaves() if one.area is Area.TRACKING_SERVER]
    with Terminal(command, environment, columns=size[0], rows=size[1]) as terminal:
        terminal.wait(lambda screen: f"{keys[0]} " in screen)
        terminal.settle()
        for _ in range(ROUNDS):
            for step, path in ((DOWN, keys), (UP, keys[::-1])):
                for _, wanted in pairwise(path):
                    pressed = terminal.type(step)
                    yield terminal.wait(lambda screen, wanted=wanted: f"{wanted} " in screen) - pressed  # type: ignore[misc]
                    terminal.settle(0.1)


def _typed(
    command: Sequence[str], opening: Sequence[str], environment: dict[str, str], size: tuple[int, int]
) -> Iterator[float]:
    """Seconds from a digit to the line `workers: DIGIT` of the preview."""
    with Terminal(command, environment, columns=size[0], rows=size[1]) as terminal:
        terminal.wait(lambda screen: "workers: 4" in screen)
        terminal.settle(0.5)
        for keys in opening:
            terminal.type(keys)
            terminal.settle(0.5)
        for digit in "56789" * 6:
            terminal.type("\x7f")
            terminal.settle()
            pressed = terminal.type(digit)
            yield terminal.wait(lambda screen, digit=digit: f"workers: {digit}" in screen) - pressed  # type: ignore[misc]
