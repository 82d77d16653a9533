"""The chart's README, laid out as chart authors do: what it is, how it is installed, and the table of its values."""

from __future__ import annotations

from mlflow_tui.config_model.chart import APP_VERSION, CHART_NAME, CHART_VERSION
from mlflow_tui.renderers.values_table import markdown


def readme() -> str:
    """Markdown."""
    badges = " ".join(
        f"![{label}: {value}](https://img.shields.io/badge/{label}-{value}-informational?style=flat-square)"
        for label, value in (("Version", CHART_VERSION), ("Type", "application"), ("AppVersion", APP_VERSION))
    )
    return f"""# {CHART_NAME}

{badges}

An MLflow tracking server, with a backend store, artifact stores, basic authentication, a Service and an Ingress.

**Homepage:** <https://mlflow.org>

## Requirements

- Kubernetes 1.19 or newer
- Helm 3 or 4

## Install

From the folder that this chart is in:

```bash
helm upgrade --install {CHART_NAME} ./{CHART_NAME} --namespace {CHART_NAME} --create-namespace -f values.yaml
helm test {CHART_NAME} --namespace {CHART_NAME}
```

`values.yaml` holds what is to differ from the table below. Wrong values, such as an unknown key or a number in quotes,
are refused before anything is installed.

## Upgrade

The same command. A changed credential or endpoint rolls the pods. With `backendStore.databaseUpgrade` an init container
brings the database's tables up to date first, or with `backendStore.databaseUpgradeJob` one Job before all pods: take a
backup before. The Job is a hook, which reads copies of the Secret, the ConfigMap and the service account: they go when
it has succeeded.

## Uninstall

```bash
helm uninstall {CHART_NAME} --namespace {CHART_NAME}
```

Databases, buckets and Secrets that you made yourself stay.

## Credentials

Each store, and basic authentication, takes its credentials from a Secret of yours (`existingSecret`), or from one that
the chart makes of `createSecret`. What stands in `createSecret` can be read by whoever reads the values or the release.

## Values

{markdown()}"""
