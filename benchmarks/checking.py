"""All checks of a file of 5,000 entries, and of the same file after one edit, against one plain reading of the text."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import yaml

from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.kubernetes import validation
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.evaluation import evaluate

ENTRIES = 5000
ROUNDS = 9


def run() -> None:
    """Prints what the checks take beside the reading: at first, and again after a key that one check in five reads."""
    text = "extraEnv:\n" + "".join(f'  - name: VARIABLE_{number}\n    value: "{number}"\n' for number in range(ENTRIES))
    before = _layers(text)
    after = _layers(f"{text}replicaCount: 3\n")
    evaluation = evaluate(before)
    floor = _median(lambda: yaml.load(text, yaml.CSafeLoader))
    first = _median(lambda: _afresh(before))
    again = _median(lambda: evaluate(after, None, evaluation))
    print(
        f"checking    {ENTRIES} entries: plain reading {floor * 1000:.0f} ms, "
        f"checks {first * 1000:.0f} ms (x{first / floor:.2f}), "
        f"after an edit {again * 1000:.0f} ms (x{again / floor:.2f})"
    )


def _layers(text: str) -> list[Layer]:
    loaded = load(text)
    return [Layer("values.yaml", loaded.data, loaded, text=text)]


def _afresh(layers: list[Layer]) -> Evaluation:
    validation.forget()
    return evaluate(layers)


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
