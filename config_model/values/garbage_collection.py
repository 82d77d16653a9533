"""Garbage collection: what has been deleted in MLflow is removed for good after a while."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import ResourceRequirements
from mlflow_tui.config_model.values.section import Section, unless_equal, when_on

_STORED = unless_equal("trackingServer.mode", "artifacts-only", "an artifact proxy has no runs to remove")
_ON = (_STORED, when_on("garbageCollection.enabled", "garbage collection is off"))


class GarbageCollection(Section):
    """The CronJob that runs `mlflow gc`."""

    area: ClassVar[Area] = Area.GARBAGE_COLLECTION

    enabled: Annotated[
        bool,
        Declaration(
            title="Garbage collection",
            help="Run `mlflow gc` on a schedule: it removes deleted runs and experiments for good, with their "
            "artifacts. Needs a database.",
            example=True,
            applies=(_STORED,),
        ),
    ] = False
    schedule: Annotated[
        str,
        Declaration(
            title="Schedule",
            help="When it runs: minute, hour, day of the month, month, day of the week; in UTC on most clusters.",
            example="30 2 * * *",
            applies=_ON,
        ),
    ] = "0 3 * * 0"
    older_than: Annotated[
        str,
        Declaration(
            title="Older than",
            help="How long ago a run must have been deleted to be removed: days, hours, minutes and seconds. Until "
            "then it can be restored.",
            example="90d",
            applies=_ON,
        ),
    ] = "30d"
    concurrency_policy: Annotated[
        Literal["Forbid", "Allow", "Replace"],
        Declaration(
            title="Concurrency",
            help="What happens while the one before still runs: it is waited for, both run, or it is ended.",
            example="Replace",
            applies=_ON,
        ),
    ] = "Forbid"
    extra_args: Annotated[
        list[str],
        Declaration(
            title="Extra arguments",
            help="Further arguments of `mlflow gc`, each item one argument.",
            example=["--experiment-ids=7,8"],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
    resources: Annotated[
        ResourceRequirements,
        Declaration(
            title="Resources",
            help="CPU and memory that the collection is promised (requests) and may use at most (limits).",
            example={"requests": {"cpu": "100m", "memory": "512Mi"}},
            applies=_ON,
        ),
    ] = Field(default_factory=dict)
