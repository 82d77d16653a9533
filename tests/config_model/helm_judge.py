"""Real Helm as the judge: what it makes of values files and of --set, seen through a template that prints the values.

``python -m tests.config_model.helm_judge`` records ``helm_readings.json`` anew, with the Helm on PATH or the one that
MLFLOW_TUI_TEST_HELM names.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, settings

REFUSED: Final = "refused"
"""Stands in a reading for "Helm fails"."""

READINGS: Final = Path(__file__).with_name("helm_readings.json")

FEW_CALLS: Final = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example],
)
"""For properties that ask Helm: no shrinking, which would take minutes."""

VALUE: Final = "k{number}: {text}\n"
KEY: Final = "k{number}:\n  {text}: 1\n"


class HelmJudge:
    """A chart in ``folder`` whose one template prints the values."""

    def __init__(self, helm: str, folder: Path) -> None:
        self.helm = helm
        self.folder = folder
        templates = folder / "judge" / "templates"
        templates.mkdir(parents=True)
        (folder / "judge" / "Chart.yaml").write_text("apiVersion: v2\nname: judge\nversion: 0.1.0\n")
        (templates / "values.yaml").write_text("values: {{ toJson .Values | b64enc }}\n")

    def options(self, *options: str) -> dict[str, Any] | None:
        """The values that the options give; None where Helm fails."""
        command = [self.helm, "template", "judge", str(self.folder / "judge"), *options]
        run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)
        printed = re.search(r"^values: (\S+)$", run.stdout, re.MULTILINE)
        if run.returncode or printed is None:
            return None
        values: dict[str, Any] = json.loads(base64.b64decode(printed[1]))
        return values

    def files(self, *texts: str | bytes) -> dict[str, Any] | None:
        """What Helm makes of files of these contents, given with -f in this order."""
        options = []
        for number, text in enumerate(texts):
            path = self.folder / f"values-{number}.yaml"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            options += ["-f", str(path)]
        return self.options(*options)

    def each(self, texts: Sequence[str], form: str) -> list[Any]:
        """The reading of each text, written by ``form``: many in one call of Helm, halved where one makes it fail."""
        if not texts:
            return []
        text = "".join(form.format(number=number, text=text) for number, text in enumerate(texts))
        values = self.files(text)
        if values is not None:
            return [values.get(f"k{number}") for number in range(len(texts))]
        if len(texts) == 1:
            return [REFUSED]
        middle = len(texts) // 2
        return self.each(texts[:middle], form) + self.each(texts[middle:], form)


def as_floats(value: Any) -> Any:
    """With every number as the float64 that it is to Helm, booleans kept apart, to compare by ``==``."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dict):
        return {key: as_floats(entry) for key, entry in value.items()}
    return [as_floats(item) for item in value] if isinstance(value, list) else value


def recorded(kind: str) -> list[tuple[str, Any]]:
    """The recorded readings: ``values`` and ``keys`` (one scalar each), ``files`` (whole files)."""
    return [(text, reading) for text, reading in json.loads(READINGS.read_text("utf-8"))[kind]]


def readings(judge: HelmJudge, kind: str, texts: Sequence[str]) -> list[Any]:
    """What the judge says of texts of a kind."""
    if kind == "files":
        read: Callable[[str], Any] = judge.files
        return [REFUSED if (values := read(text)) is None else values for text in texts]
    # A key of one text may not meet the next text's lines, nor a value's.
    return judge.each(texts, VALUE if kind == "values" else KEY)


def _record() -> None:
    helm = os.environ.get("MLFLOW_TUI_TEST_HELM", "helm")
    with tempfile.TemporaryDirectory() as folder:
        judge = HelmJudge(helm, Path(folder))
        table = {}
        for kind in ("values", "keys", "files"):
            texts = [text for text, _ in recorded(kind)]
            table[kind] = list(zip(texts, readings(judge, kind, texts), strict=True))
    lines = (
        f"  {json.dumps(kind)}: [\n" + ",\n".join(f"    {json.dumps(list(pair))}" for pair in pairs) + "\n  ]"
        for kind, pairs in table.items()
    )
    READINGS.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    _record()
