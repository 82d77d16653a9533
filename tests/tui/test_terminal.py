"""What the terminal sends: a bracketed paste is one text, whatever is in it and however it comes in pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from mlflow_tui.tui.terminal import Typing

_PIECES = st.sampled_from(
    ["a", "ü", "\n", "\r", "\t", "~", "\x1b", "\x1b[", "\x1b[31m", "\x1b[A", "\x1b[200~", "\x1bOP", "\x03", "\x11"]
)


@given(st.lists(_PIECES, min_size=1, max_size=12).map("".join), st.lists(st.integers(1, 40), max_size=6))
def test_a_paste_arrives_whole_and_the_keys_around_it_are_keys(pasted: str, cuts: list[int]) -> None:
    sent = f"x\x1b[200~{pasted}\x1b[201~y"
    typing = Typing()
    messages: list[Message] = []
    for cut in [*cuts, len(sent)]:
        piece, sent = sent[:cut], sent[cut:]
        messages += typing.read(piece)
    told = [
        one.text if isinstance(one, events.Paste) else one.key
        for one in messages
        if isinstance(one, events.Paste | events.Key)
    ]
    assert told == ["x", pasted, "y"]


def test_other_keys_are_as_they_were() -> None:
    keys = [one.key for one in Typing().read("\x1b[A\x1b[B\x11\r") if isinstance(one, events.Key)]
    assert keys == ["up", "down", "ctrl+q", "enter"]
