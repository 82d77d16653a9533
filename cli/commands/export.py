"""`export`: the folders from which Helm, Kustomize, Argo CD and Flux deploy."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator
from pathlib import Path

from mlflow_tui.cli.errors import CommandError
from mlflow_tui.cli.inputs import layer, read_document, release, set_layers
from mlflow_tui.cli.output import note, refuse_errors
from mlflow_tui.cli.targets import STDOUT, refuse_read_only
from mlflow_tui.config_model.chart import CHART_NAME
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.renderers.evaluation import evaluate
from mlflow_tui.renderers.exports import FORMATS, Export, Repository, Stage, export
from mlflow_tui.renderers.exports.layer_files import name_of, names


def run(options: argparse.Namespace) -> int:
    _refuse_wrong_use(options)
    evaluation, environments = _evaluations(options)
    for one in (stage.evaluation for stage in environments) if environments else (evaluation,):
        refuse_errors(options, one.problems, "exported")
    given = {"url": options.repo_url, "branch": options.repo_branch, "path": options.repo_path}
    repository = Repository(**{key: text for key, text in given.items() if text is not None})
    made = export(options.format, evaluation, environments, repository=repository, with_secrets=options.with_secrets)
    _write(options, made)
    return 0


def _refuse_wrong_use(options: argparse.Namespace) -> None:
    if options.format not in FORMATS:
        near = difflib.get_close_matches(options.format.lower(), FORMATS, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]}? " if near else ""
        raise CommandError(f"no export format {options.format!r}", f"{hint}There are {', '.join(FORMATS)}")
    if options.output == STDOUT:
        raise CommandError("an export is a folder, which cannot go to stdout", "name a folder with -o")
    if options.with_secrets and options.format != "kustomize":
        raise CommandError(
            f"--with-secrets has no meaning for {options.format}", "only kustomize has files for credentials"
        )


def _evaluations(options: argparse.Namespace) -> tuple[Evaluation, list[Stage]]:
    """What the files mean together, and with each environment's file over them."""
    if not options.values and not options.environment:
        raise CommandError("no values file given", "name one, for example values.yaml, or - for stdin")
    files = [layer(name, read_document(name)) for name in options.values]
    common = [*files, *set_layers(files, options)]
    found = []
    for name, file in _environments(options.environment):
        own = [*files, layer(file, read_document(file))]
        found.append(Stage(name, evaluate([*own, *set_layers(own, options)], release(options))))
    return evaluate(common, release(options)), found


def _environments(given: list[str]) -> Iterator[tuple[str, str]]:
    """Names and files of `[NAME=]FILE`."""
    pairs = [text.partition("=") if "=" in text else ("", "", text) for text in given]
    unnamed = iter(names([file for name, _, file in pairs if not name], [name for name, _, _ in pairs]))
    seen: set[str] = set()
    for given_name, _, file in pairs:
        name = given_name or next(unnamed)
        if name != name_of(name) or name in seen:
            what = "is given twice" if name in seen else "cannot name an environment"
            raise CommandError(f"--environment {name}={file}: {name!r} {what}", "use small letters, digits and '-'")
        seen.add(name)
        yield name, file


def _write(options: argparse.Namespace, made: Export) -> None:
    from mlflow_tui.delivery.exports import others, write_export

    folder = Path(options.output)
    refuse_read_only(options, folder)
    written = write_export(folder, made, overwrite=options.force)
    left = others(folder, made)
    for line in _told(folder, written):
        note(options, f"wrote {line}")
    if len(written) < len(made.files):
        note(options, f"of {len(made.files)} files {len(made.files) - len(written)} were up to date")
    if left:
        shown = ", ".join(str(path) for path in left[:3]) + (f" and {len(left) - 3} more" if len(left) > 3 else "")
        note(options, f"left alone, not of this export: {shown}")
    for line in made.notes:
        note(options, line)


def _told(folder: Path, written: list[Path]) -> Iterator[str]:
    """A line for each file, and one for all of the chart."""
    chart = [path for path in written if path.is_relative_to(folder / CHART_NAME)]
    if chart:
        count = "1 file" if len(chart) == 1 else f"{len(chart)} files"
        yield f"{folder / CHART_NAME}: the chart, {count}"
    yield from (str(path) for path in written if path not in chart)
