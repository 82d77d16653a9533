"""Colours of a widget's component classes, for text drawn a line at a time."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


def ink(widget: Widget, component: str) -> Style:
    """The colour and weight of a component class, blended with the background, but without a background of its own.

    Textual's partial styles keep the background out as well, and lose the opacity of the colour with it.
    """
    full = widget.get_component_rich_style(component)
    return Style(
        color=full.color,
        bold=full.bold,
        dim=full.dim,
        italic=full.italic,
        underline=full.underline,
        reverse=full.reverse,
    )
