"""The facts of each version, against what the project's page about MLflow's versions says."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from mlflow_tui.config_model.mlflow import NEWEST_TESTED, OLDEST, TESTED, Version, facts, newest, since, versions
from mlflow_tui.config_model.mlflow.facts import FILE, decoded

NAMED = [
    "2.14.1", "2.15.0", "2.16.0", "2.17.0", "2.18.0", "2.19.0", "2.20.0", "2.20.2", "2.21.0", "2.22.0", "2.22.5",
    "3.0.0", "3.1.0", "3.2.0", "3.3.0", "3.4.0", "3.5.0", "3.5.1", "3.6.0", "3.7.0", "3.8.0", "3.9.0", "3.10.0",
    "3.11.1", "3.12.0", "3.13.0", "3.14.0", "3.15.0", "3.16.0", "3.16.1", "3.17.0", "3.17.2", "3.18.0",
]  # fmt: skip
"""A version of each minor series, and those at which a patch changed something."""


def at(text: str) -> Version:
    return Version.parse(text)


def test_every_minor_version_is_known() -> None:
    minors = [(2, minor) for minor in range(14, 23)] + [(3, minor) for minor in range(19)]
    assert sorted({version[:2] for version in versions()}) == minors
    assert list(versions()) == sorted(versions())
    assert set(map(at, NAMED)) <= set(versions())


@pytest.mark.parametrize(
    ("first", "last", "head"),
    [
        ("2.14.1", "2.14.3", "5b0e9adcef9c"),
        ("2.15.0", "2.16.2", "4465047574b1"),
        ("2.17.0", "2.17.2", "f5a4f2784254"),
        ("2.18.0", "2.22.5", "0584bdc529eb"),
        # Two series were maintained side by side, and 3.1.0 came out before 3.0.1 did.
        ("3.0.0", "3.0.0", "6953534de441"),
        ("3.0.1", "3.0.1", "bda7b8c39065"),
        ("3.1.0", "3.1.0", "6953534de441"),
        ("3.1.1", "3.1.4", "bda7b8c39065"),
        ("3.2.0", "3.2.0", "770bee3ae1dd"),
        ("3.3.0", "3.3.2", "1a0cddfcaa16"),
        ("3.4.0", "3.4.0", "71994744cf8e"),
        ("3.5.0", "3.7.0", "bf29a5ff90ea"),
        ("3.8.0", "3.8.1", "1bd49d398cd23"),
        ("3.9.0", "3.9.0", "d3e4f5a6b7c8"),
        ("3.10.0", "3.10.1", "1b5f0d9ad7c1"),
        ("3.11.1", "3.11.1", "c3d6457b6d8a"),
        ("3.12.0", "3.12.0", "7d34483879f0"),
        ("3.13.0", "3.13.0", "da6fb0208061"),
        ("3.14.0", "3.14.0", "b7e4c1a90f23"),
        ("3.15.0", "3.15.2", "6f8d9c3b2a1e"),
        ("3.16.0", "3.16.1", "b7e2c1a4d9f3"),
        ("3.17.0", "3.17.2", "dc11669786a5"),
        ("3.18.0", "3.18.0", "f4a9b2c7d1e6"),
    ],
)
def test_the_schema_of_a_version_has_its_head(first: str, last: str, head: str) -> None:
    between = [version for version in versions() if at(first) <= version <= at(last)]
    assert {facts(version).head for version in between} == {head}


def test_the_steps_between_two_schemas_are_told_in_order() -> None:
    steps = facts(at("3.17.2")).migrations_from(facts(OLDEST).head)
    assert steps[0].after == "5b0e9adcef9c"
    assert steps[-1].revision == "dc11669786a5"
    assert all(one.revision == other.after for one, other in pairwise(steps))
    assert "add secrets tables" in [step.title for step in steps]
    assert facts(at("3.17.2")).migrations_from("dc11669786a5") == ()


@pytest.mark.parametrize(
    ("before", "after", "unasked"),
    [
        ("2.14.1", "2.22.5", False),
        ("2.22.5", "3.5.1", True),
        ("3.5.1", "3.9.0", False),
        ("3.9.0", "3.13.0", True),
        ("3.13.0", "3.17.2", True),
        ("2.14.1", "3.17.2", True),
        ("3.17.2", "3.17.2", False),
    ],
)
def test_a_server_that_misses_a_table_migrates_unasked(before: str, after: str, unasked: bool) -> None:
    """As servers of these versions do on SQLite databases that the others made."""
    assert facts(at(after)).migrates_by_itself(facts(at(before))) == unasked


def test_a_schema_that_a_version_does_not_know_has_no_steps_to_its_own() -> None:
    with pytest.raises(KeyError):
        facts(at("3.1.0")).migrations_from(facts(at("3.0.1")).head)


@pytest.mark.parametrize("version", versions(), ids=str)
def test_every_version_is_reached_from_the_oldest(version: Version) -> None:
    assert len(facts(version).migrations_from(facts(OLDEST).head)) == len(
        facts(version).data["migrations"].keys() - facts(OLDEST).data["migrations"].keys()
    )


@pytest.mark.parametrize(
    ("option", "first"),
    [
        ("--uvicorn-opts", "3.3.0"),
        ("--allowed-hosts", "3.5.0"),
        ("--cors-allowed-origins", "3.5.0"),
        ("--disable-security-middleware", "3.5.0"),
        ("--x-frame-options", "3.5.0"),
        ("--enable-workspaces", "3.10.0"),
        ("--workspace-store-uri", "3.10.0"),
        ("--read-replica-backend-store-uri", "3.13.0"),
        ("--trace-archival-config", "3.13.0"),
        ("--artifacts-presigned-only", "3.18.0"),
    ],
)
def test_an_option_of_the_server_comes_with_a_version(option: str, first: str) -> None:
    assert since("server", option) == at(first)
    for version in versions():
        assert (option in facts(version).server) == (version >= at(first))


@pytest.mark.parametrize(
    ("variable", "first"),
    [
        ("MLFLOW_FLASK_SERVER_SECRET_KEY", "2.20.2"),
        ("MLFLOW_MYSQL_SSL_CA", "2.22.0"),
        ("MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY", "3.3.0"),
        ("MLFLOW_SERVER_ALLOWED_HOSTS", "3.5.0"),
        ("MLFLOW_SERVER_CORS_ALLOWED_ORIGINS", "3.5.0"),
        ("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "3.5.0"),
        ("MLFLOW_CRYPTO_KEK_PASSPHRASE", "3.8.0"),
        ("MLFLOW_WORKSPACE", "3.10.0"),
        ("MLFLOW_ALLOW_FILE_STORE", "3.13.0"),
        ("MLFLOW_SERVER_JOB_HUEY_REDIS_URL", "3.16.0"),
        ("MLFLOW_SERVER_JOB_ENABLE_PERIODIC_TASKS", "3.16.0"),
        ("MLFLOW_AUTH_ADMIN_PASSWORD", "3.16.1"),
    ],
)
def test_a_variable_comes_with_a_version(variable: str, first: str) -> None:
    assert since("variables", variable) == at(first)


def test_the_options_of_2_14_1_are_those_of_its_page() -> None:
    """Those that MLflow 2.14.1 names when it is asked for help."""
    server = facts(OLDEST).server
    assert {name: option.variable for name, option in server.items()} == {
        "--backend-store-uri": "MLFLOW_BACKEND_STORE_URI",
        "--registry-store-uri": "MLFLOW_REGISTRY_STORE_URI",
        "--default-artifact-root": "MLFLOW_DEFAULT_ARTIFACT_ROOT",
        "--serve-artifacts": "MLFLOW_SERVE_ARTIFACTS",
        "--artifacts-only": "MLFLOW_ARTIFACTS_ONLY",
        "--artifacts-destination": "MLFLOW_ARTIFACTS_DESTINATION",
        "--host": "MLFLOW_HOST",
        "--port": "MLFLOW_PORT",
        "--workers": "MLFLOW_WORKERS",
        "--static-prefix": "MLFLOW_STATIC_PREFIX",
        "--gunicorn-opts": "MLFLOW_GUNICORN_OPTS",
        "--waitress-opts": "",
        "--expose-prometheus": "MLFLOW_EXPOSE_PROMETHEUS",
        "--app-name": "",
        "--dev": "",
    }
    assert server["--serve-artifacts"].off == "--no-serve-artifacts"
    assert server["--host"].aliases == ("-h",)
    assert server["--port"].type == "integer"
    assert server["--app-name"].choices == ("basic-auth",)
    switches = {name for name, option in server.items() if option.is_switch}
    assert switches == {"--serve-artifacts", "--artifacts-only", "--dev"}


def test_a_number_has_its_bounds_and_a_default() -> None:
    ttl = facts(newest()).server["--secrets-cache-ttl"]
    assert (ttl.minimum, ttl.maximum, ttl.default) == (10, 300, 60)


@pytest.mark.parametrize(
    ("first", "before", "after", "reading"),
    [
        ("2.18.0", ">=3.8", ">=3.9", lambda one: one.requires_python),
        ("3.2.0", ">=3.9", ">=3.10", lambda one: one.requires_python),
        ("2.20.2", (), ("flask_wtf",), lambda one: one.basic_auth.packages),
        ("2.20.2", None, ("flask-wtf",), lambda one: one.extras.get("auth")),
        ("2.22.0", "password", "password1234", lambda one: one.basic_auth.packaged_password),
        ("2.22.0", 1, 12, lambda one: one.basic_auth.shortest_password),
        ("3.5.0", None, ("/health", "/version"), lambda one: one.security and one.security.exempt_paths),
        ("3.7.0", False, True, lambda one: one.health_below_prefix),
        ("3.7.0", "./mlruns", None, lambda one: one.server["--backend-store-uri"].default),
        ("3.10.0", ("/api/",), ("/api/", "/ajax-api/"), lambda one: one.security and one.security.origin_paths),
        ("3.12.0", False, True, lambda one: one.api_below_prefix),
        ("3.13.0", False, True, lambda one: one.basic_auth.open_below_prefix),
        ("3.16.0", False, True, lambda one: one.security and one.security.origin_below_prefix),
        ("3.16.1", "password1234", None, lambda one: one.basic_auth.packaged_password),
        ("3.16.1", None, "password1234", lambda one: one.basic_auth.refused_password),
        ("3.17.0", False, True, lambda one: one.security and one.security.exempt_below_prefix),
        ("3.17.0", False, True, lambda one: "psycopg" in one.extras["db"]),
    ],
)
def test_a_fact_changes_at_a_version(first: str, before: object, after: object, reading: object) -> None:
    assert callable(reading)
    place = versions().index(at(first))
    assert reading(facts(versions()[place - 1])) == before
    assert reading(facts(versions()[place])) == after


def test_jobs_run_by_default_since_3_9() -> None:
    name = "MLFLOW_SERVER_ENABLE_JOB_EXECUTION"
    defaults = {v: facts(v).variables[name]["default"] for v in versions() if name in facts(v).variables}
    assert defaults == {version: version >= at("3.9.0") for version in versions() if version >= at("3.5.0")}


@pytest.mark.parametrize("version", [one for one in versions() if one >= (3, 5, 0)], ids=str)
def test_the_default_hosts_are_loopback_and_private_ranges(version: Version) -> None:
    security = facts(version).security
    assert security is not None
    hosts = security.default_hosts
    assert hosts[:2] == ("localhost", "127.0.0.1")
    assert {"localhost:*", "10.*", "192.168.*", *(f"172.{number}.*" for number in range(16, 32))} <= set(hosts)
    assert not {"172.15.*", "172.32.*", "100.64.*"} & set(hosts)


@pytest.mark.parametrize("version", versions(), ids=str)
def test_every_version_has_what_all_have(version: Version) -> None:
    one = facts(version)
    assert one.version == version
    assert one.databases == ("postgresql", "mysql", "sqlite", "mssql")
    assert one.tracking_schemes[:2] == one.registry_schemes[:2] == ("", "file")
    assert {"", "file", "s3", "gs", "wasbs", "mlflow-artifacts"} <= set(one.artifact_schemes)
    assert ("abfss" in one.artifact_schemes) == (version >= (2, 22, 0))
    assert one.apps == {"basic-auth": "mlflow.server.auth:create_app"}
    assert one.db_upgrade == {}
    assert "--older-than" in one.gc
    assert one.basic_auth.open_paths == ("/static", "/favicon.ico", "/health")
    assert {"READ", "EDIT", "MANAGE", "NO_PERMISSIONS"} <= set(one.basic_auth.permissions)
    assert one.users_head in one.data["migrations of basic auth"]
    assert all(option.name == name and name.startswith("--") for name, option in one.server.items())


@pytest.mark.parametrize("version", versions(), ids=str)
def test_on_linux_gunicorn_comes_with_mlflow_and_waitress_does_not(version: Version) -> None:
    """`mlflow server --waitress-opts` ends there for want of waitress, also where the option is taken."""
    assert "gunicorn" in facts(version).requires
    assert "waitress" not in facts(version).requires


def test_a_version_that_was_withdrawn_has_the_facts_of_the_one_before() -> None:
    assert facts(at("3.1.2")) is facts(at("3.1.1"))
    assert facts(at("99.0.0")) is facts(newest())


def test_a_version_before_the_oldest_has_no_facts() -> None:
    with pytest.raises(ValueError, match=r"2\.14\.1 is the oldest"):
        facts(at("2.14.0"))


def test_an_option_that_no_version_has_comes_with_none() -> None:
    assert since("server", "--nope") is None


def test_a_fact_stands_in_the_file_only_where_it_changes() -> None:
    sections = json.loads(FILE.read_text(encoding="utf-8"))
    del sections["versions"]
    for section, names in sections.items():
        for name, changes in names.items():
            assert all(one[1] != other[1] for one, other in pairwise(changes)), (section, name)
            assert changes[0][1] is not None, (section, name)


def test_what_is_gone_is_not_there() -> None:
    assert "extra jobs" in decoded(at("3.5.1"))["package"]
    assert "extra jobs" not in decoded(at("3.6.0"))["package"]


def test_the_versions_that_are_tested_are_those_that_are_locked() -> None:
    root = Path(__file__).parents[3]
    (oldest,) = re.findall(r"^mlflow==(\S+)", (root / "requirements-mlflow.lock").read_text("utf-8"), re.MULTILINE)
    locked = [path.stem for path in (root / "requirements-mlflow").glob("*.lock")]
    for version in locked:
        lock = (root / "requirements-mlflow" / f"{version}.lock").read_text("utf-8")
        assert re.findall(r"^mlflow(?:\[auth\])?==(\S+)", lock, re.MULTILINE) == [version]
    assert list(TESTED) == sorted(map(at, [oldest, *locked]))
    assert TESTED[-1] == NEWEST_TESTED
    told = ", ".join(map(str, TESTED[:-1])) + f" and {NEWEST_TESTED}"
    assert told in (root / "README.md").read_text("utf-8").replace("\n", " ")
