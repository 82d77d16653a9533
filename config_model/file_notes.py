"""What there is to say of the files themselves, and where in them a problem stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlflow_tui.config_model.helm_yaml import SEVERAL_DOCUMENTS, TEXT_IGNORED
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.placeholders import injected
from mlflow_tui.config_model.problem import Problem, Severity
from mlflow_tui.config_model.recognition import is_encrypted_by_sops

_NOTE_CODES = {SEVERAL_DOCUMENTS: "MT003", TEXT_IGNORED: "MT004"}


_NOTE_HINTS = {
    "MT003": "keep one document, or name several files, which are laid over each other",
    "MT004": "remove what stands from there on, or put it into a file of its own",
}


def notes(layers: Sequence[Layer]) -> Iterator[Problem]:
    """What the reading of each file found: several documents, text that Helm ignores, placeholders."""
    yield from _notes_of_reading(layers)
    yield from _placeholders(layers)


def _notes_of_reading(layers: Sequence[Layer]) -> Iterator[Problem]:
    for layer in layers:
        for note in layer.loaded.notes if layer.loaded is not None else ():
            code = _NOTE_CODES[note.code]
            message, hint = note.message.rstrip("."), _NOTE_HINTS[code]
            yield Problem(code, Severity.WARNING, (), message, hint, file=layer.name, line=note.line, column=1)


def _placeholders(layers: Sequence[Layer]) -> Iterator[Problem]:
    """One note a file, at the first placeholder in it."""
    for layer in layers:
        judged = layer.loaded is not None and not is_encrypted_by_sops(layer.data)
        paths = list(injected(layer.data)) if judged else []
        if paths:
            one = "one value is a placeholder that another tool fills in: it is not judged"
            several = f"{len(paths)} values are placeholders that another tool fills in: they are not judged"
            message, hint = (
                one if len(paths) == 1 else several,
                "let that tool run first, to have all of the file judged",
            )
            yield placed(Problem("MT007", Severity.WARNING, paths[0], message, hint), [layer])


def placed(problem: Problem, layers: Sequence[Layer]) -> Problem:
    """The problem at its key in the topmost file that has it; of the last file where none has."""
    for layer in reversed(layers):
        if layer.loaded is not None and (span := layer.loaded.keys.get(problem.path)) is not None:
            return problem.at(layer.name, span.line, span.column)
    files = [layer.name for layer in layers if layer.loaded is not None]
    return problem.at(files[-1] if files else None, None, None)
