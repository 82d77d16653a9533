"""The schemes that MLflow registers stores for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from mlflow_tui.config_model.mlflow.wheels.expressions import Module


def registered(module: Module, body: Sequence[ast.stmt], **bound: Any) -> Iterator[str]:
    """The first argument of each call of a `register` method among statements, loops followed."""
    for statement in body:
        match statement:
            case ast.For(target=ast.Name(id=name)):
                for one in module.value(statement.iter, **bound):
                    yield from registered(module, statement.body, **bound, **{name: one})
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="register"), args=[scheme, *_])):
                yield str(module.value(scheme, **bound))
            case ast.FunctionDef(name="__init__"):
                yield from registered(module, statement.body, **bound)
