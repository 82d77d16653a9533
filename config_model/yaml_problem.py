"""Why a text is not YAML that Helm can read, in sentences for the person who wrote it.

The scanner's own words ("did not find expected key") say what the grammar missed, seldom what to fix: each is given
here in terms of the line that it points at.
"""

from __future__ import annotations

from typing import Final

import yaml

from mlflow_tui.config_model.error import UserError
from mlflow_tui.config_model.url_passwords import without_passwords


class UnreadableYaml(UserError, ValueError):
    """A text that Helm refuses, or that has a key twice. ``line`` and ``column`` count from 1, None where there is no
    place. The message quotes no password of a URL.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None, hint: str = "") -> None:
        super().__init__(without_passwords(message), hint)
        self.line = line
        self.column = column

    def __str__(self) -> str:
        numbers = (("line", self.line), ("column", self.column))
        place = ", ".join(f"{name} {number}" for name, number in numbers if number is not None)
        return (f"{place}: " if place else "") + self.message + (f" {self.hint}" if self.hint else "")


class DuplicateKey(UnreadableYaml):
    """A map that has a key twice, of which Helm would take the last without a word."""


_QUOTE_COLON: Final = 'Quote a value that has ": " in it, or put it on a line of its own below its key.'
_QUOTE_START: Final = "Quote the value."
_SPACE: Final = "Write `key: value`, with a space after the colon."
_INDENT: Final = "Keys of one map start in the same column; check the indentation of this line and of those above it."

# The words of libyaml or of PyYAML's own scanner → what they mean, and the fix. The first that is found counts.
_SAYINGS: Final[tuple[tuple[str, str, str], ...]] = (
    ("could not find expected ':'", "this line has no colon after its key", _SPACE),
    ("could not find expected ','", "this line has no colon after its key", _SPACE),
    (
        "found unexpected ':'",
        "a colon ends a word inside [ ] or { }",
        "Quote the word, or put a space before its value.",
    ),
    (
        "sequence entries are not allowed",
        "a list cannot start on the line of its key",
        "Start the list on the next line.",
    ),
    ("mapping keys are not allowed", "a key cannot start here", _INDENT),
    (
        "while scanning a quoted scalar",
        "a quote is opened here and never closed",
        "Close it, or double a ' inside '…'.",
    ),
    ("unknown escape character", 'a backslash in "…" starts an escape that YAML has not', r"Write \\ or use '…'."),
    ("invalid Unicode character escape", "this escape names no character", "Write the character itself."),
    ("hexdecimal number", "this escape needs hexadecimal digits", "Write the character itself, or use '…'."),
    ("hexadecimal numbers", "this escape needs hexadecimal digits", "Write the character itself, or use '…'."),
    ("expected ',' or ']'", "a list opened by [ lacks a comma or its ]", "Close it, or separate the items by commas."),
    ("expected ',' or '}'", "a map opened by { lacks a comma or its }", "Close it, or separate the entries by commas."),
    ("while scanning an alias", "a * that names no anchor", "Quote a value that starts with *."),
    ("while scanning an anchor", "an & that names no anchor", "Quote a value that starts with &."),
    ("while scanning a tag", "a ! that starts no tag", "Quote a value that starts with !."),
    ("undefined tag handle", "a tag that nothing defines", "Quote a value that starts with !."),
    ("tag handle", "a tag that nothing defines", "Quote a value that starts with !."),
    ("while scanning a block scalar", "a | or > that is followed by other text", "Start the text on the next line."),
    (
        "expected '-' indicator",
        "this line does not belong to the list above it",
        "Indent its items alike, each with `- `.",
    ),
    (
        "while scanning a directive",
        "a % starts a directive, which Helm does not read",
        "Quote a value that starts with %.",
    ),
    ("directive", "a % starts a directive, which Helm does not read", "Quote a value that starts with %."),
    ("expected <document start>", "the values end above this line, and this is no part of them", _INDENT),
    ("expected '<document start>'", "the values end above this line, and this is no part of them", _INDENT),
    ("expected <block end>", "this line does not fit the lines above it", _INDENT),
    ("expected key", "this line does not fit the lines above it", _INDENT),
    ("expected node content", "a value was expected here", "Quote a value that starts with one of , [ ] { } %."),
    ("expected the node content", "a value was expected here", "Quote a value that starts with one of , [ ] { } %."),
)


def explain(error: yaml.YAMLError, text: str, base_line: int) -> UnreadableYaml:
    """The scanner's error as one for the person. ``base_line``: how many lines of the file stand before ``text``."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return UnreadableYaml("a character that YAML does not allow.")
    said = f"{error.context or ''}; {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    opened = ("while scanning a quoted scalar", "expected ',' or", "could not find expected ':'")
    if error.context_mark is not None and any(words in said for words in opened):
        mark = error.context_mark
    if mark is None:
        return UnreadableYaml(f"invalid YAML: {error.problem or error.context}.")
    at = mark.index
    line, column = base_line + mark.line + 1, mark.column + 1
    if at > len(text):
        # Past the line break that the last line has not: at the end of that line.
        line, column = line - 1, len(text) - text.rfind("\n")
    special = _by_character(text, at, said)
    if special is not None:
        return UnreadableYaml(special[0], line, column, special[1])
    for words, message, hint in _SAYINGS:
        if words in said:
            return UnreadableYaml(f"{message}.", line, column, hint)
    return UnreadableYaml(f"invalid YAML: {error.problem or error.context}.", line, column)


def _by_character(text: str, at: int, said: str) -> tuple[str, str] | None:
    """What is wrong where the character at the place tells it better than the scanner's words do."""
    character = text[at : at + 1]
    before = text[text.rfind("\n", 0, at) + 1 : at]
    if "tab character" in said or ("\t" in before + character and not before.strip()):
        return "a tab is used for indentation.", "Replace the tab by spaces: YAML allows no tabs there."
    if before.lstrip("\ufeff").strip() == "" and "\ufeff" in before + character and (before or at):
        return "a byte-order mark stands inside the file.", "Remove it: it belongs at the start of the file alone."
    if "expected key" in said or "block end" in said:
        if character == ":":
            return "a colon has no key before it, which YAML reads as null.", "Write `key: value`."
        last = before.rstrip()[-1:]
        if last and last in "'\"]}":
            return f"text stands after the closing {last}.", "Quote the whole value, or remove what follows it."
    if "flow" in said and "node content" in said and not text[at:].strip():
        return "the file ends inside a list or map.", "Close it by ] or }."
    if "cannot start any token" in said:
        return f"a value cannot start with {character!r}.", _QUOTE_START
    if "mapping values are not allowed" in said:
        return _misplaced_colon(before)
    return None


def _misplaced_colon(before: str) -> tuple[str, str]:
    if "{{" in before:
        return (
            "a template expression stands unquoted.",
            "Quote it; but Helm does not expand templates in values files.",
        )
    if ": " in before:
        return "a second colon stands in the value.", _QUOTE_COLON
    hint = "Check the indentation of this line, and that the line above has a colon after its key."
    return "this line goes on with the value above it, and has a colon.", hint
