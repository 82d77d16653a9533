"""The options of `mlflow server` as its arguments and its environment give them.

Source: `mlflow/cli.py` of MLflow, whose options are click's: the last one given wins, and one that is not given comes
from its environment variable. An environment variable of the container goes over one from a Secret (Kubernetes).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlflow_tui.config_model.mlflow.behaviours import SQLITE_BY_DEFAULT
from mlflow_tui.config_model.mlflow.facts import Facts
from mlflow_tui.config_model.mlflow.store_uris import scheme
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.placeholders import hides_scheme
from mlflow_tui.config_model.values import Values

_JOBS = "SERVER_ENABLE_JOB_EXECUTION"
EXTRA_ARGS: Path = ("trackingServer", "extraArgs")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of `trackingServer.extraArgs`: items `index` to `last` of the list.

    `value` is None for a switch, and for an option whose value is missing.
    """

    index: int
    last: int
    name: str
    value: str | None

    @property
    def path(self) -> Path:
        return (*EXTRA_ARGS, self.index)

    @property
    def value_path(self) -> Path:
        return (*EXTRA_ARGS, self.last)


@dataclass(frozen=True, slots=True)
class OptionValue:
    """A value that reaches the server, and the key that gives it; `text` None: what it is cannot be seen here."""

    text: str | None
    path: Path
    filled_in: bool = False
    """Whether a placeholder stands in its place."""

    @classmethod
    def of(cls, text: str | None, path: Path) -> OptionValue:
        """A text of the file; of one whose scheme a placeholder hides nothing is known."""
        hidden = text is not None and hides_scheme(text)
        return cls(None if hidden else text, path, hidden)

    @property
    def known(self) -> bool:
        return self.text is not None

    def is_local(self) -> bool:
        """Whether it is a folder of the container."""
        return self.text is not None and scheme(self.text) in ("", "file")


def parse_arguments(items: Sequence[str], facts: Facts) -> Iterator[Argument]:
    """The arguments as click reads them in a version; one with a space for `=`, which is refused, as it was meant."""
    index = 0
    while index < len(items):
        name, equals, value = items[index].partition("=")
        if has_space(items[index]):
            name, equals, value = items[index].strip().partition(" ")
        if not name.startswith("--") and name[:2] in facts.short_options:
            name, equals, value = (
                facts.short_options[name[:2]],
                items[index][2:],
                items[index][2:].strip().removeprefix("="),
            )
        if name in facts.valued_options and not equals:
            last = index + 1 if index + 1 < len(items) else index
            yield Argument(index, last, name, items[last] if last > index else None)
            index = last
        else:
            yield Argument(index, index, name, value if equals else None)
        index += 1


def has_space(item: str) -> bool:
    """Whether an item has a space in the name of its option, of which MLflow then knows none."""
    return " " in item.partition("=")[0] and item.lstrip().startswith("--")


class Server:
    """What the server of these values, of a version of MLflow, is started with."""

    def __init__(self, values: Values, facts: Facts) -> None:
        self.values = values
        self.facts = facts
        self.arguments = tuple(parse_arguments(values.tracking_server.extra_args, facts))
        self._variables: Mapping[str, tuple[int, Any]] = {
            str(variable.get("name")): (index, variable) for index, variable in enumerate(values.extra_env)
        }
        names = [argument.name for argument in self.arguments]
        mode = values.tracking_server.mode
        self.artifacts_only = mode == "artifacts-only" or "--artifacts-only" in names or self._is_on("ARTIFACTS_ONLY")
        serving = [name for name in names if name in ("--serve-artifacts", "--no-serve-artifacts")]
        self.serves_artifacts = (serving[-1] if serving else f"--{mode}") != "--no-serve-artifacts"

    def variable(self, name: str) -> OptionValue | None:
        """A variable of `extraEnv`, the last of that name."""
        if name not in self._variables:
            return None
        index, variable = self._variables[name]
        if "valueFrom" in variable:
            return OptionValue(None, ("extraEnv", index, "valueFrom"))
        return OptionValue.of(variable.get("value") or "", ("extraEnv", index, "value"))

    def argument(self, name: str) -> Argument | None:
        """An argument of `extraArgs`, the last of that name."""
        return next((one for one in reversed(self.arguments) if one.name == name), None)

    def is_given(self, option: str) -> bool:
        """Whether an argument, or a variable of `extraEnv` be it empty, gives the option."""
        return self.argument(option) is not None or self.facts.valued_options[option] in self._variables

    def given_text(self, option: str) -> str | None:
        """What the values give for an option, by hand or by its setting, placeholders as they stand; empty for nothing.

        None where Kubernetes puts it in.
        """
        setting = self._settings.get(option, ("", ()))[0]
        if (argument := self.argument(option)) is not None:
            text = argument.value
        elif setting:
            text = setting
        else:
            _, variable = self._variables.get(self.facts.valued_options[option], (0, {}))
            text = None if "valueFrom" in variable else str(variable.get("value") or "")
        return None if text is None or "$(" in text else text

    @property
    def asks_login(self) -> bool:
        """Whether basic authentication is on."""
        app = self.argument("--app-name")
        return self.values.tracking_server.basic_auth.enabled or (app is not None and app.value == "basic-auth")

    @property
    def checks_hosts(self) -> bool:
        """Whether it answers only requests for hosts, and from origins, that it is told of."""
        is_off = self.argument("--disable-security-middleware") or self._is_on("SERVER_DISABLE_SECURITY_MIDDLEWARE")
        return self.facts.security is not None and not is_off

    @property
    def backend(self) -> OptionValue | None:
        """The backend store, None for MLflow's default."""
        store = self.values.backend_store
        handed_over = self.values.tracking_server.mode != "artifacts-only" and not self.is_given("--backend-store-uri")
        if handed_over and store.existing_secret:
            return OptionValue(None, ("backendStore", "existingSecret"))
        if handed_over and store.create_secret.backend_store_uri:
            path = ("backendStore", "createSecret", "backendStoreUri")
            return OptionValue.of(store.create_secret.backend_store_uri, path)
        return self.option("--backend-store-uri")

    @property
    def host(self) -> OptionValue:
        """The address that the server listens on; empty for gunicorn's own default."""
        host = self.values.tracking_server.host
        return self._option("--host", host, ("trackingServer", "host")) or OptionValue(host, ("trackingServer", "host"))

    @property
    def artifact_root(self) -> OptionValue | None:
        """The default artifact root."""
        given = self.values.tracking_server.default_artifact_root
        return self._option("--default-artifact-root", given, ("trackingServer", "defaultArtifactRoot"))

    @property
    def destination(self) -> OptionValue | None:
        """Where the artifact proxy keeps the artifacts, None for the default `./mlartifacts`."""
        given = self.values.tracking_server.artifacts_destination
        return self._option("--artifacts-destination", given, ("trackingServer", "artifactsDestination"))

    @property
    def artifact_uris(self) -> tuple[OptionValue, ...]:
        """The URIs that artifacts go to in this mode, as far as they are given."""
        destination = self.destination if self.serves_artifacts or self.artifacts_only else None
        root = None if self.artifacts_only else self.artifact_root
        return tuple(one for one in (destination, root) if one is not None)

    @property
    def static_prefix(self) -> OptionValue | None:
        return self._option("--static-prefix", *self._settings["--static-prefix"])

    @property
    def metrics_directory(self) -> OptionValue | None:
        """Where the workers add up their metrics; None where they serve none."""
        return self._option("--expose-prometheus", *self._settings["--expose-prometheus"])

    @property
    def _settings(self) -> Mapping[str, tuple[str, Path]]:
        """Options that a setting gives which nothing may give besides: its text, empty for none, and its path."""
        metrics = self.values.metrics
        return {
            "--static-prefix": (self.values.tracking_server.static_prefix, ("trackingServer", "staticPrefix")),
            "--expose-prometheus": (
                metrics.multiproc_directory if metrics.enabled else "",
                ("metrics", "multiprocDirectory"),
            ),
        }

    def given_twice(self) -> Iterator[tuple[Path, str, Path]]:
        """Options that a setting gives and an argument or a variable too: the setting, the option, the other place."""
        for option, (text, path) in self._settings.items():
            if not text:
                continue
            for argument in self.arguments:
                if argument.name == option:
                    yield path, option, argument.path
            variable = self.facts.valued_options.get(option, "")
            if variable in self._variables:
                yield path, option, ("extraEnv", self._variables[variable][0], "name")

    @property
    def meant_prefix(self) -> str:
        """The static prefix as MLflow wants it written, `/ml` also for `ml/`; empty where none is seen."""
        given = self.static_prefix
        bare = (given.text or "").strip("/") if given is not None else ""
        return f"/{bare}" if bare else ""

    def _option(self, option: str, setting: str, path: Path) -> OptionValue | None:
        if setting and self.argument(option) is None:
            return OptionValue.of(setting, path)
        return self.option(option)

    def option(self, option: str) -> OptionValue | None:
        """What the server gets for an option that no setting is for: from an argument, else from its environment."""
        if (argument := self.argument(option)) is not None:
            return OptionValue.of(argument.value, argument.value_path)
        if (given := self.variable(self.facts.valued_options.get(option, ""))) is not None:
            return given if given.text != "" else None  # click takes an empty variable for none
        return OptionValue(None, ("extraEnvFrom",)) if self.values.extra_env_from else None

    def _is_on(self, name: str) -> bool:
        given = self.variable(f"MLFLOW_{name}")
        return given is not None and (given.text or "").strip().lower() in ("1", "true", "t", "yes", "y", "on")

    def given(self, option: str) -> OptionValue | None:
        """As `option`, of what the values themselves give: nothing that only a Secret may give."""
        found = self.option(option)
        return found if found is not None and found.path != ("extraEnvFrom",) else None

    def is_on(self, option: str) -> bool:
        """Whether a switch is on by an argument, else by its variable; one that cannot be seen here is taken as off."""
        about = self.facts.server.get(option)
        if about is None:
            return False
        named = [one.name for one in self.arguments if one.name in (option, about.off)]
        if named:
            return named[-1] == option
        variable = about.variable.removeprefix("MLFLOW_") or option.removeprefix("--").replace("-", "_").upper()
        return f"MLFLOW_{variable}" in self.facts.variables and self._is_on(variable)

    def may_set(self, name: str) -> bool:
        """Whether the container may be given a variable: one of `extraEnv` that is not empty, or any from a Secret."""
        given = self.variable(name)
        return bool(self.values.extra_env_from) if given is None else given.text != ""

    @property
    def jobs_run(self) -> bool:
        """Whether the server starts processes that run jobs, as far as one can see: they need a database."""
        about = self.facts.variables.get(f"MLFLOW_{_JOBS}", {})
        given = self.variable(f"MLFLOW_{_JOBS}")
        wanted = about.get("default", False) if given is None else given.text is None or self._is_on(_JOBS)
        return bool(wanted) and not self.artifacts_only and not self.keeps_files

    @property
    def keeps_files(self) -> bool:
        """Whether runs are kept in files, rather than in a database."""
        backend = self.backend
        if backend is None:
            return not SQLITE_BY_DEFAULT.holds(self.facts.version)
        return backend.is_local()


def rewritten(values: Values, given: OptionValue, text: str) -> str:
    """What stands at the path of `given` with another value of the option: `--option=value` keeps its option."""
    if given.path[: len(EXTRA_ARGS)] != EXTRA_ARGS:
        return text
    option, equals, _ = values.tracking_server.extra_args[int(given.path[-1])].partition("=")
    return f"{option}={text}" if equals and option.startswith("-") else text
