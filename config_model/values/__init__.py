"""The values of the chart as Pydantic models, a module an area.

The models are built when they are first asked for; the areas alone, which the screens paint first, need none of them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlflow_tui.config_model.values.areas import Area
    from mlflow_tui.config_model.values.root import Values
    from mlflow_tui.config_model.values.section import Section

__all__ = ["Area", "Section", "Values"]

_HOMES = {"Area": "areas", "Section": "section", "Values": "root"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
