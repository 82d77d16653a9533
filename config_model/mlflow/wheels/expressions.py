"""The values of expressions in a wheel's source, with everything they name taken from the source of the wheel too.

An expression is evaluated with nothing but what it names: constants and small pure functions of its module and of the
wheel's other modules, and stand-ins for click, the environment and the entry points. MLflow is not imported, and what
an expression cannot do without is told by UnreadableError.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from mlflow_tui.config_model.mlflow.wheels.wheel import Wheel

_BUILTINS = {kind.__name__: kind for kind in (bool, dict, float, int, list, range, set, str, tuple)}
_TEXTS_FOR_PEOPLE = ("help", "short_help", "metavar", "show_default", "callback")


class UnreadableError(Exception):
    """An expression names or does something that its source alone does not tell."""


@dataclass(frozen=True)
class Call:
    """A call that was not made: `click.option("--host", default="127.0.0.1")`, or an instance of a class of MLflow."""

    called: str
    arguments: tuple[Any, ...]
    keywords: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """What an instance of a class of MLflow keeps of the keywords that it was made with."""
        if name in self.keywords:
            return self.keywords[name]
        raise AttributeError(name)


@dataclass(frozen=True)
class FromEnvironment:
    """What `os.environ.get(variable)` would give."""

    variable: str


class _Recorded:
    """A library whose calls are recorded instead of made."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return _Recorded(f"{self._name}.{attribute}" if self._name else attribute)

    def __call__(self, *arguments: Any, **keywords: Any) -> Call:
        return Call(self._name, arguments, keywords)


@dataclass(frozen=True)
class Variable:
    """What declares an environment variable in `mlflow.environment_variables`."""

    name: str
    type: Any
    default: Any = None


class Module:
    """A module of a wheel; its attributes are evaluated when an expression asks for them."""

    def __init__(self, wheel: Wheel, dotted: str) -> None:
        tree = wheel.module(dotted)
        if tree is None:
            raise UnreadableError(f"no module {dotted}")
        self._wheel = wheel
        self._dotted = dotted
        self._found: dict[str, Any] = {}
        self._statements = {name: one for one in _unconditional(tree.body) for name in _names_bound(one)}
        self.body = tree.body

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.named(name)

    def named(self, name: str) -> Any:
        """What a name at the top of the module stands for."""
        if name not in self._found:
            self._found[name] = self._made(name)
        return self._found[name]

    def has(self, name: str) -> bool:
        return name in self._statements

    def function(self, name: str) -> ast.FunctionDef:
        """The definition of a function; UnreadableError where the module has none of that name."""
        statement = self._statements.get(name)
        if not isinstance(statement, ast.FunctionDef):
            raise UnreadableError(f"{self._dotted} has no function {name}")
        return statement

    def class_named(self, name: str) -> ast.ClassDef:
        """The definition of a class; UnreadableError where the module has none of that name."""
        statement = self._statements.get(name)
        if not isinstance(statement, ast.ClassDef):
            raise UnreadableError(f"{self._dotted} has no class {name}")
        return statement

    def value(self, expression: ast.expr, **bound: Any) -> Any:
        """The value of an expression that stands in the module; `bound` are names that a statement around it binds."""
        wanted = _WithoutTexts().visit(expression)
        names = {name: self.named(name) for name in _names_read(wanted) if name not in bound | _BUILTINS}
        code = compile(ast.fix_missing_locations(ast.Expression(wanted)), self._dotted, "eval")
        try:
            return eval(code, {"__builtins__": _BUILTINS, **names, **bound})
        except UnreadableError:
            raise
        except Exception as error:
            raise UnreadableError(f"{self._dotted}: {ast.unparse(expression)}: {error}") from error

    def _made(self, name: str) -> Any:
        statement = self._statements.get(name)
        match statement:
            case ast.Assign() | ast.AnnAssign() if statement.value is not None:
                return self.value(statement.value)
            case ast.FunctionDef():
                return self._defined(statement)
            case ast.ClassDef():
                return self._recorder(statement)
            case ast.ImportFrom():
                return self._imported(statement, name)
            case ast.Import():
                return self._library(next(one.name for one in statement.names if (one.asname or one.name) == name))
        raise UnreadableError(f"{self._dotted}: nothing tells what {name} is")

    def _defined(self, statement: ast.FunctionDef) -> Any:
        """A function that can be called, with what it names and nothing else."""
        bare = ast.parse(ast.unparse(statement)).body[0]
        assert isinstance(bare, ast.FunctionDef)
        bare.decorator_list, bare.returns = [], None
        for argument in bare.args.args:
            argument.annotation = None
        local = {argument.arg for argument in bare.args.args}
        space: dict[str, Any] = {"__builtins__": _BUILTINS}
        for name in _names_read(bare):
            if name not in local | _BUILTINS.keys() and name != statement.name and self.has(name):
                space[name] = self.named(name)
        exec(compile(ast.fix_missing_locations(ast.Module([bare], [])), self._dotted, "exec"), space)
        return space[statement.name]

    def _recorder(self, statement: ast.ClassDef) -> Any:
        if statement.name == "_BooleanEnvironmentVariable":
            return lambda name, default: Variable(name, bool, default)
        if statement.name == "_EnvironmentVariable":
            return lambda name, type_, default=None: Variable(name, type_, default)
        return lambda *arguments, **keywords: Call(statement.name, arguments, keywords)

    def _imported(self, statement: ast.ImportFrom, name: str) -> Any:
        original = next(one.name for one in statement.names if (one.asname or one.name) == name)
        module = statement.module or ""
        if original == "get_entry_points":
            return self._wheel.entry_points
        if not module.startswith("mlflow"):
            return self._library(f"{module}.{original}")
        for dotted in (f"{module}.{original}", module):
            if self._wheel.module(dotted) is not None:
                found = Module(self._wheel, dotted)
                if dotted != module:
                    return found
                return found.named(original)
        raise UnreadableError(f"{self._dotted}: {module} is not in the wheel")

    def _library(self, dotted: str) -> Any:
        if dotted.partition(".")[0] in ("click", "pathlib"):
            return _Recorded(dotted)
        if dotted == "os":
            return SimpleNamespace(environ=SimpleNamespace(get=lambda name, default=None: FromEnvironment(name)))
        raise UnreadableError(f"{self._dotted}: {dotted} is not part of MLflow")


def _unconditional(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements at the top of a module, also those inside `with` and `try`."""
    found: list[ast.stmt] = []
    for statement in body:
        found += _unconditional(statement.body) if isinstance(statement, ast.With | ast.Try) else [statement]
    return found


def _names_bound(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.Assign():
            return [target.id for target in statement.targets if isinstance(target, ast.Name)]
        case ast.AnnAssign() if isinstance(statement.target, ast.Name):
            return [statement.target.id]
        case ast.FunctionDef() | ast.ClassDef():
            return [statement.name]
        case ast.Import() | ast.ImportFrom():
            return [one.asname or one.name for one in statement.names]
    return []


def _names_read(tree: ast.AST) -> set[str]:
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    return {node.id for node in names if isinstance(node.ctx, ast.Load)} - bound


class _WithoutTexts(ast.NodeTransformer):
    """Takes out of calls what is for people to read and what is code to run."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        kept = [one for one in node.keywords if one.arg not in _TEXTS_FOR_PEOPLE]
        return self.generic_visit(ast.Call(node.func, node.args, kept))
