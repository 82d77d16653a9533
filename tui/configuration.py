"""The person's own settings of the program: keys and colours, in `~/.config/mlflow-tui/config.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.delivery.configuration import place as place
from mlflow_tui.tui.local_actions import ALL_BY_ID, LOCAL_BY_ID, Place, within_reach
from mlflow_tui.tui.themes import CHOICES, DARK

_TYPED_IN = (Place.FIELD, Place.TEXT)
"""Where letters are typed: no action there can have one for its key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`keys` holds the keys of actions by id; `complaints` what in the file was passed over, and why."""

    theme: str = DARK.name
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()


def read_settings() -> Settings:
    """What the file says. Nothing in it stops the program: what cannot be used is complained about."""
    file = place()
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        return Settings(complaints=(f"{file} cannot be read: {error}.",))
    import yaml

    try:
        # Every scalar as it is written: `n` is a key here, and no boolean.
        data = yaml.load(text, Loader=yaml.BaseLoader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return Settings(complaints=(f"{file}:{mark.line + 1 if mark else 1}: is not YAML.",))
    if not isinstance(data, dict):
        return Settings(complaints=(f"{file}: must be a map with theme and keys.",))
    complaints: list[str] = [f"{file}: unknown key {key}." for key in data if key not in ("theme", "keys", "checks")]
    theme = data.get("theme", DARK.name)
    if theme not in CHOICES:
        complaints.append(f"{file}: theme {theme!r} is not one of {', '.join(CHOICES)}.")
        theme = DARK.name
    keys: dict[str, tuple[str, ...]] = {}
    wanted = data.get("keys") or {}
    if isinstance(wanted, dict):
        for id_, own in wanted.items():
            if complaint := _complaint(id_, own):
                complaints.append(f"{file}: keys.{id_}: {complaint}.")
            else:
                keys[id_] = tuple([own] if isinstance(own, str) else own)
        complaints += (f"{file}: {text}." for text in _clashes(keys))
    else:
        complaints.append(f"{file}: keys must map actions to keys.")
    complaints += (f"{file}: {text}." for text in _complaints_about_checks(data.get("checks")))
    return Settings(theme, keys, tuple(complaints))


def remember_theme(name: str) -> str:
    """Puts the theme into the file, leaving the rest of it as it is. Gives what went wrong, empty if nothing did."""
    from mlflow_tui.config_model.document import Document
    from mlflow_tui.config_model.helm_yaml import UnreadableYaml
    from mlflow_tui.delivery.files import FileProblem, write_file

    file = place()
    try:
        before = file.read_bytes() if file.exists() else b""
        document = Document.from_bytes(before)
        document.set(("theme",), name)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, document.to_bytes(), None)
    except (OSError, UnreadableYaml) as error:
        return str(error)
    except FileProblem as problem:
        return problem.message
    return ""


def _complaints_about_checks(grades: Any) -> Iterator[str]:
    if grades is None or grades == "":
        return
    if not isinstance(grades, dict):
        yield "checks must map codes to off, warning or error"
        return
    from mlflow_tui.config_model.checks.severity_overrides import complaints

    yield from complaints({str(code): str(grade) for code, grade in grades.items()})


def _complaint(id_: Any, own: Any) -> str:
    if id_ not in ALL_BY_ID:
        from difflib import get_close_matches

        near = get_close_matches(str(id_), ALL_BY_ID, n=1)
        return f"no such action{f'; did you mean {near[0]}?' if near else ''}"
    listed = [own] if isinstance(own, str) else own
    if not isinstance(listed, list) or not listed or not all(isinstance(key, str) and key for key in listed):
        return "a key, or a list of keys, is needed"
    if id_ in LOCAL_BY_ID and LOCAL_BY_ID[id_].place in _TYPED_IN and any(len(key) == 1 for key in listed):
        return "a letter is typed there; take a key such as f2 or ctrl+k"
    return ""


def _clashes(keys: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Keys that two actions would share where both are within reach."""
    said = set()
    for reach in map(within_reach, (None, *Place)):
        owners: dict[str, str] = {}
        for action in reach:
            for key in keys.get(action.id, action.keys):
                other = owners.setdefault(key, action.id)
                if other != action.id and (key, other, action.id) not in said:
                    said.add((key, other, action.id))
                    yield f"{key} is the key of both {other} and {action.id}"
