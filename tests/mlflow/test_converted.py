"""Real servers start from files that were converted, and answer their probes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.conversion.converting import convert
from mlflow_tui.config_model.document import Document
from tests.mlflow.rendered import problems, started

FILES = {
    "official, a volume": (
        "3.17.2",
        "image: {tag: v3.17.2-full}\nstorage: {enabled: true}\n"
        "mlflow: {backendStoreUri: 'sqlite:////mlflow/mlflow.db', artifactsDestination: /mlflow/artifacts}\n"
        "server: {value_options: {workers: 1}}\n",
    ),
    "official, a prefix": (
        "3.9.0",
        "image: {tag: v3.9.0-full}\nstorage: {enabled: true}\n"
        "mlflow: {backendStoreUri: 'sqlite:////mlflow/mlflow.db'}\n"
        "server: {staticPrefix: /ml, value_options: {workers: 1, allowed_hosts: ml.example.com}}\n",
    ),
    "community, options of uvicorn": (
        "3.13.0",
        "image: {tag: 3.13.0}\nbackendStore: {defaultSqlitePath: /mlflow/data/m.db}\n"
        "extraVolumes: [{name: data, emptyDir: {}}]\nextraVolumeMounts: [{name: data, mountPath: /mlflow/data}]\n"
        "extraArgs: {workers: '1', uvicornOpts: '--timeout-keep-alive 30'}\n",
    ),
    "community, logins": (
        "3.5.1",
        "image: {tag: 3.5.1}\nbackendStore: {defaultSqlitePath: /mlflow/data/m.db}\n"
        "extraVolumes: [{name: data, emptyDir: {}}]\nextraVolumeMounts: [{name: data, mountPath: /mlflow/data}]\n"
        "extraArgs: {workers: '1'}\nflaskServerSecretKey: 0123456789abcdef0123456789abcdef\n"
        "auth: {enabled: true, adminUsername: boss, adminPassword: a-long-password}\n",
    ),
    "community, before uvicorn": (
        "2.22.5",
        "image: {tag: 2.22.5}\nbackendStore: {defaultSqlitePath: /mlflow/data/m.db}\n"
        "extraVolumes: [{name: data, emptyDir: {}}]\nextraVolumeMounts: [{name: data, mountPath: /mlflow/data}]\n"
        "extraArgs: {workers: '1'}\n",
    ),
    "bitnami, files": (
        "3.5.1",
        "image: {tag: 3.5.1-debian-12-r0}\npostgresql: {enabled: false}\nminio: {enabled: false}\n"
        "tracking: {auth: {enabled: false}, extraArgs: [--workers=1]}\n",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_server_starts_from_a_converted_file(name: str, mlflow_of: Callable[[str], Path], tmp_path: Path) -> None:
    version, values = FILES[name]
    text = convert(Document(values), Chart(name.partition(",")[0])).after
    assert not [one for one in problems(text) if one.is_error]
    with started(text, mlflow_of(version), tmp_path, {"/tmp": "/tmp"}) as address:
        assert address
