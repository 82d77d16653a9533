"""What every test may ask for: the tools that judge what the program makes, and a home folder that is nobody's."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.control_plane import PROGRAMS, ControlPlane
from tests.needs import without


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.has_plugin("xdist"):
        config.addinivalue_line("markers", "xdist_group(name): tests that run in one worker")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests that need a control plane run in one worker, so that it is started once."""
    for item in items:
        if "control_plane" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("control_plane"))


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads the person's own configuration, nor leaves anything beside it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("KUBECONFIG", "MLFLOW_TUI_KUBECTL", "VISUAL", "EDITOR", "NO_COLOR"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        for name, folder in (
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_CACHE_HOME", ".cache"),
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_STATE_HOME", ".local/state"),
            ("KUBECACHEDIR", ".kube/cache"),
        ):
            patch.setenv(name, str(home / folder))
        yield


@pytest.fixture(scope="session")
def helm() -> Path:
    """A real Helm."""
    named = os.environ.get("MLFLOW_TUI_TEST_HELM") or shutil.which("helm")
    if not named or not Path(named).is_file():
        without(
            "Helm", "install it from https://helm.sh/docs/intro/install/ on PATH, or name it in MLFLOW_TUI_TEST_HELM"
        )
    return Path(named)


@pytest.fixture(scope="session")
def helm_3() -> Path:
    """A real Helm 3, which many people still run."""
    named = os.environ.get("MLFLOW_TUI_TEST_HELM_3")
    if not named or not Path(named).is_file():
        without("Helm 3", "name one in MLFLOW_TUI_TEST_HELM_3 (https://github.com/helm/helm/releases has them)")
    return Path(named)


@pytest.fixture(params=["helm", "helm_3"])
def each_helm(request: pytest.FixtureRequest) -> Path:
    """Each of the Helms that people run, in turn."""
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def control_plane() -> Iterator[ControlPlane]:
    """A real Kubernetes API server and its controllers, one for all tests."""
    named = os.environ.get("KUBEBUILDER_ASSETS")
    advice = "name their folder in KUBEBUILDER_ASSETS (`setup-envtest use -p path` downloads one and prints it)"
    if not named:
        without("a Kubernetes control plane", advice)
    missing = [program for program in PROGRAMS if not os.access(Path(named, program), os.X_OK)]
    if missing:
        without(f"{', '.join(missing)} in {named}", advice)
    running = ControlPlane(Path(named)).start()
    yield running
    running.close()


@pytest.fixture
def namespace(control_plane: ControlPlane) -> str:
    """A namespace of the test's own."""
    return control_plane.new_namespace()


@pytest.fixture(scope="session")
def chart_readme() -> Path:
    """The documentation of the chart whose values are edited: every key, type and default."""
    named = os.environ.get("MLFLOW_TUI_TEST_CHART_README")
    if not named or not Path(named).is_file():
        without("the MLflow chart's documentation", "name its README.md in MLFLOW_TUI_TEST_CHART_README")
    return Path(named)
