"""What an upgrade tells of each kind, to the files that it concerns and to no others."""

from __future__ import annotations

import pytest

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.mlflow import Version, facts
from mlflow_tui.config_model.upgrade import Kind
from tests.config_model.upgrade.planning import at_key, of_kind, planned

POSTGRES = "backendStore:\n  existingSecret: mlflow-db\n"
ON_VOLUME = """\
backendStore:
  createSecret:
    backendStoreUri: sqlite:////data/mlflow.db
extraVolumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
extraVolumeMounts: [{name: data, mountPath: /data}]
"""
LOGIN = """\
trackingServer:
  basicAuth:
    enabled: true
"""
LOGIN_OF_SECRET = LOGIN + "    existingSecret: ours\n"


def _tag(version: str) -> str:
    return f"image:\n  tag: v{version}\n"


# What would stop it.


def test_a_secret_key_is_made_where_the_file_holds_its_own_secrets() -> None:
    text = LOGIN + "    createSecret:\n      adminPassword: correct-horse-battery\n"
    upgrade = planned(text, "3.17.2")
    (stops,) = of_kind(upgrade, Kind.STOPS)
    assert (stops.version, stops.made) == (Version(2, 20, 2), True)
    assert len(Document(upgrade.after).data["trackingServer"]["basicAuth"]["createFlaskSecret"]["secretKey"]) == 64
    assert not upgrade.stopped
    assert "horse" not in str(upgrade.entries)


def test_a_secret_is_named_where_the_users_are_in_one_already() -> None:
    upgrade = planned(LOGIN_OF_SECRET, "3.17.2")
    auth = Document(upgrade.after).data["trackingServer"]["basicAuth"]
    assert auth == {"enabled": True, "existingSecret": "ours", "existingFlaskSecret": "ours-flask"}
    (told,) = at_key(upgrade, Kind.SECRET, "trackingServer.basicAuth.existingFlaskSecret")
    assert told.command.startswith("kubectl create secret generic ours-flask --from-literal=MLFLOW_FLASK_SERVER_")
    assert not upgrade.stopped


def test_what_only_a_person_can_fix_remains() -> None:
    upgrade = planned(LOGIN, "3.17.2")
    left = [one for one in of_kind(upgrade, Kind.STOPS) if not one.made]
    assert [(one.key, one.version) for one in left] == [
        ("trackingServer.basicAuth.createSecret.adminPassword", Version(2, 22, 0))
    ]
    assert upgrade.stopped
    assert [one.code for one in upgrade.remaining] == ["MT247"]


def test_the_file_store_stops_it_from_the_version_on_that_refuses_it() -> None:
    text = "backendStore:\n  createSecret:\n    backendStoreUri: /data/mlruns\n"
    (stops,) = of_kind(planned(text, "3.17.2"), Kind.STOPS)
    assert stops.version == Version(3, 13, 0)
    assert not of_kind(planned(text, "3.12.0"), Kind.STOPS)


def test_an_error_that_was_there_before_is_told_too() -> None:
    upgrade = planned("replicaCount: many\n", "3.17.2")
    assert [(one.key, one.version) for one in of_kind(upgrade, Kind.STOPS)] == [("replicaCount", None)]
    assert upgrade.stopped
    lasting = _tag("2.22.5") + LOGIN + "    createSecret:\n      adminPassword: correct-horse-battery\n"
    (stops,) = of_kind(planned(lasting, "3.17.2"), Kind.STOPS)
    assert (stops.version, stops.made) == (None, True)
    assert "3.17.2" in stops.message


def test_what_ends_on_the_way_is_not_told() -> None:
    """A missing default artifact root stops MLflow before 3.7.0 alone."""
    text = POSTGRES.replace("existingSecret: mlflow-db", "createSecret: {backendStoreUri: 'postgresql://db/mlflow'}")
    text += "trackingServer:\n  mode: no-serve-artifacts\n"
    assert [one.key for one in of_kind(planned(text, "3.5.1"), Kind.STOPS)] == ["trackingServer.defaultArtifactRoot"]
    assert not of_kind(planned(text, "3.17.2"), Kind.STOPS)


def test_a_fix_that_moves_the_items_of_a_list_is_told_from_what_remains() -> None:
    text = """\
image: {repository: ours/mlflow}
trackingServer:
  extraArgs: [--waitress-opts=--threads=4, --app-name=basic-auth]
"""
    told = of_kind(planned(text, "3.17.2"), Kind.STOPS)
    assert {(one.key, one.made) for one in told} == {
        ("trackingServer.extraArgs[0]", True),
        ("trackingServer.extraArgs[1]", False),
    }


# Databases.


def test_the_migrations_between_are_counted_and_a_backup_comes_first() -> None:
    upgrade = planned(POSTGRES, "3.17.2")
    first, *_ = of_kind(upgrade, Kind.DATABASE)
    count = len(facts(Version(3, 17, 2)).migrations_from("5b0e9adcef9c"))
    assert first.message == f"{count} migrations of the schema, 5b0e9adcef9c to dc11669786a5"
    assert "back" in first.fix
    assert first.version == Version(2, 15, 0)
    (switch,) = at_key(upgrade, Kind.DATABASE, "backendStore.databaseUpgrade")
    assert "true for this one rollout, then to false" in switch.fix


@pytest.mark.parametrize(("before", "to", "unasked"), [("2.22.5", "3.5.1", True), ("3.5.1", "3.9.0", False)])
def test_who_migrates_is_told(before: str, to: str, unasked: bool) -> None:
    """As the real servers did, see the tests of migrations by themselves."""
    told = at_key(planned(_tag(before) + POSTGRES, to), Kind.DATABASE, "backendStore.databaseUpgrade")
    assert ("unasked" in told[0].message, "refuses" in told[0].message) == (unasked, not unasked)


def test_a_switch_that_is_on_is_to_be_turned_off_again() -> None:
    told = at_key(
        planned(f"{POSTGRES}  databaseUpgrade: true\n", "3.17.2"), Kind.DATABASE, "backendStore.databaseUpgrade"
    )
    assert ["off again" in one.fix for one in told] == [True]


def test_a_job_upgrades_once_whatever_the_replicas() -> None:
    text = f"{POSTGRES}  databaseUpgrade: true\n  databaseUpgradeJob: true\nreplicaCount: 3\n"
    upgrade = planned(text, "3.17.2")
    (told,) = at_key(upgrade, Kind.DATABASE, "backendStore.databaseUpgrade")
    assert "one Job" in told.message
    assert not at_key(upgrade, Kind.DATABASE, "replicaCount")


def test_an_empty_database_cannot_be_upgraded_before_3_14() -> None:
    assert any("empty" in one.message for one in of_kind(planned(POSTGRES, "3.13.0"), Kind.DATABASE))
    assert not any("empty" in one.message for one in of_kind(planned(POSTGRES, "3.14.0"), Kind.DATABASE))


def test_a_file_on_a_volume_is_copied_and_one_in_the_container_has_nothing_to_migrate() -> None:
    told = of_kind(planned(ON_VOLUME, "3.17.2"), Kind.DATABASE)
    assert "/data/mlflow.db" in told[0].fix
    in_container = "backendStore:\n  createSecret:\n    backendStoreUri: sqlite:////tmp/mlflow.db\n"
    assert not of_kind(planned(in_container, "3.17.2"), Kind.DATABASE)


def test_several_replicas_are_told_to_be_one() -> None:
    assert at_key(planned(f"{POSTGRES}replicaCount: 3\n", "3.17.2"), Kind.DATABASE, "replicaCount")
    assert not at_key(planned(POSTGRES, "3.17.2"), Kind.DATABASE, "replicaCount")


def test_mysql_is_told_of_the_triggers() -> None:
    text = "backendStore:\n  createSecret:\n    backendStoreUri: mysql+pymysql://u:s3cret@db/mlflow\n"
    (told,) = [one for one in of_kind(planned(text, "3.17.2"), Kind.DATABASE) if "triggers" in one.message]
    assert told.version == Version(3, 8, 0)
    assert "s3cret" not in str(planned(text, "3.17.2").entries)
    assert not any("triggers" in one.message for one in of_kind(planned(_tag("3.9.0") + text, "3.17.2"), Kind.DATABASE))


def test_a_version_without_a_migration_says_nothing_of_databases() -> None:
    assert not of_kind(planned(_tag("3.5.0") + POSTGRES, "3.7.0"), Kind.DATABASE)


def test_a_schema_that_the_later_version_does_not_know_stops_it() -> None:
    upgrade = planned(_tag("3.0.1") + POSTGRES, "3.1.0")
    (stops,) = of_kind(upgrade, Kind.STOPS)
    assert "3.1.1" in stops.fix
    assert upgrade.stopped


def test_an_artifact_proxy_has_no_database() -> None:
    assert not of_kind(planned("trackingServer:\n  mode: artifacts-only\n", "3.17.2"), Kind.DATABASE)


def test_the_databases_of_users_and_models_are_told_of() -> None:
    keys = [one.key for one in of_kind(planned(LOGIN_OF_SECRET, "3.17.2"), Kind.DATABASE)]
    assert keys == ["trackingServer.basicAuth.existingSecret"]
    text = f"{POSTGRES}trackingServer:\n  extraArgs: ['--registry-store-uri=postgresql://db/models']\n"
    assert at_key(planned(text, "3.17.2"), Kind.DATABASE, "trackingServer.extraArgs[0]")


# Secrets, options, memory, and the rest.


def test_keys_for_what_is_encrypted_come_with_the_line_that_makes_them() -> None:
    told = of_kind(planned(POSTGRES, "3.17.2"), Kind.SECRET)
    assert [one.version for one in told] == [Version(3, 3, 0), Version(3, 8, 0)]
    assert all(one.command.startswith("kubectl create secret generic ") for one in told)
    given = f"{POSTGRES}extraEnvFrom: [{{secretRef: {{name: keys}}}}]\n"
    assert not of_kind(planned(given, "3.17.2"), Kind.SECRET)
    assert not of_kind(planned("trackingServer:\n  mode: artifacts-only\n", "3.17.2"), Kind.SECRET)


def test_variables_that_come_and_go() -> None:
    text = """\
extraEnv:
  - {name: MLFLOW_LOGGING_CONFIGURE_LOGGING, value: "1"}
  - {name: MLFLOW_SERVER_JOB_HUEY_REDIS_URL, value: "redis://r"}
  - {name: OURS, value: "1"}
"""
    upgrade = planned(text, "3.17.2")
    assert [one.version for one in at_key(upgrade, Kind.CHANGED, "extraEnv[0].name")] == [Version(2, 22, 1)]
    assert [one.version for one in at_key(upgrade, Kind.CHANGED, "extraEnv[1].name")] == [Version(3, 16, 0)]
    assert not at_key(upgrade, Kind.CHANGED, "extraEnv[2].name")


def test_a_static_prefix_moves_the_health_and_the_api() -> None:
    upgrade = planned("trackingServer:\n  extraArgs: [--static-prefix=/ml]\n", "3.17.2")
    told = at_key(upgrade, Kind.CHANGED, "trackingServer.extraArgs[0]")
    assert [one.version for one in told] == [Version(3, 7, 0), Version(3, 12, 0)]
    assert not any("/health" in one.message for one in planned("replicaCount: 1\n", "3.17.2").entries)


def test_gunicorn_gives_way_to_uvicorn_unless_it_is_asked_for() -> None:
    def told(text: str) -> bool:
        return any(one.message.startswith("uvicorn serves") for one in planned(text, "3.17.2").entries)

    assert told("replicaCount: 1\n")
    assert not told("trackingServer:\n  extraArgs: [--gunicorn-opts=--timeout=9]\n")
    variable = "extraEnv: [{name: GUNICORN_CMD_ARGS, value: --timeout=9}]\n"
    assert at_key(planned(variable, "3.17.2"), Kind.CHANGED, "extraEnv[0].value")


def test_jobs_are_told_where_there_is_a_database_and_nobody_turned_them_off() -> None:
    def told(text: str) -> list[Version | None]:
        found = of_kind(planned(text, "3.17.2"), Kind.RESOURCES)
        return [one.version for one in found if one.message.startswith("jobs run")]

    assert told(POSTGRES) == [Version(3, 9, 0)]
    assert told(f"{POSTGRES}extraEnv: [{{name: MLFLOW_SERVER_ENABLE_JOB_EXECUTION, value: 'false'}}]\n") == []
    assert told("trackingServer:\n  mode: artifacts-only\n") == []


def test_uploads_are_told_of_while_they_are_held() -> None:
    def told(text: str, to: str) -> bool:
        return any("upload" in one.message for one in of_kind(planned(text, to), Kind.RESOURCES))

    serving = "trackingServer:\n  mode: serve-artifacts\n"
    assert told(serving, "3.13.0")
    assert not told(serving, "3.17.2")
    assert told(f"{serving}  extraArgs: [--static-prefix=/ml]\n", "3.17.2")
    assert not told("trackingServer:\n  mode: no-serve-artifacts\n", "3.13.0")


def test_hosts_and_the_default_backend() -> None:
    upgrade = planned("replicaCount: 1\n", "3.17.2")
    assert [one.version for one in at_key(upgrade, Kind.CHANGED, "trackingServer.allowedHosts")] == [Version(3, 5, 0)]
    assert [one.version for one in at_key(upgrade, Kind.CHANGED, "backendStore")] == [Version(3, 7, 0)]
    assert not at_key(planned(POSTGRES, "3.17.2"), Kind.CHANGED, "backendStore")


def test_an_image_of_ones_own_needs_a_later_python() -> None:
    (told,) = at_key(planned("image: {repository: ours/mlflow}\n", "3.17.2"), Kind.NOTE, "image.repository")
    assert ">=3.10" in told.message


def test_entries_are_in_order() -> None:
    upgrade = planned(f"{LOGIN}{POSTGRES}replicaCount: 2\n", "latest")
    orders = [one.order for one in upgrade.entries]
    assert orders == sorted(orders)
    assert [one for one in Kind if of_kind(upgrade, one)] == list(dict.fromkeys(one.kind for one in upgrade.entries))
    assert all(one.version is not None and one.version > Version(2, 14, 1) for one in upgrade.entries)
