"""`schema`: the JSON Schema of the values."""

from __future__ import annotations

import argparse
import json
import sys

from mlflow_tui.cli.errors import DONE
from mlflow_tui.renderers.json_schema import values_schema


def run(options: argparse.Namespace) -> int:
    sys.stdout.write(json.dumps(values_schema(), indent=2, ensure_ascii=False) + "\n")
    return DONE
