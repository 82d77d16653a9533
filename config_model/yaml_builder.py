"""A parser's events as a tree of nodes, each put where its text stands; what Go's yaml.v2 refuses there is refused.

The parser is libyaml's where PyYAML has it, else PyYAML's own. Nothing is resolved here: a node knows its text, its tag
and how it is quoted, ``config_model.scalars`` knows what that means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import yaml

from mlflow_tui.config_model.yaml_node import MAX_DEPTH, Kind, Node, Style
from mlflow_tui.config_model.yaml_problem import UnreadableYaml

_BREAK: Final = r"(?:\r\n|[\r\n\x85\u2028\u2029])"
_PROPERTIES: Final = re.compile(
    r"(?:(?P<anchor>&[^\s,\[\]{}]+)|(?P<tag>!<[^>\s]*>|![^\s,\[\]{}]*))"
    rf"(?:[ \t]+|(?:[ \t]+#[^\r\n]*)?{_BREAK}|(?=\Z))(?:[ \t]*(?:#[^\r\n]*)?{_BREAK})*[ \t]*"
)
_COLON: Final = re.compile(rf"(?:[ \t]|(?:(?<=[ \t])#[^\r\n\x85\u2028\u2029]*)?{_BREAK})*:")
_TAG_WITH_COMMA: Final = re.compile(r"(?:&[^\s,\[\]{}]+[ \t]+)?!(?!<)[^\s,\[\]{}]*,")
"""libyaml ends a tag inside brackets at a comma, which is a part of it to Go's yaml.v2."""


def _parser(text: str) -> Any:
    """The events of libyaml where PyYAML has it, about ten times as fast as those of PyYAML itself. Nothing is composed
    or resolved.
    """
    return yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)


class Builder:
    """The first document of one parser run as a tree."""

    def __init__(self, text: str, offset: int, base_line: int) -> None:
        # Helm splits a file by lines and puts a line break at the end of each: the text of a "|" on the last line has
        # its line break, whether the file has it or not.
        self.text = text if not text or text.endswith("\n") else text + "\n"
        self.end = len(text)
        self.offset = offset
        self.base_line = base_line
        self.anchors: dict[str, Node] = {}

    def build(self) -> tuple[Node | None, int | None]:
        """The root, and the line from which the rest of the text is not read."""
        parser = _parser(self.text)
        next_event = parser.get_event
        next_event()  # the start of the stream
        if type(next_event()) is yaml.StreamEndEvent:
            return None, None
        root: Node | None = None
        # What is open: each map or list with what it holds so far, the innermost in ``parent`` and ``holds``.
        stack: list[tuple[Node | None, list[Any]]] = []
        parent: Node | None = None
        holds: list[Any] = []
        in_map = False
        key: Node | None = None
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node = self._scalar(event)
                if parent is not None and parent.flow and node.style == "" and "?" in node.text:
                    hint = "Quote the text."
                    raise UnreadableYaml("a '?' ends a text inside [ ] or { }.", node.line, node.column, hint)
            elif kind is yaml.MappingStartEvent:
                node = self._collection(event, "map")
            elif kind is yaml.SequenceStartEvent:
                node = self._collection(event, "list")
            elif kind is yaml.AliasEvent:
                node = self._alias(event, [open_node for open_node, _ in stack[1:]] + [parent])
            elif kind is yaml.DocumentEndEvent:
                return root, self._unread(next_event)
            else:
                assert parent is not None
                self._close(parent, event)
                parent, holds = stack.pop()
                in_map = parent is not None and parent.kind == "map"
                continue
            if in_map:
                if key is None:
                    key = self._key(node)
                    continue
                if node.start == node.end:
                    self._place_absent(node, key)
                holds.append((key, node))
                key = None
            elif parent is None:
                root = node
            else:
                holds.append(node)
            if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if len(stack) >= MAX_DEPTH:
                    raise UnreadableYaml(
                        f"maps and lists are nested more than {MAX_DEPTH} deep.", node.line, node.column
                    )
                stack.append((parent, holds))
                parent, holds = node, []
                in_map = kind is yaml.MappingStartEvent
                if in_map:
                    node.entries = holds
                else:
                    node.items = holds

    def _key(self, node: Node) -> Node:
        if node.kind == "scalar" or node.kind == "alias":
            return node
        hint = "Write the key as a string."
        if self.text.startswith("{{", node.start - self.offset - 1):
            hint = "If this is a template expression, quote it; but Helm does not expand templates in values files."
        raise UnreadableYaml(f"a {node.kind} stands where a key should.", node.line, node.column, hint)

    def _place_absent(self, value: Node, key: Node) -> None:
        """The parser puts the value of a ``? key`` without a colon before whatever comes next; its place is behind the
        key.
        """
        if value.outer == value.start > key.end and _COLON.match(self.text, key.end - self.offset) is None:
            value.start = value.end = value.outer = key.end
            value.line, value.column = self._line_and_column(key.end - self.offset)

    def _line_and_column(self, here: int) -> tuple[int, int]:
        start = max(self.text.rfind(end, 0, here) for end in "\n\r\x85\u2028\u2029") + 1
        return self.base_line + len(self.text[:start].splitlines()) + 1, here - start + 1

    def _unread(self, next_event: Any) -> int | None:
        """Helm stops after the first document, so that what follows may even be broken."""
        try:
            event = next_event()
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            return self.base_line + mark.line + 1 if mark is not None else self.base_line + 1
        return None if type(event) is yaml.StreamEndEvent else self.base_line + int(event.start_mark.line) + 1

    def _node(self, kind: Kind, event: Any, end: int) -> Node:
        mark = event.start_mark
        outer = start = mark.index
        line, column = mark.line, mark.column
        tag, anchor = event.tag, event.anchor
        if tag is not None or anchor is not None:
            if _TAG_WITH_COMMA.match(self.text, outer):
                hint = "Put a space between the tag and the comma."
                raise UnreadableYaml("a comma touches a tag.", self.base_line + line + 1, column + 1, hint)
            wanted = {"tag"} if anchor is None else {"anchor"} if tag is None else {"tag", "anchor"}
            start = self._after_properties(start, end, wanted)
            passed = self.text[outer:start]
            breaks = len(passed.splitlines()) - 1 + passed.endswith(("\n", "\r"))
            if breaks:
                line += breaks
                column = start - max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) - 1
            else:
                column += start - outer
        base = self.offset
        node = Node(kind, base + start, base + end, self.base_line + line + 1, column + 1, base + outer)
        if anchor is not None:
            node.anchor = anchor
            self.anchors[anchor] = node
        node.tag = tag
        return node

    def _after_properties(self, start: int, end: int, wanted: set[str]) -> int:
        """Where the value starts after its anchor and tag, on this line or, comments between, on a later one; what a
        map's first key has of its own comes behind that.
        """
        while wanted and (match := _PROPERTIES.match(self.text, start, end)) and match.lastgroup in wanted:
            wanted.remove(match.lastgroup)
            start = match.end()
        return start

    def _scalar(self, event: Any) -> Node:
        mark = event.start_mark
        start, end = mark.index, event.end_mark.index
        style: Style = event.style or ""
        if style == "|" or style == ">":
            end = self._block_end(start, end)
        elif end > self.end:
            return self._absent_at_end()
        if event.tag is not None or event.anchor is not None:
            node = self._node("scalar", event, end)
            node.text = event.value
            node.style = style
        else:
            base = self.offset + start
            line, column = self.base_line + mark.line + 1, mark.column + 1
            node = Node("scalar", base, self.offset + end, line, column, base, event.value, style)
        if style == '"' and ("/" in node.text or not node.text.isascii()):
            self._refuse_escapes(node)
        return node

    def _absent_at_end(self) -> Node:
        """What the parser puts past the line break that the text itself has not."""
        at = self.offset + self.end
        return Node("scalar", at, at, *self._line_and_column(self.end), at)

    def _refuse_escapes(self, node: Node) -> None:
        """What Go's yaml.v2 does not read: ``\\/``, which libyaml does, and half a character, which PyYAML's own parser
        does.
        """
        written = self.text[node.start - self.offset : node.end - self.offset]
        if re.search(r"(?<!\\)(?:\\\\)*\\/", written):
            hint = "Write the slash without a backslash."
            raise UnreadableYaml('"\\/" is an escape that Helm does not read.', node.line, node.column, hint)
        if re.search("[\ud800-\udfff]", node.text):
            hint = "Write the character itself."
            raise UnreadableYaml("an escape names half of a character.", node.line, node.column, hint)

    def _block_end(self, start: int, end: int) -> int:
        """Without the line break that ends the last line; with ``+`` the empty lines before it are content."""
        text = self.text
        header = text[start : text.find("\n", start)].split("#")[0]
        keeps = "+" in header.split("|")[-1].split(">")[-1]
        while end > start and text[end - 1] in "\r\n":
            end -= 2 if text.startswith("\r\n", end - 2) else 1
            if keeps:
                break
        return end

    def _collection(self, event: Any, kind: Kind) -> Node:
        # The end is set when the collection closes; until then it only bounds where anchor and tag may stand.
        node = self._node(kind, event, len(self.text))
        node.flow = bool(event.flow_style)
        return node

    def _close(self, node: Node, event: Any) -> None:
        if node.flow:
            node.end = self.offset + event.end_mark.index
        elif node.kind == "map":
            node.end = node.entries[-1][1].end
        else:
            node.end = node.items[-1].end

    def _alias(self, event: Any, within: Sequence[Node | None]) -> Node:
        mark, base = event.start_mark, self.offset
        line, column = self.base_line + mark.line + 1, mark.column + 1
        node = Node(
            "alias", base + mark.index, base + event.end_mark.index, line, column, base + mark.index, event.anchor
        )
        node.target = self.anchors.get(event.anchor)
        if node.target is None:
            hint = "Define &name above it, or quote a value that starts with *."
            # Its name is not told: a password that begins with * reads as an alias.
            raise UnreadableYaml("this alias names no anchor above it.", line, column, hint)
        if any(open_node is node.target for open_node in within):
            raise UnreadableYaml(f"the anchor &{event.anchor} contains itself.", line, column, "Write the value out.")
        return node
