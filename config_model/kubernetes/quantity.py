"""Amounts of cpu, memory and other resources: `500m`, `2`, `512Mi`."""

from __future__ import annotations

import re
from fractions import Fraction

_QUANTITY = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?", re.ASCII)
_DECIMAL = {
    name: Fraction(10) ** power for name, power in zip("numkMGTPE", (-9, -6, -3, 3, 6, 9, 12, 15, 18), strict=True)
}
_BINARY = {f"{name}i": Fraction(1024) ** power for power, name in enumerate("KMGTPE", start=1)}
_FACTORS = {**_DECIMAL, **_BINARY}


def amount(value: object) -> Fraction | None:
    """The amount that a text or a number means; None for what is no quantity (apimachinery: `resource.Quantity`)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    found = _QUANTITY.fullmatch(str(value).strip())
    if found is None:
        return None
    number, suffix, exponent = found.groups()
    # Fraction itself reads neither "1." nor ".5" in every Python that is supported.
    whole, _, part = number.partition(".")
    amount = Fraction(f"{whole if whole.strip('+-') else whole + '0'}.{part or '0'}")
    if exponent is not None:
        return amount * Fraction(10) ** int(exponent)
    return amount * _FACTORS[suffix] if suffix else amount
