"""A plain-Python model of the edits, and what they may do to comments: told apart from the engine's own code."""

from __future__ import annotations

import copy
import itertools
import re
from collections import Counter
from pathlib import Path as File
from typing import Any

import yaml

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.helm_yaml import UnreadableYaml
from mlflow_tui.config_model.path import Path

CORPUS = File(__file__).parent.parent / "corpus"


def corpus() -> dict[str, bytes]:
    """The files of the corpus by name."""
    return {file.stem: file.read_bytes() for file in sorted(CORPUS.glob("*.yaml"))}


def large(least: int = 5000) -> str:
    """A file of so many lines that has the corpus in it, again and again: each file that can stand below a key."""
    parts = [text for content in corpus().values() if (text := _as_part(content.decode())) is not None]
    pieces: list[str] = []
    while "".join(pieces).count("\n") < least:
        pieces += [
            # Other names for the anchors: libyaml's own tree, with which a test compares, has each only once.
            f"part-{number}:\n" + re.sub(r"&(?=\w)", f"&part-{number}-", part)
            for number, part in enumerate(parts, start=len(pieces))
        ]
    return "".join(pieces)


def _as_part(text: str) -> str | None:
    indented = "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
    indented += "" if indented.endswith("\n") else "\n"
    try:
        whole, nested = Document(text), Document(f"part:\n{indented}after: 1\n")
    except UnreadableYaml:
        return None
    fits = nested.data == {"part": whole.data, "after": 1} and not whole.loaded.aliased and bool(whole.data)
    return indented if fits and len(whole.loaded.documents) == 1 else None


def paths(data: Any, path: Path = ()) -> list[Path]:
    """Every path of the data but the top."""
    below: list[Path] = []
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, child in children:
        below += [(*path, step), *paths(child, (*path, step))]
    return below


def get(data: Any, path: Path) -> Any:
    here: Any = data
    for step in path:
        fits: bool = isinstance(here, list if isinstance(step, int) else dict)
        if not fits:
            raise LookupError(path)
        here = here[step]
    return here


def has(data: Any, path: Path) -> bool:
    try:
        get(data, path)
    except LookupError:
        return False
    return True


def with_set(data: Any, path: Path, value: Any) -> Any:
    data = copy.deepcopy(data)
    if not path:
        return value
    here = data
    for step, following in itertools.pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(here, list) and step == len(here):
            here.append(empty)
        elif (here.get(step) if isinstance(here, dict) else here[step]) is None:
            here[step] = empty
        here = here[step]
    if isinstance(here, list) and path[-1] == len(here):
        here.append(value)
    else:
        here[path[-1]] = value
    return data


def with_deleted(data: Any, path: Path) -> Any:
    data = copy.deepcopy(data)
    del get(data, path[:-1])[path[-1]]
    return data


def with_inserted(data: Any, path: Path, index: int, value: Any) -> Any:
    items = list(get(data, path) or []) if has(data, path) else []
    return with_set(data, path, [*items[:index], value, *items[index:]])


def with_moved(data: Any, path: Path, source: int, target: int) -> Any:
    items = list(get(data, path))
    items.insert(target, items.pop(source))
    return with_set(data, path, items)


def with_renamed(data: Any, path: Path, key: str) -> Any:
    holder = get(data, path[:-1])
    renamed = {key if name == path[-1] else name: value for name, value in holder.items()}
    return with_set(data, path[:-1], renamed) if len(path) > 1 else renamed


def without_empty_parents(data: Any, path: Path) -> Any:
    """Without the maps on the way to ``path`` that are empty: whether they stay depends on their comments."""
    data = copy.deepcopy(data)
    for depth in range(len(path) - 1, 0, -1):
        if not isinstance(path[depth - 1], str) or not all(isinstance(step, str) for step in path[depth - 1 : -1]):
            break
        if has(data, path[:depth]):
            if get(data, path[:depth]) != {}:
                break
            del get(data, path[: depth - 1])[path[depth - 1]]
    return data


def equal(one: Any, other: Any) -> bool:
    """As data, with True and 1 told apart."""
    return repr(_sorted(one)) == repr(_sorted(other))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def comments(text: str, start: int = 0, stop: int | None = None) -> Counter[str]:
    """The comments of a text (of those that start between two places), each without the space before and behind it."""
    stop = len(text) if stop is None else stop
    mark = text.startswith("\ufeff")
    found: Counter[str] = Counter()
    at = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        first, last = token.start_mark.index + mark, token.end_mark.index + mark
        _count(text, at, first, start, stop, found)
        at = max(at, last)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            header = re.match(r"[^\r\n\x85\u2028\u2029]*", text[first:last])
            assert header is not None
            _count(text, first, first + header.end(), start, stop, found)
    _count(text, at, len(text), start, stop, found)
    return found


def _count(text: str, low: int, high: int, start: int, stop: int, found: Counter[str]) -> None:
    for comment in re.finditer(r"#[^\r\n\x85\u2028\u2029]*", text[low:high]):
        if start <= low + comment.start() < stop:
            found[comment.group().rstrip()] += 1


def comments_of(document: Document, path: Path) -> Counter[str]:
    """The comments on the lines of an entry or item: its own, which go with it. In a file of several documents those in
    each of them; what an earlier one has in the way of the path goes whole.
    """
    texts = re.split(r"^---(?:[ \t].*)?$\n?", document.text, flags=re.MULTILINE)
    found: Counter[str] = Counter()
    for one in map(Document, texts) if len(texts) > 1 else [document]:
        depth = next((at for at in range(1, len(path)) if not _is_map(one.data, path[:at])), len(path))
        found += _comments_of(one, path[:depth])
    return found


def _is_map(data: Any, path: Path) -> bool:
    return not has(data, path) or isinstance(get(data, path), (dict, list))


def _comments_of(document: Document, path: Path) -> Counter[str]:
    key, value = document.loaded.keys.get(path), document.loaded.values.get(path)
    if key is None or value is None:
        return Counter()
    text = document.text
    start = max(text.rfind("\n", 0, min(key.start, value.start)), text.rfind("\r", 0, min(key.start, value.start))) + 1
    if isinstance(path[-1], int) or "?" in text:
        # From the dash or the "?" on, where only comments stand between that and what the parser marks.
        before = re.compile(r"(?:[ \t]*[-?][ \t]*)+(?:#[^\r\n]*)?(?:(?:\r\n|[\r\n])[ \t]*(?:#[^\r\n]*)?)*\Z")
        while (
            start and (dash := before.search(text, 0, min(key.start, value.start))) is not None and dash.start() < start
        ):
            start = dash.start()
    behind = re.compile(r"[^\n\r\x85\u2028\u2029]*").match(text, max(key.end, value.end))
    assert behind is not None
    return comments(text, start, behind.end())
