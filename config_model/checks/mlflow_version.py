"""MT245: which MLflow the values are for."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow import OLDEST, Certainty, newest
from mlflow_tui.config_model.path import parse_path
from mlflow_tui.config_model.placeholders import is_filled_in
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_VERSION = "image.mlflowVersion"


@check("MT245", Severity.WARNING, "The version of MLflow is not told, or not known.", reads=("image",))
def unknown_version(context: Context) -> Iterator[Finding]:
    reading = context.values.image.reading
    if reading.certainty is Certainty.SURE or is_filled_in(parse_path(reading.key), reading.text):
        return
    why = {
        Certainty.UNTOLD: f"{reading.text!r} tells no version of MLflow",
        Certainty.TOO_NEW: f"{reading.text!r} is newer than MLflow {newest()}, the newest that is known here",
        Certainty.TOO_OLD: f"{reading.text!r} is older than MLflow {OLDEST}, the oldest that is known here",
    }[reading.certainty]
    yield Finding(
        reading.key,
        f"{why}: it is taken for {reading.version}",
        hint=f"set {_VERSION} to the version that is in the image",
        fix=Fix(f"set {_VERSION} to {reading.version}", (SetValue(parse_path(_VERSION), str(reading.version)),)),
    )
