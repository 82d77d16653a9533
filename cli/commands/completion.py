"""`completion`: the script by which a shell completes this command."""

from __future__ import annotations

import argparse

from mlflow_tui.cli.completion import script
from mlflow_tui.cli.errors import DONE


def run(options: argparse.Namespace) -> int:
    print(script(options.shell), end="")
    return DONE
