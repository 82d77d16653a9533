"""The colours: dark, light, safe for the colour-blind, and the terminal's own sixteen."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

_CURSOR_DARK = {
    "block-cursor-background": "#1d4e6b", "block-cursor-foreground": "#ffffff", "block-cursor-text-style": "bold",
    "input-selection-background": "#2f7aa5", "input-cursor-background": "#e6edf3", "input-cursor-foreground": "#0f1419",
    "border": "#3a4552", "border-blurred": "#2a333d", "scrollbar": "#36424f", "scrollbar-hover": "#4a5866",
    "scrollbar-active": "#4db8e8", "scrollbar-background": "#0f1419", "scrollbar-background-hover": "#0f1419",
    "scrollbar-background-active": "#0f1419", "scrollbar-corner-color": "#0f1419",
}  # fmt: skip
_CURSOR_LIGHT = {
    "block-cursor-background": "#cfe6f5", "block-cursor-foreground": "#10222e", "block-cursor-text-style": "bold",
    "input-selection-background": "#9fd0ee", "input-cursor-background": "#1c2730", "input-cursor-foreground": "#ffffff",
    "border": "#b8c2cc", "border-blurred": "#d5dbe1", "scrollbar": "#c3ccd4", "scrollbar-hover": "#a5b1bc",
    "scrollbar-active": "#0b6fa8", "scrollbar-background": "#ffffff", "scrollbar-background-hover": "#ffffff",
    "scrollbar-background-active": "#ffffff", "scrollbar-corner-color": "#ffffff",
}  # fmt: skip

DARK: Final = Theme(
    name="dark", dark=True, primary="#4db8e8", secondary="#8fb8d0", accent="#4db8e8", foreground="#d9e1e8",
    background="#0f1419", surface="#141a21", panel="#1b232c", boost="#202a34", warning="#e5b454", error="#f0787a",
    success="#86c98f", variables=_CURSOR_DARK,
)  # fmt: skip
LIGHT: Final = Theme(
    name="light", dark=False, primary="#0b6fa8", secondary="#47687c", accent="#0b6fa8", foreground="#1c2730",
    background="#ffffff", surface="#f6f8fa", panel="#eaeef2", boost="#e3e9ee", warning="#8a5a00", error="#b4232c",
    success="#1f7a3a", variables=_CURSOR_LIGHT,
)  # fmt: skip
# Okabe and Ito's palette, told apart with any of the common kinds of colour blindness: no red beside green.
COLOUR_BLIND: Final = Theme(
    name="colour-blind", dark=True, primary="#56b4e9", secondary="#9fb8c8", accent="#56b4e9", foreground="#e4e9ee",
    background="#101418", surface="#151a20", panel="#1c242c", boost="#222c35", warning="#f0e442", error="#e69f00",
    success="#56b4e9", variables=_CURSOR_DARK | {"input-selection-background": "#0072b2"},
)  # fmt: skip
ANSI: Final = "ansi-dark"
"""Textual's theme of the terminal's own colours, whatever their shades."""
ANSI_LIGHT: Final = "ansi-light"

OWN: Final = (DARK, LIGHT, COLOUR_BLIND)
CHOICES: Final[dict[str, str]] = {
    "dark": "Dark",
    "light": "Light",
    "colour-blind": "Safe for the colour-blind",
    "ansi-dark": "The terminal's own colours, on dark",
    "ansi-light": "The terminal's own colours, on light",
}
"""The names of the themes, as they stand in the configuration, with what they are."""
