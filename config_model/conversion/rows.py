"""Which table is whose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mlflow_tui.config_model.conversion.charts import Chart
from mlflow_tui.config_model.conversion.table import Row
from mlflow_tui.config_model.conversion.tables import bitnami, community, official

ROWS: Final[Mapping[Chart, tuple[Row, ...]]] = {
    Chart.OFFICIAL: official.ROWS,
    Chart.COMMUNITY: community.ROWS,
    Chart.BITNAMI: bitnami.ROWS,
}
"""The table of each chart, in the order in which its rows take effect."""
