"""Texts are for people: no code reads out of one what a field could say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("cli", "tui", "delivery", "renderers", "config_model")
TEXTS = {"message", "hint", "reason", "remedy", "summary"}
READS = {"startswith", "endswith", "find", "index", "split", "rsplit", "partition", "rpartition", "removeprefix"}
PATTERNS = {"match", "fullmatch", "search", "findall", "finditer", "sub"}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_code_reads_messages_and_hints(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for file in files
        for node in _readings(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        '"twice" in problem.message',
        '"did you mean" not in message',
        'problem.hint.removeprefix("change ")',
        'error.reason == "This is open."',
        "_SETTING.match(self.problem.hint)",
        're.sub("^The", "", problem.message)',
        'problem.message.lower().startswith("the")',
    ],
)
def test_such_code_is_found(code: str) -> None:
    assert len(list(_readings(ast.parse(code)))) == 1


def _readings(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left, [ast.In() | ast.NotIn()], [text]) if _is_text(text):
                # `reason in (Reason.TIMEOUT, …)` asks for a kind, as it should.
                yield node
            case ast.Compare(left, [ast.Eq() | ast.NotEq()], [ast.Constant(str(wanted))]) if wanted and _is_text(left):
                yield node
            case ast.Call(ast.Attribute(text, name)) if name in READS and _is_text(text):
                yield node
            case ast.Call(ast.Attribute(_, name), arguments) if name in PATTERNS and any(map(_is_text, arguments)):
                yield node


def _is_text(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(_, name) | ast.Name(name):
            return name in TEXTS
        case ast.Call(ast.Attribute(inner, "lower" | "upper" | "casefold" | "strip" | "rstrip" | "lstrip")):
            return _is_text(inner)
    return False
