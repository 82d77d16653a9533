"""Several `mlflow-tui set` at once on one file: no edit is lost."""

import subprocess
import sys
from pathlib import Path


def test_no_edit_of_several_runs_is_lost(tmp_path: Path) -> None:
    values = tmp_path / "values.yaml"
    values.write_text("# ours\npodAnnotations:\n  first: kept  # why\n")
    runs = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mlflow_tui",
                "set",
                str(values),
                "--string",
                f"podAnnotations.run{number}=done",
                "-q",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for number in range(6)
    ]
    for run in runs:
        said, _ = run.communicate(timeout=120)
        assert run.returncode == 0, said
    lines = values.read_text().splitlines()
    assert lines[:3] == ["# ours", "podAnnotations:", "  first: kept  # why"]
    assert sorted(lines[3:]) == [f"  run{number}: done" for number in range(6)]
    assert [each.name for each in tmp_path.iterdir()] == ["values.yaml"]
