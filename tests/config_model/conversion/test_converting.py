"""Converted files: the person's text comes along, twice is the same, and no secret is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlflow_tui.config_model.chart import Release
from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.conversion.converting import convert
from mlflow_tui.config_model.conversion.entry import Outcome
from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.helm_yaml import load

DATA = Path(__file__).parents[2] / "renderers" / "conversions"
CASES = [
    (chart, name, case["values"])
    for chart in Chart
    for name, case in json.loads((DATA / f"{chart.value}.json").read_text(encoding="utf-8")).items()
]


@pytest.mark.parametrize(("chart", "text"), [(chart, text) for chart, _, text in CASES])
def test_converting_twice_gives_the_same(chart: Chart, text: str) -> None:
    once = convert(Document(text), chart)
    assert once.chart is chart
    for again in (None, chart):
        twice = convert(Document(once.after), again)
        assert twice.chart is None
        assert twice.after == once.after
    assert convert(Document(text), chart) == once


@pytest.mark.parametrize(("chart", "text"), [(chart, text) for chart, _, text in CASES])
def test_every_comment_comes_along_once(chart: Chart, text: str) -> None:
    after = convert(Document(text), chart).after
    for line in text.splitlines():
        _, mark, comment = line.partition("# ")
        if mark:
            assert after.count(f"# {comment}\n") == 1, comment


OFFICIAL = """\
# Ours.
# By the platform team.

# the image
image:
  tag: 'v3.11.1-full'   # as approved

mlflow:
  # the database
  backendStoreUriFrom:
    secretKeyRef:
      name: db     # by hand
      key: uri

# credentials
env:
- name: B # of the bucket
  value: |
    two
    lines
# the id
- {name: A, value: "1"}

storage:   # kept
    enabled: true
    # big
    size: 20Gi
# the end
"""
CONVERTED = """\
# Ours.
# By the platform team.

# the image
image:
  tag: 'v3.11.1-full'   # as approved

backendStore:
  # the database
  # by hand
  existingSecret: db
  existingSecretKey: uri

# credentials
extraEnv:
- name: B # of the bucket
  value: |
    two
    lines
# the id
- {name: A, value: "1"}

# kept
persistence:
  enabled: true
  # big
  size: 20Gi
"""


def test_the_text_of_the_person_stays_as_it_is_written() -> None:
    after = convert(Document(OFFICIAL), release=Release("x")).after
    assert after.startswith(CONVERTED)
    assert after.endswith("\n# the end\n")


def test_line_ends_stay() -> None:
    after = convert(Document(OFFICIAL.replace("\n", "\r\n"))).after
    assert after.replace("\r\n", "") == after.replace("\n", "").replace("\r", "")
    assert after.count("\r\n") == after.count("\n")


def test_anchors_and_several_documents_are_read_for_what_they_say() -> None:
    text = "x: &a {pool: ml}\nnodeSelector: *a\nmlflow: {backendStoreUri: sqlite:////a.db}\n---\nreplicaCount: 2\n"
    done = convert(Document(text))
    data = load(done.after).data
    assert data["nodeSelector"] == {"pool": "ml"}
    assert data["replicaCount"] == 2
    assert [one.outcome for one in done.entries if one.path == ("x",)] == [Outcome.NONE]


SECRETS = {
    Chart.OFFICIAL: "mlflow: {backendStoreUri: 'mysql://u:s3cretpw@db/m', registryStoreUri: 'mysql://u:s3cretpw@r/m'}",
    Chart.COMMUNITY: (
        "backendStore: {postgres: {enabled: true, host: db, user: u, password: s3cretpw, database: m}}\n"
        "auth: {enabled: true, adminUsername: a, adminPassword: s3cretpw}\nflaskServerSecretKey: s3cretpw\n"
        "oidcAuth: {clientSecret: s3cretpw}\n\n"
        "artifactRoot: {s3: {enabled: true, bucket: b, awsSecretAccessKey: s3cretpw}}"
    ),
    Chart.BITNAMI: (
        "tracking: {auth: {password: s3cretpw, flaskServerSecretKey: s3cretpw}}\n"
        "postgresql: {auth: {password: s3cretpw}}\n"
        "externalS3: {accessKeySecret: s3cretpw}\nexternalAzureBlob: {clientSecret: s3cretpw}"
    ),
}


@pytest.mark.parametrize("chart", Chart)
def test_the_report_tells_no_secret(chart: Chart) -> None:
    entries = convert(Document(SECRETS[chart]), chart).entries
    assert len(entries) > 5
    assert "s3cretpw" not in repr(entries)
    assert "s3cretpw" not in json.dumps([[one.key, one.message, one.fix, one.command] for one in entries])


def test_what_a_person_has_to_do_comes_with_a_line_for_a_shell() -> None:
    text = "auth: {enabled: true, existingAdminSecret: {name: boss}}\nbackendStore: {defaultSqlitePath: /a.db}\n"
    entries = convert(Document(text)).entries
    commands = {one.key: one.command for one in entries if one.outcome is Outcome.PERSON}
    assert commands["auth.existingAdminSecret.name"] == (
        "kubectl create secret generic mlflow-basic-auth --from-file=basic_auth.ini"
    )
    assert "mlflow-flask-server-secret-key" in commands["flaskServerSecretKey"]


def test_names_follow_the_release() -> None:
    text = "mlflow: {backendStoreUri: sqlite:////a.db}\n"
    assert load(convert(Document(text), release=Release("ml")).after).data["fullnameOverride"] == "ml-mlflow"
    text = "tracking: {auth: {enabled: false}}\n"
    assert load(convert(Document(text), release=Release("ml")).after).data["fullnameOverride"] == "ml-mlflow-tracking"
