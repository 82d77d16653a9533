"""`python -m readme.picture`: the README's picture, drawn by the real app on the example that `make run` opens."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from mlflow_tui.config_model.catalogue import key_order
from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.document import Document
from mlflow_tui.tui.app import MlflowTui
from mlflow_tui.tui.opening import Opening

ROOT = Path(__file__).parents[1]
PICTURE = Path(__file__).with_name("screens.svg")
NAME = "examples/values.yaml"
SIZE = (144, 36)
KEYS = ("/", *"workers", "enter", "enter", "6")
"""Finds the number of workers, opens it and types: the picture shows the preview following."""


async def draw() -> str:
    """The screens as SVG, after `KEYS`."""
    document = Document.from_bytes((ROOT / NAME).read_bytes(), key_order=key_order)
    app = MlflowTui(Opening(path=Path(NAME), document=document, release=Release(namespace="ml")))
    async with app.run_test(size=SIZE) as pilot:
        for key in KEYS:
            await pilot.press("slash" if key == "/" else key)
        await pilot.pause(0.5)
        svg = app.export_screenshot(title="mlflow-tui")
    # Readers of a page are not made to fetch fonts from elsewhere: the family falls back to their own.
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    # Some renderers take the spaces away with which a text begins, and the indent with them.
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)


def at_home(folder: str) -> None:
    """Neither the settings nor the unsaved work of whoever draws it are in the picture, nor is anything left there."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[name] = folder


if __name__ == "__main__":
    with TemporaryDirectory() as nobodys:
        at_home(nobodys)
        PICTURE.write_text(asyncio.run(draw()), encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")
