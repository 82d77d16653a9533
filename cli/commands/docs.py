"""`docs`: the table of all values in Markdown."""

from __future__ import annotations

import argparse
import sys

from cli.errors import DONE
from renderers.values_table import markdown


def run(options: argparse.Namespace) -> int:
    sys.stdout.write(markdown())
    return DONE
