"""What the wheels of MLflow tell about each version, read from facts.json when it is first asked for.

A version that is not one of `versions`, such as one that was withdrawn, has the facts of the one before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from mlflow_tui.config_model.mlflow.version import Version

FILE: Final = Path(__file__).parent / "facts.json"
"""Made by `config_model.mlflow.generate`: for each section and name, `[since, value]` of each change; null: gone."""

Table = dict[str, dict[str, list[list[Any]]]]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command: `name` is its long name, `off` the name that turns a switch off.

    `type` is `text`, `integer`, `number`, `switch`, `choice` or `path`; `variable` is empty where none stands for it.
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    off: str = ""
    variable: str = ""
    default: str | int | float | bool | None = None
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    @property
    def is_switch(self) -> bool:
        return self.type == "switch"


@dataclass(frozen=True, slots=True)
class Security:
    """The check of the Host and the Origin header; `origin_paths` are beginnings of the paths whose Origin counts."""

    exempt_paths: tuple[str, ...]
    exempt_below_prefix: bool
    default_hosts: tuple[str, ...]
    origin_paths: tuple[str, ...]
    origin_below_prefix: bool
    origin_methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BasicAuth:
    """Basic authentication: `open_paths` are beginnings of paths that want no login."""

    open_paths: tuple[str, ...]
    open_below_prefix: bool
    permissions: tuple[str, ...]
    packages: tuple[str, ...]
    packaged_password: str | None
    refused_password: str | None
    shortest_password: int


@dataclass(frozen=True, slots=True)
class Migration:
    """A step of the schema of a database: from the revision `after` to `revision`."""

    revision: str
    after: str
    title: str


@dataclass(frozen=True)
class Facts:
    """The facts of one version."""

    version: Version
    data: Mapping[str, Mapping[str, Any]]

    @cached_property
    def server(self) -> Mapping[str, Option]:
        """The options of `mlflow server`, by name."""
        return self._options("server")

    @cached_property
    def valued_options(self) -> Mapping[str, str]:
        """The options of `mlflow server` that take a value, and the environment variable of each; empty for none."""
        return {name: option.variable for name, option in self.server.items() if not option.is_switch}

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """The options of `mlflow server` that take no value, those that turn one off included."""
        names = [name for option in self.server.values() if option.is_switch for name in (option.name, option.off)]
        return (*filter(None, names), "--help")

    @cached_property
    def short_options(self) -> Mapping[str, str]:
        """The options of `mlflow server` by their names of one letter, such as `-h`."""
        return {one: option.name for option in self.server.values() for one in option.aliases if len(one) == 2}

    @cached_property
    def gc(self) -> Mapping[str, Option]:
        """The options of `mlflow gc`, by name."""
        return self._options("gc")

    @cached_property
    def db_upgrade(self) -> Mapping[str, Option]:
        """The options of `mlflow db upgrade`, which takes the URL of a database beside them, by name."""
        return self._options("db upgrade")

    @property
    def apps(self) -> Mapping[str, str]:
        """The apps that `--app-name` takes, and what each is."""
        return self.data["apps"]

    @property
    def requires_python(self) -> str:
        return str(self.data["package"]["requires-python"])

    @property
    def requires(self) -> tuple[str, ...]:
        """The distributions that always come with the package on Linux."""
        return tuple(self.data["package"]["requires"])

    @cached_property
    def extras(self) -> Mapping[str, tuple[str, ...]]:
        """The distributions that each extra of the package brings."""
        package = self.data["package"]
        return {key.removeprefix("extra "): tuple(one) for key, one in package.items() if key.startswith("extra ")}

    @property
    def databases(self) -> tuple[str, ...]:
        """The dialects of SQLAlchemy that a store may be in."""
        return tuple(self.data["stores"]["databases"])

    @property
    def tracking_schemes(self) -> tuple[str, ...]:
        """The schemes of a backend store; the empty one is a path."""
        return tuple(self.data["stores"]["tracking"])

    @property
    def registry_schemes(self) -> tuple[str, ...]:
        """The schemes of a registry store; the empty one is a path."""
        return tuple(self.data["stores"]["registry"])

    @property
    def artifact_schemes(self) -> tuple[str, ...]:
        """The schemes of artifact stores; the empty one is a path."""
        return tuple(self.data["stores"]["artifacts"])

    @property
    def health_below_prefix(self) -> bool:
        """Whether `/health` and `/version` are below the static prefix, and nowhere else."""
        return bool(self.data["routes"]["/health"]["follows the static prefix"])

    @property
    def api_below_prefix(self) -> bool:
        """Whether the API that clients ask, `/api`, is below the static prefix, and nowhere else."""
        return bool(self.data["routes"]["/api"]["follows the static prefix"])

    @cached_property
    def security(self) -> Security | None:
        """None in a version that checks neither header."""
        found = self.data["security"]
        if not found:
            return None
        return Security(
            exempt_paths=tuple(found["exempt paths"]),
            exempt_below_prefix=found["exempt paths follow the static prefix"],
            default_hosts=tuple(found["default allowed hosts"]),
            origin_paths=tuple(found["paths whose Origin is checked"]),
            origin_below_prefix=found["paths whose Origin is checked follow the static prefix"],
            origin_methods=tuple(found["methods whose Origin is checked"]),
        )

    @cached_property
    def basic_auth(self) -> BasicAuth:
        found = self.data["basic auth"]
        return BasicAuth(
            open_paths=tuple(found["open paths"]),
            open_below_prefix=found["open paths follow the static prefix"],
            permissions=tuple(found["permissions"]),
            packages=tuple(self.data["package"]["basic auth needs"]),
            packaged_password=found.get("packaged admin_password"),
            refused_password=found.get("refused password"),
            shortest_password=found.get("shortest password", 1),
        )

    @property
    def head(self) -> str:
        """The revision of the schema that a backend store must have."""
        return str(self.data["migrations"]["head"])

    @property
    def users_head(self) -> str:
        """The revision of the schema of the database of users."""
        return str(self.data["migrations of basic auth"]["head"])

    @property
    def variables(self) -> Mapping[str, Mapping[str, Any]]:
        """The environment variables that MLflow declares: `type`, and `default` where its source alone tells it."""
        return self.data["variables"]

    def migrations_from(self, head: str) -> tuple[Migration, ...]:
        """The steps that take a database from a revision to this version's; none where it has that one.

        KeyError for a revision that this version does not know, as one of a newer version is.
        """
        known = self.data["migrations"]
        found = []
        revision = self.head
        while revision != head:
            found.append(Migration(revision, known[revision]["after"], known[revision]["title"]))
            revision = found[-1].after
        return tuple(reversed(found))

    def migrates_by_itself(self, before: Facts) -> bool:
        """Whether a server of this version that finds a database of `before` runs the migrations unasked.

        It does where a table is missing that it looks for, and refuses to start where only the revision is another.
        """
        looked_for = {name for name, about in self.data["tables"].items() if about["looked for"]}
        return not looked_for <= before.data["tables"].keys()

    def _options(self, section: str) -> Mapping[str, Option]:
        return {name: _option(name, about) for name, about in self.data[section].items() if "argument" not in about}


def facts(version: Version) -> Facts:
    """The facts of a version; ValueError for one before the oldest known."""
    known = max((one for one in versions() if one <= version), default=None)
    if known is None:
        raise ValueError(f"MLflow {version} is not known: {versions()[0]} is the oldest")
    return _facts(known)


@cache
def versions() -> tuple[Version, ...]:
    """The released versions whose facts are known, oldest first."""
    minors: Mapping[str, list[int]] = _read()["versions"]
    return tuple(Version.parse(f"{minor}.{patch}") for minor, patches in minors.items() for patch in patches)


def newest() -> Version:
    return versions()[-1]


def since(section: str, name: str) -> Version | None:
    """The first version that has a fact, such as the option `--allowed-hosts` in `server`; None where none has it."""
    return next((Version.parse(first) for first, value in _changes(section, name) if value is not None), None)


def decoded(version: Version) -> dict[str, dict[str, Any]]:
    """What facts.json says of one of `versions`, by section and name."""
    found: dict[str, dict[str, Any]] = {}
    for section, names in _read().items():
        if section != "versions":
            found[section] = {name: value for name in names for value in _value(section, name, version)}
    return found


@cache
def _facts(version: Version) -> Facts:
    return Facts(version, decoded(version))


def _value(section: str, name: str, version: Version) -> Iterator[Any]:
    """The value of a fact in a version; nothing where it has none."""
    values = [value for first, value in _changes(section, name) if Version.parse(first) <= version]
    if values and values[-1] is not None:
        yield values[-1]


def _changes(section: str, name: str) -> list[list[Any]]:
    changes: list[list[Any]] = _read()[section].get(name, [])
    return changes


def _option(name: str, about: Mapping[str, Any]) -> Option:
    return Option(
        name=name,
        type=about["type"],
        aliases=tuple(about.get("aliases", ())),
        off=about.get("off", ""),
        variable=about.get("env", ""),
        default=about["default"],
        choices=tuple(about.get("choices", ())),
        minimum=about.get("min"),
        maximum=about.get("max"),
    )


@cache
def _read() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
