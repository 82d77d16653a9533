"""The commands by their contract: what they print where, and how they exit."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.config_model.helm_yaml import load

Captured = pytest.CaptureFixture[str]

VALUES = """\
# owned by the platform team
trackingServer:
  mode: serve-artifacts   # clients have no keys
  artifactsDestination: s3://ml-artifacts
  workers: 2 # two per core
backendStore:
  createSecret:
    backendStoreUri: postgresql://mlflow:hunter2@db.example.com:5432/mlflow
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "values.yaml"
    path.write_text(VALUES)
    return path


def test_render_writes_documents_to_stdout(file: Path, capsys: Captured) -> None:
    assert main(["render", str(file), "--release", "prod", "-n", "ml"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("---\n")
    assert err == ""
    documents = [load(one).data for one in out.split("---\n") if one]
    assert [one["kind"] for one in documents] == ["ServiceAccount", "Secret", "Service", "Deployment"]
    assert {one["metadata"]["namespace"] for one in documents} == {"ml"}
    assert documents[-1]["metadata"]["name"] == "prod-mlflow"


def test_render_into_a_folder(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert main(["render", str(file), "-o", str(folder)]) == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "deployment-mlflow.yaml",
        "secret-mlflow-env-secret.yaml",
        "service-mlflow.yaml",
        "serviceaccount-mlflow.yaml",
    ]
    assert (folder / "secret-mlflow-env-secret.yaml").stat().st_mode & 0o777 == 0o600


def test_a_folder_of_manifests_tells_what_an_earlier_write_left_there(
    file: Path, tmp_path: Path, capsys: Captured
) -> None:
    folder = tmp_path / "out"
    ingress = ["--set", "ingress.enabled=true"]
    assert main(["render", str(file), "-o", str(folder), *ingress]) == 0
    capsys.readouterr()
    assert main(["render", str(file), "-o", str(folder)]) == 0
    assert f"no longer made: {folder / 'ingress-mlflow.yaml'}" in capsys.readouterr().err
    assert (folder / "ingress-mlflow.yaml").exists()


@pytest.mark.parametrize("folder", ["", "values.yaml", "/proc/none", "/dev/null"])
def test_what_cannot_be_a_folder_of_manifests(
    folder: str, file: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    assert main(["render", str(file), "-o", folder]) == 2
    out, err = capsys.readouterr()
    assert (out, "fault" in err) == ("", False)
    assert err.startswith("mlflow-tui: ")
    assert [one.name for one in file.parent.iterdir()] == ["values.yaml"]


@pytest.mark.parametrize("name", ["", "A B", "a.b", "-ml", "x" * 64])
@pytest.mark.parametrize("command", ["render", "check", "diff"])
def test_what_cannot_be_a_namespace(command: str, name: str, file: Path, capsys: Captured) -> None:
    assert main([command, str(file), f"--namespace={name}"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"mlflow-tui: {name!r} is not a valid namespace")


def test_a_file_with_errors_is_not_rendered(file: Path, tmp_path: Path, capsys: Captured) -> None:
    file.write_text("trackingServer:\n  mode: serve\n  wokers: 2\n")
    folder = tmp_path / "out"
    assert main(["render", str(file), "-o", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert not folder.exists()
    assert f"{file}:2:3: error MT101 trackingServer.mode: 'serve' is not one of" in err
    assert "(did you mean 'serve-artifacts'?)" in err
    assert f"{file}:3:3: error MT102 trackingServer.wokers" in err


def test_render_layers_and_set_in_helms_order(file: Path, tmp_path: Path, capsys: Captured) -> None:
    over = tmp_path / "prod.yaml"
    over.write_text("trackingServer: {workers: 3}\nreplicaCount: 2\n")
    content = tmp_path / "tag"
    content.write_text("from-file")
    options = ["--set-file", f"image.tag={content}", "--set-string", "image.tag=1", "--set", "replicaCount=5"]
    assert main(["render", str(file), str(over), *options]) == 0
    (deployment,) = [
        one for one in (load(part).data for part in capsys.readouterr().out.split("---\n") if part)
        if one["kind"] == "Deployment"
    ]  # fmt: skip
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    assert deployment["spec"]["replicas"] == 5
    assert "--workers=3" in container["args"]
    assert container["image"] == "ghcr.io/mlflow/mlflow:from-file"


def test_values_from_stdin(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"replicaCount: 4\n")))
    assert main(["get", "-", "replicaCount"]) == 0
    assert capsys.readouterr().out == "4\n"


def test_check_as_json(file: Path, capsys: Captured) -> None:
    file.write_text("trackingServer:\n  mode: serve\nextraEnv:\n  - {name: A, value: 1}\nservice: {port: 0}\n")
    assert main(["check", str(file), "--format", "json"]) == 1
    problems: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["severity"], one["path"], one["line"], one["column"]) for one in problems] == [
        ("MT101", "error", "trackingServer.mode", 2, 3),
        ("MT106", "warning", "extraEnv[0].value", 4, 15),
        ("MT104", "error", "service.port", 5, 11),
    ]
    assert all(set(one) == {"file", "line", "column", "severity", "code", "path", "message", "fix"} for one in problems)
    assert {one["file"] for one in problems} == {str(file)}


def test_check_fails_on_warnings_when_asked(file: Path, capsys: Captured) -> None:
    file.write_text("extraEnv:\n  - {name: A, value: 1}\n")
    assert main(["check", str(file)]) == 0
    assert main(["check", str(file), "--fail-on", "warning"]) == 1
    assert f"{file}:2:15: warning MT106 extraEnv[0].value:" in capsys.readouterr().out


def test_check_expands_globs_and_layers(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("replicas: 1\n")
    Path("b.yaml").write_text("replicaCount: 2\n")
    assert main(["check", "*.yaml"]) == 1
    assert "a.yaml:1:1: error MT102 replicas" in capsys.readouterr().out
    Path("a.yaml").write_text("artifactStore: {oss: {enabled: true}}\n")
    Path("b.yaml").write_text("artifactStore: {oss: {endpoint: oss.example.com}}\n")
    assert main(["check", "a.yaml", "b.yaml"]) == 1
    assert main(["check", "--layers", "a.yaml", "b.yaml"]) == 0


def test_set_changes_only_the_bytes_of_the_value(file: Path) -> None:
    assert main(["set", str(file), "trackingServer.workers=16"]) == 0
    assert file.read_text() == VALUES.replace("workers: 2 #", "workers: 16 #")


@pytest.mark.parametrize(
    ("words", "path", "value"),
    [
        (["image.tag=2024"], "image.tag", "2024"),
        (["--json", "image.tag=2024"], "image.tag", None),
        (["--string", "image.tag=2024"], "image.tag", "2024"),
        (["--json", 'podAnnotations={"a.b/c": "d"}'], "podAnnotations", {"a.b/c": "d"}),
        (["podAnnotations.a\\.b/c=d"], "podAnnotations", {"a.b/c": "d"}),
        (["extraEnv[0].name=A,extraEnv[0].value=b"], "extraEnv", [{"name": "A", "value": "b"}]),
        (["trackingServer.extraArgs={--dev,--x=y}"], "trackingServer.extraArgs", ["--dev", "--x=y"]),
        (["ingress.hosts[0].host=ml.example.com"], "ingress.hosts", [
            {"host": "ml.example.com", "paths": [{"path": "/", "pathType": "ImplementationSpecific"}]}]),
    ],
)  # fmt: skip
def test_set_reads_values_as_helm_does(file: Path, words: list[str], path: str, value: Any, capsys: Captured) -> None:
    code = main(["set", str(file), *words])
    if value is None:  # a number where text is wanted: an edit that adds an error
        assert code == 1
        assert file.read_text() == VALUES
        assert "MT103 image.tag" in capsys.readouterr().err
        return
    assert code == 0
    capsys.readouterr()
    main(["get", str(file), path])
    assert load("v:\n" + "".join(f"  {line}\n" for line in capsys.readouterr().out.splitlines())).data["v"] == value


def test_set_deletes_back_to_the_default(file: Path, capsys: Captured) -> None:
    assert main(["set", str(file), "--delete", "trackingServer.workers"]) == 0
    assert file.read_text() == VALUES.replace("  workers: 2 # two per core\n", "")


def test_set_refuses_an_edit_that_adds_an_error(file: Path, capsys: Captured) -> None:
    assert main(["set", str(file), "trackingServer.wokers=4"]) == 1
    assert file.read_text() == VALUES
    assert "trackingServer.workers" in capsys.readouterr().err
    assert main(["set", str(file), "trackingServer.wokers=4", "--force"]) == 0
    assert "wokers: 4" in file.read_text()
    assert main(["set", str(file), "replicaCount=2"]) == 0, "an error that was there before does not stop an edit"


def test_set_writes_elsewhere(file: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    other = tmp_path / "other.yaml"
    assert main(["set", str(file), "trackingServer.workers=4", "-o", str(other)]) == 0
    assert file.read_text() == VALUES
    assert other.read_text() == VALUES.replace("workers: 2", "workers: 4")
    capsysbinary.readouterr()
    assert main(["set", str(file), "trackingServer.workers=4", "-o", "-"]) == 0
    assert capsysbinary.readouterr().out == other.read_bytes()


def test_set_changes_nothing_when_read_only(file: Path) -> None:
    assert main(["set", "--read-only", str(file), "trackingServer.workers=4"]) == 2
    assert file.read_text() == VALUES


def test_get_tells_the_value_and_its_source(file: Path, capsys: Captured) -> None:
    assert main(["get", str(file), "trackingServer.workers", "--source"]) == 0
    source, value = capsys.readouterr().out.splitlines()
    assert value == "2"
    assert f"{file}:5" in source
    assert main(["get", str(file), "service.port", "--source"]) == 0
    assert "default" in capsys.readouterr().out


def test_get_works_beside_errors_elsewhere(file: Path, capsys: Captured) -> None:
    file.write_text("trackingServer: {mode: nope, workers: 3}\n")
    assert main(["get", str(file), "trackingServer.workers"]) == 0
    assert capsys.readouterr().out == "3\n"


def test_get_of_an_unknown_path(file: Path, capsys: Captured) -> None:
    assert main(["get", str(file), "trackingServer.wrokers"]) == 2
    assert "trackingServer.workers" in capsys.readouterr().err


def test_diff_against_the_defaults_masks_secrets(file: Path, capsys: Captured) -> None:
    assert main(["diff", str(file)]) == 1
    out = capsys.readouterr().out
    assert "-  workers: 1\n" in out
    assert "+  workers: 2\n" in out
    assert "hunter2" not in out
    assert main(["diff", str(file), "--manifests"]) == 1
    assert "hunter2" not in capsys.readouterr().out


def test_diff_of_equal_values_is_empty(file: Path, tmp_path: Path, capsys: Captured) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("# another text, the same values\n" + VALUES)
    assert main(["diff", str(file), "--against", str(other)]) == 0
    assert capsys.readouterr().out == ""


def test_a_changed_secret_shows_as_changed(file: Path, tmp_path: Path, capsys: Captured) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(VALUES.replace("hunter2", "hunter3"))
    for options in ([], ["--manifests"]):
        assert main(["diff", str(file), "--against", str(other), *options]) == 1
        out = capsys.readouterr().out
        assert "hunter" not in out
        assert "changed" in out


def test_init_writes_a_preset_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    assert main(["check", "values.yaml"]) == 0
    written = Path("values.yaml").read_text()
    assert main(["init", "--preset", "minio-ca"]) == 2
    assert Path("values.yaml").read_text() == written
    assert main(["init", "--preset", "minoi-ca", "-o", "x.yaml"]) == 2
    assert "minio-ca" in capsys.readouterr().err


def test_schema_and_docs_name_every_key(capsys: Captured) -> None:
    from mlflow_tui.config_model.catalogue import leaves

    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert main(["docs"]) == 0
    docs = capsys.readouterr().out
    for setting in leaves():
        node = schema
        for part in setting.path:
            node = node["properties"][part]
        assert node["default"] == setting.default
        assert f"| {setting.key} | {setting.type_name} |" in docs


@pytest.mark.parametrize(
    "words",
    [
        ["render"],
        ["set", "x"],
        ["get", "x"],
        ["--nope"],
        ["check", "--format", "xml", "x"],
        ["rendr", "x.yaml"],
        ["init", "--preset"],
    ],
)
def test_wrong_use_is_exit_2_and_a_hint(words: list[str], capsys: Captured) -> None:
    assert main(words) == 2
    err = capsys.readouterr().err
    assert "hint: " in err
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["render", "--shw-secrets", "x"], "--show-secrets"),
        (["set", "x", "--sting", "a=b"], "--string"),
        (["rendr", "x"], "mlflow-tui render"),
        (["init", "--preset", "quickstrt"], "quickstart"),
    ],
)
def test_what_is_mistyped_gets_the_nearest(words: list[str], near: str, capsys: Captured) -> None:
    assert main(words) == 2
    assert near in capsys.readouterr().err.splitlines()[1]


@pytest.mark.parametrize("stream", [">&-", "2>&-", "<&-"])
def test_a_closed_stream_is_no_fault(stream: str, file: Path) -> None:
    command = f"{sys.executable} -m cli get {file} replicaCount {stream}"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 0
    assert "fault" not in done.stderr


def test_without_a_terminal_the_screens_say_what_to_do_instead(file: Path, capsys: Captured) -> None:
    assert main([str(file)]) == 2
    assert "mlflow-tui render" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["render", "--help"], ["--version"], ["-h"]])
def test_help_and_version(words: list[str], capsys: Captured) -> None:
    assert main(words) == 0
    assert "mlflow-tui" in capsys.readouterr().out


IMPORTS = """
import sys
from mlflow_tui.cli.main import main
code = main(sys.argv[1:])
forbidden = {"textual", "rich", "kubernetes_validate", "yaml_edit"} & set(sys.modules)
print(sorted(forbidden), file=sys.stderr)
sys.exit(9 if forbidden else code)
"""


@pytest.mark.parametrize(
    "words",
    [["render", "FILE"], ["check", "FILE"], ["get", "FILE", "image.tag"], ["diff", "FILE"], ["schema"], ["docs"],
     ["init", "--list"], ["set", "FILE", "replicaCount=2"], ["--help"]],
)  # fmt: skip
def test_a_headless_command_imports_no_screens(words: list[str], file: Path) -> None:
    arguments = [str(file) if word == "FILE" else word for word in words]
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, *arguments],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr


def test_a_closed_pipe_is_no_error(file: Path) -> None:
    command = f"{sys.executable} -m cli render {file} | head -n 1"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.stdout == "---\n"
    assert done.stderr == ""
