"""`docs`: the table of all values in Markdown."""

from __future__ import annotations

import argparse
import sys

from renderers.values_table import markdown

from cli.errors import DONE


def run(options: argparse.Namespace) -> int:
    sys.stdout.write(markdown())
    return DONE
