"""Which MLflow a file is for: by `image.mlflowVersion` and `image.tag`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflow_tui.config_model.chart import APP_VERSION
from mlflow_tui.config_model.mlflow import OLDEST, Certainty, Version, newest, read_version, versions

NEWEST = Version(3, 18, 0)


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ("v3.9.0-full", (3, 9, 0)),
        ("2.14.1-r3", (2, 14, 1)),
        ("3.10", (3, 10, 0)),
        ("3.0.0rc1", (3, 0, 0)),
        ("v3.17.2", (3, 17, 2)),
        ("V3.17.2", (3, 17, 2)),
        ("v3.17", (3, 17, 0)),
        ("3.17-slim", (3, 17, 0)),
        ("3.5.1_1", (3, 5, 1)),
        ("3.5.1.post1", (3, 5, 1)),
        ("3.5.1+cuda", (3, 5, 1)),
        ("v3.9.0-12-g0a1b2c3", (3, 9, 0)),
        ("v3.9.0@sha256:0a1b2c3d", (3, 9, 0)),
        ("3.9.20240620", (3, 9, 0)),
        ("3.1.2", (3, 1, 2)),
        ("03.09.00", (3, 9, 0)),
        ("", (2, 14, 1)),
        ("2.14", (2, 14, 1)),
        ("v2.14.0", (2, 14, 1)),
        ("3.18.0", (3, 18, 0)),
    ],
)
def test_a_tag_tells_the_version_that_it_begins_with(tag: str, version: tuple[int, int, int]) -> None:
    reading = read_version("", tag, NEWEST)
    assert (reading.version, reading.certainty) == (Version(*version), Certainty.SURE)
    assert (reading.key, reading.text) == ("image.tag", tag)


@pytest.mark.parametrize(
    "tag",
    [
        "latest", "stable", "main", "v", "v3", "3", "3.", "3-full", ".3.9", "vv3.9.0", "mlflow-3.9.0", "release-3.9.0",
        " 3.9.0", "20240620", "2024.06.20", "2024-06-20", "20240620.1530", "0a1b2c3d", "sha256:0a1b2c3d", "@sha256:0a",
        "3a.9.0", "3.x", "3.1000.0", "٣.٩.٠", "3 .9.0",
    ],
)  # fmt: skip
def test_a_tag_that_tells_no_version_is_taken_as_the_newest(tag: str) -> None:
    reading = read_version("", tag, NEWEST)
    assert (reading.version, reading.certainty) == (NEWEST, Certainty.UNTOLD)


@pytest.mark.parametrize("tag", ["3.18.1", "v3.19.0", "3.19", "4.0.0-full", "24.06.20"])
def test_a_version_that_is_not_known_yet_is_taken_as_the_newest(tag: str) -> None:
    reading = read_version("", tag, NEWEST)
    assert (reading.version, reading.certainty) == (NEWEST, Certainty.TOO_NEW)


@pytest.mark.parametrize("tag", ["2.13.3", "v2.9.2", "1.30.1", "0.9.1", "2.0"])
def test_a_version_before_the_oldest_is_taken_as_that(tag: str) -> None:
    reading = read_version("", tag, NEWEST)
    assert (reading.version, reading.certainty) == (OLDEST, Certainty.TOO_OLD)


@pytest.mark.parametrize(
    ("told", "tag", "version", "certainty"),
    [
        ("3.5.1", "latest", (3, 5, 1), Certainty.SURE),
        ("3.5.1", "v3.9.0-full", (3, 5, 1), Certainty.SURE),
        ("v3.5", "", (3, 5, 0), Certainty.SURE),
        ("2.13.0", "v3.9.0", (2, 14, 1), Certainty.TOO_OLD),
        ("9.9.9", "v3.9.0", (3, 18, 0), Certainty.TOO_NEW),
        ("latest", "v3.9.0", (3, 18, 0), Certainty.UNTOLD),
    ],
)
def test_the_key_for_the_version_wins_over_the_tag(
    told: str, tag: str, version: tuple[int, int, int], certainty: Certainty
) -> None:
    reading = read_version(told, tag, NEWEST)
    assert (reading.version, reading.certainty) == (Version(*version), certainty)
    assert (reading.key, reading.text) == ("image.mlflowVersion", told)


def test_the_oldest_version_is_the_one_of_the_chart() -> None:
    assert str(OLDEST) == APP_VERSION
    assert versions()[0] == OLDEST
    assert newest() == versions()[-1] == max(versions())


_NUMBERS = st.integers(0, 999)


@given(
    _NUMBERS, _NUMBERS, _NUMBERS, st.sampled_from(["", "v"]), st.text().filter(lambda end: end[:1] not in "0123456789")
)
def test_whatever_follows_a_version_the_version_is_read(major: int, minor: int, patch: int, v: str, end: str) -> None:
    assert Version.parse(f"{v}{major}.{minor}.{patch}{end}") == (major, minor, patch)


@given(st.builds(Version, _NUMBERS, _NUMBERS, _NUMBERS))
def test_a_version_is_read_as_it_is_written(version: Version) -> None:
    assert Version.parse(str(version)) == version


@given(st.text(), st.text())
def test_every_text_has_a_version_that_is_known(told: str, tag: str) -> None:
    assert OLDEST <= read_version(told, tag, NEWEST).version <= NEWEST


def test_later_versions_are_greater() -> None:
    assert Version.parse("3.9.0") < Version.parse("3.10") < Version.parse("3.10.1") < Version.parse("10.0.0")
