"""``--set`` and its kin: what an expression assigns, as Helm's strvals reads it.

``parse`` gives the assignments of an expression, ``apply`` makes them on merged values. Where Helm would ignore an
expression, or a part of it, without a word (``a.``, ``a[0]``, ``=1``), both refuse it: it names no value or no key.
An error names the keys of the expression, never its values: they may be secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from mlflow_tui.config_model.error import UserError
from mlflow_tui.config_model.json_data import copied, merge
from mlflow_tui.config_model.path import HIGHEST_INDEX, Path, format_path
from mlflow_tui.config_model.set_json import is_object, read_object, read_value

Kind = Literal["set", "set-string", "set-json", "set-file"]
"""Helm's option of that name, which says how a value is read."""

ReadFile = Callable[[str], str]
"""Gives the text of a file for ``set-file``; raises OSError."""

DEEPEST_NAME: Final = 30
"""Helm's limit of dots in a name (strvals: ``MaxNestedNameLevel``)."""


class SetError(UserError, ValueError):
    """An expression that Helm refuses, or that assigns nothing. The message is a sentence that names it."""


def parse(expression: str, kind: Kind = "set", read: ReadFile | None = None) -> list[tuple[Path, Any]]:
    """The paths that the expression assigns to, and the values, in order. ``read`` is needed for ``set-file`` alone.

    Raises SetError.
    """
    if kind == "set-json" and is_object(expression):
        return _leaves(_object(expression), ())
    return _Expression(expression, kind, read).assignments()


def apply(
    values: Mapping[str, Any], expression: str, kind: Kind = "set", read: ReadFile | None = None
) -> dict[str, Any]:
    """The values with the expression's assignments made, as Helm makes them; ``values`` is not changed.

    A list index changes that item and keeps the others; a list that is too short is filled up with nulls.
    """
    if kind == "set-json" and is_object(expression):
        return merge(values, _object(expression))
    return assign(values, parse(expression, kind, read))


def assign(values: Mapping[str, Any], assignments: Sequence[tuple[Path, Any]]) -> dict[str, Any]:
    """``apply`` for assignments that were parsed before. Raises SetError where a value stands in the way of a path."""
    result: dict[str, Any] = copied(values)
    for path, value in assignments:
        _assign(result, path, copied(value))
    return result


def _object(expression: str) -> dict[str, Any]:
    try:
        return read_object(expression)
    except ValueError as error:
        raise SetError(str(error)) from None


def _leaves(value: dict[str, Any], path: Path) -> list[tuple[Path, Any]]:
    """The assignments nearest to a JSON object, which ``apply`` merges into the values, map by map."""
    leaves: list[tuple[Path, Any]] = []
    for key, entry in value.items():
        if isinstance(entry, dict) and entry:
            leaves += _leaves(entry, (*path, key))
        else:
            leaves.append(((*path, key), entry))
    return leaves


def _assign(values: dict[str, Any], path: Path, value: Any) -> None:
    container: Any = values
    for depth, (step, following) in enumerate(pairwise(path)):
        wanted = list if isinstance(following, int) else dict
        found = _child(container, step)
        if found is _ABSENT or (
            isinstance(step, int) and (found is None or (wanted is dict and type(found) is not dict))
        ):
            # An item of a list gives way to a map; a key of a map does not.
            found = wanted()
            _put(container, step, found)
        if type(found) is not wanted:
            what = "a list" if wanted is list else "a map"
            place = format_path(path[: depth + 1])
            raise SetError(
                f"{format_path(path)}: {place} is {_named(found)} in the values, and {what} is needed to go on."
            )
        container = found
    _put(container, path[-1], value)


_ABSENT: Final = object()


def _child(container: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return container[step] if step < len(container) else _ABSENT
    return container.get(step, _ABSENT)


def _put(container: Any, step: str | int, value: Any) -> None:
    if isinstance(step, int):
        container.extend([None] * (step + 1 - len(container)))
    container[step] = value


def _named(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a text"


def _error(expression: str, message: str) -> SetError:
    name, equals, _ = expression.partition("=")
    scheme, separator, _ = name.partition("://")
    if separator:  # of a URL nothing is told: a password in it may hold the first =
        return SetError(f"{scheme}{separator}…: {message}")
    return SetError(f"{name + equals + '…' if equals else name!r}: {message}")


@dataclass(slots=True)
class _Expression:
    """One expression as it is read, from the left."""

    text: str
    kind: Kind
    read: ReadFile | None
    at: int = 0

    def assignments(self) -> list[tuple[Path, Any]]:
        found: list[tuple[Path, Any]] = []
        while self.at < len(self.text):
            path = self._path()
            found.append((path, self._json() if self.kind == "set-json" else self._value()))
        return found

    def _error(self, message: str) -> SetError:
        return _error(self.text, message)

    def _until(self, stops: str) -> tuple[str, str]:
        """The text up to one of ``stops`` or the end, with its escapes undone, and the stop ("" at the end)."""
        characters: list[str] = []
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character in stops:
                return "".join(characters), character
            if character == "\\":
                character = self.text[self.at : self.at + 1]
                self.at += 1
            characters.append(character)
        return "".join(characters), ""

    def _path(self) -> Path:
        """The path up to its ``=``."""
        start = self.at
        steps: list[str | int] = []
        dots = 0
        while True:
            key, stop = self._until("=[,.")
            if not key:
                raise self._error("a key is empty; write KEY=VALUE, and \\, for a comma inside a value.")
            steps.append(key)
            while stop == "[":
                steps.append(self._index())
                excess, stop = self._until("[.=")
                if excess:
                    name = self._shown(steps, start)
                    raise self._error(f"text stands after the index of {name}; write a dot before a key.")
            if stop == "=":
                return tuple(steps)
            if stop != ".":
                name = self._shown(steps, start)
                raise self._error(f"{name} has no value; write KEY=VALUE, and \\, for a comma inside a value.")
            dots += 1
            if dots > DEEPEST_NAME:
                raise self._error(f"a name has more than {DEEPEST_NAME} dots, which Helm refuses.")

    @staticmethod
    def _shown(steps: list[str | int], start: int) -> str:
        """What follows a comma may be the rest of a secret whose comma lacks its backslash."""
        return "what follows the comma" if start else format_path(tuple(steps))

    def _index(self) -> int:
        written, stop = self._until("]")
        if not stop:
            raise self._error("a '[' is not closed by ']'.")
        if not re.fullmatch(r"[-+]?[0-9]+", written):
            raise self._error("a list index is a number from 0.")
        number = int(written) if len(written) < 20 else HIGHEST_INDEX + 1
        if not 0 <= number <= HIGHEST_INDEX:
            raise self._error(f"a list index is a number from 0 to {HIGHEST_INDEX}.")
        return number

    def _value(self) -> Any:
        if self.text.startswith("{", self.at):
            self.at += 1
            return self._list()
        if self.at == len(self.text):
            return ""
        return self._typed(self._until(",")[0])

    def _list(self) -> list[Any]:
        items: list[Any] = []
        while True:
            item, stop = self._until(",}")
            if not stop:
                raise self._error("a list opened by '{' is not closed by '}'.")
            items.append(self._typed(item))
            if stop == "}":
                self.at += self.text.startswith(",", self.at)
                return items

    def _typed(self, text: str) -> Any:
        if self.kind == "set-string":
            return text
        if self.kind == "set-file":
            return self._file(text)
        return _inferred(text)

    def _file(self, name: str) -> str:
        if self.read is None:
            raise self._error("no file can be read here.")
        try:
            return self.read(name)
        except OSError as error:
            raise self._error(f"cannot read {name!r}: {error.strerror or error}.") from None

    def _json(self) -> Any:
        if self._blank():
            return None
        try:
            value, self.at = read_value(self.text, self.at)
        except ValueError as error:
            raise self._error(str(error)) from None
        self._blank()
        return value

    def _blank(self) -> bool:
        """Passes blanks and a comma; whether a comma or the end came."""
        while self.at < len(self.text):
            character = self.text[self.at]
            if character == ",":
                self.at += 1
                return True
            if not character.isspace() or "\x1c" <= character <= "\x1f":
                return False
            self.at += 1
        return True


def _inferred(text: str) -> Any:
    """A value of ``--set``: true, false, null and integers that start with no 0; all else, ``1.5`` too, is a string."""
    word = text.casefold()
    if word in _WORDS:
        return _WORDS[word]
    digits = re.fullmatch(r"([-+]?)0*([0-9]{1,19})", text)
    if digits is not None and (text == "0" or text[0] != "0"):
        number = int(digits[1] + digits[2])
        if -(2**63) <= number < 2**63:
            return number
    return text


_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
