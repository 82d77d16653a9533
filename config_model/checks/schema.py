"""MT1xx: the schema of the chart, and MT30x: the Kubernetes pieces that values carry.

Pydantic finds what is wrong; this module says it in a person's words.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from config_model.json_data import scalar_text
from config_model.path import Path, format_path
from config_model.problem import DeleteKey, Fix, Problem, SetValue, Severity
from config_model.setting import Kind, Setting, by_path, key_order, leaves, look_up, owner
from config_model.values import Values

SUMMARIES = {
    "MT101": "A value is not one of the choices.",
    "MT102": "A key is not one of the chart's.",
    "MT103": "A value is of the wrong type.",
    "MT104": "A number is out of range.",
    "MT105": "YAML reads a word as a boolean where text was meant.",
    "MT106": "The value of an environment variable is not text; it becomes text.",
    "MT107": "`null` stands where there is no empty value.",
    "MT301": "A field is not one that Kubernetes knows there.",
    "MT302": "A Kubernetes field is of the wrong type.",
    "MT303": "A required Kubernetes field is missing.",
    "MT304": "A Kubernetes field is not one of its choices.",
    "MT305": "A Kubernetes field breaks a rule of the API server.",
}

FILE_SUMMARIES = {
    "MT001": "The file cannot be read: wrong YAML, not UTF-8, or no map at its top.",
    "MT002": "A key stands twice.",
    "MT003": "The file has several documents, of which Helm 3 reads the first alone.",
    "MT004": "The file has text that Helm ignores.",
    "MT005": "A comment asks to ignore an error, which cannot be ignored.",
    "MT006": "A comment asks to ignore what is no code of a check.",
}
WARNINGS = frozenset({"MT003", "MT004", "MT005", "MT006", "MT106"})
"""The codes of the file and the schema that are no errors."""
WRONG_TYPE = "MT103"
BOOLEAN_FOR_TEXT = "MT105"

KUBERNETES_CODES = {"unknown": "MT301", "type": "MT302", "missing": "MT303", "choice": "MT304", "format": "MT305"}
"""The code of each kind of violation of the Kubernetes schema."""


def validate(data: Mapping[str, Any], kube_version: str) -> tuple[Values | None, list[Problem]]:
    """The values, or None where the data breaks the schema, and every problem found.

    `data` is effective and normalised (`config_model.evaluation`).
    """
    text_data = _with_text_environment(data)
    problems = [*_environment(data), *_kubernetes(text_data, kube_version)]
    try:
        values = Values.model_validate(text_data)
    except ValidationError as error:
        problems[:0] = [_explained(dict(one)) for one in error.errors(include_url=False)]
        return None, problems
    return (None if any(problem.is_error for problem in problems) else values), problems


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


def _environment(data: Mapping[str, Any]) -> Iterator[Problem]:
    variables = data.get("extraEnv")
    for index, one in enumerate(variables if isinstance(variables, list) else ()):
        if isinstance(one, dict) and _is_scalar(value := one.get("value")):
            path = ("extraEnv", index, "value")
            text = scalar_text(value)
            yield Problem(
                "MT106",
                Severity.WARNING,
                path,
                f"{_said(value)} is not text; the variable gets '{text}'",
                fix=Fix(f'quote it: "{text}"', (SetValue(path, text),)),
            )


def _kubernetes(data: Mapping[str, Any], kube_version: str) -> Iterator[Problem]:
    from config_model import kubernetes
    from config_model.kubernetes.mends import mend

    for setting in leaves():
        if setting.kubernetes is None or not (value := look_up(data, setting.path)):
            continue
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, item in items:
            if not isinstance(item, dict):
                continue
            base: Path = setting.path if index is None else (*setting.path, index)
            for violation in kubernetes.check(setting.kubernetes, item, kube_version):
                code, path = KUBERNETES_CODES[violation.kind], (*base, *violation.path)
                fix = mend(setting.kubernetes, item, violation, kube_version, base)
                yield Problem(code, Severity.ERROR, path, violation.message, violation.hint, fix)


def _explained(error: Mapping[str, Any]) -> Problem:
    path: Path = tuple(error["loc"])
    found = error["input"]
    kind: str = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path, found)
    setting = by_path().get(path)
    if found is None:
        return _null(path, setting)
    if kind == "literal_error":
        return _wrong_choice(path, found, error)
    if kind in ("greater_than_equal", "less_than_equal"):
        allowed = _range(setting)
        return Problem(
            "MT104", Severity.ERROR, path, f"{found} is out of range: {allowed} is allowed", f"write {allowed}"
        )
    return _wrong_type(path, found, kind)


def _range(setting: Setting | None) -> str:
    if setting is None or setting.minimum is None:
        return "another number"
    if setting.maximum is None:
        return f"a whole number from {setting.minimum}"
    return f"a whole number from {setting.minimum} to {setting.maximum}"


def _wrong_choice(path: Path, found: object, error: Mapping[str, Any]) -> Problem:
    setting = by_path().get(path)
    choices = setting.choices if setting else ("ImplementationSpecific", "Prefix", "Exact")
    allowed = ", ".join(f"'{choice}'" for choice in choices)
    near = difflib.get_close_matches(str(found), choices, n=1, cutoff=0.4)
    guess = f" (did you mean '{near[0]}'?)" if near else ""
    fix = Fix(f"set it to '{near[0]}'", (SetValue(path, near[0]),)) if near else None
    hint = f"use one of {allowed}"
    return Problem("MT101", Severity.ERROR, path, f"{_said(found)} is not one of {allowed}{guess}", hint, fix)


def _null(path: Path, setting: Setting | None) -> Problem:
    wanted = _WANTED.get(setting.kind, "a value") if setting else "a value"
    default = f" (the default is {_said(setting.default)})" if setting else ""
    return Problem(
        "MT107",
        Severity.ERROR,
        path,
        f"null has no meaning here: {wanted} is wanted",
        fix=Fix(f"remove the key{default}", (DeleteKey(path),)),
    )


_WANTED = {
    Kind.SWITCH: "true or false",
    Kind.CHOICE: "a choice",
    Kind.INTEGER: "a whole number",
    Kind.TEXT: "text",
    Kind.MULTILINE: "text",
    Kind.STRING_MAP: "a map of text to text",
    Kind.STRING_LIST: "a list of text",
    Kind.OBJECT_LIST: "a list",
    Kind.OBJECT: "a map",
    Kind.SECTION: "a map",
}

_TYPES = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
}


def _wrong_type(path: Path, found: object, kind: str) -> Problem:
    wanted = _TYPES.get(kind, "another type")
    setting = owner(path)
    secret = setting is not None and setting.secret
    if kind == "string_type" and isinstance(found, bool):
        text = "true" if found else "false"
        return Problem(
            BOOLEAN_FOR_TEXT,
            Severity.ERROR,
            path,
            f"YAML reads this word as the boolean {text}, and text is wanted",
            hint='put the word in quotes, for example "yes"',
        )
    fix = None
    hint = f"write {wanted}"
    if kind == "string_type" and isinstance(found, int | float):
        title = "quote it" if secret else f'quote it: "{found}"'
        fix = Fix(title, (SetValue(path, str(found)),))
    elif (
        kind == "int_type"
        and isinstance(found, str)
        and found.strip().isdecimal()
        and _in_range(int(found), by_path().get(path))
    ):
        fix = Fix(f"write it without quotes: {int(found)}", (SetValue(path, int(found)),))
    elif kind == "bool_type" and isinstance(found, str) and found.lower() in _SWITCH_WORDS:
        word = _SWITCH_WORDS[found.lower()]
        fix = Fix(f"write it without quotes: {str(word).lower()}", (SetValue(path, word),))
    elif kind in ("dict_type", "model_type") and isinstance(found, str) and path[-2:-1] == ("pullSecrets",):
        fix = Fix(f"write it as a map: name: {found}", (SetValue(path, {"name": found}),))
    described = _kind_of(found) if secret else _described(found)
    return Problem("MT103", Severity.ERROR, path, f"found {described}, but {wanted} is wanted", hint, fix)


_SWITCH_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _described(value: object) -> str:
    return _kind_of(value) if isinstance(value, dict | list) else f"{_kind_of(value)} {_said(value)}"


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return "the text"
    return "the boolean" if isinstance(value, bool) else "the number"


def _said(value: object) -> str:
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:57] + "..."
        return f"'{shown}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def _unknown_key(path: Path, found: object) -> Problem:
    name, parent = str(path[-1]), path[:-1]
    near = _nearest(name, parent)
    place = format_path(parent) or "the top level"
    known = ", ".join(key_order(parent))
    message = f"{name!r} is not a key of {place}"
    if near is None:
        return Problem("MT102", Severity.ERROR, path, message, f"known keys there: {known}")
    message += f" (did you mean '{format_path(near)}'?)"
    edits = (DeleteKey(path), SetValue(near, found))
    fix = Fix(f"move it to {format_path(near)}", edits) if _may_be(found, by_path().get(near)) else None
    return Problem("MT102", Severity.ERROR, path, message, f"known keys there: {known}", fix)


def _may_be(value: object, setting: Setting | None) -> bool:
    """Whether a value is of the setting's type, as far as can be seen from outside."""
    if setting is None:
        return True
    if setting.kind is Kind.INTEGER and isinstance(value, int) and not isinstance(value, bool):
        return _in_range(value, setting)
    if setting.kind is Kind.CHOICE:
        return value in setting.choices
    return setting.kind is not Kind.INTEGER and isinstance(value, _PYTHON_TYPES[setting.kind])


_PYTHON_TYPES: Mapping[Kind, type] = {
    Kind.SWITCH: bool,
    Kind.TEXT: str,
    Kind.MULTILINE: str,
    Kind.STRING_MAP: dict,
    Kind.STRING_LIST: list,
    Kind.OBJECT_LIST: list,
    Kind.OBJECT: dict,
    Kind.SECTION: dict,
}


def _in_range(number: int, setting: Setting | None) -> bool:
    low, high = (setting.minimum, setting.maximum) if setting is not None else (None, None)
    return (low is None or number >= low) and (high is None or number <= high)


def _nearest(name: str, parent: Path) -> Path | None:
    """The known key that was most likely meant: a sibling that is spelled alike, or the same name elsewhere."""
    siblings = key_order(parent)
    if near := _alike(name, siblings):
        return (*parent, near)
    elsewhere = [path for path in by_path() if str(path[-1]).lower() == name.lower()]
    if len(elsewhere) == 1 or (elsewhere and parent[:1] != ()):
        return min(elsewhere, key=lambda path: (-_shared(path, parent), len(path)))
    if near := _alike(name, siblings, cutoff=0.6):
        return (*parent, near)
    names = {str(path[-1]): path for path in by_path()}
    if near := _alike(name, tuple(names)):
        return names[near]
    containing = [key for key in siblings if len(name) > 2 and name.lower() in key.lower()]
    return (*parent, min(containing, key=len)) if containing else None


def _alike(name: str, known: tuple[str, ...], cutoff: float = 0.75) -> str | None:
    lowered = {key.lower(): key for key in known}
    near = difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=cutoff)
    return lowered[near[0]] if near else None


def _shared(one: Path, other: Path) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
