"""Amounts of cpu, memory and other resources: `500m`, `2`, `512Mi`."""

from __future__ import annotations

import re

ONE = 10**9
"""What `amount` gives for 1: Kubernetes knows no smaller part than a billionth (apimachinery: `resource.Quantity`)."""

_QUANTITY = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?", re.ASCII)
_POWERS_OF_TEN = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_POWERS_OF_1024 = {f"{name}i": power for power, name in enumerate("KMGTPE", start=1)}


def amount(value: object) -> int | None:
    """The billionths that a text or a number means, rounded up; None for what is no quantity."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    found = _QUANTITY.fullmatch(str(value).strip())
    if found is None:
        return None
    sign, number, suffix, exponent = found.groups()
    whole, _, part = number.partition(".")
    power = int(exponent) if exponent is not None else _POWERS_OF_TEN.get(suffix, 0)
    power += 9 - len(part)
    units: int = int(f"{whole}{part}") * 1024 ** _POWERS_OF_1024.get(suffix, 0)
    billionths: int = units * 10**power if power >= 0 else -(-units // 10**-power)
    return -billionths if sign == "-" else billionths
