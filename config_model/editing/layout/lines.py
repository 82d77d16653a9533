"""The lines of a text, and which comment lines belong to which entry."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML 1.1."""
_BREAKS: Final = frozenset("\n\r\x85\u2028\u2029")
_SPACES: Final = re.compile(" *")
_WHITE: Final = re.compile("[ \t]*")


class Lines:
    """The lines of a text, counted from 0. A byte-order mark is no part of the first one."""

    def __init__(self, text: str) -> None:
        self.text = text
        # splitlines() knows more breaks than YAML, but those characters are in no YAML text.
        lengths = map(len, text.splitlines(keepends=True))
        self._starts = list(accumulate(lengths, initial=0))
        if len(self._starts) > 1:
            del self._starts[-1]
        if text.startswith("\ufeff"):
            self._starts[0] = 1
        self.count = len(self._starts)

    def line(self, offset: int) -> int:
        """The line that ``offset`` is on; its line break counts to it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def start(self, line: int) -> int:
        """Where the line starts; the end of the text for the line after the last."""
        return self._starts[line] if line < self.count else len(self.text)

    def stop(self, line: int) -> int:
        """Where the line ends, its line break not included."""
        end = self.start(line + 1)
        if self.text[end - 2 : end] == "\r\n":
            return end - 2
        return end - 1 if self.text[end - 1 : end] in _BREAKS else end

    def column(self, offset: int) -> int:
        """Characters between the start of the line and ``offset``."""
        return offset - self._starts[self.line(offset)]

    def indent(self, line: int) -> int:
        """The spaces that the line starts with."""
        start = self._starts[line]
        return _end_of(_SPACES, self.text, start) - start

    def is_blank(self, line: int) -> bool:
        end = _end_of(_WHITE, self.text, self._starts[line])
        return end == len(self.text) or self.text[end] in _BREAKS

    def is_comment(self, line: int) -> bool:
        """A line that is a comment if it stands between nodes (within a block scalar it is text)."""
        return self.text.startswith("#", _end_of(_WHITE, self.text, self._starts[line]))

    def opens_line(self, offset: int) -> bool:
        """Whether only spaces stand before ``offset`` on its line."""
        return not self.text[self._starts[self.line(offset)] : offset].strip(" ")

    def opens_line_of_flow(self, offset: int) -> bool:
        """As ``opens_line``; within a flow collection tabs indent as well."""
        return not self.text[self._starts[self.line(offset)] : offset].strip(" \t")

    def newline(self, line: int) -> str:
        """How a line beside ``line`` ends: as that one, else as the one above it, else as the first of the text."""
        for near in (line, line - 1, 0):
            if 0 <= near < self.count and self.stop(near) < len(self.text):
                return self.text[self.stop(near) : self.start(near + 1)]
        return "\n"

    def after_entry(self, last: int, column: int) -> int:
        """The line at which a sibling goes after an entry that ends on line ``last``, in a map or list that starts at
        ``column``.

        Comment lines below the entry that are indented deeper are the entry's, wherever they stand before the next
        content. Those in the same column are its trailing comments unless they stand directly above the next sibling,
        whose they are then.
        """
        content = last + 1
        while content < self.count and (self.is_blank(content) or self.is_comment(content)):
            content += 1
        own = self._deeper(last + 1, content, column)
        run = own
        while run < content and self.is_comment(run):
            run += 1
        if run == content < self.count and self.indent(content) >= column:
            return own
        while own < run and self.indent(own) >= column:
            own += 1
        return own

    def _deeper(self, line: int, content: int, column: int) -> int:
        """Past the last comment line that is indented deeper than ``column``, of those before any that is not."""
        own = line
        for here in range(line, content):
            if self.is_comment(here):
                if self.indent(here) <= column:
                    break
                own = here + 1
        return own

    def leading(self, line: int, column: int) -> int:
        """The first of the comment lines that stand directly above ``line`` and belong to what starts there in
        ``column``.
        """
        while line > 0 and self.is_comment(line - 1) and self.indent(line - 1) <= column:
            line -= 1
        return line


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    assert found is not None  # it matches the empty string
    return found.end()
