"""The preview beside an editor shows the place that is edited."""

from __future__ import annotations

from pathlib import Path

from tests.tui.running import running


async def test_the_form_of_an_entry_far_down_brings_its_lines_into_the_preview(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    entries = "".join(f"  - name: V{number}\n    value: text {number}\n" for number in range(300))
    file.write_text(f"extraEnv:\n{entries}")
    async with running(file) as screens:
        await screens.go_to("extraEnv")
        await screens.press("enter")
        await screens.until("V0")
        await screens.press("end", "enter")
        await screens.until("- name: V299")
