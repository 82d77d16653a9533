"""The changes that CONTRIBUTING describes, each made to a copy of the repository in the files that it names."""

import difflib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from mlflow_tui.config_model.mlflow import newest, versions
from mlflow_tui.config_model.mlflow.facts import decoded
from mlflow_tui.config_model.mlflow.generate import written
from tests.needs import without

ROOT = Path(__file__).parents[1]
FOLDERS = ("cli", "config_model", "delivery", "readme", "renderers", "src", "tui")


@dataclass(frozen=True)
class Insertion:
    """`text` behind the first place of `after` in a file."""

    file: str
    after: str
    text: str


class Copy:
    """A copy of the product, changed as a newcomer would change it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changed: set[str] = set()
        for name in FOLDERS:
            shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))

    def insert(self, insertions: Sequence[Insertion]) -> None:
        for one in insertions:
            path = self.folder / one.file
            before, found, rest = path.read_text(encoding="utf-8").partition(one.after)
            assert found, f"{one.file} has no {one.after!r}"
            path.write_text(before + found + one.text + rest, encoding="utf-8")
            self.changed.add(one.file)

    def python(self, code: str, *arguments: str) -> str:
        """What a fresh interpreter prints that runs the copy."""
        environment = {**os.environ, "PYTHONPATH": f"{self.folder / 'src'}{os.pathsep}{self.folder}"}
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, env=environment, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def command(self, *arguments: str) -> str:
        """What the command prints; an exit code of 1, for what `check` and `diff` find, is right too."""
        code = "import sys; from mlflow_tui.cli.main import main; sys.exit(main(sys.argv[1:]) > 1)"
        return self.python(code, *arguments)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy")


def limit(change: str) -> int:
    """How many files CONTRIBUTING says that a change touches."""
    found = re.search(rf"^\*\*{change}\*\* \((\d) files\)", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    assert found is not None, change
    return int(found[1])


def test_the_limits_are_those_that_were_set() -> None:
    changes = ("A key of the chart", "A credential", "A check", "An action of the screens", "A version of MLflow")
    assert [limit(change) for change in changes] == [5, 4, 2, 2, 2]


def values(copy: Copy, text: str) -> str:
    file = copy.folder / "values.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_key_of_the_chart(copy: Copy) -> None:
    copy.insert(
        [
            Insertion(
                "config_model/values/scheduling.py",
                "    area: ClassVar[Area] = Area.SCHEDULING\n",
                "    scratch_class: Annotated[\n        str,\n"
                '        Declaration(title="Scratch class", help="Class of the pods.", example="high"),\n    ] = ""\n',
            ),
            Insertion(
                "renderers/manifests/deployment.py",
                '        "nodeSelector": values.node_selector,\n',
                '        "subdomain": values.scratch_class,\n',
            ),
            Insertion(
                "renderers/helm_chart/templates/deployment.yaml",
                "      serviceAccountName: {{ $names.serviceAccount | quote }}\n",
                "      {{- with $values.scratchClass }}\n      subdomain: {{ . }}\n      {{- end }}\n",
            ),
            Insertion(
                "renderers/manifests/origin.py",
                '        case ("replicas", *_):\n            return ("replicaCount",)\n',
                '        case ("template", "spec", "subdomain", *_):\n            return ("scratchClass",)\n',
            ),
        ]
    )
    file = values(copy, "{}\n")
    copy.command("set", file, "scratchClass=high", "-q")
    assert copy.command("get", file, "scratchClass") == "high\n"
    assert "subdomain: high" in copy.command("render", file)
    assert "string" in json.loads(copy.command("schema"))["properties"]["scratchClass"]["type"]
    assert "scratchClass" in copy.command("docs")
    assert "scratchClass" in copy.command("check", values(copy, "scratchClas: high\n"))
    assert "(did you mean 'scratchClass'?)" in copy.command("check", values(copy, "scratchClas: high\n"))
    assert "subdomain: {{ . }}" in copy.python(
        "from mlflow_tui.renderers.helm_chart import chart\n"
        "print(next(text for name, text in chart().items() if name.endswith('deployment.yaml')))"
    )
    wrong = "error MT305 scratchClass"  # the object is refused, and the setting that made it is named
    assert wrong in copy.command("check", values(copy, "scratchClass: Not A Name\n"))
    assert len(copy.changed) + 1 <= limit("A key of the chart"), "one more for the test"


def test_a_credential(copy: Copy) -> None:
    copy.insert(
        [
            Insertion(
                "config_model/values/artifact_store.py",
                'class S3Secret(Section):\n    """Content of the Secret that is created for S3."""\n',
                "\n    session_token: Annotated[\n        str,\n"
                '        Declaration(title="Session token", help="Token.", example="Fwo", secret=True),\n    ] = ""\n',
            ),
            Insertion(
                "config_model/credentials.py",
                '"AWS_SECRET_ACCESS_KEY": ("secretAccessKey",)',
                ', "AWS_SESSION_TOKEN": ("sessionToken",)',
            ),
            Insertion(
                "renderers/helm_chart/templates/_configuration.tpl",
                '{{- $_ := set $environment "AWS_SECRET_ACCESS_KEY" $stores.s3.createSecret.secretAccessKey -}}\n',
                '{{- $_ := set $environment "AWS_SESSION_TOKEN" $stores.s3.createSecret.sessionToken -}}\n',
            ),
        ]
    )
    text = "artifactStore: {s3: {enabled: true, createSecret: {sessionToken: t0ken-of-a-session}}}\n"
    file = values(copy, text)
    assert "AWS_SESSION_TOKEN: dDBrZW4tb2YtYS1zZXNzaW9u" in copy.command("render", file)
    assert "MT401 artifactStore.s3.createSecret.sessionToken" in copy.command("check", file)
    shadowed = copy.command("check", values(copy, text + "extraEnv: [{name: AWS_SESSION_TOKEN, value: other}]\n"))
    assert "MT242 extraEnv[0].name" in shadowed
    copy.command("export", "argocd", values(copy, text), "-o", str(copy.folder / "out"), "-q")
    exported = "".join(path.read_text("utf-8") for path in (copy.folder / "out").rglob("*") if path.is_file())
    assert "t0ken-of-a-session" not in exported
    assert "AWS_SESSION_TOKEN" in exported, "the Secret that is to be made has the key"
    needed = copy.python(
        "from mlflow_tui.config_model.credentials import S3, setting_of_key\n"
        "print([key.name for key in S3.keys], setting_of_key('AWS_SESSION_TOKEN')[-1])"
    )
    assert needed.strip().endswith("'AWS_SESSION_TOKEN'] sessionToken")
    assert len(copy.changed) <= limit("A credential")


def test_a_check(copy: Copy) -> None:
    copy.insert(
        [
            Insertion(
                "config_model/checks/names.py",
                "    return len(name) <= 253 and DNS_1123_SUBDOMAIN.fullmatch(name) is not None\n",
                '\n\n@check("MT399", Severity.WARNING, "The name is odd.", reads=("nameOverride",))\n'
                "def odd_name(context: Context) -> Iterator[Finding]:\n"
                '    if context.values.name_override == "odd":\n'
                '        yield Finding("nameOverride", "the name is odd", hint="take another")\n',
            )
        ]
    )
    assert "warning MT399 nameOverride: the name is odd" in copy.command("check", values(copy, "nameOverride: odd\n"))
    assert "MT399" in copy.python("from readme.tables import check_codes; print(*check_codes())")
    assert len(copy.changed) + 1 <= limit("A check"), "one more for the test"


def test_an_action_of_the_screens(copy: Copy) -> None:
    copy.insert(
        [
            Insertion(
                "tui/actions.py",
                '    Action("view.theme", "Theme", "Choose the colours.", Group.VIEW, "viewing:theme"),\n',
                '    Action("view.cheer", "Cheer", "Say something kind.", Group.VIEW, "viewing:cheer", ("f9",)),\n',
            ),
            Insertion(
                "tui/handlers/viewing.py",
                "def next_tab(app: Host) -> None:\n    app.main.show_preview()\n    app.main.preview.next_tab()\n",
                '\n\ndef cheer(app: Host) -> None:\n    app.main.say("Well done.")\n',
            ),
        ]
    )
    file = values(copy, "{}\n")
    said = copy.python(
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from mlflow_tui.config_model.chart import Release\n"
        "from mlflow_tui.config_model.document import Document\n"
        "from mlflow_tui.tui.app import MlflowTui\n"
        "from mlflow_tui.tui.opening import Opening\n"
        "async def run():\n"
        "    path = Path(sys.argv[1])\n"
        "    app = MlflowTui(Opening(path, Document(path.read_text()), (), (), Release(), False, None, None, False))\n"
        "    async with app.run_test(size=(120, 40)) as pilot:\n"
        "        await app.main.ready.wait()\n"
        "        await pilot.press('f9')\n"
        "        await pilot.pause()\n"
        "        print(app.main.footer.said)\n"
        "asyncio.run(run())",
        file,
    )
    assert "Well done." in said
    table = copy.python("from readme.tables import keys; print(keys())")
    assert "view.cheer" in table
    assert len(copy.changed) <= limit("An action of the screens")


def test_a_version_of_mlflow(copy: Copy) -> None:
    facts = copy.folder / "config_model/mlflow/facts.json"
    known = json.loads(facts.read_text(encoding="utf-8"))
    known["versions"]["9.0"] = [0]
    known["server"]["--new-option"] = [["9.0.0", {"type": "text", "default": None, "env": "MLFLOW_NEW_OPTION"}]]
    facts.write_text(json.dumps(known), encoding="utf-8")
    copy.changed.add("config_model/mlflow/facts.json")
    copy.insert(
        [
            Insertion(
                "config_model/mlflow/behaviours.py",
                '_CLI_UTILS = "mlflow.utils.server_cli_utils"\n',
                'NEW: Final = Behaviour("new", "the server is new", "mlflow.cli", None, since=Version(9, 0, 0))\n',
            )
        ]
    )
    said = copy.python(
        "from mlflow_tui.config_model.mlflow import Version, facts, newest, read_version\n"
        "from mlflow_tui.config_model.mlflow.behaviours import BEHAVIOURS\n"
        "version = read_version('', 'v9.0.0-full', newest()).version\n"
        "holding = [one.name for one in BEHAVIOURS if one.holds(version)]\n"
        "print(version, '--new-option' in facts(version).server, holding)"
    )
    assert said.startswith("9.0.0 True ['new'")
    assert len(copy.changed) <= limit("A version of MLflow")


def test_the_newest_version_of_mlflow_comes_out_of_its_wheel_by_one_command(copy: Copy, newest_wheel: Path) -> None:
    file = copy.folder / "config_model/mlflow/facts.json"
    known = file.read_text(encoding="utf-8")
    before = written({version: decoded(version) for version in versions()[:-1]})
    file.write_text(before, encoding="utf-8")
    generate = "import runpy; runpy.run_module('mlflow_tui.config_model.mlflow.generate', run_name='__main__')"
    told = copy.python(generate, str(newest()), f"--wheels={newest_wheel.parent}").splitlines()
    assert file.read_text(encoding="utf-8") == known
    changed = [line for line in difflib.unified_diff(before.splitlines(), known.splitlines(), n=0) if line[0] in "+-"]
    assert told
    assert all(line.startswith(f"{newest()}  ") for line in told)
    # Each fact that is otherwise is one line of the difference, or two: the old one and the new one.
    assert len(changed) <= 2 * len(told) + 4
    assert len(changed) < len(known.splitlines()) / 10


@pytest.fixture
def newest_wheel() -> Path:
    """The wheel of the newest version that is known."""
    tools = os.environ.get("MLFLOW_TUI_TEST_MLFLOW_VERSIONS", "")
    wheel = Path(tools, "wheels", f"mlflow-{newest()}-py3-none-any.whl")
    if not tools or not wheel.is_file():
        without(f"the wheel of MLflow {newest()}", "run .ci/run, or pip download --no-deps -d .tools/wheels")
    return wheel
