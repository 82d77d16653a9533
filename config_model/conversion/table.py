"""The declaration of what a key of another chart becomes here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.conversion.foreign import Foreign, key_path
from mlflow_tui.config_model.path import Path


@dataclass(frozen=True, slots=True)
class Give:
    """A setting of this chart, from the keys `of` of the other one (all of its row, if none is named)."""

    to: str
    value: Any = field(repr=False)
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; `source` is where the file has it, if it has it as it is.

    `of` are the keys of the other chart that it is made of; the statement that adds the item tells them.
    """

    value: Any = field(repr=False)
    source: Path = ()
    of: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Add:
    """Items at the end of a list of this chart."""

    to: str
    items: Sequence[Item]
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tell:
    """What a person should know of a key."""

    key: str
    outcome: Outcome
    message: str
    fix: str = ""
    command: str = ""
    affects: tuple[str, ...] = ()


Statement = Give | Add | Tell
Convert = Callable[[Foreign], Iterable[Statement]]


@dataclass(frozen=True, slots=True)
class Row:
    """Keys of the other chart, each with all that is below it, and what they become."""

    reads: tuple[str, ...]
    convert: Convert

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(key_path(key) for key in self.reads)


def row(*reads: str) -> Callable[[Convert], Row]:
    """Makes the row of a function that converts the keys."""
    return lambda convert: Row(reads, convert)


def same(key: str, to: str = "", when: str = "") -> Row:
    """A key that means the same here, under the same name or the name `to`.

    Its default counts only where the key `when`, if one is named, is on.
    """

    def convert(foreign: Foreign) -> Iterator[Statement]:
        value = foreign.value(key)
        counts = value is not None and (not when or foreign.on(when))
        if counts or foreign.has(key):
            yield Give(to or key, value)

    return Row((key,), convert)


def below(section: str, *keys: str, to: str = "", when: str = "") -> tuple[Row, ...]:
    """Keys of a section that mean the same below the section `to`; see `same`."""
    return tuple(same(f"{section}.{key}", f"{to or section}.{key}", when) for key in keys)


def listed(key: str, to: str) -> Row:
    """A list whose items go to the end of the list `to`."""

    def convert(foreign: Foreign) -> Iterator[Statement]:
        if foreign.has(key) or foreign.items(key):
            yield Add(to, items_of(foreign, key))

    return Row((key,), convert)


def items_of(foreign: Foreign, key: str) -> list[Item]:
    """The items of a list, with the places where the file has them."""
    return [Item(value, (*key_path(key), index)) for index, value in enumerate(foreign.items(key))]


def added(*values: Any) -> list[Item]:
    """Items that the file has nowhere."""
    return [Item(value) for value in values]


def nothing(why: str, *keys: str, fix: str = "") -> Row:
    """Keys without a counterpart."""

    def convert(foreign: Foreign) -> Iterator[Statement]:
        yield from (Tell(key, Outcome.NONE, why, fix) for key in keys if foreign.has(key))

    return Row(keys, convert)


def variable(name: str, value: str) -> dict[str, str]:
    """An environment variable."""
    return {"name": name, "value": value}


def from_secret(name: str, secret: str, key: str) -> dict[str, Any]:
    """An environment variable that holds one key of a Secret."""
    return {"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": key}}}


def differs(key: str, message: str, *affects: str, fix: str = "") -> Tell:
    return Tell(key, Outcome.DIFFERS, message, fix, affects=affects)


def person(key: str, message: str, fix: str, *affects: str, command: str = "") -> Tell:
    return Tell(key, Outcome.PERSON, message, fix, command, affects)
