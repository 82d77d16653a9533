"""An edit in a form changes the bytes of its value: comments, quotes, anchors and flow style around it stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.running import running

TEXT = """\
# top
extraEnv:
  # who pays
  - name: TEAM # the payer
    value: 'ml'   # quoted
    # after team
  - {name: FLOW, value: "x"} # flow
  - &shared
    name: ANCHORED
    value: y
  - <<: *shared
    name: MERGED   # merged
  - name: SEC
    valueFrom: # from the vault
      secretKeyRef:
        name: vault # the vault
        key: token
extraVolumes:
  # scratch
  - name: tmp # fast
    emptyDir: # in memory
      medium: Memory # yes
      sizeLimit: 1Gi
  - name: x
    projected:
      sources: []   # unknown to forms
ingress:
  hosts:
    # main
    - host: a.example.com # public
      paths:
        - path: / # root
          pathType: Prefix
  tls:
    - secretName: s # issued
      hosts: [a.example.com] # one
tolerations:
  - key: k # key
    operator: Equal
    value: "v" # val
    effect: NoSchedule
"""
TEAM = """\
  # who pays
  - name: TEAM # the payer
    value: 'ml'   # quoted
    # after team
"""
FLOW = '  - {name: FLOW, value: "x"} # flow\n'
D = "down"


@pytest.mark.parametrize(
    ("setting", "keys", "typed", "before", "after"),
    [
        ("extraEnv", ["enter", D, D, "enter"], "data", "value: 'ml'   # quoted", "value: 'data'   # quoted"),
        ("extraEnv", ["enter", "enter"], "CREW", "name: TEAM # the payer", "name: CREW # the payer"),
        (
            "extraEnv",
            [D, "enter", D, D, "enter"],
            "new: x",
            '{name: FLOW, value: "x"}',
            '{name: FLOW, value: "new: x"}',
        ),
        ("extraEnv", [D, D, "enter", "enter"], "LONE", "name: ANCHORED\n", "name: LONE\n"),
        (
            "extraEnv",
            [D, D, D, D, "enter", D, D, "enter"],
            "other",
            "name: vault # the vault",
            "name: other # the vault",
        ),
        ("extraVolumes", ["enter", "enter"], "fast", "- name: tmp # fast", "- name: fast # fast"),
        ("extraVolumes", ["enter", D, D, D, "enter"], "2Gi", "sizeLimit: 1Gi", "sizeLimit: 2Gi"),
        ("extraVolumes", [D, "enter", "enter"], "cache", "- name: x\n", "- name: cache\n"),
        ("ingress.hosts", ["enter", "enter"], "b.example.com", "a.example.com # public", "b.example.com # public"),
        ("ingress.tls", ["enter", "enter"], "t", "secretName: s # issued", "secretName: t # issued"),
        ("tolerations", ["enter", D, D, "enter"], "w", 'value: "v" # val', 'value: "w" # val'),
    ],
)
async def test_a_field_of_a_form(
    tmp_path: Path, setting: str, keys: list[str], typed: str, before: str, after: str
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(TEXT)
    assert TEXT.count(before) == 1
    async with running(file) as screens:
        await screens.go_to(setting)
        await screens.press("enter", *keys)
        await screens.type(typed)
        await screens.press("enter")
        assert screens.text == TEXT.replace(before, after)
        await screens.press("escape", "escape", "escape", "ctrl+z")
        assert screens.text == TEXT


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("minus", TEAM, "  # who pays\n    # after team\n"),
        ("alt+down", TEAM + FLOW, FLOW + TEAM),
    ],
)
async def test_an_entry_goes_without_its_comments_and_moves_with_them(
    tmp_path: Path, key: str, before: str, after: str
) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(TEXT)
    async with running(file) as screens:
        await screens.go_to("extraEnv")
        await screens.press("enter", key)
        assert screens.text == TEXT.replace(before, after)
        await screens.press("escape", "ctrl+z")
        assert screens.text == TEXT


async def test_a_form_is_titled_by_the_name_that_its_entry_has_now(tmp_path: Path) -> None:
    file = tmp_path / "values.yaml"
    file.write_text(TEXT)
    async with running(file) as screens:
        await screens.go_to("extraEnv")
        await screens.press("enter", "enter", "enter")
        await screens.type("CREW")
        await screens.press("enter")
        assert "Environment variables › CREW" in screens.screen
        await screens.press("ctrl+z")
        assert "Environment variables › TEAM" in screens.screen
