"""What an apply wants to be there already."""

from __future__ import annotations

import pytest

from mlflow_tui.config_model.evaluation import evaluate_values
from mlflow_tui.config_model.layers import Layer
from mlflow_tui.delivery.apply.needs import Need, needs
from mlflow_tui.renderers.manifests import render

KEY = "MLFLOW_FLASK_SERVER_SECRET_KEY"


@pytest.mark.parametrize(("tag", "wanted"), [("v2.20.1", False), ("v2.20.2", True), ("v3.17.2", True)])
def test_the_secret_with_the_secret_key_must_have_it_where_the_version_takes_one(tag: str, wanted: bool) -> None:
    auth = {
        "enabled": True,
        "existingFlaskSecret": "mine",
        "createSecret": {"adminPassword": "correct-horse-battery"},
    }
    values = evaluate_values([Layer("", {"image": {"tag": tag}, "trackingServer": {"basicAuth": auth}})]).values
    assert values is not None
    found = needs(values, render(values))
    need = Need("trackingServer.basicAuth.existingFlaskSecret", "secret", "mine", ((KEY,),))
    assert (need in found) is wanted
