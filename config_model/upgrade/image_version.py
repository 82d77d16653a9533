"""The edit that makes a file be for another MLflow: the tag as the file writes tags, and the key beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.mlflow import Reading, Version, newest, read_version
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.placeholders import is_filled_in
from mlflow_tui.config_model.problem import SetValue
from mlflow_tui.config_model.upgrade.entry import Entry, Kind

TAG: Path = ("image", "tag")
DIGEST: Path = ("image", "digest")
MLFLOW_VERSION: Path = ("image", "mlflowVersion")
_FULL = "-full"
_PARTS = re.compile(
    r"(?P<v>[vV]?)[0-9]{1,3}\.[0-9]{1,3}(?:\.[0-9]{1,3})*(?P<pre>\.?(?:a|b|rc|dev|post)[0-9]+)?(?P<rest>.*)"
)


@dataclass(frozen=True, slots=True)
class ImageVersion:
    """What a file says of its MLflow: its keys as they are written, a number as its digits, and how they read."""

    tag: str
    mlflow_version: str
    reading: Reading
    digest: str = ""

    @property
    def tag_tells(self) -> bool:
        """Whether the tag is, or begins with, a version; an empty one is the chart's own."""
        return not self.tag or (not is_filled_in(TAG, self.tag) and _told(self.tag))


def image_version(evaluation: Evaluation) -> ImageVersion:
    """What the effective values say, also where they break the schema: `3.10` without quotes is a number to YAML."""
    tag, given, digest = (_written(evaluation, path) for path in (TAG, MLFLOW_VERSION, DIGEST))
    return ImageVersion(tag, given, read_version(given, tag, newest(), digest), digest)


def edits_for(image: ImageVersion, wanted: Version) -> Iterator[SetValue]:
    """What makes the file be for `wanted`, each key only where it tells a version or must."""
    if image.tag_tells:
        yield SetValue(TAG, new_tag(image.tag, wanted))
        if image.digest:
            yield SetValue(DIGEST, "")
    if image.mlflow_version or not image.tag_tells:
        v = "v" if image.mlflow_version[:1] in ("v", "V") else ""
        yield SetValue(MLFLOW_VERSION, f"{v}{wanted}")


def new_tag(tag: str, wanted: Version) -> str:
    """The tag for another version: `v3.9.0-full` becomes `v3.17.2-full`; a digest and a `rc1` do not stay."""
    found = _PARTS.fullmatch(tag.partition("@")[0])
    if found is None:
        return f"v{wanted}"
    return f"{found['v']}{wanted}{found['rest']}"


def about_the_image(image: ImageVersion, wanted: Version) -> Iterator[Entry]:
    """What a person must see to, as nobody can tell from here which images there are."""
    if not image.tag_tells:
        message = f"the tag {image.tag!r} tells no version"[:100]
        yield Entry(Kind.NOTE, wanted, TAG, message, fix=f"see that the image it names has MLflow {wanted}")
        if image.digest:
            message = "the digest names the image, whatever the tag says"
            yield Entry(Kind.NOTE, wanted, DIGEST, message, fix=f"write that of MLflow {wanted}")
        return
    written = new_tag(image.tag, wanted)
    if image.digest:
        message = "the digest is that of the old image, and goes"
        yield Entry(Kind.NOTE, wanted, DIGEST, message, fix=f"write that of {written}", made=False)
    if "@" in image.tag:
        message = "the digest is that of the old image, and goes"
        yield Entry(Kind.NOTE, wanted, TAG, message, fix=f"write that of {written} behind the tag", made=False)
    rest = written.partition(str(wanted))[2]
    if rest not in ("", _FULL):
        yield Entry(Kind.NOTE, wanted, TAG, f"the tag keeps its end {rest!r}", fix=f"see that {written} is published")


def _written(evaluation: Evaluation, path: Path) -> str:
    value = evaluation.value(path)
    if isinstance(value, str):
        return value
    layer, span = evaluation.source(path)
    if value is None or isinstance(value, bool) or layer is None or layer.text is None or span is None:
        return ""
    return layer.text[span.start : span.end].strip()


def _told(text: str) -> bool:
    try:
        Version.parse(text)
    except ValueError:
        return False
    return True
