"""What one wheel tells: the facts of one version, by section and name."""

from __future__ import annotations

import ast
import configparser
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from mlflow_tui.config_model.mlflow.behaviours import BEHAVIOURS
from mlflow_tui.config_model.mlflow.wheels.commands import options
from mlflow_tui.config_model.mlflow.wheels.expressions import Module, UnreadableError, Variable
from mlflow_tui.config_model.mlflow.wheels.registrations import registered
from mlflow_tui.config_model.mlflow.wheels.wheel import Wheel

Facts = dict[str, dict[str, Any]]
"""What is known of a version, by section and name; `True` for what is just there."""


def read(wheel: Wheel) -> Facts:
    """The facts of the version that a wheel is of. UnreadableError where its source is not as it was so far."""
    found: Facts = {}
    for section, reader in _SECTIONS.items():
        found[section] = dict(reader(wheel))
    return found


def _options(module: str, function: str) -> Callable[[Wheel], Mapping[str, Any]]:
    return lambda wheel: options(Module(wheel, module), function)


def _package(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    yield "requires-python", wheel.requires_python
    yield "requires", list(wheel.requirements[""])
    yield "basic auth needs", _imports(wheel, "mlflow.server.auth", ("flask_wtf",))
    for extra, distributions in wheel.requirements.items():
        if extra:
            yield f"extra {extra}", list(distributions)


def _imports(wheel: Wheel, dotted: str, packages: Iterable[str]) -> list[str]:
    """Which of some packages a module cannot be imported without."""
    body = Module(wheel, dotted).body
    guarded = [one for statement in body if isinstance(statement, ast.Try) for one in statement.body]
    imported = {(one.module or "").partition(".")[0] for one in (*body, *guarded) if isinstance(one, ast.ImportFrom)}
    return [package for package in packages if package in imported]


def _apps(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    for point in wheel.entry_points("mlflow.app"):
        yield point.name, point.value


def _stores(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    yield "databases", list(Module(wheel, "mlflow.store.db.db_types").named("DATABASE_ENGINES"))
    handlers = Module(wheel, "mlflow.server.handlers")
    for name, wrapper in (
        ("tracking", "TrackingStoreRegistryWrapper"),
        ("registry", "ModelRegistryStoreRegistryWrapper"),
    ):
        yield name, list(registered(handlers, handlers.class_named(wrapper).body))
    artifacts = Module(wheel, "mlflow.store.artifact.artifact_repository_registry")
    yield "artifacts", list(registered(artifacts, artifacts.body))


_MODELS = ("tracking", "model_registry", "workspace")


def _tables(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    """The tables of a backend store, and whether a server that finds one missing runs the migrations unasked."""
    tables: dict[str, str] = {}
    for store in _MODELS:
        tree = wheel.module(f"mlflow.store.{store}.dbmodels.models")
        for one in tree.body if tree is not None else ():
            if isinstance(one, ast.ClassDef):
                tables.update((one.name, name) for name in _named_table(one))
    looked_for = Module(wheel, "mlflow.store.db.utils").function("_all_tables_exist")
    named = {
        node.value.id
        for node in ast.walk(looked_for)
        if isinstance(node, ast.Attribute) and node.attr == "__tablename__" and isinstance(node.value, ast.Name)
    }
    if not named and "Base.metadata.tables" not in ast.unparse(looked_for):
        raise UnreadableError("mlflow.store.db.utils looks for tables in a new way")
    for model, name in tables.items():
        yield name, {"looked for": model in named or not named}


def _named_table(model: ast.ClassDef) -> Iterator[str]:
    for statement in model.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="__tablename__")], value=ast.Constant(value=str() as name)):
                yield name


_REVISION = re.compile(r"^(revision|down_revision)(?:: [^=]+)? = (.+)$", re.MULTILINE)


def _migrations(folder: str) -> Callable[[Wheel], Iterator[tuple[str, Any]]]:
    """The revisions of a database: for each, the one before it, and what it does; the last one under `head`."""

    def found(wheel: Wheel) -> Iterator[tuple[str, Any]]:
        before: dict[str, str] = {}
        for name, text in wheel.below(folder, ".py"):
            told = {key: ast.literal_eval(value) for key, value in _REVISION.findall(text)}
            if "revision" not in told:
                continue
            revision, before_it = told["revision"], told["down_revision"]
            if isinstance(before_it, tuple):
                raise UnreadableError(f"{name} joins branches")
            before[revision] = before_it or ""
            title = name.removesuffix(".py").removeprefix(f"{revision}_").replace("_", " ")
            yield revision, {"after": before_it or "", "title": title}
        heads = before.keys() - before.values()
        if len(heads) != 1:
            raise UnreadableError(f"{folder} has {len(heads)} last revisions")
        yield "head", heads.pop()

    return found


def _security(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    """The check of the Host and Origin headers, where the version has one."""
    if wheel.module("mlflow.server.security_utils") is None:
        return
    module = Module(wheel, "mlflow.server.security_utils")
    yield "exempt paths", list(module.named("HEALTH_ENDPOINTS"))
    exempt = module.has("is_health_endpoint") and _knows_prefix(module.function("is_health_endpoint"))
    yield "exempt paths follow the static prefix", exempt
    yield "default allowed hosts", list(module.named("get_default_allowed_hosts")())
    prefixes = ("API_PATH_PREFIX", "AJAX_API_PATH_PREFIX")
    yield "paths whose Origin is checked", [module.named(name) for name in prefixes if module.has(name)]
    yield "paths whose Origin is checked follow the static prefix", _knows_prefix(module.function("is_api_endpoint"))
    yield "methods whose Origin is checked", list(module.named("STATE_CHANGING_METHODS"))


def _basic_auth(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    module = Module(wheel, "mlflow.server.auth")
    unprotected = module.function("is_unprotected_route")
    if module.has("_UNPROTECTED_PATH_PREFIXES"):
        yield "open paths", list(module.named("_UNPROTECTED_PATH_PREFIXES"))
    else:
        (paths,) = [ast.literal_eval(one) for one in ast.walk(unprotected) if isinstance(one, ast.Tuple)]
        yield "open paths", list(paths)
    yield "open paths follow the static prefix", _knows_prefix(unprotected)
    parser = configparser.ConfigParser()
    parser.read_string(wheel.text("mlflow/server/auth/basic_auth.ini") or "")
    for name, value in parser.items("mlflow"):
        yield f"packaged {name}", value
    if module.has("_LEGACY_DEFAULT_ADMIN_PASSWORD"):
        yield "refused password", module.named("_LEGACY_DEFAULT_ADMIN_PASSWORD")
    validation = Module(wheel, "mlflow.utils.validation")
    if validation.has("_validate_password"):
        yield "shortest password", _smallest_length(validation.function("_validate_password"))
    yield "permissions", list(Module(wheel, "mlflow.server.auth.permissions").named("ALL_PERMISSIONS"))


def _smallest_length(function: ast.FunctionDef) -> int | None:
    """N of `len(password) < N` in a function; None where it compares no length: any that is not empty will do."""
    for node in ast.walk(function):
        match node:
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="len")), ops=[ast.Lt()], comparators=[ast.Constant(value=int() as least)]
            ):
                return least
    return None


def _routes(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    """Whether the paths that probes and clients ask are below the static prefix."""
    handlers = Module(wheel, "mlflow.server.handlers")
    for path, function in (("/api", "_get_rest_path"), ("/ajax-api", "_get_ajax_path")):
        yield path, {"follows the static prefix": _knows_prefix(handlers.function(function))}
    for statement in Module(wheel, "mlflow.server").body:
        for decorator in statement.decorator_list if isinstance(statement, ast.FunctionDef) else ():
            match decorator:
                case ast.Call(
                    func=ast.Attribute(attr="route"), args=[ast.Constant(value="/health" | "/version" as path), *_]
                ):
                    yield str(path), {"follows the static prefix": False}
                case ast.Call(
                    func=ast.Attribute(attr="route"),
                    args=[
                        ast.Call(
                            func=ast.Name(id="_add_static_prefix"),
                            args=[ast.Constant(value="/health" | "/version" as path)],
                        ),
                        *_,
                    ],
                ):
                    yield str(path), {"follows the static prefix": True}


def _knows_prefix(function: ast.FunctionDef) -> bool:
    called = {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return bool(called & {"_add_static_prefix", "_strip_static_prefix"})


def _variables(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    """The environment variables that MLflow declares, with type and default where the source alone tells them."""
    module = Module(wheel, "mlflow.environment_variables")
    for statement in module.body:
        match statement:
            case ast.Assign(
                targets=[ast.Name()],
                value=ast.Call(func=ast.Name(id=kind), args=[ast.Constant(value=str() as name), *_]),
            ):
                if not kind.endswith("EnvironmentVariable") or not name.startswith("MLFLOW_"):
                    continue  # another's, or one that only MLflow itself sets
                try:
                    yield name, _declaration(module.value(statement.value))
                except UnreadableError:
                    yield name, {}
    constants = wheel.module("mlflow.server.constants")  # names without a type or a default
    for statement in constants.body if constants is not None else ():
        match statement:
            case ast.Assign(value=ast.Constant(value=str() as name)) if name.startswith("MLFLOW_") and not module.has(
                name
            ):
                yield name, {}


def _declaration(variable: Variable) -> dict[str, Any]:
    kind = variable.type.__name__ if isinstance(variable.type, type) else "text"
    kind = {"str": "text", "int": "integer", "float": "number", "bool": "switch"}.get(kind, "text")
    plain = isinstance(variable.default, bool | int | str) or (
        isinstance(variable.default, float) and math.isfinite(variable.default)
    )
    return {"type": kind, **({"default": variable.default} if plain else {})}


def _signs(wheel: Wheel) -> Iterator[tuple[str, Any]]:
    """Which of the declared behaviours the source shows the sign of."""
    for behaviour in BEHAVIOURS:
        if behaviour.sign is not None and behaviour.sign in (wheel.source(behaviour.source) or ""):
            yield behaviour.name, True


_SECTIONS: Mapping[str, Callable[[Wheel], Any]] = {
    "package": _package,
    "apps": _apps,
    "server": _options("mlflow.cli", "server"),
    "db upgrade": _options("mlflow.db", "upgrade"),
    "gc": _options("mlflow.cli", "gc"),
    "stores": _stores,
    "security": _security,
    "basic auth": _basic_auth,
    "routes": _routes,
    "tables": _tables,
    "migrations": _migrations("mlflow/store/db_migrations/versions"),
    "migrations of basic auth": _migrations("mlflow/server/auth/db/migrations/versions"),
    "variables": _variables,
    "signs": _signs,
}
