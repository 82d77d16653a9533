"""A file that is no values file gets one clear line, and never a wait without end."""

import os
import threading
from pathlib import Path

import pytest

from mlflow_tui.delivery.files import LIMIT, FileProblem, read_file, why_read_only


def problem_of(path: Path) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read_file(path)
    assert "\n" not in caught.value.message
    assert str(path) in caught.value.message
    return caught.value


def test_a_file_is_read_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    data = b"\xef\xbb\xbfa: 1\r\n\tb\xff"
    path.write_bytes(data)
    assert read_file(path).data == data


def test_a_mistyped_name_gets_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "values.yaml").touch()
    assert str(tmp_path / "values.yaml") in problem_of(tmp_path / "vlaues.yaml").hint


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "envs") in problem_of(tmp_path / "envs" / "values.yaml").hint


def test_a_folder_offers_a_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "prod.yaml").touch()
    found = problem_of(tmp_path)
    assert "is a folder" in found.message
    assert str(tmp_path / "prod.yaml") in found.hint


def test_a_broken_link_tells_where_it_leads(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.symlink_to("elsewhere.yaml")
    assert "elsewhere.yaml" in problem_of(path).message


def test_links_in_a_circle(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.symlink_to(path)
    problem_of(path)


def test_a_device_is_refused() -> None:
    assert "device" in problem_of(Path("/dev/zero")).message


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    with path.open("wb") as opened:
        opened.truncate(LIMIT + 1)
    assert "too large" in problem_of(path).message


def test_a_name_with_a_null_byte() -> None:
    problem_of(Path("a\0b"))


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlflow_tui.delivery.files.reading._PIPE_PATIENCE", 0.2)
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert "pipe" in problem_of(path).message


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """As `mlflow-tui check <(sops -d values.yaml)` hands it over."""
    reading, writing = os.pipe()
    data = b"a: 1\n" * 50_000

    def write() -> None:
        with os.fdopen(writing, "wb") as opened:
            opened.write(data)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert read_file(Path(f"/dev/fd/{reading}")).data == data
    finally:
        os.close(reading)
        writer.join()


def test_a_file_without_write_permission_is_read_only(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.touch(mode=0o444)
    assert why_read_only(path) == "is read-only"
    path.chmod(0o644)
    assert not why_read_only(path)
    assert not why_read_only(tmp_path / "new.yaml")
