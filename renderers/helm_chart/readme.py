"""The chart's README: how it is installed, and the table of its values."""

from __future__ import annotations

from config_model.chart import APP_VERSION, CHART_NAME, CHART_VERSION
from renderers.values_table import markdown


def readme() -> str:
    """Markdown."""
    return f"""# {CHART_NAME}

Version {CHART_VERSION} of the chart, for MLflow {APP_VERSION}. Runs `mlflow server` on Kubernetes 1.19 or newer, with a
backend store, artifact stores, basic authentication, a Service and an Ingress.

## Install

```bash
helm upgrade --install mlflow ./{CHART_NAME} --namespace mlflow --create-namespace -f values.yaml
helm test mlflow --namespace mlflow
```

`helm uninstall mlflow --namespace mlflow` takes it away again; databases, buckets and Secrets of yours stay.

## Values

{markdown()}"""
