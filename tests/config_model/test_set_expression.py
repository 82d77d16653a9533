"""--set, --set-string, --set-json and --set-file: a table of expressions and what real Helm makes of them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.helm_yaml import load
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.set_expression import Kind, SetError, apply, parse
from tests.config_model.helm_judge import FEW_CALLS, HelmJudge, as_floats

REFUSED = None

SET: list[tuple[str, Any]] = [
    ("", {}),
    ("a=1", {"a": 1}),
    ("a=1,", {"a": 1}),
    ("a=1,b.c=2", {"a": 1, "b": {"c": 2}}),
    ("a=", {"a": ""}),
    ("a=,b=1", {"a": "", "b": 1}),
    ("a=true,b=TRUE,c=True,d=tRuE,e=truE1", {"a": True, "b": True, "c": True, "d": True, "e": "truE1"}),
    ("a=false,b=null,c=Null,d=nil,e=~", {"a": False, "b": None, "c": None, "d": "nil", "e": "~"}),
    ("a=faLſe", {"a": False}),
    ("a=yes,b=no,c=on", {"a": "yes", "b": "no", "c": "on"}),
    ("a=0,b=-0,c=+5,d=-05,e=007,f=00,g=-", {"a": 0, "b": 0, "c": 5, "d": -5, "e": "007", "f": "00", "g": "-"}),
    ("a=1.5,b=1e3,c=1_0,d=0x1F", {"a": "1.5", "b": "1e3", "c": "1_0", "d": "0x1F"}),
    ("a=9223372036854775807,b=9223372036854775808", {"a": 9223372036854775807, "b": "9223372036854775808"}),
    ("a=-9223372036854775808,b=-9223372036854775809", {"a": -(2**63), "b": "-9223372036854775809"}),
    ("a=+0000000000000000000000001,b=٣", {"a": 1, "b": "٣"}),
    ("a= 1,b=1 , c=1", {"a": " 1", "b": "1 ", " c": 1}),
    ("a=b=c", {"a": "b=c"}),
    (r"a=x\,y,b=x\\,c=x\q", {"a": "x,y", "b": "x\\", "c": "xq"}),
    ("a=x\\", {"a": "x"}),
    ('a="q",b=it\'s', {"a": '"q"', "b": "it's"}),
    (r"a\.b=1,c\=d=2,e\[0\]=3,f\,g=4,h\\=5", {"a.b": 1, "c=d": 2, "e[0]": 3, "f,g": 4, "h\\": 5}),
    ("é=ü😀", {"é": "ü😀"}),
    ("a]=1,b}=2,c{=3", {"a]": 1, "b}": 2, "c{": 3}),
    ("a={x,y}", {"a": ["x", "y"]}),
    ("a={}", {"a": [""]}),
    ("a=[]", {"a": "[]"}),
    ("a={true,null,1,01, x }", {"a": [True, None, 1, "01", " x "]}),
    (r"a={x\,y,z\}}", {"a": ["x,y", "z}"]}),
    ("a={1},b=2", {"a": [1], "b": 2}),
    ("a={1}b=2", {"a": [1], "b": 2}),
    ("a=b{c,d=1", {"a": "b{c", "d": 1}),
    ("a[0]=x", {"a": ["x"]}),
    ("a[2]=x", {"a": [None, None, "x"]}),
    ("a[0][1]=x", {"a": [[None, "x"]]}),
    ("a[0].b[1].c=1", {"a": [{"b": [None, {"c": 1}]}]}),
    ("a[0].b=1,a[0].c=2,a[1].b=3", {"a": [{"b": 1, "c": 2}, {"b": 3}]}),
    ("a[0]=1,a[0].b=2", {"a": [{"b": 2}]}),
    ("a[0]={1,2},a[0][0]=3", {"a": [[3, 2]]}),
    ("a[0]=", {"a": [""]}),
    ("a[+1]=x", {"a": [None, "x"]}),
    ("a[-0]=x", {"a": ["x"]}),
    (r"a[\0]=x", {"a": ["x"]}),
    ("a.b=1,a.c.d=2", {"a": {"b": 1, "c": {"d": 2}}}),
    ("a.b=1,a=2", {"a": 2}),
    (".".join("a" * 31) + "=1", {"a": {}}),
    (".".join("a" * 32) + "=1", REFUSED),
    ("a" + "[0]" * 40 + "=1", {"a": []}),
    ("a", REFUSED),
    ("a.b", REFUSED),
    ("a,b=1", REFUSED),
    (",a=1", REFUSED),
    ("a=1,,b=2", REFUSED),
    ("a.=1", REFUSED),
    ("a..b=1", REFUSED),
    ("a=1,a.b=2", REFUSED),
    ("a=null,a.b=1", REFUSED),
    ("a=null,a[0]=1", REFUSED),
    ("a.b=1,a[0]=1", REFUSED),
    ("a[0]=1,a.b=1", REFUSED),
    ("a[0]=1,a[0][0]=1", REFUSED),
    ("a[-1]=1", REFUSED),
    ("a[65537]=1", REFUSED),
    ("a[99999999999999999999999]=1", REFUSED),
    ("a[x]=1", REFUSED),
    ("a[]=1", REFUSED),
    ("a[1_0]=1", REFUSED),
    ("a[0]b=1", REFUSED),
    ("a={x", REFUSED),
    ("a={{x}}", REFUSED),
    ("a={}x", REFUSED),
]
JSON: list[tuple[str, Any]] = [
    ('a={"x":1},b=[1,"y"]', {"a": {"x": 1}, "b": [1, "y"]}),
    ('a="x,y" , b=true', {"a": "x,y", " b": True}),
    ("a=,b= ,c=\u00a01\u00a0,d=", {"a": None, "b": None, "c": 1, "d": None}),
    ("a=1b=2", {"a": 1, "b": 2}),
    ("a[0]=1,a[1].b=null", {"a": [1, {"b": None}]}),
    ("a=9007199254740993", {"a": 9007199254740992}),
    ("a=1.50,b=1e3,c=3.0", {"a": 1.5, "b": 1000, "c": 3}),
    (r'a="\ud83d\ude00 \ud800"', {"a": "😀 \ufffd"}),
    ('a={"x":1,"x":2}', {"a": {"x": 2}}),
    ('{"a":{"b":1},"c":[1]}', {"a": {"b": 1}, "c": [1]}),
    (' {"a":{"b":null}} ', {"a": {"b": None}}),
    ("{}", {}),
    ('{"a":1', REFUSED),
    ('{"a":1} x', REFUSED),
    ("a=x", REFUSED),
    ("a=1.", REFUSED),
    ("a=1e", REFUSED),
    ("a=01", REFUSED),
    ("a=NaN", REFUSED),
    ("a=-Infinity", REFUSED),
    ("a=1e400", REFUSED),
    ("a={x:1}", REFUSED),
    ("a='x'", REFUSED),
    ('a="x\ty"', REFUSED),
    ("a.b", REFUSED),
]
STRING: list[tuple[str, Any]] = [
    ("a=1,b=true,c=null,d=", {"a": "1", "b": "true", "c": "null", "d": ""}),
    ("a={1,true,null}", {"a": ["1", "true", "null"]}),
    ("a[1]=1", {"a": [None, "1"]}),
]
TABLE: list[tuple[Kind, str, Any]] = [
    *(("set", expression, expected) for expression, expected in SET),
    *(("set-json", expression, expected) for expression, expected in JSON),
    *(("set-string", expression, expected) for expression, expected in STRING),
]
FILE = "a: null\nb: [1, {x: 1}, 3]\nc: {x: 1, k: {z: 2}}\nd: text\n"
OVER: list[tuple[Kind, str, Any]] = [
    ("set", "b[0]=x", {"b": ["x", {"x": 1}, 3]}),
    ("set", "b[1].y=2", {"b": [1, {"x": 1, "y": 2}, 3]}),
    ("set", "b[0].y=2", {"b": [{"y": 2}, {"x": 1}, 3]}),
    ("set", "b[4]=x", {"b": [1, {"x": 1}, 3, None, "x"]}),
    ("set", "b={x}", {"b": ["x"]}),
    ("set", "b=null,c.x=null", {"b": None, "c": {"x": None, "k": {"z": 2}}}),
    ("set", "c.k.w=1", {"c": {"x": 1, "k": {"z": 2, "w": 1}}}),
    ("set", "c=1", {"c": 1}),
    ("set-json", 'c={"x":5}', {"c": {"x": 5}}),
    ("set-json", '{"c":{"x":5,"k":{}}}', {"c": {"x": 5, "k": {"z": 2}}}),
    ("set-json", '{"d":{"x":5}}', {"d": {"x": 5}}),
    ("set-json", "c.k={}", {"c": {"x": 1, "k": {}}}),
    ("set", "a.b=1", REFUSED),
    ("set", "a[0]=1", REFUSED),
    ("set", "c[0]=1", REFUSED),
    ("set", "d.x=1", REFUSED),
    ("set", "b.x=1", REFUSED),
    ("set", "b[0][0]=1", REFUSED),
    ("set", "c.x.y=1", REFUSED),
]
# What Helm passes over without a word, and what is an error here.
IGNORED_BY_HELM: list[tuple[Kind, str]] = [
    *(("set", expression) for expression in ("=1", ".a=1", "[0]=1", "a.", "a[0]", "a[0].", "a[0")),
    ("set-json", "[1]"),
    ("set-json", "a=1.5."),
]


@pytest.fixture
def judge(helm: Path, tmp_path: Path) -> HelmJudge:
    return HelmJudge(str(helm), tmp_path)


def nested(value: Any) -> int:
    return 1 + nested(next(iter(value.values() if isinstance(value, dict) else value))) if value and value != 1 else 0


@pytest.mark.parametrize(("kind", "expression", "expected"), TABLE)
def test_an_expression_assigns_what_helm_assigns(kind: Kind, expression: str, expected: Any) -> None:
    if expected is REFUSED:
        with pytest.raises(SetError, match=r".+\.$"):
            apply({}, expression, kind)
    elif len(expression) > 60 and expression.startswith(("a.a", "a[0][0]")):
        assert nested(apply({}, expression, kind)) > 30
    else:
        assert as_floats(apply({}, expression, kind)) == as_floats(expected)


@pytest.mark.parametrize(("kind", "expression", "expected"), OVER)
def test_an_expression_changes_the_values_below_it(kind: Kind, expression: str, expected: Any) -> None:
    below = load(FILE).data
    before = load(FILE).data
    if expected is REFUSED:
        with pytest.raises(SetError, match="is needed to go on"):
            apply(below, expression, kind)
    else:
        assert as_floats(apply(below, expression, kind)) == as_floats(below | expected)
    assert below == before


@pytest.mark.parametrize(("kind", "expression"), IGNORED_BY_HELM)
def test_what_helm_would_pass_over_is_an_error(kind: Kind, expression: str) -> None:
    with pytest.raises(SetError):
        parse(expression, kind)


def test_helm_does_so_too(judge: HelmJudge) -> None:
    for kind, expression, expected in TABLE:
        found = judge.options(f"--{kind}", expression)
        if expected is not REFUSED:
            expected = apply({}, expression, kind)
        assert as_floats(found) == as_floats(expected), expression
    for kind, expression in IGNORED_BY_HELM:
        assert judge.options(f"--{kind}", expression) is not None, expression


def test_helm_changes_the_values_of_a_file_so_too(judge: HelmJudge) -> None:
    judge.files(FILE)
    values = str(judge.folder / "values-0.yaml")
    for kind, expression, expected in OVER:
        found = judge.options("-f", values, f"--{kind}", expression)
        assert as_floats(found) == as_floats(expected and load(FILE).data | expected), expression


def test_set_file_reads_files(judge: HelmJudge) -> None:
    (judge.folder / "one,1").write_bytes(b"x\ny\n")
    (judge.folder / "two").write_bytes(b"\xff\r\n")

    def read(name: str) -> str:
        return (judge.folder / name).read_bytes().decode("utf-8", "replace")

    for expression in (r"a=one\,1", r"a={one\,1,two},b=two", "a=", "c.d[1]=two"):
        assert apply({}, expression, "set-file", read) == judge.options("--set-file", expression)
    for expression in ("a=none", "a=,b=two"):
        assert judge.options("--set-file", expression) is None
        with pytest.raises(SetError, match="cannot read"):
            apply({}, expression, "set-file", read)


def test_the_assignments_of_an_expression_are_paths_and_values() -> None:
    assert parse(r"a.b\.c[1]=x,d={1,y}") == [(("a", "b.c", 1), "x"), (("d",), [1, "y"])]
    assert parse('{"a":{"b":1,"c":{}}}', "set-json") == [(("a", "b"), 1), (("a", "c"), {})]


@pytest.mark.parametrize(
    ("kind", "expression"),
    [
        ("set", "a=s3,cret"),
        ("set", "a.b={s3cret"),
        ("set", "a=x,s3cret[0]b"),
        ("set", "a=s3cret,a.b=1"),
        ("set-string", "a=1,s3cret"),
        ("set-json", '{"a": "s3cret"'),
        ("set-json", 'a="s3cret'),
        ("set-json", "a=s3cret"),
    ],
)
def test_an_error_shows_no_value(kind: Kind, expression: str) -> None:
    with pytest.raises(SetError) as raised:
        apply({}, expression, kind)
    assert "cret" not in str(raised.value)


KEYS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=6)
PATHS = st.builds(lambda first, rest: (first, *rest), KEYS, st.lists(KEYS | st.integers(0, 3), max_size=4))
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=6)


@given(PATHS, TEXTS)
def test_a_written_path_and_text_come_back(path: tuple[str | int, ...], text: str) -> None:
    value = text.replace("\\", "\\\\").replace(",", "\\,")
    if value.startswith("{"):
        value = "\\" + value
    assert parse(f"{format_path(path)}={value}", "set-string") == [(path, text)]


EXPRESSIONS = st.lists(
    st.sampled_from([*"ab01=,.[]{}\\ -", "a=1", "b[0]", "a.b=x", "[1]", ",a=", "={1,x}", "null", "true", "=007", "é"]),
    min_size=1,
    max_size=9,
).map("".join)


@given(expression=EXPRESSIONS, kind=st.sampled_from(["set", "set-string", "set-json"]))
@settings(FEW_CALLS, max_examples=60)
def test_any_expression_means_what_helm_takes_it_for(
    expression: str, kind: Kind, helm: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    judge = HelmJudge(str(helm), tmp_path_factory.mktemp("judge"))
    found = judge.options(f"--{kind}={expression}")
    ours: dict[str, Any] | None
    try:
        ours = apply({}, expression, kind)
    except SetError as error:
        silent = any(words in str(error) for words in ("empty", "has no value", "not closed"))
        ours = found if silent else None
    assert as_floats(ours) == as_floats(found), expression


def test_the_limits_are_helms(judge: HelmJudge) -> None:
    for expression in ("a[65536]=1", "a" + ".a" * 30 + "=1"):
        assert apply({}, expression) == judge.options("--set", expression)
    for number, expression in itertools.product((65537, 10**30), ("a[{}]=1", "a[{}].b=1", "a[0][{}]=1")):
        assert judge.options("--set", expression.format(number)) is None
        with pytest.raises(SetError, match="65536"):
            parse(expression.format(number))
