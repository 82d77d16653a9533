"""Keys at the top of a values file that are none of the chart's settings and that pass all the same.

Holders of anchors: keys that exist to be referred to, with the prefixes that Compose (`x-`) and GitLab (`.`) made
usual. And what Helm hands to a chart that is a dependency: `global`, which every chart may be given, and the key that
the `condition` of the dependency names, by convention `enabled`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

HOLDERS: Final = ("x-", ".")
"""What the names of holders begin with."""
HOLDER_PATTERN: Final = r"^(x-|\.)"
"""The same as a regular expression of JSON Schema."""
ENABLED: Final = "enabled"
"""Whether a parent chart wants this one; Helm reads nothing but a boolean there."""
CONDITION: Final = "condition"


def is_holder(key: object) -> bool:
    """Whether a key at the top only holds what anchors give to other places."""
    return isinstance(key, str) and key.startswith(HOLDERS)


def passes(key: object) -> bool:
    """Whether a key at the top is no setting of the chart, and no error either. `global` has a field of its own."""
    return is_holder(key) or key in (ENABLED, CONDITION)


def settings_alone(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values without the keys that pass."""
    return {key: value for key, value in data.items() if not passes(key)}
