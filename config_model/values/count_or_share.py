"""A number of pods or a share of them, as Kubernetes takes both: `1` or `50%`; null for neither."""

from typing import Annotated

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError


def _validated(value: object) -> int | str | None:
    if value is None or isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    # One error, where Pydantic would give one for each of the types.
    raise PydanticCustomError("count_type", "expected an integer or a share")


CountOrShare = Annotated[int | str | None, PlainValidator(_validated)]
