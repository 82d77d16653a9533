"""`python -m benchmarks [NAME...]`: runs the benchmarks, or those named."""

import importlib
import sys

NAMES = ("startup", "keystroke", "screens", "editing", "checking")

for name in sys.argv[1:] or NAMES:
    importlib.import_module(f"benchmarks.{name}").run()
