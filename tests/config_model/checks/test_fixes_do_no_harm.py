"""No fix changes what runs in a way that its title does not say: for every fix of every check."""

import inspect
import re
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlflow_tui.config_model.best_guess import best_guess, without_settings
from mlflow_tui.config_model.catalogue import owner
from mlflow_tui.config_model.checks import Check, declared
from mlflow_tui.config_model.checks.schema import validate
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.evaluation import Evaluation, evaluate_values
from mlflow_tui.config_model.fixing import apply, fix_all
from mlflow_tui.config_model.json_data import look_up
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.config_model.path import Path, format_path
from mlflow_tui.config_model.problem import Fix, Problem
from mlflow_tui.config_model.values import Values
from tests.config_model.checks.test_fixing import ALL, evaluated, merged
from tests.config_model.checks.what_runs import what_runs

NOTHING = {
    "MT203": "no database is upgraded in this mode",
    "MT209": "the existing Secret is the one that is used",
    "MT245": "the version is the one that the values were taken for",
    "MT266": "the key is one of no Secret",
    "MT282": "an artifact proxy collects nothing",
    "MT352": "the autoscaler chooses the number of pods",
    "MT318": "the value does not reach the container",
}
"""The codes whose fixes take out what has no effect: what runs must be the same."""

THERE = """
    MT101 MT102 MT103 MT105 MT106 MT107 MT202 MT207 MT208 MT211 MT213 MT216 MT217 MT218
    MT219 MT243 MT244 MT324 MT335 MT225 MT226 MT227 MT228 MT229 MT230 MT231 MT234 MT235 MT237 MT240 MT241 MT301
    MT302 MT304 MT328 MT329 MT333 MT334 MT406 MT407
    MT276 MT277 MT280 MT285 MT348 MT349 MT350 MT353 MT354 MT359
    MT268 MT269 MT270 MT271 MT336 MT337 MT338 MT339
    MT246 MT249 MT250 MT255 MT256 MT257 MT258 MT260 MT264 MT290
    """
"""The codes whose fixes say what becomes another: what runs differs there alone."""


def is_said(problem: Problem, fix: Fix, path: Path) -> bool:
    """Whether a person is told that the value at `path` changes: it is the one with the problem, or in the title."""
    if problem.path[: len(path)] == path[: len(problem.path)]:
        return True
    beside = path[:-1] == problem.path[:-1]
    if beside and isinstance(path[-1], int) and isinstance(problem.path[-1], int):
        return path[-1] == problem.path[-1] + 1  # the value of an option that is two items
    return format_path(path) in fix.title or (beside and str(path[-1]) in fix.title) or parent_is_said(fix, path)


def parent_is_said(fix: Fix, path: Path) -> bool:
    """Whether the title names what the key is in, which the key itself is the switch of, or is moved to."""
    return len(path) > 1 and format_path(path[:-1]) in fix.title


def values_of(text: str) -> tuple[Values, bool]:
    """The values of a file, or of what it was meant to say where it breaks the schema; and whether it does."""
    document = Document(text)
    evaluation = evaluated(document)(None)
    values, errors = validate(evaluation.data, "1.33")
    if values is None:
        wrong = [one for one in errors if one.is_error]
        meant = best_guess(document.data, [one for one in evaluation.problems if identity(one) in map(identity, wrong)])
        values, left = validate(evaluate_values([Layer("values.yaml", meant.given)]).data, "1.33")
        if values is None:
            meant = without_settings(meant, [one for one in left if one.is_error])
            values, _ = validate(evaluate_values([Layer("values.yaml", meant.given)]).data, "1.33")
        assert values is not None
        return values, True
    return values, False


def identity(problem: Problem) -> tuple[str, Path]:
    return problem.code, problem.path


def differences(before: Values, after: Values) -> Iterator[tuple[Path, Path]]:
    """Each part that runs differently, with the setting that made it; of one that is gone, that made it before."""
    one, other = what_runs(before), what_runs(after)
    for place in {**one, **other}:
        if place not in one or place not in other or one[place].value != other[place].value:
            yield place, (other if place in other else one)[place].made_by


def touched(fix: Fix, loose: bool) -> set[Path]:
    """The settings that the fix edits: as paths, or as whole settings where the file could not be rendered before."""
    paths = {edit.path for edit in fix.edits}
    if loose:
        paths |= {setting.path for path in paths if (setting := owner(path)) is not None}
    return paths


_OF_OPTIONS: dict[str, Path] = {
    "--default-artifact-root": ("trackingServer", "defaultArtifactRoot"),
    "--artifacts-destination": ("trackingServer", "artifactsDestination"),
    "--host": ("trackingServer", "host"),
    "--port": ("trackingServer", "port"),
    "--workers": ("trackingServer", "workers"),
    "--app-name": ("trackingServer", "basicAuth"),
    "--serve-artifacts": ("trackingServer", "mode"),
    "--no-serve-artifacts": ("trackingServer", "mode"),
    "--artifacts-only": ("trackingServer", "mode"),
}
_OF_NAMES: dict[str, Path] = {
    "mlflow-database-upgrade": ("backendStore",),
    "Job": ("backendStore", "databaseUpgradeJob"),
    "basic-auth": ("trackingServer", "basicAuth"),
    "mlflow-basic-auth": ("trackingServer", "basicAuth"),
    "MLFLOW_AUTH_CONFIG_PATH": ("trackingServer", "basicAuth"),
    "/etc/mlflow": ("trackingServer", "basicAuth"),
    "mlflow-flask-secret": ("trackingServer", "basicAuth"),
    "MLFLOW_FLASK_SERVER_SECRET_KEY": ("trackingServer", "basicAuth"),
    "MLFLOW_SERVER_ALLOWED_HOSTS": ("trackingServer", "allowedHosts"),
    "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS": ("trackingServer", "corsAllowedOrigins"),
}
"""Parts that the chart makes by itself, by their names, and the settings that they are made for."""
_OF_VERSIONS = {
    "MLFLOW_FLASK_SERVER_SECRET_KEY",
    "MLFLOW_SERVER_ALLOWED_HOSTS",
    "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS",
    "mlflow-flask-secret",
    "livenessProbe",
    "readinessProbe",
}
"""Those that are there, or are as they are, for the version of the image."""


def makers(place: Path, made_by: Path) -> set[Path]:
    """The settings that a part is made for, where the chart itself makes it or joins several settings in it."""
    names = {str(step) for step in place}
    found: set[Path] = {_OF_NAMES[name] for name in names & _OF_NAMES.keys()}
    if "Secret" in names and any(name.endswith("-flask-secret") for name in names):
        found.add(("trackingServer", "basicAuth"))
    found |= (
        {("backendStore",), ("artifactStore",)} if names & {"envFrom", "Secret", "ConfigMap"} and not found else set()
    )
    if names & _OF_VERSIONS:
        found.add(("image",))
    if names & {"livenessProbe", "readinessProbe"}:
        found |= {
            ("trackingServer", "extraArgs"),
            ("trackingServer", "staticPrefix"),
            ("extraEnv",),
        }  # with the static prefix
    if "args" in place and str(place[-1]) in _OF_OPTIONS:
        found.add(_OF_OPTIONS[str(place[-1])])
        found.add(("trackingServer", "extraArgs"))
    elif "args" in place and made_by == ("trackingServer",):
        return found | {("trackingServer", "extraArgs")}
    elif place[-1] == "image":
        found.add(("image",))
    elif made_by:
        found.add(made_by)
    if place[0] == "Deployment" and "replicas" in place:
        found.add(("autoscaling",))
    if place[0] == "Deployment" and "strategy" in place:
        found |= {("strategy",), ("persistence",)}
    whole = _WHOLE_OBJECTS.get(str(place[0]))
    return found | {whole} if whole is not None else found


_WHOLE_OBJECTS: dict[str, Path] = {
    "Ingress": ("ingress",),
    "HorizontalPodAutoscaler": ("autoscaling",),
    "PodDisruptionBudget": ("podDisruptionBudget",),
    "CronJob": ("garbageCollection",),
    "HTTPRoute": ("httpRoute",),
    "PersistentVolumeClaim": ("persistence",),
}


def is_of(path: Path, place: Path, made_by: Path) -> bool:
    """Whether a part is made of the setting at `path`; of an item that gets another name, all of it is."""
    path = path[:-1] if path[-1] in ("name", "mountPath") and len(path) > 2 else path
    return any(one[: len(path)] == path[: len(one)] for one in makers(place, made_by))


def assert_no_harm(text: str, before: Evaluation, problem: Problem, fix: Fix) -> None:
    assert problem.code in NOTHING or problem.code in THERE.split(), (
        f"say in this test what the fix of {problem.code} changes"
    )
    for edit in fix.edits:
        assert is_said(problem, fix, edit.path), (problem, edit)
    document = Document(text)
    apply(document, before.data, fix)
    old, loose = values_of(text)
    new, _ = values_of(document.text)
    found = list(differences(old, new))
    if problem.code in NOTHING:
        assert found == [], (problem, found)
    for place, made_by in found:
        assert any(is_of(path, place, made_by) for path in touched(fix, loose)), f"{text}\n{problem}\n{place} {made_by}"


@pytest.mark.parametrize("text", ALL)
def test_what_runs_differs_where_the_fix_says_and_nowhere_else(text: str) -> None:
    before = evaluated(Document(text))(None)
    for problem in before.problems:
        if problem.fix is not None:
            assert_no_harm(text, before, problem, problem.fix)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(ALL), min_size=2, max_size=4))
def test_what_runs_differs_where_the_fix_says_in_files_with_several_problems(texts: list[str]) -> None:
    text = merged(texts)
    before = evaluated(Document(text))(None)
    for problem in before.problems:
        if problem.fix is not None:
            assert_no_harm(text, before, problem, problem.fix)


FIXED_BY_THE_SCHEMA = {"MT101", "MT102", "MT103", "MT105", "MT106", "MT107", "MT301", "MT302", "MT304"}


def may_offer_a_fix(one: Check) -> bool:
    """Whether the function of a check, or one of its module that it calls, makes a fix."""
    module = inspect.getmodule(one.function)
    own = {name: found for name, found in vars(module).items() if isinstance(found, FunctionType)}
    seen: set[str] = set()

    def makes(function: Callable[..., Any]) -> bool:
        names = set(function.__code__.co_names) if isinstance(function, FunctionType) else set()
        if names & {"Fix", "removal"}:
            return True
        called = [name for name in names & own.keys() if name not in seen]
        seen.update(called)
        return any(makes(own[name]) for name in called)

    return makes(one.function)


def test_a_fix_of_each_check_is_looked_at() -> None:
    offered = {one.code for text in ALL for one in evaluated(Document(text))(None).problems if one.fix is not None}
    made = {one.code for one in declared() if may_offer_a_fix(one)} | FIXED_BY_THE_SCHEMA
    assert made <= offered
    assert offered <= {*NOTHING, *THERE.split()}


NAMES = ("A", "B")
VARIABLE = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES)},
    optional={
        "value": st.sampled_from(["", "1", "2", "$(A)", "x$(B)y", "$$(A)"]),
    },
) | st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "valueFrom": st.fixed_dictionaries(
            {
                "secretKeyRef": st.fixed_dictionaries(
                    {"name": st.just("s"), "key": st.just("k")}, optional={"optional": st.booleans()}
                )
            }
        ),
    }
)


def environment(variables: list[dict[str, Any]], secret: str | None) -> dict[str, str]:
    """What a container is given, as the kubelet makes it (`makeEnvironment`); `secret` None: the key is not there."""
    given: dict[str, str] = {}
    for one in variables:
        if "valueFrom" not in one:
            text = re.sub(
                r"\$\$|\$\((\w+)\)",
                lambda found: "$" if found[1] is None else given.get(found[1], found[0]),
                one.get("value", ""),
            )
        elif secret is not None:
            text = secret
        elif one["valueFrom"]["secretKeyRef"].get("optional"):
            continue
        else:
            text = "the pod does not start"
        given[one["name"]] = text
    return given


@settings(max_examples=150, deadline=None)
@given(
    st.lists(VARIABLE, min_size=2, max_size=5), st.sampled_from(["extraEnv", "extraContainers", "extraInitContainers"])
)
def test_a_container_is_given_the_same_once_the_shadowed_variables_are_gone(
    variables: list[dict[str, Any]], key: str
) -> None:
    where: Path = (key,) if key == "extraEnv" else (key, 0, "env")
    data = variables if key == "extraEnv" else [{"name": "helper", "image": "helper:1", "env": variables}]
    document = Document(yaml.safe_dump({key: data}))
    for problem in evaluated(document)(None).problems:
        if problem.code != "MT318" or problem.fix is None:
            continue
        apply(document, evaluated(document)(None).data, problem.fix)
        left = look_up(document.data, where)
        assert len(left) == len(variables) - 1
        for secret in (None, "hidden"):
            assert environment(left, secret) == environment(variables, secret)
        document.undo()


@pytest.mark.parametrize("container", ["extraEnv", "extraContainers", "extraInitContainers"])
def test_of_two_variables_the_one_that_wins_stays(container: str) -> None:
    both = [{"name": "NODE_ENV", "value": "qa"}, {"name": "NODE_ENV", "value": "prod"}]
    data = both if container == "extraEnv" else [{"name": "helper", "image": "helper:1", "env": both}]
    document = Document(yaml.safe_dump({container: data}))
    assert [one.code for one in fix_all(document, evaluated(document))] == ["MT318"]
    left = document.data[container] if container == "extraEnv" else document.data[container][0]["env"]
    assert left == both[1:]


def test_a_variable_that_goes_over_one_of_the_chart_is_left_to_the_person() -> None:
    text = "trackingServer: {basicAuth: {enabled: true}}\nextraEnv: [{name: MLFLOW_AUTH_CONFIG_PATH, value: /a}]\n"
    (problem,) = [one for one in evaluated(Document(text))(None).problems if one.code == "MT318"]
    assert problem.fix is None
    assert problem.hint
