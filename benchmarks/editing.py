"""One edit of a file, read back and compared, and what it leads to, against libyaml's tree of the same text."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.manifests import render

VALUES = Path(__file__).parents[1] / "examples" / "values.yaml"
ROUNDS = 15
LISTED = 2500

Edit = Callable[[Document, int], object]
EDITS: dict[str, Edit] = {
    "set": lambda document, number: document.set(("trackingServer", "workers"), 5 + number),
    "append": lambda document, number: document.insert(
        ("extraEnv",), len(document.data["extraEnv"]), {"name": f"NEW_{number}", "value": "text"}
    ),
    "move": lambda document, number: document.move(("extraEnv",), 1, 2 + number),
    "delete": lambda document, _: document.delete(("extraEnv", 1)),
    "undo": lambda document, _: document.undo(),
}


def run() -> None:
    """Prints, for the example and for a file of 5,000 lines, what each kind of edit costs: as many times as long as
    libyaml takes for the tree, and in processor milliseconds.
    """
    text = VALUES.read_text(encoding="utf-8")
    entries = "".join(f"  - name: VARIABLE_{number}\n    value: text {number}\n" for number in range(LISTED))
    for name, one in (("example", text), ("large", text.replace("extraEnv:\n", f"extraEnv:\n{entries}"))):
        floor = _median(partial(yaml.compose, one, yaml.CSafeLoader))
        print(f"editing     {name}, {one.count(chr(10))} lines: libyaml's tree {floor * 1000:.1f} ms", end="")
        document = Document(one, key_order=key_order)
        for kind, edit in EDITS.items():
            seconds = statistics.median(_seconds(partial(edit, document, number)) for number in range(ROUNDS))
            print(f", {kind} x{seconds / floor:.1f} {seconds * 1000:.1f} ms", end="")
        print(f", checks and manifests x{_median(partial(_follow, document)) / floor:.1f}")


def _follow(document: Document) -> None:
    evaluation = evaluate([Layer("values.yaml", document.data, document.loaded)])
    assert evaluation.values is not None
    render(evaluation.values, evaluation.release)


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
