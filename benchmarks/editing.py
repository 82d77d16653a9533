"""One edit of a file, and what it leads to, against one plain reading of the same text by PyYAML's C parser."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from config_model.document import Document
from config_model.evaluation import evaluate
from config_model.layers import Layer
from config_model.setting import key_order
from renderers.manifests import render

VALUES = Path(__file__).parents[1] / "examples" / "values.yaml"
ROUNDS = 15


def run() -> None:
    """Prints, for the example and for a file of 2,000 entries more, how many plain readings an edit costs."""
    text = VALUES.read_text(encoding="utf-8")
    entries = "".join(f"  - name: VARIABLE_{number}\n    value: text {number}\n" for number in range(2000))
    for name, one in (("example", text), ("large", text.replace("extraEnv:\n", f"extraEnv:\n{entries}"))):
        floor = _median(partial(yaml.load, one, yaml.CSafeLoader))
        edit, follow = _edit(one)
        print(
            f"editing     {name}, {one.count(chr(10))} lines: plain reading {floor * 1000:.1f} ms, "
            f"edit x{edit / floor:.1f}, checks and manifests x{follow / floor:.1f}"
        )


def _edit(text: str) -> tuple[float, float]:
    """Seconds of one edit of a value, and of the evaluation and the manifests that follow it."""
    edits, follows = [], []
    document = Document(text, key_order=key_order)
    for number in range(ROUNDS):
        edits.append(_seconds(partial(document.set, ("trackingServer", "workers"), 5 + number)))
        follows.append(_seconds(partial(_follow, document)))
    return statistics.median(edits), statistics.median(follows)


def _follow(document: Document) -> None:
    evaluation = evaluate([Layer("values.yaml", document.data, document.loaded)])
    assert evaluation.values is not None
    render(evaluation.values, evaluation.release)


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before
