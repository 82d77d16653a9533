"""Layers of values: Helm's merge, where a value comes from, and what an edited layer has to hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.layers import Layer, difference, merge, merged, same, set_layer, source
from mlflow_tui.config_model.set_expression import SetError
from tests.config_model.helm_judge import FEW_CALLS, HelmJudge

KEYS = st.sampled_from("abcd")
SCALARS = st.sampled_from([1, 2.5, "text", "", True, False])


def maps(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    inner = st.recursive(
        scalars, lambda below: st.lists(below, max_size=2) | st.dictionaries(KEYS, below, max_size=3), max_leaves=8
    )
    return st.dictionaries(KEYS, inner, max_size=4)


VALUES = maps(SCALARS)
WITH_NULLS = maps(SCALARS | st.none())


def layer(number: int, data: dict[str, Any]) -> Layer:
    return Layer(f"layer {number}", data)


def effective(defaults: dict[str, Any], layers: list[Layer]) -> dict[str, Any]:
    """The layers over the defaults, with every null of a map taken for what it asks: that the entry be gone."""
    return _without_null(merge(defaults, merged(layers)))


def _without_null(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_null(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value is not None
    }


@given(files=st.lists(WITH_NULLS, min_size=2, max_size=4))
@settings(FEW_CALLS, max_examples=40)
def test_files_merge_as_helm_merges_them(
    files: list[dict[str, Any]], helm: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    judge = HelmJudge(str(helm), tmp_path_factory.mktemp("judge"))
    found = judge.files(*(json.dumps(data) for data in files))
    assert same(found, merged([layer(number, data) for number, data in enumerate(files)]))


def test_a_null_over_a_value_stays_to_remove_the_default(helm: Path, tmp_path: Path) -> None:
    judge = HelmJudge(str(helm), tmp_path)
    (tmp_path / "judge" / "values.yaml").write_text("a: {x: 1, k: 2}\nb: [1]\nc: 3\nd: {e: {f: 1}}\n")
    defaults = load((tmp_path / "judge" / "values.yaml").read_text()).data
    texts = ["a: {x: 5}\nb: [2]\nc: 4\n", "a: {x: ~}\nb: ~\nd: {e: ~}\n"]
    layers = [Layer(text, load(text).data) for text in texts]
    assert merged(layers) == {"a": {"x": None}, "b": None, "c": 4, "d": {"e": None}}
    assert effective(defaults, layers) == judge.files(*texts) == {"a": {"k": 2}, "c": 4, "d": {}}
    assert effective(defaults, [*layers, Layer("map", {"d": {"e": {"g": 1}}})])["d"] == {"e": {"f": 1, "g": 1}}


def test_set_options_change_the_merged_files_in_helms_order(helm: Path, tmp_path: Path) -> None:
    judge = HelmJudge(str(helm), tmp_path)
    texts = ("a: {x: 1}\nl: [{n: 1}, {n: 2}, 3]\n", "a: {z: 2}\n")
    (tmp_path / "file").write_text("from a file\n")
    expressions = [
        ("set-json", 'l[1].m={"k":1}'),
        ("set-json", '{"a":{"x":{"w":1}},"j":[]}'),
        ("set", "l[0].n=5,a.z=null"),
        ("set", "l[4]=x"),
        ("set-string", "a.q=true"),
        ("set-file", "f=file"),
    ]
    judge.files(*texts)
    options = [word for number in range(2) for word in ("-f", f"{tmp_path}/values-{number}.yaml")]
    options += [word for kind, expression in expressions for word in (f"--{kind}", expression)]
    layers = [Layer(text, load(text).data) for text in texts]
    layers += [
        set_layer(expression, kind, lambda name: (tmp_path / name).read_text())  # type: ignore[arg-type]
        for kind, expression in expressions
    ]
    assert merged(layers) == judge.options(*options)


def test_a_set_that_a_file_stands_in_the_way_of_is_an_error() -> None:
    with pytest.raises(SetError, match=r"a is a number"):
        merged([Layer("values.yaml", {"a": 5}), set_layer("a.b=1")])


def test_the_name_of_a_set_layer_shows_no_value() -> None:
    assert set_layer("a.b=s3cret,c[0]=s3cret").name == "--set a.b, c[0]"
    assert "s3cret" not in set_layer('{"a":"s3cret"}', "set-json").name
    assert "s3cret" not in repr(set_layer("a=s3cret"))


@given(WITH_NULLS, WITH_NULLS)
def test_a_merge_changes_and_shares_nothing(lower: dict[str, Any], upper: dict[str, Any]) -> None:
    before = deepcopy((lower, upper))
    both = merge(lower, upper)
    _spoil(both)
    assert (lower, upper) == before


def _spoil(value: Any) -> None:
    for entry in list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list) else []:
        _spoil(entry)
    if isinstance(value, dict | list):
        value.clear()


@given(VALUES, VALUES)
def test_the_difference_gives_what_is_wanted(lower: dict[str, Any], wanted: dict[str, Any]) -> None:
    upper = difference(lower, wanted)
    assert same(effective(lower, [layer(1, upper)]), wanted)
    assert difference(wanted, wanted) == {}
    for path in _entries(upper):
        smaller = deepcopy(upper)
        _remove(smaller, path)
        assert not same(effective(lower, [layer(1, smaller)]), wanted)


def _entries(value: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, entry in value.items():
        yield (*path, key)
        if isinstance(entry, dict):
            yield from _entries(entry, (*path, key))


def _remove(value: dict[str, Any], path: tuple[str, ...]) -> None:
    for key in path[:-1]:
        value = value[key]
    del value[path[-1]]


def _labelled(value: Any, label: str) -> Any:
    if isinstance(value, dict):
        return {key: _labelled(entry, label) for key, entry in value.items()}
    if isinstance(value, list):
        return [_labelled(item, label) for item in value]
    return None if value is None else label


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, dict | list):
        for step, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(entry, (*path, step))
    elif value is not None:
        yield path, value


@given(st.lists(WITH_NULLS, min_size=1, max_size=5))
@settings(max_examples=300)
def test_the_source_of_each_value_is_the_layer_that_gave_it(stack: list[dict[str, Any]]) -> None:
    defaults, *above = [_labelled(data, f"layer {number}") for number, data in enumerate(stack)]
    layers = [layer(number, data) for number, data in enumerate(above, start=1)]
    for path, label in _leaves(effective(defaults, layers)):
        found = source(layers, path).layer
        assert (found.name if found else "layer 0") == label


def test_the_source_of_a_set_item_is_the_set_alone() -> None:
    layers = [Layer("values.yaml", {"l": ["x", "y", {"n": 1, "m": 2}]}), set_layer("l[2].n=5")]
    names = {
        path: (found.name if (found := source(layers, path).layer) else None)
        for path in (("l", 0), ("l", 1), ("l", 2, "n"), ("l", 2, "m"), ("l",), ("k",))
    }
    assert names == {
        ("l", 0): "values.yaml",
        ("l", 1): "values.yaml",
        ("l", 2, "n"): "--set l[2].n",
        ("l", 2, "m"): "values.yaml",
        ("l",): "--set l[2].n",
        ("k",): None,
    }


def test_the_source_names_the_place_in_the_file() -> None:
    loaded = load("a:\n  b: 1\nc: 5\n")
    layers = [Layer("values.yaml", loaded.data, loaded), set_layer("a.x=1")]
    span = source(layers, ("a", "b")).span
    assert span is not None
    assert (span.line, span.column) == (2, 6)
    replaced = source(layers, ("c", "d"))
    assert replaced.layer is layers[0]
    assert replaced.span == loaded.values[("c",)]
    assert source(layers, ("a", "x")) == (layers[1], None)


def test_the_order_of_the_lower_layer_is_kept() -> None:
    assert list(merge({"b": 1, "a": {"y": 1, "x": 2}}, {"c": 1, "a": {"x": 3, "w": 4}, "b": 2})) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [(1, 1.0, True), (1, True, False), (0, False, False), (None, 0, False), ("1", 1, False), ([1], [True], False)],
)
def test_values_are_the_same_as_helm_knows_them(one: object, other: object, equal: bool) -> None:
    assert same(one, other) is equal
    assert same({"k": [one]}, {"k": [other]}) is equal
