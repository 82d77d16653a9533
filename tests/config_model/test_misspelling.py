"""What is a misspelling of a key, and what is another key."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlflow_tui.config_model.catalogue import by_path, key_order
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.fixing import fix_all
from mlflow_tui.config_model.misspelling import is_misspelling, meant_by
from tests.config_model.checks.test_fixing import evaluated

SLIPS = ("tagg tag", "tga tag", "gpc gcp", "imagge image", "iamge image", "mage image", "trackingserver trackingServer",
         "tracking_server trackingServer", "tracking-server trackingServer", "trackinServer trackingServer",
         "backendStoreUrl backendStoreUri", "worker workers", "prot port", "emptydir emptyDir", "enabeld enabled",
         "ACCESSKEYID accessKeyId", "accessKeydI accessKeyId", "resorces resources")  # fmt: skip
OTHERS = ("serviceMonitor serviceAccount", "nodePort port", "gcs gcp", "existingCaSecret existingSecret",
          "minReplicas maxReplicas", "accessKey accessKeyId", "host port", "post host", "hostPID hostIPC",
          "env extraEnv", "internalTrafficPolicy externalTrafficPolicy",
          "podSecurityContext securityContext")  # fmt: skip


@pytest.mark.parametrize("pair", SLIPS)
def test_a_slip_is_a_misspelling(pair: str) -> None:
    assert is_misspelling(*pair.split())


@pytest.mark.parametrize("pair", OTHERS)
def test_other_words_are_another_name(pair: str) -> None:
    assert not is_misspelling(*pair.split())


PARENTS = sorted({setting.path[:-1] for setting in by_path().values()})


@pytest.mark.parametrize("parent", PARENTS)
def test_no_key_of_the_chart_is_a_misspelling_of_its_sibling(parent: tuple[str, ...]) -> None:
    for one, other in permutations(key_order(parent), 2):
        assert not is_misspelling(one, other)


HARM = (
    "service: {enabled: true}\n",
    "service: {targetPort: 80}\n",
    "serviceMonitor: {create: false}\n",
    "existingSecret: a\n",
    "image: {name: web}\n",
    "mode: serve-artifacts\n",
    "artifactStore: {gcp: {existingCaSecret: a}}\n",
    "trackingServer: {ingress.enabled: true}\n",
    "ingress: {hosts: [{host: a.example.com, path: /}]}\n",
    "extraContainers: [{name: a, image: b, ports: [{port: 80}]}]\n",
)


@pytest.mark.parametrize("text", HARM)
def test_a_key_with_a_meaning_of_its_own_is_left_to_the_person(text: str) -> None:
    document = Document(text)
    assert list(fix_all(document, evaluated(document))) == []
    assert document.text == text
    (unknown,) = [one for one in evaluated(document)(None).problems if one.code in ("MT102", "MT301")]
    assert unknown.hint


NAMES = sorted({str(setting.path[-1]) for setting in by_path().values()} | {"nodePort", "labels", "annotation", "uri"})


@given(st.sampled_from(PARENTS), st.sampled_from(NAMES) | st.from_regex(r"[a-zA-Z]{1,12}", fullmatch=True))
def test_a_fix_renames_to_a_misspelt_sibling_alone(parent: tuple[str, ...], name: str) -> None:
    assume(name not in key_order(parent))
    text = "".join(f"{'  ' * depth}{step}:\n" for depth, step in enumerate((*parent, name)))
    document = Document(f"{text.rstrip()} a\n")
    for problem in evaluated(document)(None).problems:
        if problem.code == "MT102" and problem.fix is not None and problem.path == (*parent, name):
            new = problem.fix.edits[-1].path
            known = (*parent, name) in {("backendStore", "uri"), ("backendStore", "backendStoreUri"),
                                        ("artifactStore", "defaultArtifactRoot"),
                                        ("artifactStore", "artifactsDestination")}  # fmt: skip
            assert known or (new[:-1] == parent and new[-1] == meant_by(name, key_order(parent)))
            assert problem.fix.title == f"{'move' if known else 'rename'} it to {'.'.join(map(str, new))}"
