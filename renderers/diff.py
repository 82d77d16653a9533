"""Unified diffs of values files and of Kubernetes objects, in which a secret shows that it changed, not what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from mlflow_tui.config_model.common_ends import common_head, common_tail
from mlflow_tui.config_model.helm_yaml import Loaded
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.secrecy import secret_paths, without_passwords
from mlflow_tui.renderers.manifests import Manifest
from mlflow_tui.renderers.masking import MASK, masked_data, masked_manifests, masked_text
from mlflow_tui.renderers.yaml_text import text as yaml_text

CHANGED_MASK = f"{MASK} (changed)"
"""Stands for a secret whose value differs from the one on the other side of the diff."""

NO_NEWLINE = "\\ No newline at end of file"


class Change(NamedTuple):
    """Lines `start:end` of one text stand where the other has `other_start:other_end`; counted from 0."""

    start: int
    end: int
    other_start: int
    other_end: int


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """Where two lists of lines differ, from the first difference to the last.

    Quick where they differ in one place, whatever their length: what both begin and end with is set aside first.
    """
    shorter = min(len(before), len(after))
    head = common_head(before, after, shorter)
    tail = common_tail(before, after, shorter - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if not old and not new:
        return []
    if not old or not new:
        return [Change(head, head + len(old), head, head + len(new))]
    return [
        Change(head + start, head + end, head + other_start, head + other_end)
        for tag, start, end, other_start, other_end in SequenceMatcher(None, old, new).get_opcodes()
        if tag != "equal"
    ]


def unified(before: str, after: str, before_name: str, after_name: str, context: int = 3) -> list[str]:
    """The lines of a unified diff, as `patch` reads it; empty where the texts are equal.

    `context` is how many lines around a change are shown.
    """
    old, new = _lines(before), _lines(after)
    body = list(_hunks(old, new, context))
    return [f"--- {before_name}", f"+++ {after_name}", *body] if body else []


def _lines(text: str) -> list[str]:
    # Not splitlines(): it also breaks lines at form feeds and the like, which YAML and patch keep inside a line.
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended


def _hunks(old: Sequence[str], new: Sequence[str], context: int) -> Iterator[str]:
    for group in _grouped(changes(old, new), 2 * context):
        first, last = group[0], group[-1]
        lead = min(context, first.start)
        trail = min(context, len(old) - last.end)
        start, other_start = first.start - lead, first.other_start - lead
        yield f"@@ -{_range(start, last.end + trail)} +{_range(other_start, last.other_end + trail)} @@"
        for change in group:
            yield from _said(" ", old[start : change.start])
            yield from _said("-", old[change.start : change.end])
            yield from _said("+", new[change.other_start : change.other_end])
            start = change.end
        yield from _said(" ", old[start : start + trail])


def _grouped(all_changes: Iterable[Change], gap: int) -> Iterator[list[Change]]:
    """Changes that are so near to each other that they share a hunk."""
    group: list[Change] = []
    for change in all_changes:
        if group and change.start - group[-1].end > gap:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _range(start: int, end: int) -> str:
    """A range as `diff -u` writes it: an empty one names the line before it."""
    count = end - start
    return f"{start + 1}" if count == 1 else f"{start if count == 0 else start + 1},{count}"


def _said(sign: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line.removesuffix("\n")
        if not line.endswith("\n"):
            yield NO_NEWLINE


def masked_pair(before: tuple[str, Loaded], after: tuple[str, Loaded]) -> tuple[str, str]:
    """Two texts of a values file, each with its data, without their secrets; the second marks those that differ.

    A secret that stands on one side alone is masked there: its line shows that it came or went.
    """
    changed = {path for path in secret_paths(after[1].data) if _differs(before[1].data, after[1].data, path)}
    return masked_text(*before), _covered(*after, changed)


def _covered(text: str, loaded: Loaded, changed: set[Path]) -> str:
    masks = {
        (span.start, span.end): CHANGED_MASK if path in changed else MASK
        for path in secret_paths(loaded.data)
        if (span := loaded.values.get(path)) is not None
    }
    for (start, end), mask in sorted(masks.items(), reverse=True):
        covered = text[start:end]
        # Its line breaks stay, so that the lines below keep their numbers.
        ending = "\r\n" if "\r\n" in covered else "\n"
        text = text[:start] + mask + ending * covered.count("\n") + text[end:]
    return without_passwords(text)


def _differs(before: Any, after: Any, path: Path) -> bool:
    """Whether both sides have a value at `path`, and not the same; entries of lists are told by their names."""
    for part in path:
        if isinstance(part, int):
            names = _names(before)
            before = before[place] if (place := names.get(_name(after, part))) is not None else None
            after = after[part]
        else:
            before = before.get(part) if isinstance(before, Mapping) else None
            after = after[part]
    return before not in (None, "") and before != after


def _names(items: Any) -> dict[object, int]:
    return {_name(items, index): index for index in range(len(items))} if isinstance(items, list) else {}


def _name(items: list[Any], index: int) -> object:
    """What tells an entry from its neighbours: a variable's name, an option's name, else its place."""
    item = items[index]
    if isinstance(item, Mapping) and isinstance(item.get("name"), str):
        return item["name"]
    option, equals, _ = item.partition("=") if isinstance(item, str) else ("", "", "")
    return option if equals else index


def masked_values(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two sets of effective values without their secrets, as `masked_pair` does it for texts."""
    return masked_data(before), _with_changes(masked_data(after), after, before)


def _with_changes(masked: Any, after: Any, before: Any) -> Any:
    """`masked`, which hides what `after` holds, with a mark on each secret that `before` has otherwise."""
    if isinstance(masked, dict):
        old = before if isinstance(before, Mapping) else {}
        return {key: _with_changes(value, after[key], old.get(key)) for key, value in masked.items()}
    if isinstance(masked, list):
        names = _names(before)
        places = (names.get(_name(after, index)) for index in range(len(after)))
        return [
            _with_changes(value, after[index], None if place is None else before[place])
            for index, (value, place) in enumerate(zip(masked, places, strict=True))
        ]
    if masked == MASK and masked != after and before not in (None, "", after):
        return CHANGED_MASK
    return masked


def manifests(
    before: Sequence[Manifest], after: Sequence[Manifest], before_name: str, after_name: str, *, reveal: bool = False
) -> list[str]:
    """The diff of two lists of objects, one object after the other; `reveal` shows their secrets.

    Objects are the same where kind and name are; those that are gone come last.
    """
    old = {_identity(one): one for one in before}
    new = {_identity(one): one for one in after}
    lines: list[str] = []
    for identity in [*new, *(gone for gone in old if gone not in new)]:
        pair = old.get(identity), new.get(identity)
        shown = pair if reveal else _masked_objects(*pair)
        old_text, new_text = ("" if one is None else yaml_text(one) for one in shown)
        if not reveal:
            old_text, new_text = without_passwords(old_text), without_passwords(new_text)
        old_name = f"{before_name}: {identity}" if pair[0] is not None else "/dev/null"
        new_name = f"{after_name}: {identity}" if pair[1] is not None else "/dev/null"
        lines += unified(old_text, new_text, old_name, new_name)
    return lines


def _identity(manifest: Manifest) -> str:
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


def _masked_objects(old: Manifest | None, new: Manifest | None) -> tuple[Manifest | None, Manifest | None]:
    masked_old = None if old is None else masked_manifests([old])[0]
    masked_new = None if new is None else _with_changes(masked_manifests([new])[0], new, old)
    return masked_old, masked_new
