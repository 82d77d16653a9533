"""Makes facts.json from the wheels of MLflow that the package index has.

    python -m mlflow_tui.config_model.mlflow.generate           reads every known version anew
    python -m mlflow_tui.config_model.mlflow.generate 3.19.0    adds a version, or reads it anew; leaves the others

Downloads with pip what is not in `--wheels` yet, needs no MLflow, and tells what each version that it read changes
against the one before it. Nothing at run time needs it. What no wheel tells is declared in `behaviours`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mlflow_tui.config_model.mlflow.facts import FILE, Table, decoded, versions
from mlflow_tui.config_model.mlflow.version import Version
from mlflow_tui.config_model.mlflow.wheels.contents import Facts, read
from mlflow_tui.config_model.mlflow.wheels.wheel import Wheel

WHEELS = Path(".tools/wheels")


def main() -> None:
    """Writes facts.json beside this file, and the differences to standard output."""
    parser = argparse.ArgumentParser(prog="python -m mlflow_tui.config_model.mlflow.generate")
    parser.add_argument("versions", nargs="*", metavar="VERSION", type=Version.parse)
    parser.add_argument("--wheels", type=Path, default=WHEELS, help=f"folder of the downloads (default: {WHEELS})")
    arguments = parser.parse_args()
    wanted = arguments.versions or versions()
    known = {one: decoded(one) for one in versions()} if arguments.versions else {}
    read_anew = {one: read(Wheel(downloaded(one, arguments.wheels))) for one in wanted}
    every = known | read_anew
    FILE.write_text(written(every), encoding="utf-8")
    for version in sorted(read_anew):
        before = max((one for one in every if one < version), default=None)
        for line in differences(every[before], every[version]) if before else ():
            print(f"{version}  {line}")


def downloaded(version: Version, folder: Path) -> Path:
    """The wheel of a version in a folder, downloaded where it is not there."""
    wheel = folder / f"mlflow-{version}-py3-none-any.whl"
    if not wheel.is_file():
        command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:")
        subprocess.run([*command, f"--dest={folder}", f"mlflow=={version}"], check=True)
    return wheel


def written(every: Mapping[Version, Facts]) -> str:
    """The text of facts.json: a fact a line, as `[since, value]` for each version in which it changes."""
    table: Table = {}
    order = sorted(every)
    for section in next(iter(every.values())):
        names = sorted({name for version in order for name in every[version][section]})
        table[section] = {name: list(_changes(every, order, section, name)) for name in names}
    sections = ",\n".join(f"{json.dumps(section)}:{{\n{_lines(facts)}\n}}" for section, facts in table.items())
    return f'{{\n"versions":{{\n{_minors(order)}\n}},\n{sections}\n}}\n'


def differences(before: Facts, after: Facts) -> Iterator[str]:
    """A line for each fact that one version has otherwise than another."""
    for section, facts in after.items():
        for name in sorted(before[section].keys() | facts.keys()):
            old, new = before[section].get(name), facts.get(name)
            if old is None:
                yield f"+ {section}: {name} {_compact(new)}"
            elif new is None:
                yield f"- {section}: {name}"
            elif old != new:
                yield f"~ {section}: {name} {_compact(old)} -> {_compact(new)}"


def _changes(every: Mapping[Version, Facts], order: list[Version], section: str, name: str) -> Iterator[list[Any]]:
    last = None
    for version in order:
        value = every[version][section].get(name)
        if value != last:
            yield [str(version), value]
        last = value


def _lines(facts: Mapping[str, Any]) -> str:
    return ",\n".join(f"{json.dumps(name)}:{_compact(changes)}" for name, changes in facts.items())


def _minors(order: list[Version]) -> str:
    minors: dict[str, list[int]] = {}
    for version in order:
        minors.setdefault(f"{version.major}.{version.minor}", []).append(version.patch)
    return _lines(minors)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


if __name__ == "__main__":
    main()
