"""What a YAML scalar means to Helm, and as which key a map has it.

Helm reads values with sigs.k8s.io/yaml: Go's yaml.v2 resolves the scalar (YAML 1.1 but for base-60 numbers), the result
goes through JSON, and every number comes out as a float64. Each rule here was checked against ``helm template``.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import struct
from datetime import datetime
from typing import Final

_WORDS: Final[dict[str, object]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_FIRST_OF_A_NUMBER: Final = frozenset("+-.0123456789")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INTEGER: Final = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<bin>[01]+)|0[oO]?(?P<oct>[0-7]+)|(?P<dec>0|[1-9][0-9]*))"
)
_LONGEST_INTEGER: Final = 70
"""Characters of a 64-bit integer, were it binary; Python is slow to read very long ones."""
_POINT_FIRST: Final = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?")
_BASES: Final = {"hex": 16, "bin": 2, "oct": 8, "dec": 10}
_TIMESTAMP: Final = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+]([0-9]{2}):([0-9]{2}))"
    r"| ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?)?"
)
_STANDARD: Final = "tag:yaml.org,2002:"
_RESOLVED_TAGS: Final = {"str": "text", "bool": "a boolean", "int": "an integer", "float": "a number", "null": "null"}
_PLAIN_INTEGER_LIMIT: Final = 1e21
"""Go's JSON writes a whole float64 below this as an integer, and from it on with an exponent."""


class UnusableScalarError(ValueError):
    """A scalar that Helm refuses: a tag that its text does not fit, a number JSON has not, a key that is no text."""


def meaning(plain: str) -> object:
    """The value of a plain (unquoted, untagged) scalar: None, bool, int, float or str.

    An infinity or a NaN comes back as that float; ``value_of`` refuses them, as Helm does.
    """
    if plain in _WORDS:
        return _WORDS[plain]
    if plain[0] not in _FIRST_OF_A_NUMBER:
        return plain
    number = _number(plain)
    return plain if number is None else float64(number)


def value_of(text: str, tag: str | None, plain: bool) -> object:
    """The value of a scalar as Helm's templates see it.

    ``tag`` is the resolved tag (``tag:yaml.org,2002:int``) or None, ``plain`` whether the text stands unquoted.
    Raises UnusableScalarError where Helm fails.
    """
    if tag is not None:
        value = _tagged(text, tag)
    elif not plain:
        return text
    else:
        value = meaning(text)
    if isinstance(value, float) and not math.isfinite(value):
        raise UnusableScalarError(f"{text} cannot be used: JSON, which Helm passes values through, has no such number")
    return float64(value) if type(value) is int or type(value) is float else value


def key_of(text: str, tag: str | None, plain: bool) -> str:
    """The key that a scalar names in a map: numbers and booleans become text, as Helm writes them.

    Raises UnusableScalarError for null and for the integers that Helm refuses as keys.
    """
    if tag is None and (not plain or (text not in _WORDS and text[0] not in _FIRST_OF_A_NUMBER)):
        return text
    if tag is not None:
        value = _tagged(text, tag)
    elif text in _WORDS:
        value = _WORDS[text]
    else:
        number = _number(text)
        value = text if number is None else number
    if value is None:
        raise UnusableScalarError(
            "a key is null: Helm takes none" if text else "a key is empty, which YAML reads as null"
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise UnusableScalarError(f"the key {text} is an integer of more than 63 bits, which Helm refuses")
        return str(value)
    return _float_key(value) if isinstance(value, float) else str(value)


def float64(number: float) -> int | float:
    """The number after Helm's way through JSON: rounded to a float64, and an int again where JSON writes it as one."""
    if isinstance(number, int) and -(2**53) <= number <= 2**53:
        return number
    rounded = float(number)
    if abs(rounded) < _PLAIN_INTEGER_LIMIT and rounded.is_integer():
        return int(rounded)
    return rounded


def _number(text: str) -> int | float | None:
    """The number that Go's yaml.v2 reads in a text that begins with a digit, a sign or a point; None where it is a
    string.
    """
    if text[0] == ".":
        return _go_float(text.replace("_", "")) if _POINT_FIRST.fullmatch(text) else None
    digits = text.replace("_", "")
    integer = _INTEGER.fullmatch(digits)
    if integer is not None and len(digits) <= _LONGEST_INTEGER:
        base = integer.lastgroup or "dec"
        magnitude = int(integer[base], _BASES[base])
        number = -magnitude if integer["sign"] == "-" else magnitude
        # strconv.ParseInt, then ParseUint, which takes no sign.
        if -(2**63) <= number < (2**63 if integer["sign"] else 2**64):
            return number
    # A decimal (or one with leading zeros) that is too large is a float then, in another base it stays a string.
    return _go_float(digits)


def _go_float(text: str) -> float | None:
    if _FLOAT.fullmatch(text) is None:
        return None
    number = float(text)
    # Out of range is an error to strconv.ParseFloat, and the scalar stays a string: 1e400.
    return number if math.isfinite(number) else None


def _tagged(text: str, tag: str) -> object:
    name = tag.removeprefix(_STANDARD) if tag.startswith(_STANDARD) else ""
    if name == "binary":
        return _binary(text)
    if name == "timestamp":
        return _timestamp(text)
    if name not in _RESOLVED_TAGS:
        # A tag that yaml.v2 does not know leaves the text as it stands, also for !!set or !foo.
        return text
    if name == "str":
        return text
    found: object = meaning_exact(text)
    fits = {
        "bool": isinstance(found, bool),
        "int": isinstance(found, int) and not isinstance(found, bool),
        # yaml.v2 forgets the unsigned integers here.
        "float": isinstance(found, float) or (isinstance(found, int) and not isinstance(found, bool) and found < 2**63),
        "null": found is None,
    }[name]
    if not fits:
        raise UnusableScalarError(f"the tag !!{name} says that {text!r} is {_RESOLVED_TAGS[name]}, and it is not")
    return float(found) if name == "float" and isinstance(found, int) else found


def meaning_exact(text: str) -> object:
    """As ``meaning``, with integers of any size kept exact."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST_OF_A_NUMBER:
        return text
    number = _number(text)
    return text if number is None else number


def _binary(text: str) -> str:
    try:
        data = base64.b64decode(text.replace("\r", "").replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        raise UnusableScalarError("the tag !!binary stands on a text that is not base64") from None
    # Go's JSON writes one replacement character for each byte that is not UTF-8.
    return re.sub("[\udc80-\udcff]", "\ufffd", data.decode("utf-8", "surrogateescape"))


def _timestamp(text: str) -> str:
    match = _TIMESTAMP.fullmatch(text)
    if match is not None:
        year, month, day, *rest = (int(part or 0) for part in match.groups())
        hour, minute, second = rest[:3] if match[4] else rest[5:]
        zone_hours, zone_minutes = rest[3:5]
        try:
            # Go knows a year 0, which is a leap year as 2000 is; and offsets of up to 24 hours and 60 minutes.
            datetime(year or 2000, month, day, hour, minute, second)
        except ValueError:
            pass
        else:
            if zone_hours <= 24 and zone_minutes <= 60:
                return text
    raise UnusableScalarError(f"the tag !!timestamp says that {text!r} is a date, and it is not")


def _float_key(number: float) -> str:
    """A float as sigs.k8s.io/yaml writes it for a key: the shortest form that gives the same float32 (Go's %g)."""
    if math.isnan(number):
        return ".nan"
    try:
        single = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        single = float("inf") if number > 0 else float("-inf")
    if math.isinf(single):
        return ".inf" if single > 0 else "-.inf"
    for precision in range(1, 10):
        shortest = f"{single:.{precision - 1}e}"
        if struct.unpack("f", struct.pack("f", float(shortest)))[0] == single:
            break
    mantissa, exponent = shortest.split("e")
    digits = mantissa.replace(".", "").replace("-", "")
    size = int(exponent)
    if not -4 <= size < 6:
        return f"{mantissa}e{'-' if size < 0 else '+'}{abs(size):02d}"
    return f"{single:.{max(len(digits) - size - 1, 0)}f}"
