"""The values of the chart as Pydantic models, a module an area."""

from config_model.values.areas import Area
from config_model.values.root import Values
from config_model.values.section import Section

__all__ = ["Area", "Section", "Values"]
