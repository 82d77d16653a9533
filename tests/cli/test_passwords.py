"""Passwords of URLs are told by no command and no export, whatever their characters and wherever the URL stands."""

from __future__ import annotations

import base64
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from mlflow_tui.cli.main import main
from mlflow_tui.renderers.yaml_text import text

Captured = pytest.CaptureFixture[str]

PRINTABLE = "".join(map(chr, range(0x20, 0x7F))) + "äß€日"
GIVEN = (
    "se/cret9", "p@ss:w/rd", "two words@x", "80/path@y", "it's-\"quoted\"", "%2Fencoded%40", "a#b?c=d&e;f",
    "$$dollars$", "x=y=z//", "<angles>@", "`back`,tick", "5432109876", "{brace}[x]", "back\\slash\\n", "://u:v@w",
    "trailing@@@@",
)  # fmt: skip
FOR_GIT = ("argocd", "flux", "kustomize")
SCHEMES = ("postgresql", "mysql+pymysql", "redis", "http", "amqps", "s3", "custom+x.y-z")


def random_passwords(count: int) -> list[str]:
    chance = random.Random(20240618)
    made = ["".join(chance.choices(PRINTABLE, k=chance.randint(8, 24))) for _ in range(count)]
    return [*GIVEN, *made]


def url(password: str, number: int = 0) -> str:
    user = ("mlflow", "", "user@tenant")[number % 3]
    return f"{SCHEMES[number % len(SCHEMES)]}://{user}:{password}@db{number}.example.com:5432/m"


def tellings(password: str) -> set[str]:
    """The password as YAML, JSON, a URL or a Secret would hold it."""
    hidden = (base64.b64encode(b" " * shift + password.encode())[4 if shift else 0 : -4] for shift in range(3))
    return {
        password,
        json.dumps(password)[1:-1],
        json.dumps(password, ensure_ascii=False)[1:-1],
        password.replace("'", "''"),
        quote(password, safe=""),
        *(one.decode() for one in hidden),
    }


def told(output: str, passwords: Sequence[str]) -> list[str]:
    return [one for one in passwords if any(form in output for form in tellings(one))]


def variables(urls: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": f"ADDRESS_{number}", "value": one} for number, one in enumerate(urls)]


def arguments(urls: Sequence[str]) -> Iterator[str]:
    """As one item, as two items, as an item alone."""
    for number, one in enumerate(urls):
        registry = f"postgresql{one[one.index('://') :]}"  # of another scheme it is an error, and nothing is exported
        yield from ([f"--address={one}"], ["--registry-store-uri", registry], [one])[number % 3]


def container(name: str, urls: Sequence[str]) -> dict[str, Any]:
    return {
        "name": name,
        "image": "busybox:1.36",
        "env": variables(urls[::3]),
        "args": list(arguments(urls[1::3])),
        "command": list(arguments(urls[2::3])),
    }


def places(passwords: Sequence[str]) -> dict[str, Any]:
    """Values that Secrets of one's own can take up: each password in one of the places that can hold one."""
    urls = [url(one, number) for number, one in enumerate(passwords)]
    return {
        "trackingServer": {
            "mode": "serve-artifacts",
            "artifactsDestination": urls[0],
            "extraArgs": list(arguments(urls[4::4])),
            "basicAuth": {
                "enabled": True,
                "createSecret": {"databaseUri": urls[1], "adminUsername": "boss", "adminPassword": passwords[2]},
            },
        },
        "backendStore": {"createSecret": {"backendStoreUri": url(passwords[3])}},
        "extraEnv": variables(urls[5::4]),
        "extraContainers": [container("side", urls[6::4])],
        "extraInitContainers": [container("first", urls[7::4])],
    }


def free_places(passwords: Sequence[str]) -> list[dict[str, Any]]:
    """Values with a password where no reference to a Secret can stand."""
    urls = [url(one, number) for number, one in enumerate(passwords)]
    annotated = {f"a{number}": one for number, one in enumerate(urls)}
    return [
        {"podAnnotations": annotated},
        {"service": {"annotations": annotated}},
        {"serviceAccount": {"annotations": annotated}},
        {"ingress": {"enabled": True, "annotations": annotated}},
        {"nodeSelector": annotated},
        {"extraContainers": [{**container("side", urls), "workingDir": urls[0]}]},
        {"extraVolumes": [{"name": "a", "csi": {"driver": "x", "volumeAttributes": annotated}}]},
        {"podAnnotations": dict.fromkeys(urls, "x")},
        {"affinity": {"nodeAffinity": annotated}},
        {"image": {"repository": urls[0], "tag": urls[1]}, "nameOverride": urls[2]},
        {"unknown": {"at": [{"any": {"depth": urls}}]}, urls[0]: urls[1]},
        {"trackingServer": {"host": urls[0], "mode": urls[1], "port": urls[2]}},
        {"tolerations": [{"key": urls[0], "operator": urls[1]}], "extraEnv": [{"name": urls[2], "value": "x"}]},
        {"resources": {"limits": {"cpu": urls[0]}}, "service": {"port": urls[1]}},
    ]


def remarks(passwords: Sequence[str], data: dict[str, Any]) -> str:
    """The file of the values, with the URLs in comments too: lines of their own, and one behind a value."""
    lines = "".join(f"# was {url(one, number)} once\n" for number, one in enumerate(passwords))
    return f"{lines}{text(data)}{lines}replicaCount: 2 # not {url(passwords[0])} any more\n"


def batches(size: int, turn: int = 0) -> Iterator[list[str]]:
    """All passwords in files of so many; another `turn` brings them to other places."""
    passwords = random_passwords(500)
    passwords = [*passwords[turn:], *passwords[:turn]]
    for start in range(0, len(passwords), size):
        yield passwords[start : start + size]


def exported(folder: Path) -> str:
    return "\n".join(path.read_text() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("target", FOR_GIT)
def test_no_export_tells_a_password(target: str, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    for number, passwords in enumerate(batches(43, turn=FOR_GIT.index(target))):
        file.write_text(remarks(passwords, places(passwords)))
        folder = tmp_path / f"{target}-{number}"
        assert main(["export", target, str(file), "-o", str(folder)]) == 0, capsys.readouterr().err
        out, err = capsys.readouterr()
        assert "no credential was written" in err
        assert told(out + err + exported(folder), passwords) == []


def test_the_chart_keeps_a_file_with_a_password_for_its_owner(tmp_path: Path, capsys: Captured) -> None:
    for number, written in enumerate((f"# was {url('se/cret9')}\n", f"podAnnotations: {{a: '{url('se/cret9')}'}}\n")):
        file = tmp_path / "values.yaml"
        file.write_text(written)
        folder = tmp_path / f"chart-{number}"
        assert main(["export", "helm-chart", str(file), "-o", str(folder)]) == 0
        assert (folder / "values.yaml").stat().st_mode & 0o777 == 0o600
        assert "with credentials in plain text" in capsys.readouterr().err


def commands(file: str, other: str) -> Iterator[list[str]]:
    yield from (["check", file, "--format", kind] for kind in ("text", "json", "sarif", "github"))
    yield ["diff", file]
    yield ["diff", file, "--manifests"]
    yield ["diff", file, "--against", other]
    yield ["diff", other, "--against", file, "--manifests"]
    yield ["set", file, "trackingServer.workers=0", "trackingServer.mode=none", "-o", f"{file}.changed"]
    yield ["get", file, "no.such.key"]


def run(capsys: Captured, words: Sequence[str]) -> str:
    main(words)
    out, err = capsys.readouterr()
    assert "fault of the program" not in err
    return out + err


def test_no_command_tells_a_password(tmp_path: Path, capsys: Captured) -> None:
    file, other = tmp_path / "values.yaml", tmp_path / "other.yaml"
    other.write_text("replicaCount: 3\n")
    for passwords in batches(172):
        file.write_text(remarks(passwords, places(passwords)))
        for words in commands(str(file), str(other)):
            assert told(run(capsys, words), passwords) == [], words


@pytest.mark.parametrize("number", range(len(free_places(GIVEN))))
def test_no_command_tells_a_password_that_stands_anywhere(number: int, tmp_path: Path, capsys: Captured) -> None:
    file, other = tmp_path / "values.yaml", tmp_path / "other.yaml"
    other.write_text("replicaCount: 3\n")
    for passwords in [next(batches(40, turn=40 * number))]:
        file.write_text(remarks(passwords, free_places(passwords)[number]))
        for words in commands(str(file), str(other)):
            assert told(run(capsys, words), passwords) == [], words


@pytest.mark.parametrize("target", ["argocd", "flux", "kustomize"])
@pytest.mark.parametrize("number", range(len(free_places(GIVEN))))
def test_what_cannot_be_taken_out_is_not_exported(number: int, target: str, tmp_path: Path, capsys: Captured) -> None:
    file, above = tmp_path / "values.yaml", tmp_path / "above.yaml"
    file.write_text(remarks(GIVEN, free_places(GIVEN)[number]))
    above.write_text("podAnnotations: null\nservice: {annotations: null}\nserviceAccount: {annotations: null}\n")
    for files in ([str(file)], [str(file), str(above)]):
        assert main(["export", target, *files, "-o", str(tmp_path / target)]) == 1
        out, err = capsys.readouterr()
        assert told(out + err, GIVEN) == []
        assert not (tmp_path / target).exists()


def test_a_terminal_is_shown_no_password(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "values.yaml"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for passwords in batches(172):
        data = {**places(passwords), **free_places(passwords)[0]}
        file.write_text(remarks(passwords, data))
        shown = run(capsys, ["render", str(file)])
        assert "kind: Deployment" in shown
        assert told(shown, passwords) == []
        for path in (*data, "extraEnv[0].value", "trackingServer.extraArgs[2]", "podAnnotations.a1"):
            assert told(run(capsys, ["get", str(file), path, "--source"]), passwords) == [], path


# What is no password


@pytest.mark.parametrize(
    "value",
    [
        "http://host:8080/path", "git@host:repo", "ssh://git@host/repo", "docker.io/a/b@sha256:" + "a" * 64,
        "oci://registry:5000/a@sha256:" + "a" * 64, "postgresql://$(USER):$(PASSWORD)@db/m", "http://a:80,http://b:81",
        "http://host:8080/ is of ops@example.com", "http://[::1]:5000/a@b", "mail ops@example.com: now", "a:b@c",
        "see http://host:8080 or @ops",
    ],
)  # fmt: skip
def test_what_is_no_password_is_shown_and_exported(value: str, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        f"# see {value}\n{text({'podAnnotations': {'a': value}, 'extraEnv': [{'name': 'A', 'value': value}]})}"
    )
    assert run(capsys, ["diff", str(file)]).count(value) == 2
    for target in ("argocd", "flux", "kustomize"):
        assert main(["export", target, str(file), "-o", str(tmp_path / target)]) == 0
        capsys.readouterr()
    kept = (tmp_path / "argocd/values/mine.yaml").read_text()
    assert kept == file.read_text()


def test_a_placeholder_in_a_comment_stays(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "mine.yaml"
    written = "".join(
        f"# postgresql://u:{one}@db/m\n" for one in ("<password>", "${PASSWORD}", "$(PW)", "PASSWORD", "***")
    )
    file.write_text(f"{written}replicaCount: 2\n")
    assert main(["export", "argocd", str(file), "-o", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert (tmp_path / "out/values/mine.yaml").read_text() == file.read_text()


# What cannot be read


@pytest.mark.parametrize(
    "broken",
    [
        "a: '{}\nb: 1\n", "a: *{}\n", "a: &{}\n", "a: %{}\n", "--- {}\n", "{}: 1\n{}: 2\n", "a: [{}\n", "a: {{{}: \n",
        "a: !{} x\n", "a: b: {}\n", "\t{}: 1\n", "a: |{}\n", "- a\n{}\n", "a: 1\x01{}\n",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_not_quoted(broken: str, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    for password in random_passwords(10):
        file.write_text(broken.replace("{{", "{").replace("{}", url(re.sub(r"[\r\n]", "", password))))
        for words in (["check", str(file)], ["check", str(file), "--format", "sarif"], ["render", str(file)]):
            assert told(run(capsys, words), [password]) == []


def test_a_password_that_reads_as_an_alias_is_not_quoted(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("trackingServer: {basicAuth: {createSecret: {adminPassword: *Sw0rdfish-1 }}}\n")
    said = run(capsys, ["check", str(file)])
    assert f"{file}:1:60: error MT001" in said
    assert "Sw0rdfish" not in said


def test_an_address_of_a_repository_that_tells_a_password_is_refused(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "values.yaml"
    file.write_text("replicaCount: 2\n")
    words = ["export", "argocd", str(file), "-o", str(tmp_path / "out"), "--repo-url", "https://u:se/cret9@git/x.git"]
    assert main(words) == 1
    assert "se/cret9" not in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
