"""`init`: a commented starting file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cli.errors import DONE, CommandError
from cli.output import note
from config_model.presets import PRESETS, load_preset

DEFAULT_PRESET = "quickstart"


def run(options: argparse.Namespace) -> int:
    if options.list:
        width = max(len(preset.name) for preset in PRESETS)
        for preset in PRESETS:
            print(f"{preset.name.ljust(width)}  {preset.summary}")
        return DONE
    text = _preset(options.preset or DEFAULT_PRESET)
    target = options.output or "values.yaml"
    if target == "-":
        sys.stdout.write(text)
        return DONE
    _write(options, Path(target), text)
    return DONE


def _preset(name: str) -> str:
    import difflib

    known = [preset.name for preset in PRESETS]
    if name in known:
        return load_preset(name)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else "`mlflow-tui init --list` names them"
    raise CommandError(f"there is no preset {name!r}", hint)


def _write(options: argparse.Namespace, path: Path, text: str) -> None:
    from delivery.files import write_file

    if options.read_only:
        raise CommandError(f"{path} is not written: --read-only was given")
    if path.exists():
        raise CommandError(f"{path} exists already and is left as it is", "name another file with -o")
    write_file(path, text.encode(), None)
    note(options, f"wrote {path}; go on with: mlflow-tui {path}")
