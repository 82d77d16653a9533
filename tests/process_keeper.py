"""Keeps processes for a parent that may die at any moment: when its input ends, it kills them and removes a folder.

Run as a program: `process_keeper.py FOLDER`. Each line of input is a JSON list; each is answered by one JSON line:

- `["start", NAME, ARGV]`: starts ARGV with its output in `FOLDER/NAME.log`; answers its process id, or why not
- `["stop", NAME]`: kills it and waits for it; answers null
- `["returncode", NAME]`: answers null while it runs
"""

import contextlib
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path


def serve(folder: Path) -> None:
    """Obey standard input until it ends."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for line in sys.stdin:
            print(json.dumps(_obey(folder, running, *json.loads(line))), flush=True)
    finally:
        for process in running.values():
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _obey(
    folder: Path, running: dict[str, subprocess.Popen[bytes]], command: str, name: str, *rest: list[str]
) -> object:
    if command == "start":
        with (folder / f"{name}.log").open("ab") as log:
            try:
                process = subprocess.Popen(rest[0], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            except OSError as problem:
                return str(problem)
        running[name] = process
        return process.pid
    process = running[name]
    if command == "stop":
        _stop(process)
        return None
    return process.poll()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _leave(*_: object) -> None:
    sys.exit(1)


if __name__ == "__main__":
    # A Ctrl-C is for the parent, whose end is then noticed here; the rest ends this program, tidily.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    with contextlib.suppress(BrokenPipeError):
        serve(Path(sys.argv[1]))
