"""Copying to the clipboard, through the terminal (OSC 52)."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.setting import Setting
from mlflow_tui.delivery.files import FileProblem
from mlflow_tui.renderers.masking import masked_manifests, masked_value
from mlflow_tui.renderers.yaml_text import documents, text
from mlflow_tui.tui import clipboard
from mlflow_tui.tui.screens.question import Question
from mlflow_tui.tui.widgets.pick_list import Item

if TYPE_CHECKING:
    from mlflow_tui.tui.handlers.host import Host


async def copy(app: Host) -> None:
    """Asks what to copy: of the focused setting, or the manifests."""
    setting = app.main.settings.setting
    manifests = app.session.view.manifests
    items = []
    if setting is not None:
        value = app.session.view.evaluation.value(setting.path)
        clear = ", in plain text" if masked_value(setting.path, value) != value else ""
        items = [
            Item("value", "Value", f"of {setting.title}{clear}"),
            Item("path", "Path", setting.key),
            Item("set", "--set line", f"as helm takes it{clear}"),
            Item("yaml", "YAML", f"the setting as it stands in a values file{clear}"),
        ]
    shown = list(manifests or ())
    broken = "" if manifests is not None else "the values have errors"
    items.append(Item("manifests", "Manifests", "all objects, secrets in plain text", why_not=broken))
    items += [
        Item(
            f"object:{number}",
            f"{one['kind']}/{one['metadata']['name']}",
            "" if one == hidden else "secrets in plain text",
        )
        for number, (one, hidden) in enumerate(zip(shown, masked_manifests(shown), strict=True))
    ]

    def answered(answer: str | None) -> None:
        if answer is not None:
            _copy(app, _text(app, setting, answer))

    await app.push_screen(Question("Copy", "", items), answered)


def _copy(app: Host, copied: str) -> None:
    """Into the clipboard, or into a file where the terminal would not take it."""
    lines = copied.count("\n") + (not copied.endswith("\n"))
    much = "1 line" if lines <= 1 else f"{lines} lines"
    app.copy_to_clipboard(copied)
    reason = clipboard.why_not(copied)
    if not reason:
        app.main.say(f"Copied {much} to the clipboard of the terminal.")
        return
    try:
        path = clipboard.put_aside(copied)
    except (OSError, FileProblem) as problem:
        app.main.say(f"Not copied: {reason}; nor can it be put into a file: {problem}", wrong=True)
        return
    app.main.say(f"Not copied, since {reason}: {much} put into {path}, for you alone to read.", wrong=True)


def _text(app: Host, setting: Setting | None, what: str) -> str:
    manifests = app.session.view.manifests or ()
    if what == "manifests":
        return documents(manifests)
    if what.startswith("object:"):
        return text(manifests[int(what.removeprefix("object:"))])
    assert setting is not None
    value = app.session.view.evaluation.value(setting.path)
    if what == "path":
        return format_path(setting.path)
    if what == "set":
        return set_line(setting, value)
    if what == "yaml":
        nested: Any = value
        for part in reversed(setting.path):
            nested = {part: nested}
        return text(nested)
    return value if isinstance(value, str) else text(value).rstrip("\n")


def set_line(setting: Setting, value: Any) -> str:
    """The option of `helm` and of this program that gives the value, quoted for a shell."""
    path = format_path(setting.path)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace(",", "\\,")
        if escaped.startswith(("{", "[")):
            escaped = f"\\{escaped}"
        return f"--set-string {shlex.quote(f'{path}={escaped}')}"
    if isinstance(value, bool | int):
        return f"--set {path}={json.dumps(value)}"
    return f"--set-json {shlex.quote(f'{path}={json.dumps(value)}')}"
