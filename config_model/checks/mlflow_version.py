"""MT245, MT264: which MLflow the values are for."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.checks.drivers import is_official
from mlflow_tui.config_model.mlflow import OLDEST, Certainty, newest, read_version
from mlflow_tui.config_model.path import parse_path
from mlflow_tui.config_model.placeholders import is_filled_in
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_VERSION = "image.mlflowVersion"


@check("MT245", Severity.WARNING, "The version of MLflow is not told, or not known.", reads=("image",))
def unknown_version(context: Context) -> Iterator[Finding]:
    reading = context.values.image.reading
    if reading.certainty is Certainty.SURE or is_filled_in(parse_path(reading.key), reading.text):
        return
    told = "the digest" if reading.key == "image.digest" else repr(reading.text)
    why = {
        Certainty.UNTOLD: f"{told} tells no version of MLflow",
        Certainty.TOO_NEW: f"{reading.text!r} is newer than MLflow {newest()}, the newest that is known here",
        Certainty.TOO_OLD: f"{reading.text!r} is older than MLflow {OLDEST}, the oldest that is known here",
    }[reading.certainty]
    yield Finding(
        reading.key,
        f"{why}: it is taken for {reading.version}",
        hint=f"set {_VERSION} to the version that is in the image",
        fix=Fix(f"set {_VERSION} to {reading.version}", (SetValue(parse_path(_VERSION), str(reading.version)),)),
    )


@check("MT264", Severity.WARNING, "The tag of the official image is of another version.", reads=("image",))
def two_versions(context: Context) -> Iterator[Finding]:
    image = context.values.image
    by_tag = read_version("", image.tag, newest())
    if not image.mlflow_version or not is_official(image) or by_tag.certainty is not Certainty.SURE:
        return
    if by_tag.version != image.reading.version:
        yield Finding(
            _VERSION,
            f"the image holds MLflow {by_tag.version} by its tag, and is taken for {image.reading.version}",
            hint=f"remove {_VERSION}",
            fix=context.removal(_VERSION),
        )
