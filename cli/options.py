"""The command line's grammar: every command, its arguments and its options."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from mlflow_tui.cli.errors import WRONG_USE
from mlflow_tui.config_model.conversion.charts import CONVERTED
from mlflow_tui.config_model.url_passwords import without_passwords

DEFAULT_RELEASE = "mlflow"


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with a hint, instead of the whole usage."""

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """What the words of a command line ask for, options and arguments in any order."""
        options, unknown = self.parse_known_intermixed_args(words)
        if unknown:
            self._end(f"unknown option or argument {' '.join(unknown)}", self._nearest(unknown))
        return options

    def error(self, message: str) -> NoReturn:
        self._end(message.replace("the following arguments are required: ", "missing: "))

    def _end(self, message: str, guess: str = "") -> NoReturn:
        print(without_passwords(f"mlflow-tui: {message}"), file=sys.stderr)
        print(f"hint: {guess}see `{self.prog} --help`", file=sys.stderr)
        raise SystemExit(WRONG_USE)

    def _nearest(self, unknown: Sequence[str]) -> str:
        names = [word.split("=")[0] for word in unknown if word.startswith("--")]
        near = difflib.get_close_matches(names[0], self._option_string_actions, n=1) if names else []
        return f"did you mean {near[0]}? Else " if near else ""


class _Assignments(argparse.Action):
    """Collects options of several kinds in the order in which they were given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        collected = [*getattr(namespace, self.dest), (str(option_string).lstrip("-"), values)]
        setattr(namespace, self.dest, collected)


Add = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its line in the overview, and what adds its arguments to a parser."""

    name: str
    summary: str
    options: tuple[Add, ...]
    epilog: str = ""


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "values", nargs="*", metavar="VALUES", help="values files, later ones over earlier ones; - is stdin"
    )


def _one_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="VALUES", help="the values file")


def _assignments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("assignments", nargs="*", metavar="PATH=VALUE", help="read as Helm's --set reads it")
    options: dict[str, Any] = {"dest": "typed", "action": _Assignments, "default": []}
    parser.add_argument(
        "--string", metavar="PATH=VALUE", help="the value is a string, whatever it looks like", **options
    )
    parser.add_argument("--json", metavar="PATH=VALUE", help="the value is JSON", **options)
    parser.add_argument("--delete", metavar="PATH", help="back to the default: the key leaves the file", **options)
    parser.add_argument("--force", action="store_true", help="write even if the edit adds an error to the file")
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of in place; - is stdout")


def _get(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="VALUES", nargs="+", help="values files, then the path")
    parser.add_argument("path", metavar="PATH", help="such as trackingServer.workers or extraEnv[0].name")
    parser.add_argument("--source", action="store_true", help="also show which layer, or the default, gives the value")
    _show_secrets(parser)


def _release(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("release")
    group.add_argument("--release", metavar="NAME", default=DEFAULT_RELEASE, help="name of the release (mlflow)")
    group.add_argument("-n", "--namespace", metavar="NS", help="namespace of the objects")
    group.add_argument("--kube-version", metavar="VERSION", help="Kubernetes version of the cluster, 1.25 to 1.37")


def _layers(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("values over those of the files, as in Helm")
    options: dict[str, Any] = {"dest": "sets", "action": _Assignments, "default": []}
    group.add_argument("--set", metavar="PATH=VALUE", help="set a value", **options)
    group.add_argument("--set-string", metavar="PATH=VALUE", help="set a value that is a string", **options)
    group.add_argument("--set-file", metavar="PATH=FILE", help="set a value to the content of a file", **options)


def _cluster(parser: argparse.ArgumentParser) -> None:
    group = _cluster_group(parser)
    group.add_argument("--create-namespace", action="store_true", help="create the namespace if it does not exist")


def _running(parser: argparse.ArgumentParser) -> None:
    """A release that runs already."""
    parser.add_argument("--release", metavar="NAME", default=DEFAULT_RELEASE, help="name of the release (mlflow)")
    parser.add_argument("-n", "--namespace", metavar="NS", help="its namespace (that of the context)")
    _cluster_group(parser)


def _cluster_group(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("cluster")
    group.add_argument("--context", metavar="CTX", help="context of the kubeconfig")
    group.add_argument("--kubeconfig", metavar="PATH", help="kubeconfig file")
    _read_only(group)
    return group


def _read_only(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    parser.add_argument("--read-only", action="store_true", help="change nothing: no file, no cluster")


def _show_secrets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--show-secrets", action="store_true", help="show secret values in plain text on a terminal")


def _render(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="DIR", help="write a file an object into this folder; - is stdout")
    _show_secrets(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--layers", action="store_true", help="take the files as layers of one document")
    parser.add_argument("--format", choices=("text", "json", "sarif", "github"), default="text")
    parser.add_argument("--fail-on", choices=("error", "warning"), default="error", help="exit 1 from here on (error)")
    parser.add_argument("--fix", action="store_true", help="apply the fixes that can be made, in place")
    _read_only(parser)


def _upgrade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", metavar="VERSION|latest", required=True, help="the MLflow to upgrade to, such as 3.17.2"
    )
    parser.add_argument(
        "--from", metavar="VERSION", dest="running", help="the MLflow that runs, where the file asks for the later one"
    )
    parser.add_argument("--write", action="store_true", help="make the edit: the version, and the fixes it needs")
    parser.add_argument("--layers", action="store_true", help="take the files as layers; the last is edited")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    _read_only(parser)


def _diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--against", metavar="defaults|FILE|live", default="defaults", help="what to compare with")
    parser.add_argument("--manifests", action="store_true", help="compare the manifests instead of the values")


def _apply(parser: argparse.ArgumentParser) -> None:
    _rollout(parser)
    parser.add_argument("--wait", action="store_true", help="wait until the pods are ready")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    _claims(parser)


def _rollback(parser: argparse.ArgumentParser) -> None:
    _rollout(parser)
    parser.add_argument("--wait", action="store_true", help="wait until the earlier pods are ready")


def _rollout(parser: argparse.ArgumentParser) -> None:
    _dry_run(parser)
    parser.add_argument("--yes", action="store_true", help="accept the plan without asking")
    parser.add_argument("--timeout", metavar="5m", default="5m", help="how long to wait (5m)")


def _dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="show the plan and change nothing")


def _claims(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--delete-claims", action="store_true", help="delete persistent claims too, and all data on them"
    )


def _uninstall(parser: argparse.ArgumentParser) -> None:
    _dry_run(parser)
    _claims(parser)
    parser.add_argument("--confirm", metavar="NAME", help="the release's name, in place of typing it")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", help="write a new file; - is stdout, as without it")
    _show_secrets(parser)


def _convert(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="chart",
        choices=[chart.value for chart in CONVERTED],
        help="whose values they are, if their keys do not tell",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write a new file; - is stdout, as without it")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the report (text)")
    parser.add_argument("--plan", action="store_true", help="also tell the steps that move a release that runs")
    parser.add_argument("--runbook", metavar="FILE", help="write these steps as Markdown")
    _show_secrets(parser)
    _read_only(parser)


_KUBECTL = """environment:
  MLFLOW_TUI_KUBECTL     the kubectl to run, if not the one on PATH
  KUBECONFIG             kubeconfig files, as kubectl reads them"""
_PRODUCTION = f"""{_KUBECTL}
  MLFLOW_TUI_PRODUCTION  how words in names of contexts and namespaces of production begin or end, separated by commas
                         (prod,live); such a name is to be typed before anything is changed"""


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--preset", metavar="NAME", help="which start to make; see --list")
    parser.add_argument("--list", action="store_true", help="list the presets")
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of values.yaml; - is stdout")
    _read_only(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("format", metavar="FORMAT", help="helm-chart, kustomize, argocd or flux")
    _files(parser)
    parser.add_argument("-o", "--output", metavar="DIR", required=True, help="folder to write into")
    parser.add_argument("--force", action="store_true", help="overwrite files of the export that have other content")
    parser.add_argument(
        "--environment",
        metavar="[NAME=]FILE",
        action="append",
        default=[],
        help="an environment: its file goes over VALUES; repeatable",
    )
    parser.add_argument("--with-secrets", action="store_true", help="kustomize: write the credentials too, git ignored")
    parser.add_argument("--repo-url", metavar="URL", help="argocd, flux: the git repository that DIR is in")
    parser.add_argument("--repo-branch", metavar="BRANCH", help="its branch (main)")
    parser.add_argument("--repo-path", metavar="PATH", help="where DIR is in it (its root)")
    _read_only(parser)


_SHELLS = ("bash", "zsh", "fish")


def _completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", metavar="SHELL", choices=_SHELLS, help=f"{', '.join(_SHELLS[:-1])} or {_SHELLS[-1]}")


_COMPLETION = """where the script goes:
  bash   echo 'eval "$(mlflow-tui completion bash)"' >> ~/.bashrc
  zsh    echo 'eval "$(mlflow-tui completion zsh)"' >> ~/.zshrc, after compinit
  fish   mlflow-tui completion fish > ~/.config/fish/completions/mlflow-tui.fish"""


COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("render", "write the Kubernetes manifests", (_files, _render, _layers, _release)),
        Command("check", "list every error and warning", (_files, _check, _layers, _release)),
        Command(
            "upgrade", "tell what a later MLflow changes for a file, and edit it", (_files, _upgrade, _layers, _release)
        ),
        Command("convert", "convert the values of another MLflow chart", (_one_file, _convert, _release)),
        Command("set", "edit a values file in place", (_one_file, _assignments, _read_only, _release)),
        Command("get", "print the effective value of a key", (_get, _layers)),
        Command(
            "diff",
            "compare with the defaults, a file or the cluster",
            (_files, _diff, _layers, _release, _cluster),
            _KUBECTL,
        ),
        Command(
            "apply", "apply to a cluster behind a plan", (_files, _apply, _layers, _release, _cluster), _PRODUCTION
        ),
        Command("status", "show a release: pods, rollout, address", (_running,), _KUBECTL),
        Command(
            "rollback", "roll the pods of a release back to an earlier revision", (_rollback, _running), _PRODUCTION
        ),
        Command("uninstall", "delete what was applied for a release", (_uninstall, _running), _PRODUCTION),
        Command("import", "write the values of what runs as a values file", (_import, _running), _KUBECTL),
        Command("schema", "print the JSON Schema of the values", ()),
        Command("docs", "print the table of all values in Markdown", ()),
        Command("init", "start a values file from a preset", (_init,)),
        Command("export", "write a Helm chart or GitOps files", (_export, _layers, _release)),
        Command("completion", "print what completes this command in a shell", (_completion,), _COMPLETION),
    )
}


def command_parser(command: Command) -> Parser:
    """The parser of one command, its name already taken off."""
    parser = Parser(
        prog=f"mlflow-tui {command.name}",
        description=command.summary[0].upper() + command.summary[1:] + ".",
        epilog=command.epilog or None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for add in command.options:
        add(parser)
    _common(parser)
    return parser


def screens_parser() -> Parser:
    """The parser of the bare command, which opens the screens."""
    width = max(len(name) for name in COMMANDS)
    overview = "\n".join(f"  {one.name.ljust(width)}  {one.summary}" for one in COMMANDS.values())
    parser = Parser(
        prog="mlflow-tui",
        description="Edit the values of the MLflow Helm chart on screens, with the manifests beside them.",
        epilog=f"commands that need no terminal:\n{overview}\n\nmlflow-tui COMMAND --help describes each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _files(parser)
    _layers(parser)
    _release(parser)
    # None where nobody names one: the screens remember what was chosen for a file.
    parser.set_defaults(release=None)
    _cluster(parser)
    _common(parser)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument("-q", "--quiet", action="store_true", help="print only what was asked for")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in the output")


_WITH_VALUE = {
    "--release", "-n", "--namespace", "--kube-version", "--set", "--set-string", "--set-file", "--context",
    "--kubeconfig", "--color",
}  # fmt: skip


def split_command(arguments: Sequence[str]) -> tuple[Command | None, list[str]]:
    """The command that the first word names, if it names one, and the other arguments."""
    skip = False
    for position, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument == "--":
            break
        elif argument in _WITH_VALUE:
            skip = True
        elif not argument.startswith("-") or argument == "-":
            if (command := COMMANDS.get(argument)) is not None:
                return command, [*arguments[:position], *arguments[position + 1 :]]
            break
    return None, list(arguments)
