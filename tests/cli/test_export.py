"""`export` by its contract: what it writes where, what it never overwrites, and how it exits."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mlflow_tui.cli.main import main

Captured = pytest.CaptureFixture[str]

VALUES = "# mine\ntrackingServer: {mode: serve-artifacts} # served\n"
FORMATS = ("helm-chart", "kustomize", "argocd", "flux")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "values.yaml").write_text(VALUES)
    (tmp_path / "prod.yaml").write_text("replicaCount: 3\n")
    (tmp_path / "wrong.yaml").write_text("trackingServer: {mode: serve}\n")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(capsys: Captured, code: int, *words: str) -> str:
    """What the command says when it fails as told, in two lines without a traceback."""
    assert main(["export", *words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert not any(path.name.startswith(".") for path in Path.cwd().rglob("*"))
    return err


@pytest.mark.parametrize("target", FORMATS)
def test_it_says_what_it_wrote(here: Path, capsys: Captured, target: str) -> None:
    assert main(["export", target, "values.yaml", "-o", "new/out"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    written = files(here / "new" / "out")
    assert written
    for name in written:
        assert f"wrote new/out/{name}\n" in err or (
            name.startswith("mlflow/") and "wrote new/out/mlflow: the chart" in err
        )


def test_the_chart_and_the_file_as_it_is(here: Path) -> None:
    assert main(["export", "helm-chart", "values.yaml", "-o", "out", "-q"]) == 0
    assert (here / "out" / "values.yaml").read_text() == VALUES
    expected = {"Chart.yaml", "README.md", ".helmignore", "values.yaml", "values.schema.json"}
    assert {name for name in files(here / "out" / "mlflow") if "/" not in name} == expected
    assert {"templates/NOTES.txt", "templates/tests/connection.yaml"} <= set(files(here / "out" / "mlflow"))


def test_layers_sets_and_environments(here: Path) -> None:
    assert main(["export", "kustomize", "values.yaml", "prod.yaml", "--set", "image.tag=x", "-o", "layers", "-q"]) == 0
    assert sorted(path.name for path in (here / "layers").glob("*/*")) >= [
        "deployment-mlflow.yaml",
        "kustomization.yaml",
    ]
    assert "value: docker" not in (here / "layers/overlays/prod/patch-deployment-mlflow.yaml").read_text()
    assert ":x" in (here / "layers/overlays/prod/patch-deployment-mlflow.yaml").read_text()
    given = ["--environment", "prod.yaml", "--environment", "test=values.yaml", "-n", "ml"]
    assert main(["export", "argocd", "values.yaml", *given, "-o", "set", "-q"]) == 0
    assert sorted(files(here / "set" / "values")) == ["prod.yaml", "test.yaml", "values.yaml"]
    assert "namespace: ml-test" in (here / "set" / "application-set.yaml").read_text()


def test_where_the_repository_is(here: Path, capsys: Captured) -> None:
    repository = ["--repo-url", "git@git.example.com:a/b.git", "--repo-path", "apps/x/", "--repo-branch", "live"]
    assert main(["export", "argocd", "values.yaml", "-o", "out", *repository]) == 0
    assert "set the repository's address" not in capsys.readouterr().err
    application = (here / "out" / "application.yaml").read_text()
    assert "path: apps/x/mlflow\n" in application
    assert "targetRevision: live\n" in application
    assert main(["export", "argocd", "values.yaml", "-o", "other"]) == 0
    assert "set the repository's address in application.yaml" in capsys.readouterr().err


def test_a_file_with_errors_is_never_exported(here: Path, capsys: Captured) -> None:
    for target in FORMATS:
        said = refused(capsys, 1, target, "wrong.yaml", "-o", "out")
        assert "wrong.yaml:1:18: error MT101 trackingServer.mode" in said
        assert "nothing is exported" in said
        refused(capsys, 1, target, "values.yaml", "--environment", "wrong.yaml", "-o", "out")
    assert not (here / "out").exists()


def test_nothing_that_is_there_is_lost(here: Path, capsys: Captured) -> None:
    command = ["export", "helm-chart", "values.yaml", "-o", "out"]
    out = here / "out"
    (out / "mlflow").mkdir(parents=True)
    (out / "mlflow" / "values.yaml").write_text("# another\n")
    (out / "mlflow" / "templates").mkdir()
    (out / "mlflow" / "templates" / "mine.yaml").write_text("mine")
    (out / "README.md").write_text("mine, and none of the export's folders")
    before = files(out)
    said = refused(capsys, 2, *command[1:])
    assert "out/mlflow/values.yaml would be overwritten with other content; nothing is written" in said
    assert "--force" in said
    assert files(out) == before
    assert main([*command, "--force"]) == 0
    assert "left alone, not of this export: out/mlflow/templates/mine.yaml\n" in capsys.readouterr().err
    assert (out / "mlflow" / "templates" / "mine.yaml").read_text() == "mine"
    assert main(command) == 0, "what is the same already is in nobody's way"
    said = capsys.readouterr().err
    assert "wrote" not in said
    assert "were up to date" in said


def test_an_overlay_of_an_earlier_export_is_named(here: Path, capsys: Captured) -> None:
    assert main(["export", "kustomize", "values.yaml", "prod.yaml", "-o", "out", "-q"]) == 0
    command = ["export", "kustomize", "values.yaml", "-o", "out", "--environment", "live=prod.yaml"]
    assert main(command) == 0
    assert "left alone, not of this export: out/overlays/prod\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["helm", "values.yaml", "-o", "out"], "did you mean helm-chart?"),
        (["Flux", "values.yaml", "-o", "out"], "did you mean flux?"),
        (["tar", "values.yaml", "-o", "out"], "There are helm-chart, kustomize, argocd, flux"),
        (["flux", "values.yaml"], "missing: -o/--output"),
        (["flux", "values.yaml", "-o", "-"], "an export is a folder"),
        (["flux", "-o", "out"], "no values file given"),
        (["flux", "missing.yaml", "-o", "out"], "missing.yaml: no such file"),
        (["flux", "values.yaml", "-o", "prod.yaml"], "prod.yaml"),
        (["flux", "values.yaml", "-o", "prod.yaml/below"], "name a folder"),
        (["flux", "values.yaml", "-o", "dangling"], "dangling"),
        (["flux", "values.yaml", "-o", "taken"], "taken/source.yaml is a folder where a file is to be written"),
        (["flux", "values.yaml", "-o", "out", "--read-only"], "--read-only was given"),
        (["flux", "values.yaml", "-o", "out", "--with-secrets"], "no meaning for flux"),
        (["flux", "values.yaml", "-o", "out", "--environment", "A B=prod.yaml"], "cannot name an environment"),
        (["flux", "values.yaml", "-o", "out", "--environment", "a=prod.yaml", "--environment", "a=prod.yaml"], "twice"),
    ],
)
def test_wrong_use(here: Path, capsys: Captured, words: list[str], said: str) -> None:
    (here / "dangling").symlink_to(here / "nowhere" / "at-all")
    (here / "taken" / "source.yaml").mkdir(parents=True)
    before = sorted(here.rglob("*"))
    assert said in refused(capsys, 2, *words)
    assert sorted(here.rglob("*")) == before


def test_a_folder_that_nobody_may_make(here: Path, capsys: Captured) -> None:
    assert "/proc/out" in refused(capsys, 2, "flux", "values.yaml", "-o", "/proc/out")


def test_a_link_to_a_folder_is_followed(here: Path) -> None:
    (here / "real").mkdir()
    (here / "link").symlink_to("real")
    assert main(["export", "flux", "values.yaml", "-o", "link", "-q"]) == 0
    assert (here / "real" / "source.yaml").is_file()


def test_files_with_credentials_are_for_their_owner_alone(here: Path) -> None:
    (here / "secret.yaml").write_text(
        "artifactStore: {s3: {enabled: true, createSecret: {secretAccessKey: x1234567}}}\n"
    )
    assert main(["export", "kustomize", "secret.yaml", "-o", "k", "--with-secrets", "-q"]) == 0
    assert main(["export", "helm-chart", "secret.yaml", "-o", "h", "-q"]) == 0
    for path in (here / "k/base/secrets/mlflow-env-secret.env", here / "h/values.yaml"):
        assert b"x1234567" in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_credential_without_another_place_ends_it(here: Path, capsys: Captured) -> None:
    (here / "proxy.yaml").write_text("podAnnotations: {proxy: 'http://u:hunter2@h'}\n")
    said = refused(capsys, 1, "argocd", "proxy.yaml", "-o", "out")
    assert "podAnnotations.proxy holds a password" in said
    assert "hunter2" not in said
    assert not (here / "out").exists()
