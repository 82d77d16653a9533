"""What an export is made of, and what it is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.error import UserError
from mlflow_tui.config_model.evaluation import Evaluation
from mlflow_tui.config_model.secrecy import has_password
from mlflow_tui.renderers.exports.layer_files import name_of

_LONGEST_NAMESPACE = 63


class ExportRefused(UserError):
    """Nothing is exported."""


@dataclass(frozen=True, slots=True)
class Export:
    """A folder to write: files by their paths in it, those for their owner alone, and what the person should know."""

    files: Mapping[str, bytes] = field(repr=False)
    private: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the exported folder will lie in git, which Argo CD and Flux read it from. `path` is the folder's in it."""

    url: str = "https://git.example.com/YOUR-TEAM/YOUR-REPOSITORY.git"
    branch: str = "main"
    path: str = ""

    @property
    def is_known(self) -> bool:
        return self.url != Repository().url

    def inside(self, path: str) -> str:
        """The path in the repository of one in the exported folder."""
        return f"{self.path.strip('/')}/{path}".strip("/")


@dataclass(frozen=True, slots=True)
class Stage:
    """Values that are deployed as a whole under a name: an environment, or the layers up to one of them."""

    name: str
    evaluation: Evaluation = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """What to export: the values, the environments that go over them, and where the folder will lie.

    `with_secrets` writes credentials too, where the format has files for them that git ignores.
    """

    evaluation: Evaluation = field(repr=False)
    environments: tuple[Stage, ...] = ()
    repository: Repository = Repository()
    with_secrets: bool = False

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What is deployed: each environment, in a namespace of its own; without any, the values alone."""
        if not self.environments:
            return (Stage("", self.evaluation),)
        return tuple(_in_namespace(stage) for stage in self.environments)

    def refuse_errors(self) -> None:
        """Raises ExportRefused for values that have errors, and for an address that would tell a password."""
        if has_password(self.repository.url):
            raise ExportRefused(
                "nothing is exported: the repository's address holds a password",
                "write it without: Argo CD and Flux take the credentials of a repository from Secrets",
            )
        for evaluation in self._evaluations():
            if evaluation.values is None:
                raise ExportRefused("nothing is exported: the values have errors", "fix them: see `mlflow-tui check`")

    def _evaluations(self) -> Iterator[Evaluation]:
        # Values that are the base of environments may be whole only with one of them.
        yield from (stage.evaluation for stage in self.stages)


def namespace_of(release: Release) -> str:
    """The namespace that a release goes to where a tool has to be told: as kubectl has no say, its name if need be."""
    return release.namespace or name_of(release.name)


def _in_namespace(stage: Stage) -> Stage:
    """Two environments in one cluster would else be one release."""
    release = stage.evaluation.release
    namespace = f"{namespace_of(release)}-{stage.name}"
    if len(namespace) > _LONGEST_NAMESPACE:
        raise ExportRefused(
            f"nothing is exported: the namespace {namespace} would be longer than {_LONGEST_NAMESPACE} characters",
            "give the environment a shorter name, as in --environment prod=FILE",
        )
    return replace(stage, evaluation=replace(stage.evaluation, release=replace(release, namespace=namespace)))
