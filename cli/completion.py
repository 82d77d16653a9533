"""What a shell may complete at the cursor of a command line: argcomplete's answer, from the parsers of the commands.

The script of `mlflow-tui completion SHELL` has the shell run the program with `_ARGCOMPLETE` set, and argcomplete
writes what fits to a file descriptor of the shell's.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator

import argcomplete
from argcomplete.completers import DirectoriesCompleter, FilesCompleter
from argcomplete.lexers import split_line
from argcomplete.shell_integration import shellcode

from mlflow_tui.cli.options import COMMANDS, Parser, command_parser, screens_parser

_VALUES = FilesCompleter(allowednames=("yaml", "yml"))
_START = "_ARGCOMPLETE"
"""argcomplete's variable: the number of the word at which the program's own words begin, from 1."""


def script(shell: str) -> str:
    """What a shell has to read for the completion: `bash`, `zsh` or `fish`."""
    return shellcode(["mlflow-tui"], shell=shell)


def complete() -> None:
    """Answers the shell that has run the program for it, and ends the process."""
    words = split_line(os.environ["COMP_LINE"], int(os.environ["COMP_POINT"]))[3]
    command = COMMANDS.get(words[1]) if len(words) > 1 else None
    if command is None:
        parser = screens_parser()
    else:
        parser = command_parser(command)
        os.environ[_START] = str(int(os.environ[_START]) + 1)
    _attach(parser, is_command=command is not None)
    argcomplete.autocomplete(parser)


def _attach(parser: Parser, *, is_command: bool) -> None:
    """Gives each argument of a parser what completes it, by the placeholder that the help shows for its value."""
    for action in parser._actions:
        completer = _presets if action.dest == "preset" else _COMPLETERS.get(str(action.metavar))
        if action.dest == "values" and not is_command:
            completer = _commands_and_files
        elif action.dest == "file" and action.nargs == "+":
            completer = _files_and_paths
        if completer is not None:
            action.completer = completer  # type: ignore[attr-defined]


def _commands_and_files(prefix: str, **given: object) -> Iterator[str]:
    yield from COMMANDS
    yield from _VALUES(prefix, **given)


def _files_and_paths(prefix: str, parsed_args: argparse.Namespace, **given: object) -> Iterator[str]:
    """What `get` takes: files, then a path."""
    yield from _VALUES(prefix, **given)
    if parsed_args.file:
        yield from _paths(prefix)


def _paths(prefix: str, **_: object) -> list[str]:
    from mlflow_tui.config_model.catalogue import leaves

    return [one.key for one in leaves()]


def _assignments(prefix: str, **_: object) -> Iterator[str]:
    """`PATH=`, and behind it the values that a setting takes, where there are a few."""
    from mlflow_tui.config_model.catalogue import leaves
    from mlflow_tui.config_model.setting import Kind

    path, equals, _value = prefix.partition("=")
    for one in leaves():
        if not equals:
            yield f"{one.key}="
        elif one.key == path:
            values = ("true", "false") if one.kind is Kind.SWITCH else one.choices
            yield from (f"{path}={value}" for value in values)


def _presets(prefix: str, **_: object) -> list[str]:
    from mlflow_tui.config_model.presets import PRESETS

    return [one.name for one in PRESETS]


def _formats(prefix: str, **_: object) -> Iterable[str]:
    from mlflow_tui.renderers.exports import FORMATS

    return tuple(FORMATS)


def _mlflow_versions(prefix: str, **_: object) -> list[str]:
    from mlflow_tui.config_model.mlflow import versions

    return ["latest", *map(str, versions())]


def _kube_versions(prefix: str, **_: object) -> Iterable[str]:
    from mlflow_tui.config_model.kubernetes.versions import VERSIONS

    return VERSIONS


def _contexts(prefix: str, parsed_args: argparse.Namespace, **_: object) -> Iterable[str]:
    from mlflow_tui.config_model.error import UserError
    from mlflow_tui.delivery.kubeconfig import read_kubeconfig

    try:
        return tuple(read_kubeconfig(parsed_args.kubeconfig).contexts)
    except UserError:
        return ()


def _namespaces(prefix: str, parsed_args: argparse.Namespace, **_: object) -> Iterable[str]:
    """Those of the cluster that the options name; none where it does not answer."""
    from mlflow_tui.config_model.error import UserError
    from mlflow_tui.delivery.connection import connect
    from mlflow_tui.delivery.kubeconfig import read_kubeconfig
    from mlflow_tui.delivery.namespaces import namespaces

    try:
        kubectl = connect(parsed_args.context, parsed_args.kubeconfig, None, read_only=True)
        return namespaces(kubectl, read_kubeconfig(parsed_args.kubeconfig).contexts.values()).names
    except UserError:
        return ()


_COMPLETERS: dict[str, Callable[..., Iterable[str]]] = {
    "VALUES": _VALUES,
    "FILE": FilesCompleter(),
    "[NAME=]FILE": _VALUES,
    "defaults|FILE|live": lambda prefix, **given: [*("defaults", "live"), *_VALUES(prefix, **given)],
    "DIR": DirectoriesCompleter(),
    "PATH=VALUE": _assignments,
    "PATH=FILE": _assignments,
    "CTX": _contexts,
    "NS": _namespaces,
    "VERSION|latest": _mlflow_versions,
    "VERSION": _kube_versions,
    "FORMAT": _formats,
}
