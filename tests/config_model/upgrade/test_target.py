"""Which version is upgraded to, and how the file then names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.mlflow import OLDEST, Version, newest, versions
from mlflow_tui.config_model.upgrade import Kind, NoTarget, target
from tests.config_model.upgrade.planning import at_key, of_kind, planned

ROOT = Path(__file__).parents[3]

DIGEST = f"sha256:{'a' * 64}"


@pytest.mark.parametrize(
    ("text", "version"),
    [("3.17.2", (3, 17, 2)), ("v3.9.0", (3, 9, 0)), (" 3.5.1 ", (3, 5, 1)), ("2.14", (2, 14, 3)), ("3.10", (3, 10, 1))],
)
def test_a_version_is_taken_as_people_write_it(text: str, version: tuple[int, int, int]) -> None:
    assert target(text) == Version(*version)


def test_latest_is_the_newest_known() -> None:
    assert target("latest") == newest() == versions()[-1]


@pytest.mark.parametrize("text", ["3.99", "3.17.77", "4.0.0", "2.13.0", "1.0", "banana", "", "3", "3.17.2-full", "3.x"])
def test_any_other_is_refused_with_the_known_range_and_the_nearest(text: str) -> None:
    with pytest.raises(NoTarget) as refused:
        target(text)
    said = f"{refused.value.message} {refused.value.hint}"
    assert "known" in said or "latest" in said
    assert str(newest()) in said or str(OLDEST) in said or "nearest" in said


def test_the_nearest_of_a_patch_that_is_none_is_of_the_same_minor() -> None:
    with pytest.raises(NoTarget) as refused:
        target("3.16.9")
    assert "nearest is 3.16.1" in refused.value.hint


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('image:\n  tag: "v2.14.1" # ours\n', 'image:\n  tag: "v3.17.2" # ours\n'),
        ("image:\n  tag: 2.14.1\n", "image:\n  tag: 3.17.2\n"),
        ("image: {tag: 'v3.9.0-full'}\n", "image: {tag: 'v3.17.2-full'}\n"),
        ("image:\n  tag: v3.9.0-full\n", "image:\n  tag: v3.17.2-full\n"),
        ("image:\n  tag: 2.14.1-r3\n", "image:\n  tag: 3.17.2-r3\n"),
        ("image:\n  tag: v3.0.0rc1\n", "image:\n  tag: v3.17.2\n"),
        ("image:\n  tag: '3.10'\n", "image:\n  tag: '3.17.2'\n"),
        ("image:\n  tag: ''\n", "image:\n  tag: 'v3.17.2'\n"),
        (f"image:\n  tag: v3.9.0@sha256:{'a' * 64}\n", "image:\n  tag: v3.17.2\n"),
        (f"image:\n  tag: v3.9.0\n  digest: {DIGEST}\n", 'image:\n  tag: v3.17.2\n  digest: ""\n'),
        ("image:\n  tag: latest\n  mlflowVersion: 3.9.0\n", "image:\n  tag: latest\n  mlflowVersion: 3.17.2\n"),
        ("image:\n  tag: v3.9.0\n  mlflowVersion: 3.9.0\n", "image:\n  tag: v3.17.2\n  mlflowVersion: 3.17.2\n"),
        ("image:\n  tag: ${TAG}\n  mlflowVersion: v3.9.0\n", "image:\n  tag: ${TAG}\n  mlflowVersion: v3.17.2\n"),
    ],
)
def test_the_tag_is_written_as_the_file_writes_tags(before: str, after: str) -> None:
    assert planned(before, "3.17.2").after == after


def test_a_file_without_a_tag_gets_one() -> None:
    assert Document(planned("replicaCount: 1\n", "3.17.2").after).data["image"] == {"tag": "v3.17.2"}


def test_a_tag_that_yaml_takes_for_a_number_is_read_by_its_digits() -> None:
    upgrade = planned("image:\n  tag: 3.10\n", "3.17.2")
    assert upgrade.earlier == Version(3, 10, 0)
    assert upgrade.after == "image:\n  tag: 3.17.2\n"


def test_a_tag_that_tells_no_version_stays_and_is_told_of() -> None:
    upgrade = planned("image:\n  tag: latest\n  mlflowVersion: 3.9.0\n", "3.17.2")
    (told,) = at_key(upgrade, Kind.NOTE, "image.tag")
    assert "3.17.2" in told.fix


def test_a_digest_and_a_build_of_the_old_image_are_told_of() -> None:
    assert at_key(planned(f"image:\n  tag: v3.9.0@sha256:{'a' * 64}\n", "3.17.2"), Kind.NOTE, "image.tag")
    assert at_key(planned(f"image:\n  tag: v3.9.0\n  digest: {DIGEST}\n", "3.17.2"), Kind.NOTE, "image.digest")
    unknown = f"image:\n  tag: latest\n  digest: {DIGEST}\n  mlflowVersion: 3.9.0\n"
    assert at_key(planned(unknown, "3.17.2"), Kind.NOTE, "image.digest")
    assert at_key(planned("image:\n  tag: 3.9.0-r1\n", "3.17.2"), Kind.NOTE, "image.tag")
    assert not at_key(planned("image:\n  tag: v3.9.0-full\n", "3.17.2"), Kind.NOTE, "image.tag")


def test_a_tag_that_tells_none_is_taken_to_the_newest_by_saying_so() -> None:
    upgrade = planned("image:\n  tag: latest\n", "latest")
    assert Document(upgrade.after).data["image"] == {"tag": "latest", "mlflowVersion": str(newest())}
    assert planned(upgrade.after, "latest").nothing_to_do


@pytest.mark.parametrize("tag", ["v3.17.2", "v3.99.0", "latest", "2024-06-01"])
def test_there_is_no_way_to_an_older_version(tag: str) -> None:
    with pytest.raises(NoTarget) as refused:
        planned(f"image:\n  tag: {tag}\n", "3.9.0")
    assert refused.value.hint


def test_a_layer_above_that_gives_the_version_stops_it() -> None:
    from mlflow_tui.config_model.layers import set_layer

    upgrade = planned("replicaCount: 1\n", "3.17.2", upper=[set_layer("image.tag=v3.9.0")])
    assert any(one.key == "image.tag" and not one.made for one in of_kind(upgrade, Kind.STOPS))
    assert upgrade.stopped
