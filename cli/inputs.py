"""What the commands read: values files, `--set` options, the release."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from mlflow_tui.cli.errors import FOUND, CommandError, UnreadableFile
from mlflow_tui.config_model.chart import DEFAULT_KUBE_VERSION, Release
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.helm_yaml import Loaded, UnreadableYaml
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.recognition import (
    is_encrypted_by_sops,
    refuse_other_files,
    refuse_what_is_no_values_file,
    sops_refusal,
)

if TYPE_CHECKING:
    from mlflow_tui.config_model.evaluation import Evaluation

STDIN = "-"

# The models of the values are imported where they are used: the screens paint before they need them.


def read_document(name: str) -> Document:
    """The values file `name`, or stdin for `-`. Raises FileProblem, or UnreadableFile with `FILE:LINE`."""
    from mlflow_tui.delivery.files import read_file

    data = sys.stdin.buffer.read() if name == STDIN else read_file(FilePath(name)).data
    return parsed_document(shown_name(name), data)


def edited_file_is_read_only(options: argparse.Namespace) -> bool:
    """Whether the last values file, the one that the screens would edit, may not be written to."""
    from mlflow_tui.delivery.files import why_read_only

    return bool(options.values) and options.values[-1] != STDIN and bool(why_read_only(FilePath(options.values[-1])))


def read_document_of_any_chart(name: str) -> Document:
    """As `read_document`, of the values of another MLflow chart too."""
    from mlflow_tui.delivery.files import read_file

    data = sys.stdin.buffer.read() if name == STDIN else read_file(FilePath(name)).data
    return parsed_document(shown_name(name), data, refuse_what_is_no_values_file)


def parsed_document(name: str, data: bytes, refuse: Callable[[Loaded], None] = refuse_other_files) -> Document:
    """The document of the bytes of a file. Raises UnreadableFile where they are no YAML for Helm, and for what `refuse`
    refuses.
    """
    try:
        document = Document.from_bytes(data, key_order=_key_order)
        refuse(document.loaded)
    except UnreadableYaml as error:
        raise UnreadableFile(name, error) from None
    return document


def refuse_encrypted(name: str, document: Document) -> None:
    """Raises CommandError for a file that SOPS alone can edit."""
    if is_encrypted_by_sops(document.data):
        message, edit = sops_refusal(shown_name(name))
        raise CommandError(f"{message}, so nothing is written", f"`{edit}` edits it", FOUND)


def _key_order(path: Path) -> Sequence[str]:
    from mlflow_tui.config_model.catalogue import key_order

    return key_order(path)


def shown_name(name: str) -> str:
    return "<stdin>" if name == STDIN else name


def layer(name: str, document: Document) -> Layer:
    """A document as a layer of values."""
    return Layer(shown_name(name), document.data, document.loaded, text=document.text)


def read_layers(options: argparse.Namespace, names: Sequence[str] | None = None) -> list[Layer]:
    """The layers that the command line names: files in their order, then `--set`, `--set-string`, `--set-file`."""
    names = list(options.values if names is None else names)
    if not names:
        raise CommandError("no values file given", "name one, for example values.yaml, or - for stdin")
    layers = [layer(name, read_document(name)) for name in names]
    return [*layers, *set_layers(layers, options)]


def set_layers(below: Sequence[Layer], options: argparse.Namespace) -> list[Layer]:
    """The layers of the `--set` options over `below`, in Helm's order whatever the order on the command line."""
    from mlflow_tui.config_model.layers import merged, set_layer
    from mlflow_tui.config_model.set_expression import Kind

    kinds: tuple[Kind, ...] = ("set", "set-string", "set-file")
    given = [(kind, text) for kind in kinds for option, text in getattr(options, "sets", ()) if option == kind]
    layers = [set_layer(text, kind, _read_text) for kind, text in given]
    merged([*below, *layers])  # refuses a path that a value of the files stands in the way of
    return layers


def _read_text(name: str) -> str:
    """The content of the file of a `--set-file`."""
    from mlflow_tui.delivery.files import read_file

    try:
        return read_file(FilePath(name)).data.decode()
    except UnicodeDecodeError:
        raise CommandError(f"{name}: not UTF-8 text", "--set-file takes text files") from None


def release(options: argparse.Namespace) -> Release:
    """The release that the options describe. Raises CommandError for a Kubernetes version that is not known,
    WrongName for what cannot be a namespace.
    """
    from mlflow_tui.config_model.kubernetes import parse_version

    try:
        version = parse_version(options.kube_version) if options.kube_version else DEFAULT_KUBE_VERSION
    except ValueError as error:
        raise CommandError(f"--kube-version {options.kube_version}: {error}") from None
    if options.namespace is not None:
        from mlflow_tui.delivery.names import checked_namespace

        checked_namespace(options.namespace)
    return Release(options.release, options.namespace, version)


def read_evaluation(options: argparse.Namespace) -> Evaluation:
    """The values that the command line names, and what they mean."""
    from mlflow_tui.renderers.evaluation import evaluate

    return evaluate(read_layers(options), release(options))


def default_layer() -> Layer:
    """The chart's own values, as a layer."""
    from mlflow_tui.config_model.effective import defaults

    return Layer("defaults", defaults())
