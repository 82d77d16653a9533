"""Values in one line of text, as the rows show them."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from mlflow_tui.config_model.scalars import meaning
from mlflow_tui.config_model.secrecy import has_password, without_passwords
from mlflow_tui.config_model.setting import Kind, Setting
from mlflow_tui.renderers.masking import MASK, masked_value
from mlflow_tui.tui.drawing import printable

_EMPTY = "—"


class Shown(NamedTuple):
    """A value as text; `hint` says how it is edited (`▾` a choice, `›` an editor of its own)."""

    text: str
    hint: str = ""
    empty: bool = False


def shown(setting: Setting, value: Any, revealed: bool) -> Shown:
    """How a row shows the value; unless `revealed`, without what is secret in it."""
    if not revealed and value not in (None, ""):
        if setting.secret:
            return Shown(MASK, "›" if setting.kind is Kind.MULTILINE else "")
        return _masked(setting, value)
    return _whole(setting, value)


def _masked(setting: Setting, value: Any) -> Shown:
    if isinstance(value, dict | list) or (isinstance(value, str) and has_password(value)):
        text, hint, empty = _whole(setting, masked_value(setting.path, value))
        return Shown(without_passwords(text), hint, empty)
    return _whole(setting, value)


def _whole(setting: Setting, value: Any) -> Shown:
    match setting.kind:
        case Kind.SWITCH if isinstance(value, bool):
            return Shown("■ on" if value else "□ off")
        case Kind.CHOICE if isinstance(value, str):
            return Shown(printable(value) or _EMPTY, "▾", empty=not value)
        case Kind.OPTIONAL_INTEGER | Kind.COUNT_OR_SHARE if value is None:
            return Shown(_EMPTY, empty=True)
        case Kind.TEXT if isinstance(value, str):
            return Shown(printable(value) or _EMPTY, empty=not value)
        case Kind.MULTILINE if isinstance(value, str):
            return _lines(value)
        case Kind.STRING_MAP | Kind.OBJECT if isinstance(value, dict):
            return _map(value)
        case Kind.STRING_LIST | Kind.OBJECT_LIST if isinstance(value, list):
            return _list(value)
    return Shown(printable(compact(value)))


def compact(value: Any) -> str:
    """Any value in one line."""
    if isinstance(value, str):
        return value if value and meaning(value) == value else json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {compact(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(compact, value)) + "]"
    return json.dumps(value)


def default_text(setting: Setting) -> str:
    """The default, as the detail names it."""
    match setting.default:
        case True | False:
            return "on" if setting.default else "off"
        case "" | [] | {} | None:
            return "empty"
        case str() as text:
            return text
        case _:
            return compact(setting.default)


def type_text(setting: Setting) -> str:
    """The type and the range: `integer 1–65535`, `one of a, b`."""
    match setting.kind:
        case Kind.SWITCH:
            return "switch"
        case Kind.CHOICE:
            return f"choice of {len(setting.choices)}"
        case Kind.INTEGER | Kind.OPTIONAL_INTEGER if setting.maximum is not None:
            return f"integer {setting.minimum}–{setting.maximum}"
        case Kind.INTEGER | Kind.OPTIONAL_INTEGER if setting.minimum is not None:
            return f"integer ≥ {setting.minimum}"
        case Kind.INTEGER | Kind.OPTIONAL_INTEGER:
            return "integer"
        case Kind.COUNT_OR_SHARE:
            return "integer or share"
        case Kind.TEXT:
            return "secret text" if setting.secret else "text"
        case Kind.MULTILINE:
            return "secret multi-line string" if setting.secret else "multi-line string"
        case Kind.STRING_MAP:
            return "map of strings"
        case Kind.STRING_LIST:
            return "list of strings"
        case Kind.OBJECT_LIST:
            name = setting.kubernetes or (setting.item.__name__ if setting.item else "object")
            return f"list of {name}"
        case _:
            from mlflow_tui.config_model.kubernetes.overlays import underlying

            return underlying(setting.kubernetes or "object")


def _lines(value: str) -> Shown:
    if not value:
        return Shown(_EMPTY, "›", empty=True)
    lines = value.splitlines()
    count = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    return Shown(f"{count}  {printable(lines[0])}", "›")


def _map(value: dict[str, Any]) -> Shown:
    if not value:
        return Shown(_EMPTY, "›", empty=True)
    count = "1 entry" if len(value) == 1 else f"{len(value)} entries"
    return Shown(f"{count}  {printable(', '.join(f'{key}: {compact(entry)}' for key, entry in value.items()))}", "›")


def _list(value: list[Any]) -> Shown:
    if not value:
        return Shown(_EMPTY, "›", empty=True)
    count = "1 item" if len(value) == 1 else f"{len(value)} items"
    return Shown(f"{count}  {printable(', '.join(map(_item, value)))}", "›")


def _item(item: Any) -> str:
    """An item by its name, where it has one."""
    if not isinstance(item, dict):
        return item if isinstance(item, str) else compact(item)
    for key in ("name", "host", "key", "secretName", "mountPath"):
        if isinstance(item.get(key), str) and item[key]:
            return str(item[key])
    return compact(item)
