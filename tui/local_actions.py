"""The actions of one place each: a dialog, a list, a text. With `ACTIONS`, they are all that a key can do."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from mlflow_tui.tui.actions import ACTIONS, BY_ID, Action


class Place(enum.Enum):
    """Where such an action works; the headings of the help below those of the groups."""

    ANYWHERE = "anywhere"
    LINES = "in a text to read"
    PROBLEMS = "in the problems"
    PICKS = "in a list to pick from"
    FIELD = "in a field of one line"
    ENTRIES = "in the editor of a list or a form"
    TEXT = "in the editor of a text"
    RELEASE = "in the state of the release"
    UPGRADE = "in an upgrade of MLflow"
    START = "at the start"

    @property
    def title(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class LocalAction:
    """One thing that a person can do in one place. `id` is its stable name, by which its keys are changed."""

    id: str
    title: str
    tooltip: str
    place: Place
    keys: tuple[str, ...]


LOCAL_ACTIONS: tuple[LocalAction, ...] = (
    LocalAction("program.how-to-quit", "How to quit", "Says which key quits.", Place.ANYWHERE, ("ctrl+c",)),
    LocalAction("lines.left", "Left", "Shows more of the left of long lines.", Place.LINES, ("left",)),
    LocalAction("lines.right", "Right", "Shows more of the right of long lines.", Place.LINES, ("right",)),
    LocalAction("preview.go-to", "Go to the setting", "To the setting of the chosen problem.", Place.PROBLEMS,
                ("enter",)),
    LocalAction("list.pick", "Pick", "Take the entry under the cursor.", Place.PICKS, ("enter", "space")),
    LocalAction("list.next", "Next entry", "To the entry below.", Place.PICKS, ("tab",)),
    LocalAction("list.previous", "Previous entry", "To the entry above.", Place.PICKS, ("shift+tab",)),
    LocalAction("field.keep", "Keep", "Keep what was typed, or go to what was found.", Place.FIELD, ("enter",)),
    LocalAction("field.drop", "Drop", "Leave the field; what was typed is dropped.", Place.FIELD, ("escape",)),
    LocalAction("field.up", "Keep, and up", "Keep what was typed and go on above; in a search, the place before.",
                Place.FIELD, ("up",)),
    LocalAction("field.down", "Keep, and down", "Keep what was typed and go on below; in a search, the next place.",
                Place.FIELD, ("down",)),
    LocalAction("field.next", "Next", "Keep what was typed; in a search, the next entry.", Place.FIELD, ("tab",)),
    LocalAction("field.previous", "Previous", "Keep what was typed; in a search, the entry before.", Place.FIELD,
                ("shift+tab",)),
    LocalAction("field.page-up", "Page up", "In a search, ten entries up.", Place.FIELD, ("pageup",)),
    LocalAction("field.page-down", "Page down", "In a search, ten entries down.", Place.FIELD, ("pagedown",)),
    LocalAction("field.clear", "Clear", "Delete all that is left of the cursor.", Place.FIELD, ("ctrl+u",)),
    LocalAction("edit.as-yaml", "As YAML", "Edit the entry as YAML.", Place.ENTRIES, ("y",)),
    LocalAction("edit.rename", "Rename", "Change the key of the focused entry.", Place.ENTRIES, ("n",)),
    LocalAction("text.keep", "Keep the text", "Keep the text and leave, as the key of Save does.", Place.TEXT,
                ("ctrl+enter",)),
    LocalAction("edit.complete", "Fields", "Show all that can be typed at the cursor.", Place.TEXT,
                ("ctrl+space", "ctrl+@")),
    LocalAction("edit.from-file", "From a file", "Take the text from a file.", Place.TEXT, ("ctrl+o",)),
    LocalAction("text.unindent", "Unindent", "Take one step of indent from the line.", Place.TEXT, ("shift+tab",)),
    LocalAction("release.undo", "Roll back", "Back to the pods of the revision before, on consent.",
                Place.RELEASE, ("u",)),
    LocalAction("release.logs", "Why it is not ready", "States, events and logs of the pods that are not ready.",
                Place.RELEASE, ("l",)),
    LocalAction("release.copy", "Copy the address", "Copy the address at which the release is reached.", Place.RELEASE,
                ("c",)),
    LocalAction("upgrade.edit", "Make the edit", "Write the version and its fixes into the file, as one edit.",
                Place.UPGRADE, ("u",)),
    LocalAction("start.empty", "Empty file", "Begin with an empty values.yaml.", Place.START, ("escape",)),
)  # fmt: skip

LOCAL_BY_ID: Mapping[str, LocalAction] = {action.id: action for action in LOCAL_ACTIONS}
ALL_BY_ID: Mapping[str, Action | LocalAction] = {**BY_ID, **LOCAL_BY_ID}

_MOVES = ("move.up", "move.down", "move.page-up", "move.page-down", "move.first", "move.last")
_SHEET = ("program.back", "edit.undo", "edit.redo", "view.secrets", "view.previous-tab", "view.next-tab")
_ALSO: Mapping[Place, tuple[str, ...]] = {
    Place.ANYWHERE: ("program.quit",),
    Place.PICKS: (*_MOVES, "program.back"),
    Place.LINES: (*_MOVES, "program.back"),
    Place.PROBLEMS: (*_MOVES, "preview.fix", "preview.compare"),
    Place.ENTRIES: (*_MOVES, *_SHEET, "view.preview", "edit.open", "edit.add", "edit.remove", "edit.move-up",
                    "edit.move-down", "edit.toggle", "edit.next-choice", "edit.previous-choice", "edit.reset"),
    Place.TEXT: ("file.save", *_SHEET),
    Place.RELEASE: (*_MOVES, "program.back"),
    Place.UPGRADE: (*_MOVES, "program.back"),
}  # fmt: skip
"""The actions that a place shares with others: their keys must differ from those of its own."""


def within_reach(place: Place | None) -> tuple[Action | LocalAction, ...]:
    """The actions whose keys work at the same time: in a place, or on the main screen."""
    if place is None:
        return ACTIONS
    own = (action for action in LOCAL_ACTIONS if action.place is place)
    return (*own, *(BY_ID[id_] for id_ in _ALSO.get(place, ())))


def keys_of(action: Action | LocalAction, keymap: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The keys that start the action: the person's own where `keymap` has some, else the usual ones that no other
    action within reach was given.
    """
    if action.id in keymap or not keymap:
        return keymap.get(action.id, action.keys)
    place = action.place if isinstance(action, LocalAction) else None
    taken = {key for other in within_reach(place) for key in keymap.get(other.id, ())}
    return tuple(key for key in action.keys if key not in taken)


def spoken_key(id_: str, keymap: Mapping[str, tuple[str, ...]]) -> str:
    """The first key of an action in a sentence, or where else the action is found."""
    action = ALL_BY_ID[id_]
    keys = keys_of(action, keymap)
    return keys[0].replace("escape", "esc") if keys else f"{action.title} in the palette"
