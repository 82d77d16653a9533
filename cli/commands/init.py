"""`init`: a commented starting file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mlflow_tui.cli.errors import DONE, CommandError
from mlflow_tui.cli.output import note
from mlflow_tui.cli.targets import refuse_existing, refuse_read_only, target
from mlflow_tui.config_model.presets import PRESETS, load_preset

DEFAULT_PRESET = "quickstart"


def run(options: argparse.Namespace) -> int:
    if options.list:
        width = max(len(preset.name) for preset in PRESETS)
        for preset in PRESETS:
            print(f"{preset.name.ljust(width)}  {preset.summary}")
        return DONE
    text = _preset(options.preset or DEFAULT_PRESET)
    path = target(options.output or "values.yaml")
    if path is None:
        sys.stdout.write(text)
    else:
        _write(options, path, text)
    return DONE


def _preset(name: str) -> str:
    import difflib

    known = [preset.name for preset in PRESETS]
    if name in known:
        return load_preset(name)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else "`mlflow-tui init --list` names them"
    raise CommandError(f"no preset {name!r}", hint)


def _write(options: argparse.Namespace, path: Path, text: str) -> None:
    from mlflow_tui.delivery.files import write_file

    refuse_read_only(options, path)
    refuse_existing(path)
    write_file(path, text.encode(), None)
    note(options, f"wrote {path}; go on with: mlflow-tui {path}")
