"""Text measured in cells: cut, padded and wrapped to the width of a pane."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
"""Control characters and what stands for them on the screen."""


def printable(text: str) -> str:
    """The text in one line, with pictures for line breaks and other control characters."""
    return text if text.isprintable() else text.translate(_PICTURES)


def width_of(text: str) -> int:
    """The cells that the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells; what was longer ends in an ellipsis."""
    if width <= 0:
        return ""
    if width_of(text) <= width:
        return text
    taken = 0
    for position, character in enumerate(text):
        taken += get_character_cell_size(character)
        if taken > width - 1:
            return f"{text[:position]}…"
    return text


def fitted(text: str, width: int) -> str:
    """The text in exactly `width` cells: cut, or padded with spaces."""
    text = cut(text, width)
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken between words where that is possible."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if width_of(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            while width_of(word) > width > 1:
                head = cut(word, width)[:-1]
                lines.append(head)
                word = word[len(head) :]
            line = word
        lines.append(line)
    return lines


def strip(parts: Iterable[tuple[str, Style]], width: int, rest: Style) -> Strip:
    """A line of exactly `width` cells made of styled parts, the rest of it in `rest`."""
    segments: list[Segment] = []
    left = width
    for text, style in parts:
        if left <= 0:
            break
        text = cut(text, left)
        if text:
            segments.append(Segment(text, style))
            left -= width_of(text)
    if left > 0:
        segments.append(Segment(" " * left, rest))
    return Strip(segments, width)


def plain(widget: Widget) -> Style:
    """The widget's own style, kept in its component class `plain`; `rich_style` is computed at each use."""
    return widget.get_component_rich_style("plain")


def ink(widget: Widget, component: str) -> Style:
    """The colour and weight of a component class, blended with the background, but without a background of its own.

    Textual's partial styles leave the background out as well, and lose the opacity of the colour with it.
    """
    return _without_background(widget.get_component_rich_style(component))


@lru_cache(512)
def _without_background(full: Style) -> Style:
    return Style(
        color=full.color,
        bold=full.bold or None,
        dim=full.dim or None,
        italic=full.italic or None,
        underline=full.underline or None,
        reverse=full.reverse or None,
    )
