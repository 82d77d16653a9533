"""The chart's values.yaml: every key with its default, its description above it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from mlflow_tui.config_model.catalogue import catalogue
from mlflow_tui.config_model.chart import CHART_NAME
from mlflow_tui.config_model.setting import Kind, Setting
from mlflow_tui.renderers.yaml_text import lines


def values_file() -> str:
    """YAML that gives exactly the defaults."""
    head = f"# Default values of the chart {CHART_NAME}.\n"
    tail = "\n# Values shared by all charts of a release; this one reads none.\nglobal: {}\n"
    return head + "".join(f"{line}\n" for setting in catalogue() for line in _lines(setting)) + tail


def _lines(setting: Setting) -> Iterator[str]:
    indent = "  " * (len(setting.path) - 1)
    if not indent:
        yield ""
    for row in wrap(_about(setting), width=110 - len(indent)):
        yield f"{indent}# {row}"
    if setting.kind is Kind.SECTION:
        yield f"{indent}{setting.path[-1]}:"
        return
    for line in lines({setting.path[-1]: setting.default}):
        yield f"{indent}{line.text}"


def _about(setting: Setting) -> str:
    choices = f" One of {', '.join(filter(None, setting.choices))}." if setting.choices else ""
    return f"{setting.help}{choices}"
