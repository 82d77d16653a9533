"""One scalar as YAML text that every reader takes for the same value.

A values file is read by Helm (Go's yaml.v2), by YAML 1.1 readers such as PyYAML and by YAML 1.2 ones. A string is left
plain only where none of them takes it for anything else, in block and in flow context and as a key.
"""

from __future__ import annotations

import math
import re
from typing import Final

from mlflow_tui.config_model.scalars import float64, meaning

_PLAIN: Final = re.compile(
    r"""
    (?!---|\.\.\.)                       # a document marker, were it at the start of a line
    (?:[^\W_]|[-_./$(+\\^;](?=\S))       # a letter, a digit or a sign that starts no YAML syntax
    (?:
        [^\s,?\[\]{}:\#]                 # not what ends a plain scalar in a flow collection, or may end one anywhere
        | :(?![\s,\[\]{}]|\Z)            # a colon within a word
        | (?<!\s)\#                      # a hash within a word
        | [ ](?=[^\s\#:])                # single or several spaces within the text, no comment after
        | [ ](?=[ ])
    )*
    """,
    re.VERBOSE,
)
# What YAML 1.1 (PyYAML and others) or the YAML 1.2 core schema reads as a number, a date or a special word, beyond
# what Helm does.
_TAKEN_ELSEWHERE: Final = re.compile(
    r"""
      [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?            # base 60: 12:30:45
    | [-+]?0o[0-7]+ | [-+]?0x[0-9a-fA-F_]+ | [-+]?0b[01_]+        # the bases
    | [-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?
    | [0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt\s].*)?               # a date or a time stamp
    | [-+]?\.(?:inf|nan) | = | <<
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORDS_ELSEWHERE: Final = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ""))
_NEEDS_ESCAPE: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\xa0\\xad\\u2028\\u2029\\ufeff\\ufffe\\uffff\\ue000-\\uf8ff\\ud800-\\udfff]"
)
_ESCAPES: Final = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", '"': '\\"', "\\": "\\\\"}


def scalar(value: object) -> str:
    """``value`` (None, bool, int, float or str) as one line of YAML, quoted only if need be.

    Raises ValueError for what no YAML reader would give back: an infinity, a NaN, an int that a float64 cannot hold, a
    lone surrogate.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, str):
        return value if _stays_plain(value) else quoted(value)
    raise TypeError(f"a {type(value).__name__} is no scalar")


def quoted(text: str) -> str:
    """``text`` in quotes, on one line: in ``"…"``, or in ``'…'`` where that spares escapes."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("The text has half of a surrogate pair, which no file can hold.")
    if not _NEEDS_ESCAPE.search(text):
        if '"' not in text and "\\" not in text:
            return f'"{text}"'
        return "'" + text.replace("'", "''") + "'"
    return '"' + re.sub(rf'{_NEEDS_ESCAPE.pattern}|["\\]', _escape, text) + '"'


def _stays_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and not _NEEDS_ESCAPE.search(text)
        and text.lower() not in _WORDS_ELSEWHERE
        and _TAKEN_ELSEWHERE.fullmatch(text) is None
        and isinstance(meaning(text), str)
    )


def _number(value: float) -> str:
    held = float64(value) if math.isfinite(value) else None
    if held is None or held != value:
        raise ValueError(f"{value} cannot be written: Helm holds numbers as 64-bit floats.")
    if isinstance(held, int):
        return str(held)
    mantissa, _, exponent = repr(held).partition("e")
    if not exponent:
        return mantissa
    # YAML 1.1 takes a number with an exponent only with a point before it and a sign after it.
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent if exponent[0] in '+-' else '+' + exponent}"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
