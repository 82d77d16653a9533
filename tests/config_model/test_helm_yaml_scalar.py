"""Scalars as they are written: one line that Helm, YAML 1.1 and YAML 1.2 readers all read back as the same value."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.helm_yaml import load, scalar
from tests.config_model.helm_judge import FEW_CALLS, HelmJudge, as_floats, recorded


class Core12Loader(yaml.SafeLoader):
    """Reads scalars by the core schema of YAML 1.2 (section 10.3.2 of the specification)."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 -- as PyYAML declares it


for tag, pattern in (
    ("null", r"null|Null|NULL|~|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"),
):
    Core12Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"\A(?:{pattern})\Z"), None)

TEXTS = st.text(st.characters(blacklist_categories=["Cs"])) | st.text(
    st.sampled_from("aB01 :#?-&*!|>'\"%@`,[]{}=~.\\/\t\n<é日😀_^;$()\x85\u2028\ufeff"), max_size=12
)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
FORMS = ("{key}: {value}\n", "l: [{value}, {value}]\n", "m: {{{key}: {value}}}\n", "l:\n- {value} # c\n- {value}\n")


@given(TEXTS)
@example("---")
@example("... x")
@example("-\n")
@example("a: b")
@example("a #b")
@example("http://x?y#z")
@example("12:30:45")
@example("=")
@settings(max_examples=300, deadline=None)
def test_every_reader_reads_a_text_back(text: str) -> None:
    written = scalar(text)
    assert "\n" not in written
    for form in FORMS:
        document = form.format(key=scalar("k"), value=written)
        expected = yaml.safe_load(form.format(key="k", value="0x7fff"))
        for reader in (lambda t: load(t).data, yaml.safe_load, lambda t: yaml.load(t, Core12Loader)):
            assert reader(document) == _with(expected, text)
    keyed = f"{written}: 1\nm: {{{written}: 1}}\n" if text != "m" else "m: 1\n"
    assert text in load(keyed).data
    assert text in yaml.safe_load(keyed)


def _with(expected: object, text: str) -> object:
    if isinstance(expected, dict):
        return {key: _with(value, text) for key, value in expected.items()}
    return [_with(item, text) for item in expected] if isinstance(expected, list) else text


@given(NUMBERS)
@example(1e23)
@example(1e-7)
@example(5e-324)
@example(1.7976931348623157e308)
@settings(max_examples=200, deadline=None)
def test_every_reader_reads_a_number_back(number: float) -> None:
    document = f"k: {scalar(number)}\n"
    for found in (load(document).data, yaml.safe_load(document), yaml.load(document, Core12Loader)):
        assert found == {"k": number}
        assert not isinstance(found["k"], str)


@given(values=st.lists(TEXTS | NUMBERS | st.booleans() | st.none(), min_size=40, max_size=100))
@settings(FEW_CALLS, max_examples=8)
def test_helm_reads_every_scalar_back(
    values: list[object], helm: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    judge = HelmJudge(str(helm), tmp_path_factory.mktemp("judge"))
    written = [scalar(value) for value in values]
    assert as_floats(judge.files("l:\n" + "".join(f"- {text}\n" for text in written))) == as_floats({"l": values})
    assert as_floats(judge.files(f"l: [{', '.join(written)}]\n")) == as_floats({"l": values})
    texts = {value for value in values if isinstance(value, str)}
    assert judge.files("m:\n" + "".join(f"  {scalar(text)}: 1\n" for text in texts)) == {"m": dict.fromkeys(texts, 1)}


def test_helm_reads_back_every_text_that_looks_odd(helm: Path, tmp_path: Path) -> None:
    judge = HelmJudge(str(helm), tmp_path)
    texts = list(dict.fromkeys(text for kind in ("values", "keys", "files") for text, _ in recorded(kind)))
    document = "l:\n" + "".join(f"- {scalar(text)}\n" for text in texts)
    flow = "f: [" + ", ".join(scalar(text) for text in texts) + "]\n"
    assert judge.files(document + flow) == {"l": texts, "f": texts}
    assert load(document + flow).data == {"l": texts, "f": texts}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("serve-artifacts", "serve-artifacts"),
        ("--workers=4", "--workers=4"),
        ("s3://bucket/path", "s3://bucket/path"),
        ("postgresql+psycopg2://u:p@h:5432/db", "postgresql+psycopg2://u:p@h:5432/db"),
        ("v2.14.1", "v2.14.1"),
        ("2.14.1", "2.14.1"),
        ("500m", "500m"),
        ("two words", "two words"),
        ("it's", "it's"),
        ("true", '"true"'),
        ("Yes", '"Yes"'),
        ("n", '"n"'),
        ("null", '"null"'),
        ("", '""'),
        ("0644", '"0644"'),
        ("1e3", '"1e3"'),
        ("12:30", '"12:30"'),
        ("2024-01-01", '"2024-01-01"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        (" a", '" a"'),
        ("*", '"*"'),
        ('say "hi": x', "'say \"hi\": x'"),
        ("a\nb", '"a\\nb"'),
        ("\x00\x85\u2028", '"\\0\\x85\\u2028"'),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-1, "-1"),
        (3.0, "3"),
        (0.5, "0.5"),
        (1e23, "1.0e+23"),
    ],
)
def test_a_scalar_is_quoted_only_if_need_be(value: object, written: str) -> None:
    assert scalar(value) == written


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 2**53 + 1, "\ud800"])
def test_what_cannot_be_read_back_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".+\.$"):
        scalar(value)


def test_only_scalars_are_written() -> None:
    with pytest.raises(TypeError):
        scalar([])
