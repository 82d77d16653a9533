"""Files that are none: one clear line on stderr, exit 2, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlflow_tui.cli.main import main

COMMANDS = [
    ("render",),
    ("get", "trackingServer.workers"),
    ("set", "trackingServer.workers=2"),
    ("diff",),
]


def make(folder: Path, kind: str) -> Path:
    file = folder / "values.yaml"
    contents = {
        "broken": b"trackingServer:\n  workers: [1\n",
        "binary": bytes(range(256)),
        "list": b"- a\n- b\n",
        "scalar": b"hello\n",
        "duplicate": b"a: 1\na: 2\n",
        "large": b"# " + b"x" * 5_100_000,
        "latin": "a: é\n".encode("latin-1"),
        "tab": b"trackingServer:\n\tworkers: 1\n",
        "deep": b"[" * 100_000,
        "laughs": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            f"{c}: &{c} [{','.join(f'*{p}' for _ in range(9))}]\n".encode()
            for p, c in zip("abcdefgh", "bcdefghi", strict=True)
        ),
    }
    if kind == "folder":
        file.mkdir()
    elif kind != "missing":
        file.write_bytes(contents[kind])
    return file


KINDS = [
    "broken", "binary", "list", "scalar", "duplicate", "large", "latin", "tab", "deep", "laughs", "folder", "missing",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_file_is_one_line_and_exit_2(
    kind: str, command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = make(tmp_path, kind)
    before = file.read_bytes() if file.is_file() else None
    assert main([command[0], str(file), *command[1:]]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert str(file) in lines[0]
    assert len(lines) <= 2
    assert all(line.startswith("hint: ") for line in lines[1:])
    assert "Traceback" not in err
    assert "fault of the program" not in err
    assert (file.read_bytes() if file.is_file() else None) == before


@pytest.mark.parametrize(("kind", "line"), [("broken", 3), ("duplicate", 2), ("list", 1), ("tab", 2)])
def test_a_file_that_cannot_be_parsed_is_named_with_its_line(
    kind: str, line: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = make(tmp_path, kind)
    assert main(["render", str(file)]) == 2
    named = capsys.readouterr().err.splitlines()[0]
    assert f"{file}:" in named
    assert abs(int(named.split(f"{file}:")[1].split(":")[0]) - line) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_check_reports_a_wrong_file_and_goes_on_with_the_others(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = make(tmp_path, kind)
    other = tmp_path / "other.yaml"
    other.write_text("replicas: 2\n")
    assert main(["check", str(file), str(other)]) == 2
    out, err = capsys.readouterr()
    assert "MT102 replicas" in out
    assert str(file) in err


def test_an_empty_file_is_a_valid_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "values.yaml"
    file.write_bytes(b"")
    assert main(["check", str(file)]) == 0
    assert main(["render", str(file)]) == 0
    assert "kind: Deployment" in capsys.readouterr().out
    assert main(["set", str(file), "trackingServer.workers=4"]) == 0
    assert file.read_text() == "trackingServer:\n  workers: 4\n"
