"""The declaration of a setting: what a field of the models in `config_model.values` is annotated with.

A setting is declared once. The form, the command line, the JSON Schema, the documentation, the chart's values.yaml and
the search all walk the catalogue of them (`config_model.catalogue`).
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from mlflow_tui.config_model.path import Path

if TYPE_CHECKING:
    from mlflow_tui.config_model.values.areas import Area

Data = Mapping[str, Any]
Condition = Callable[[Data], str | None]
"""Takes the effective values, gives the reason why the setting does not apply now, or None."""


class Kind(enum.Enum):
    """What sort of value a setting holds, which decides its editor and its type in the documentation."""

    SWITCH = "bool"
    CHOICE = "choice"
    INTEGER = "int"
    OPTIONAL_INTEGER = "int or null"
    COUNT_OR_SHARE = "int, share or null"
    TEXT = "string"
    MULTILINE = "multi-line string"
    STRING_MAP = "map of strings"
    STRING_LIST = "list of strings"
    OBJECT_LIST = "list of objects"
    OBJECT = "object"
    SECTION = "section"


EMPTY_VALUES: Mapping[Kind, Any] = {
    Kind.TEXT: "",
    Kind.MULTILINE: "",
    Kind.STRING_MAP: {},
    Kind.STRING_LIST: [],
    Kind.OBJECT_LIST: [],
    Kind.OBJECT: {},
    Kind.OPTIONAL_INTEGER: None,
    Kind.COUNT_OR_SHARE: None,
}
"""What null means for a key of the kind; a switch, a choice and a number that must be there have no empty value."""
INTEGERS = (Kind.INTEGER, Kind.OPTIONAL_INTEGER)


@dataclass(frozen=True, slots=True)
class KubernetesType:
    """Marks a free-form value as a piece of the Kubernetes API, by the short name of its definition (`EnvVar`)."""

    name: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a person is told about a setting, wherever it is shown.

    `example` is a value of the setting's type (None: the default is example enough). `applies` lists the conditions
    under which the setting has an effect. `multiline` asks for an editor of several lines.
    """

    title: str
    help: str
    example: Any = None
    secret: bool = False
    multiline: bool = False
    applies: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One entry of the catalogue: a key of the chart (or, for `Kind.SECTION`, a group of keys)."""

    path: Path
    kind: Kind
    default: Any
    declaration: Declaration
    area: Area
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    kubernetes: str | None = None
    """Short name of the Kubernetes definition of the value, or of each item of a list."""
    item: type[BaseModel] | None = field(default=None, repr=False)
    """The model of a list's items, where the chart has its own (ingress hosts)."""

    @property
    def key(self) -> str:
        """The dotted path, as in the chart's documentation: `trackingServer.workers`."""
        return ".".join(str(part) for part in self.path)

    @property
    def title(self) -> str:
        return self.declaration.title

    @property
    def help(self) -> str:
        return self.declaration.help

    @property
    def secret(self) -> bool:
        return self.declaration.secret

    @property
    def type_name(self) -> str:
        """The type as the chart's documentation writes it: bool, int, string, list or object."""
        match self.kind:
            case Kind.SWITCH:
                return "bool"
            case Kind.INTEGER | Kind.OPTIONAL_INTEGER:
                return "int"
            case Kind.COUNT_OR_SHARE:
                return "int/string"
            case Kind.STRING_LIST | Kind.OBJECT_LIST:
                return "list"
            case Kind.STRING_MAP | Kind.OBJECT | Kind.SECTION:
                return "object"
            case _:
                return "string"

    def why_not(self, data: Data) -> str | None:
        """The first reason why this setting has no effect on the given effective values, or None."""
        return next((reason for condition in self.declaration.applies if (reason := condition(data))), None)
