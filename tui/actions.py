"""What can be done from the main screen, declared once: footer, help, palette, bindings and README walk `ACTIONS`.

What works in one place alone, a dialog or an editor, is in `tui.local_actions`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Group(enum.Enum):
    """What an action is about; the headings of the help."""

    MOVE = "Move"
    EDIT = "Edit"
    FIND = "Find"
    VIEW = "View"
    FILE = "File"
    CLUSTER = "Cluster"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person can do.

    `id` is its stable name, by which its keys are changed. `handler` names the function that does it, as
    `module:function` below `tui.handlers`; it is imported when it is first used. `hint` is the word of the footer.
    `changes` marks what writes to the file or the cluster, which a read-only session refuses.
    """

    id: str
    title: str
    tooltip: str
    group: Group
    handler: str
    keys: tuple[str, ...] = ()
    hint: str = ""
    changes: bool = False


ACTIONS: tuple[Action, ...] = (
    Action("move.up", "Up", "To the line above.", Group.MOVE, "moving:up", ("up", "k")),
    Action("move.down", "Down", "To the line below.", Group.MOVE, "moving:down", ("down", "j")),
    Action("move.page-up", "Page up", "A screenful up.", Group.MOVE, "moving:page_up", ("pageup",)),
    Action("move.page-down", "Page down", "A screenful down.", Group.MOVE, "moving:page_down", ("pagedown",)),
    Action("move.first", "First", "To the first line.", Group.MOVE, "moving:first", ("home", "g")),
    Action("move.last", "Last", "To the last line.", Group.MOVE, "moving:last", ("end", "G")),
    Action("move.next-pane", "Next pane", "From the areas to the settings to the preview.", Group.MOVE,
           "moving:next_pane", ("tab",), hint="pane"),
    Action("move.previous-pane", "Previous pane", "The panes the other way round.", Group.MOVE,
           "moving:previous_pane", ("shift+tab",)),
    Action("edit.open", "Edit", "Edit the focused setting: typing replaces the whole value, enter keeps, esc drops. "
           "In the areas: go to its settings.", Group.EDIT, "editing:open_editor", ("enter",), hint="edit"),
    Action("edit.toggle", "Toggle", "Turn the focused switch on or off.", Group.EDIT, "editing:toggle", ("space",),
           hint="toggle", changes=True),
    Action("edit.previous-choice", "Previous choice", "The choice before, of a setting with choices.", Group.EDIT,
           "editing:previous_choice", ("left",), changes=True),
    Action("edit.next-choice", "Next choice", "The choice after, of a setting with choices.", Group.EDIT,
           "editing:next_choice", ("right",), hint="choose", changes=True),
    Action("edit.reset", "Reset", "Back to the default, or to the layer below: the key leaves the file.", Group.EDIT,
           "editing:reset", ("r",), hint="reset", changes=True),
    Action("edit.add", "Add an entry", "Add an entry to the focused list or table.", Group.EDIT, "editing:add_entry",
           ("+",), hint="add", changes=True),
    Action("edit.remove", "Remove an entry", "Remove the last entry of the list; in its editor, the focused one.",
           Group.EDIT, "editing:remove_entry", ("-",), changes=True),
    Action("edit.move-up", "Move an entry up", "In the editor of a list: the focused entry goes up.", Group.EDIT,
           "editing:move_entry_up", ("alt+up",), changes=True),
    Action("edit.move-down", "Move an entry down", "In the editor of a list: the focused entry goes down.", Group.EDIT,
           "editing:move_entry_down", ("alt+down",), changes=True),
    Action("edit.undo", "Undo", "Take the last edit back, wherever it was.", Group.EDIT, "editing:undo", ("ctrl+z",),
           changes=True),
    Action("edit.redo", "Redo", "Make the edit again that was taken back last.", Group.EDIT, "editing:redo",
           ("ctrl+y",), changes=True),
    Action("find.setting", "Find a setting", "Search every setting by path, title, help or value, and go there.",
           Group.FIND, "finding:search", ("/",), hint="find"),
    Action("find.text", "Find in the preview", "Search the text of the tab that is shown; enter goes on.",
           Group.FIND, "finding:search_preview", ("ctrl+f",), hint="search"),
    Action("find.next-problem", "Next problem", "Go to the setting of the next error or warning.", Group.FIND,
           "finding:next_problem", ("n",), hint="problem"),
    Action("find.previous-problem", "Previous problem", "Go to the setting of the error or warning before.", Group.FIND,
           "finding:previous_problem", ("N",)),
    Action("view.preview", "Preview", "Show, widen or hide the preview; in a narrow terminal it covers the settings.",
           Group.VIEW, "viewing:preview", ("p",), hint="preview"),
    Action("view.previous-tab", "Previous tab", "The preview's tab before.", Group.VIEW, "viewing:previous_tab",
           ("[",)),
    Action("view.next-tab", "Next tab", "The preview's tab after.", Group.VIEW, "viewing:next_tab", ("]",), hint="tab"),
    Action("preview.fix", "Fix", "Apply the fix of the chosen problem, as one edit.", Group.VIEW, "viewing:fix",
           ("f",), changes=True),
    Action("preview.compare", "Compare with", "Compare with the saved file, the defaults or the cluster, in turn.",
           Group.VIEW, "viewing:compare", ("d",)),
    Action("view.secrets", "Reveal secrets", "Show secrets in plain text, or mask them again.", Group.VIEW,
           "viewing:secrets", ("ctrl+r",)),
    Action("view.theme", "Theme", "Choose the colours.", Group.VIEW, "viewing:theme"),
    Action("file.save", "Save", "Write the file; when others changed it meanwhile, show how before.", Group.FILE,
           "files:save", ("ctrl+s",), hint="save", changes=True),
    Action("file.write", "Write elsewhere", "Save as another file, or write the manifests or an export.", Group.FILE,
           "writing:write", ("w",)),
    Action("file.editor", "Edit the text", "Open the text in $VISUAL or $EDITOR; it comes back as one edit.",
           Group.FILE, "outside:edit", ("e",), changes=True),
    Action("file.copy", "Copy", "Copy the value, the path, a --set line or the manifest.", Group.FILE, "copying:copy",
           ("c",)),
    Action("file.open", "Open another file", "Leave this file and open or start another.", Group.FILE,
           "starting:open_other"),
    Action("file.upgrade", "Upgrade MLflow", "Choose a later version; see what it changes for this file, and edit it.",
           Group.FILE, "upgrading:upgrade", ("U",)),
    Action("cluster.apply", "Review and apply", "Show what would change in the cluster, and apply it on consent.",
           Group.CLUSTER, "cluster:review_and_apply", ("a",), hint="apply"),
    Action("cluster.target", "Choose the cluster", "Context, namespace and release, remembered for this file.",
           Group.CLUSTER, "cluster:choose_target", ("t",)),
    Action("cluster.state", "State of the release", "Its pods, its rollout and its address, as they are now.",
           Group.CLUSTER, "cluster:show_state", ("s",)),
    Action("cluster.import", "Import what runs", "The values of the release: compare them with this file, or write "
           "them to a new one.", Group.CLUSTER, "importing:import_values"),
    Action("cluster.rollback", "Roll back", "Back to the pods of the revision before, on consent.",
           Group.CLUSTER, "cluster:undo_rollout", changes=True),
    Action("cluster.uninstall", "Uninstall", "List what this tool made for the release; delete it once its name is "
           "typed.", Group.CLUSTER, "cluster:uninstall", changes=True),
    Action("program.help", "Keys", "All keys, to look through by typing.", Group.PROGRAM, "program:show_help", ("?",),
           hint="keys"),
    Action("program.palette", "Command palette", "Every action by name.", Group.PROGRAM, "program:palette",
           ("ctrl+p",)),
    Action("program.back", "Back", "Out of anything that is open; from the settings to the areas.", Group.PROGRAM,
           "program:back", ("escape",)),
    Action("program.quit", "Quit", "Leave; with unsaved changes it asks first.", Group.PROGRAM, "program:leave",
           ("ctrl+q",)),
)  # fmt: skip

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}

_NAMES = {
    "question_mark": "?", "slash": "/", "left_square_bracket": "[", "right_square_bracket": "]", "plus": "+",
    "minus": "-", "escape": "esc", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "pageup": "pgup", "pagedown": "pgdn",
    "delete": "del",
}  # fmt: skip
_TEXTUAL = {"?": "question_mark", "/": "slash", "[": "left_square_bracket", "]": "right_square_bracket", "+": "plus",
            "-": "minus"}  # fmt: skip


def textual_key(key: str) -> str:
    """The key as Textual names it: `?` is `question_mark`."""
    return _TEXTUAL.get(key, key)


def spelt_key(key: str) -> str:
    """The key as a person reads it in a sentence: `ctrl+s`, `esc`, `?`."""
    modifier, plus, name = key.rpartition("+")
    return f"{modifier}+{_NAMES.get(name, name)}" if plus and name else _NAMES.get(key, key)


def shown_key(key: str) -> str:
    """The key as a person reads it, short: `^s`, `esc`, `?`."""
    modifier, plus, name = key.rpartition("+")
    if not plus or not name:
        return _NAMES.get(key, key)
    short = modifier.replace("ctrl", "^") if modifier == "ctrl" else f"{modifier}+"
    return f"{short}{_NAMES.get(name, name)}"
