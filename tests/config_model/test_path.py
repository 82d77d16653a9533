"""Paths in the notation of Helm's --set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlflow_tui.config_model.path import Path, format_path, parse_path

KEYS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1)
PATHS = st.builds(lambda first, rest: (first, *rest), KEYS, st.lists(KEYS | st.integers(0, 65536), max_size=6))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("trackingServer", ("trackingServer",)),
        ("trackingServer.extraArgs[0]", ("trackingServer", "extraArgs", 0)),
        ("ingress.hosts[1].paths[10].path", ("ingress", "hosts", 1, "paths", 10, "path")),
        ("matrix[0][1]", ("matrix", 0, 1)),
        (r"podAnnotations.prometheus\.io/scrape", ("podAnnotations", "prometheus.io/scrape")),
        (r"a\[0\]", ("a[0]",)),
        (r"a\\.b", ("a\\", "b")),
        ("a]b", ("a]b",)),
        ("a=b,c", ("a=b,c",)),
        (r"a\=b\,c", ("a=b,c",)),
        ("a b", ("a b",)),
        ("日本.é", ("日本", "é")),
    ],
)
def test_a_path_reads_as_set_reads_it(text: str, path: Path) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (".a", "empty key"),
        ("a.", "empty key"),
        ("a..b", "empty key"),
        ("[0]", "empty key"),
        ("a[0", "does not close"),
        ("a[]", "index"),
        ("a[x]", "index"),
        ("a[-1]", "index"),
        ("a[٣]", "index"),
        ("a[1.5]", "index"),
        ("a[65537]", "65536"),
        ("a[99999999999999999999]", "65536"),
        ("a[0]b", "'b'"),
        ("a\\", "backslash"),
        ("a\\\\\\", "backslash"),
    ],
)
def test_nonsense_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="path") as error:
        parse_path(text)
    assert says in str(error.value)
    assert str(error.value).endswith(".")


@given(PATHS)
def test_a_written_path_reads_back(path: Path) -> None:
    assert parse_path(format_path(path)) == path


def test_the_whole_document_is_written_as_nothing() -> None:
    assert format_path(()) == ""
