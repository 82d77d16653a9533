"""The `mlflow-tui` command: reads the arguments, runs the command, turns every failure into a line and an exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mlflow_tui.cli.errors import INTERRUPTED, WRONG_USE, exit_code
from mlflow_tui.cli.options import Command, command_parser, screens_parser, split_command
from mlflow_tui.config_model.error import UserError
from mlflow_tui.config_model.url_passwords import without_passwords


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command that `arguments` (default: the process's own) name, and gives its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Looking for plugins of Pydantic's, of which this program uses none, would read the metadata of every package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what may stand at its cursor
        from mlflow_tui.cli.completion import complete

        complete()
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the command, as by `>&-`
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except UserError as error:
        print(without_passwords(f"mlflow-tui: {error.message}"), file=sys.stderr)
        if error.hint:
            print(without_passwords(f"hint: {error.hint}"), file=sys.stderr)
        return exit_code(error)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else WRONG_USE
    except KeyboardInterrupt:
        print("mlflow-tui: stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has left, as `head` does; what is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"mlflow-tui: {place}{error.strerror or error}", file=sys.stderr)
        return WRONG_USE
    except Exception as error:
        if os.environ.get("MLFLOW_TUI_TRACEBACK"):
            raise
        said = without_passwords(f"{type(error).__name__}: {error}")
        print(f"mlflow-tui: internal error: {said}", file=sys.stderr)
        print("hint: MLFLOW_TUI_TRACEBACK=1 shows where; nothing was written after it happened", file=sys.stderr)
        return WRONG_USE


def _run(words: list[str]) -> int:
    command, rest = split_command(words)
    parser = command_parser(command) if command is not None else screens_parser()
    options = parser.read(rest)
    if options.version:
        return _version()
    module = importlib.import_module(f"mlflow_tui.cli.commands.{_module(command)}")
    code: int = module.run(options)
    return code


def _module(command: Command | None) -> str:
    if command is None:
        return "screens"
    return f"{command.name}_values" if command.name in ("set", "get", "import") else command.name


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        print(f"mlflow-tui {version('mlflow-tui')}")
    except PackageNotFoundError:
        print("mlflow-tui, not installed")
    return 0
