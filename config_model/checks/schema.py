"""MT1xx: the schema of the chart, and MT30x: the Kubernetes pieces that values carry.

Pydantic finds what is wrong; this module says it in a person's words.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from mlflow_tui.config_model.catalogue import by_path, leaves, owner
from mlflow_tui.config_model.checks.coercion import advice, coerced
from mlflow_tui.config_model.checks.unknown_keys import unknown_key
from mlflow_tui.config_model.json_data import look_up, scalar_text
from mlflow_tui.config_model.kubernetes.violation import Violation
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.placeholders import is_filled_in
from mlflow_tui.config_model.problem import DeleteKey, Fix, Problem, SetValue, Severity
from mlflow_tui.config_model.secrecy import looks_secret
from mlflow_tui.config_model.setting import Kind, Setting
from mlflow_tui.config_model.values import Values
from mlflow_tui.config_model.values.beside import ENABLED, settings_alone
from mlflow_tui.config_model.written import Written, in_no_file

SUMMARIES = {
    "MT101": "A value is not one of the choices.",
    "MT102": "A key is not one of the chart's.",
    "MT103": "A value is of the wrong type.",
    "MT104": "A number is out of range.",
    "MT105": "YAML reads a word as a boolean where a string is expected.",
    "MT106": "The value of an environment variable is not a string; it becomes one.",
    "MT107": "`null` where the type has no empty value.",
    "MT301": "A field is not one that Kubernetes knows there.",
    "MT302": "A Kubernetes field is of the wrong type.",
    "MT303": "A required Kubernetes field is missing.",
    "MT304": "A Kubernetes field is not one of its choices.",
    "MT305": "A Kubernetes field breaks a rule of the API server.",
}

FILE_SUMMARIES = {
    "MT001": "The file cannot be read: invalid YAML, not UTF-8, or not a map at the top.",
    "MT002": "A key is a duplicate.",
    "MT003": "The file has several documents, of which Helm 3 reads the first alone.",
    "MT004": "The file has text that Helm ignores.",
    "MT005": "A comment ignores an error, which cannot be ignored.",
    "MT006": "A comment asks to ignore what is not a check code.",
    "MT007": "The file has placeholders that another tool fills in; they are not judged.",
    "MT017": "The values are those of another MLflow chart, which `convert` reads.",
}
WARNINGS = frozenset({"MT003", "MT004", "MT005", "MT006", "MT007", "MT106"})
"""The codes of the file and the schema that are no errors."""
WRONG_TYPE = "MT103"
SOPS = "decrypt it first: sops decrypt FILE | mlflow-tui check -"
BOOLEAN_FOR_TEXT = "MT105"

KUBERNETES_CODES = {"unknown": "MT301", "type": "MT302", "missing": "MT303", "choice": "MT304", "format": "MT305"}
"""The code of each kind of violation of the Kubernetes schema."""


def validate(
    data: Mapping[str, Any], kube_version: str, written: Written = in_no_file
) -> tuple[Values | None, list[Problem]]:
    """The values, or None where the data breaks the schema, and every problem found.

    `data` is effective and normalised (`config_model.evaluation`). A fix that turns a number or a boolean into text
    gives the text that was `written`.
    """
    text_data = _with_text_environment(data)
    problems = [*_environment(data, written), *_kubernetes(text_data, kube_version, written)]
    if not isinstance(enabled := data.get(ENABLED), bool | None):
        problems.insert(0, _wrong_type((ENABLED,), enabled, "bool_type", kube_version, written))
    try:
        values = Values.model_validate(settings_alone(text_data))
    except ValidationError as error:
        problems[:0] = [_explained(dict(one), kube_version, written) for one in error.errors(include_url=False)]
        return None, problems
    return (None if any(problem.is_error for problem in problems) else values), problems


def well_formed(data: Mapping[str, Any]) -> Values | None:
    """The values, or None where they are not of the chart's shape; Kubernetes' pieces in them are not looked into."""
    try:
        return Values.model_validate(settings_alone(_with_text_environment(data)))
    except ValidationError:
        return None


def _is_scalar(value: object) -> bool:
    return isinstance(value, bool | int | float)


def _with_text_environment(data: Mapping[str, Any]) -> dict[str, Any]:
    variables = data.get("extraEnv")
    if not isinstance(variables, list):
        return dict(data)
    return {
        **data,
        "extraEnv": [
            {**one, "value": scalar_text(one["value"])}
            if isinstance(one, dict) and _is_scalar(one.get("value"))
            else one
            for one in variables
        ],
    }


def _environment(data: Mapping[str, Any], written: Written) -> Iterator[Problem]:
    variables = data.get("extraEnv")
    for index, one in enumerate(variables if isinstance(variables, list) else ()):
        if isinstance(one, dict) and _is_scalar(value := one.get("value")):
            path = ("extraEnv", index, "value")
            yield _no_text_variable(path, str(one.get("name")), scalar_text(value), written(path, value))


def _no_text_variable(path: Path, name: str, reaching: str, word: str | None) -> Problem:
    """The problem of a variable to which the container is given the text `reaching` for the `word` that was written."""
    secret = looks_secret(name, reaching)
    shown, reaches = ("this", "another string") if secret else (word or "this", f"'{reaching}'")
    title = "quote it" if secret else f'quote it: "{word}"'
    if word == reaching:
        message = f"{shown} is not a string, but becomes one" + ("" if secret else f": {reaches}")
    else:
        message = f"{shown} is not a string: today {reaches} reaches the container"
        title += f" (today {reaches} reaches the container)"
    fix = Fix(title, (SetValue(path, word),)) if word is not None else None
    return Problem("MT106", Severity.WARNING, path, message, "put it in quotes", fix)


def _kubernetes(data: Mapping[str, Any], kube_version: str, written: Written) -> Iterator[Problem]:
    from mlflow_tui.config_model import kubernetes
    from mlflow_tui.config_model.kubernetes.fixes import violation_fix

    for setting in leaves():
        if setting.kubernetes is None or not (value := look_up(data, setting.path)):
            continue
        if setting.kind is Kind.OBJECT_LIST and not isinstance(value, list):
            continue
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, item in items:
            if not isinstance(item, dict):
                continue
            base: Path = setting.path if index is None else (*setting.path, index)
            for violation in kubernetes.check(setting.kubernetes, item, kube_version):
                code, path = KUBERNETES_CODES[violation.kind], (*base, *violation.path)
                if code in _OF_THE_VALUE and is_filled_in(path, look_up(data, path)):
                    continue
                fix = violation_fix(setting.kubernetes, item, violation, kube_version, base, written)
                yield _elsewhere(data, path, violation, kube_version) or Problem(
                    code, Severity.ERROR, path, violation.message, violation.hint, fix
                )


_OF_THE_VALUE = ("MT302", "MT304", "MT305")

_CONTEXTS = {
    "securityContext": ("podSecurityContext", "PodSecurityContext"),
    "podSecurityContext": ("securityContext", "SecurityContext"),
}
"""Of the two security contexts, the other one and its type."""


def _elsewhere(data: Mapping[str, Any], path: Path, violation: Violation, kube_version: str) -> Problem | None:
    """A field of the one security context that stands in the other."""
    from mlflow_tui.config_model.kubernetes import fields

    other, type_name = _CONTEXTS.get(str(path[0]), ("", ""))
    if violation.kind != "unknown" or len(path) != 2 or not other or path[1] not in fields(type_name, kube_version):
        return None
    message = f"'{path[1]}' is a field of {other}, and is not known here"
    place: Path = (other, path[1])
    free = look_up(data, place) is None
    fix = Fix(f"move it to {other}", (DeleteKey(path), SetValue(place, look_up(data, path)))) if free else None
    return Problem("MT301", Severity.ERROR, path, message, f"move it to {other}", fix)


def _explained(error: Mapping[str, Any], kube_version: str, written: Written) -> Problem:
    path: Path = tuple(error["loc"])
    found = error["input"]
    kind: str = error["type"]
    if path == ("sops",):
        return Problem(
            "MT102", Severity.ERROR, path, "the file is encrypted by SOPS: nothing in it can be judged", SOPS
        )
    if kind == "extra_forbidden":
        return unknown_key(path, found)
    setting = by_path().get(path)
    if found is None:
        return _null(path, setting)
    if kind == "literal_error":
        return _wrong_choice(path, found, error)
    if kind in ("greater_than_equal", "less_than_equal"):
        allowed = _range(setting)
        return Problem(
            "MT104", Severity.ERROR, path, f"{found} is out of range: expected {allowed}", f"write {allowed}"
        )
    return _wrong_type(path, found, kind, kube_version, written)


def _range(setting: Setting | None) -> str:
    if setting is None or setting.minimum is None:
        return "another number"
    if setting.maximum is None:
        return f"an integer from {setting.minimum}"
    return f"an integer from {setting.minimum} to {setting.maximum}"


def _wrong_choice(path: Path, found: object, error: Mapping[str, Any]) -> Problem:
    setting = by_path().get(path)
    choices = setting.choices if setting else ("ImplementationSpecific", "Prefix", "Exact")
    allowed = ", ".join(f"'{choice}'" for choice in choices)
    begun = [choice for choice in choices if str(found) and choice.lower().startswith(str(found).lower())]
    near = begun if len(begun) == 1 else difflib.get_close_matches(str(found), choices, n=1, cutoff=0.6)
    message, hint = f"{_said(found)} is not one of {allowed}", f"use one of {allowed}"
    if not near:
        return Problem("MT101", Severity.ERROR, path, message, hint)
    fix = Fix(f"set it to '{near[0]}'", (SetValue(path, near[0]),))
    guess = f" (did you mean '{near[0]}'?)"
    return Problem("MT101", Severity.ERROR, path, message + guess, hint, fix)


def _null(path: Path, setting: Setting | None) -> Problem:
    wanted = _WANTED.get(setting.kind, "a value") if setting else "a value"
    default = f" (the default is {_said(setting.default)})" if setting else ""
    return Problem(
        "MT107",
        Severity.ERROR,
        path,
        f"null is not valid here: expected {wanted}",
        fix=Fix(f"remove the key{default}", (DeleteKey(path),)),
    )


_WANTED = {
    Kind.SWITCH: "a boolean",
    Kind.CHOICE: "a choice",
    Kind.INTEGER: "an integer",
    Kind.OPTIONAL_INTEGER: "an integer",
    Kind.COUNT_OR_SHARE: "an integer or a share",
    Kind.TEXT: "a string",
    Kind.MULTILINE: "a string",
    Kind.STRING_MAP: "a map of strings",
    Kind.STRING_LIST: "a list of strings",
    Kind.OBJECT_LIST: "a list",
    Kind.OBJECT: "a map",
    Kind.SECTION: "a map",
}

_TYPES = {
    "string_type": "a string",
    "bool_type": "a boolean",
    "int_type": "an integer",
    "count_type": "an integer or a share such as 50%",
    "list_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
}


def _wrong_type(path: Path, found: object, kind: str, kube_version: str, written: Written) -> Problem:
    wanted = _TYPES.get(kind, "another type")
    setting = owner(path)
    secret = setting is not None and setting.secret
    fix = None
    if (guess := coerced(path, found, kind, kube_version, written)) is not None:
        title = guess.title.partition(":")[0] if secret else guess.title
        fix = Fix(title, (SetValue(path, guess.value),))
    if kind == "string_type" and isinstance(found, bool):
        text = "true" if found else "false"
        message = f"expected a string, got the boolean {text}: YAML reads this word as one"
        hint = 'put the word in quotes, for example "yes"'
        return Problem("MT105", Severity.ERROR, path, message, hint, fix)
    described = _kind_of(found) if secret else _described(found)
    message = f"expected {wanted}, got {described}"
    return Problem("MT103", Severity.ERROR, path, message, advice(found, wanted), fix)


def _described(value: object) -> str:
    return _kind_of(value) if isinstance(value, dict | list) else f"{_kind_of(value)} {_said(value)}"


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return "the string"
    return "the boolean" if isinstance(value, bool) else "the number"


def _said(value: object) -> str:
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:57] + "..."
        return f"'{shown}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
