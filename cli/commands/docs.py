"""`docs`: the table of all values in Markdown."""

from __future__ import annotations

import argparse
import sys

from mlflow_tui.cli.errors import DONE
from mlflow_tui.renderers.values_table import markdown


def run(options: argparse.Namespace) -> int:
    sys.stdout.write(markdown())
    return DONE
