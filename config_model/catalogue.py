"""The catalogue of all settings, read off the models in `config_model.values`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.setting import Declaration, Kind, KubernetesType, Setting

if TYPE_CHECKING:
    from mlflow_tui.config_model.values.areas import Area


@cache
def catalogue() -> tuple[Setting, ...]:
    """Every setting of the chart, sections first and then their keys, in the order of the model."""
    from mlflow_tui.config_model.values import Values

    return tuple(_walk(Values, ()))


@cache
def by_path() -> Mapping[Path, Setting]:
    """The catalogue by path."""
    return {setting.path: setting for setting in catalogue()}


def leaves() -> tuple[Setting, ...]:
    """The settings that hold a value of their own: the catalogue without its sections."""
    return tuple(setting for setting in catalogue() if setting.kind is not Kind.SECTION)


def owner(path: Path) -> Setting | None:
    """The setting that holds the value at `path`: itself, or the one whose free-form value `path` leads into."""
    settings = by_path()
    for length in range(len(path), 0, -1):
        if (setting := settings.get(path[:length])) is not None:
            return setting
    return None


def key_order(path: Path) -> tuple[str, ...]:
    """The chart's order of the keys of the map at `path`; empty where the chart does not order it."""
    children = _children().get(path)
    if children is not None:
        return children
    setting = owner(path)
    if setting is not None and setting.item is not None:
        return _item_order(setting.item, path[len(setting.path) :])
    if setting is not None and setting.kubernetes == "EnvVar":
        return ("name", "value", "valueFrom")
    return ("name",) if setting is not None and setting.kubernetes else ()


@cache
def _children() -> Mapping[Path, tuple[str, ...]]:
    children: dict[Path, list[str]] = {}
    for setting in catalogue():
        children.setdefault(setting.path[:-1], []).append(str(setting.path[-1]))
    return {path: tuple(names) for path, names in children.items()}


def item_annotation(path: Path) -> Any:
    """The Python type of the key at `path` in a list's item that the chart has its own model for; None elsewhere."""
    setting = owner(path)
    model = _item_model(setting.item, path[len(setting.path) : -1]) if setting is not None and setting.item else None
    fields = model.model_fields.items() if model is not None else ()
    return next((info.annotation for name, info in fields if (info.alias or name) == path[-1]), None)


def _item_order(model: type[BaseModel], rest: Path) -> tuple[str, ...]:
    found = _item_model(model, rest)
    return tuple(f.alias or name for name, f in found.model_fields.items()) if found is not None else ()


def _item_model(model: type[BaseModel], rest: Path) -> type[BaseModel] | None:
    """The model of what stands at `rest` in an item of `model`."""
    for part in rest:
        if isinstance(part, int):
            continue
        info = next((f for f in model.model_fields.values() if f.alias == part), None)
        nested = next((a for a in get_args(info.annotation) if isinstance(a, type)), None) if info else None
        if nested is None or not issubclass(nested, BaseModel):
            return None
        model = nested
    return model


def _walk(model: type[BaseModel], prefix: Path, area: Area | None = None) -> Iterator[Setting]:
    for name, info in model.model_fields.items():
        path = (*prefix, info.alias or name)
        declaration = next((m for m in info.metadata if isinstance(m, Declaration)), None)
        nested = info.annotation
        if isinstance(nested, type) and issubclass(nested, BaseModel):
            home = getattr(nested, "area", area)
            assert home is not None, f"{nested.__name__} belongs to no area"
            section = declaration or Declaration(title=home.title, help=home.summary)
            default = nested().model_dump(by_alias=True)
            yield Setting(path=path, kind=Kind.SECTION, default=default, declaration=section, area=home)
            yield from _walk(nested, path, home)
        elif declaration is not None:
            yield _leaf(path, info, declaration, area or _declaring_area(model, name))


def _declaring_area(model: type[BaseModel], name: str) -> Area:
    declaring = next(
        base for base in reversed(model.__mro__) if issubclass(base, BaseModel) and name in base.model_fields
    )
    area: Area = declaring.area  # type: ignore[attr-defined]
    return area


def _leaf(path: Path, info: FieldInfo, declaration: Declaration, area: Area) -> Setting:
    kind, choices, kubernetes, item = _shape(info, declaration)
    limits = {
        attribute: getattr(m, attribute) for m in info.metadata for attribute in ("ge", "le") if hasattr(m, attribute)
    }
    return Setting(
        path=path,
        kind=kind,
        default=_plain(info.get_default(call_default_factory=True)),
        declaration=declaration,
        area=area,
        choices=choices,
        minimum=limits.get("ge"),
        maximum=limits.get("le"),
        kubernetes=kubernetes,
        item=item,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True)
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _shape(
    info: FieldInfo, declaration: Declaration
) -> tuple[Kind, tuple[str, ...], str | None, type[BaseModel] | None]:
    annotation, markers = info.annotation, list(info.metadata)
    if annotation is bool:
        return Kind.SWITCH, (), None, None
    if annotation is int:
        return Kind.INTEGER, (), None, None
    if annotation == int | None:
        return Kind.OPTIONAL_INTEGER, (), None, None
    if annotation == int | str | None:
        return Kind.COUNT_OR_SHARE, (), None, None
    if annotation is str:
        return (Kind.MULTILINE if declaration.multiline else Kind.TEXT), (), None, None
    if get_origin(annotation) is Literal:
        return Kind.CHOICE, get_args(annotation), None, None
    if get_origin(annotation) is list:
        return _list_shape(get_args(annotation)[0])
    kubernetes = next((m.name for m in markers if isinstance(m, KubernetesType)), None)
    if get_origin(annotation) is dict and get_args(annotation) == (str, str):
        return Kind.STRING_MAP, (), None, None
    return Kind.OBJECT, (), kubernetes, None


def _list_shape(item: Any) -> tuple[Kind, tuple[str, ...], str | None, type[BaseModel] | None]:
    if item is str:
        return Kind.STRING_LIST, (), None, None
    if isinstance(item, type) and issubclass(item, BaseModel):
        return Kind.OBJECT_LIST, (), None, item
    kubernetes = next((m.name for m in get_args(item)[1:] if isinstance(m, KubernetesType)), None)
    return Kind.OBJECT_LIST, (), kubernetes, None
