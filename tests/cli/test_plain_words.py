"""Files as people get them wrong: `check` names the place and the fix of each, in words that need no manual."""

import re
from pathlib import Path

import pytest

from mlflow_tui.cli.main import main

SERVE = "trackingServer: {mode: serve-artifacts}\n"
# The text; the place, code and key of its first error; words of its message; words of its fix.
WRONG: dict[str, tuple[str, str, str, str]] = {
    "a tab": ("trackingServer:\n\tmode: serve-artifacts\n", "2:1: error MT001", "tab", "spaces"),
    "no colon": ("trackingServer\n  mode: serve-artifacts\n", "2:7: error MT001", "line", "colon"),
    "no space": (
        "trackingServer:\n  mode:serve-artifacts\n",
        "1:1: error MT103 trackingServer",
        "expected a map",
        "space after the colon",
    ),
    "a key twice": ("replicaCount: 1\nreplicaCount: 2\n", "2:1: error MT002", "line 1 and on line 2", "Remove one"),
    "an open quote": ('image:\n  tag: "v2\n', "2:8: error MT001", "never closed", "Close it"),
    "a list": ("- a\n", "1:1: error MT001", "holds a list", ""),
    "too far in": ("image:\n  tag: v2\n   registry: r\n", "3:12: error MT001", "line", "indentation"),
    "another spelling": (
        "trackingserver: {workers: 2}\n",
        "1:1: error MT102 trackingserver",
        "did you mean 'trackingServer'",
        "",
    ),
    "snake case": ("tracking_server: {workers: 2}\n", "1:1: error MT102", "did you mean 'trackingServer'", ""),
    "the wrong place": ("mode: serve-artifacts\n", "1:1: error MT102 mode", "did you mean 'trackingServer.mode'", ""),
    "dots": ("trackingServer.mode: serve-artifacts\n", "1:1: error MT102", "dots do not lead", "trackingServer.mode"),
    "a short name": (
        "backendStore:\n  uri: sqlite:///a\n",
        "2:3: error MT102 backendStore.uri",
        "did you mean 'backendStore.createSecret.backendStoreUri'",
        "",
    ),
    "no key of the chart": ("hostNetwork: true\n", "1:1: error MT102 hostNetwork", "not a key", "known keys"),
    "a map of variables": ("extraEnv:\n  A: b\n", "1:1: error MT103 extraEnv", "expected a list", "names and values"),
    "a pair": ("extraEnv:\n- A=b\n", "2:3: error MT103 extraEnv[0]", "expected a map", "name and value"),
    "a named port": ("service:\n  port: http\n", "2:3: error MT103 service.port", "expected an integer", "integer"),
    "a large port": (
        "service:\n  port: 99999\n",
        "2:3: error MT104 service.port",
        "from 1 to 65535",
        "from 1 to 65535",
    ),
    "a quoted switch": (
        'ingress:\n  enabled: "yes"\n',
        "2:3: error MT103 ingress.enabled",
        "expected a boolean",
        "quotes",
    ),
    "less than none": ("replicaCount: -1\n", "1:1: error MT104 replicaCount", "from 0", "from 0"),
    "one and a half": ("replicaCount: 1.5\n", "1:1: error MT103 replicaCount", "1.5", "integer"),
    "nothing": (
        "trackingServer:\n  mode:\n",
        "2:3: error MT107 trackingServer.mode",
        "expected a choice",
        "default is 'no-serve-artifacts'",
    ),
    "hosts alone": (
        "ingress:\n  enabled: true\n  hosts:\n  - a.example\n",
        "4:5: error MT103 ingress.hosts[0]",
        "expected a map",
        "host and paths",
    ),
    "one argument": ("trackingServer:\n  extraArgs: --dev\n", "2:3: error MT103", "expected a list", "list of one"),
    "a space for =": (
        "trackingServer:\n  extraArgs:\n  - --static-prefix /ml\n",
        "3:5: error MT216 trackingServer.extraArgs[0]",
        "exits at once",
        "with =",
    ),
    "a colon for =": (
        "trackingServer:\n  extraArgs:\n  - --static-prefix: /ml\n",
        "3:5: error MT103 trackingServer.extraArgs[0]",
        "expected a string",
        "=",
    ),
    "megabytes": ("resources:\n  limits:\n    memory: 512MB\n", "3:5: error MT305", "not a quantity", "512Mi"),
    "a claim's name": (
        "extraVolumes:\n- name: a\n  persistentVolumeClaim: a\n",
        "3:3: error MT302 extraVolumes[0].persistentVolumeClaim",
        "expected a map",
        "map",
    ),
    "a path": (
        "extraVolumes: [{name: a, emptyDir: {}}]\nextraVolumeMounts:\n- name: a\n  path: /a\n",
        "3:3: error MT303 extraVolumeMounts[0]",
        "mountPath is missing",
        "add mountPath",
    ),
    "an image in one": ("image: ghcr.io/mlflow/mlflow:v2.14.1\n", "1:1: error MT103 image", "a map", "repository"),
    "a switch for a section": (
        "trackingServer:\n  basicAuth: true\n",
        "2:3: error MT103 trackingServer.basicAuth",
        "a map",
        "enabled: true",
    ),
    "a quoted user": (
        'securityContext:\n  runAsUser: "1000"\n',
        "2:3: error MT302 securityContext.runAsUser",
        "an integer",
        "without quotes",
    ),
    "the other context": (
        "securityContext:\n  fsGroup: 1\n",
        "2:3: error MT301 securityContext.fsGroup",
        "field of podSecurityContext",
        "move it",
    ),
    "one toleration": ("tolerations:\n  key: a\n", "1:1: error MT103 tolerations", "expected a list", "list"),
    "a template": ("fullnameOverride: {{ .Release.Name }}\n", "1:20: error MT001", "", "does not expand templates"),
    "a bare true": ("podAnnotations:\n  a: true\n", "2:3: error MT105 podAnnotations.a", "expected a string", '"true"'),
    "a bare number": (
        "podAnnotations:\n  a: 5000\n",
        "2:3: error MT103 podAnnotations.a",
        "expected a string",
        '"5000"',
    ),
    "another dialect": (
        SERVE + "backendStore:\n  createSecret:\n    backendStoreUri: postgres://h/d\n",
        "4:5: error MT207 backendStore.createSecret.backendStoreUri",
        "did you mean postgresql",
        "",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_place_and_the_mend_are_named(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, place, message, mend = WRONG[name]
    file = tmp_path / "values.yaml"
    file.write_text(text, encoding="utf-8")
    assert main(["check", "--color", "never", str(file)]) in (1, 2)
    printed = capsys.readouterr()
    lines = [line for line in (printed.out + printed.err).splitlines() if " error " in line]
    said = lines[0].removeprefix(f"{file}:")
    assert said.startswith(place)
    assert message in said
    assert mend in said
    assert not re.search(
        r"Traceback|pydantic|validation error|NoneType|dict|\bstr\b|\bint\b", printed.out + printed.err
    )
