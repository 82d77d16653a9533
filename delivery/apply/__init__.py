"""What changes a cluster, without screens: run `SafeApply`, `Rollback` or `Uninstall`, show its steps, answer its
questions.
"""

from mlflow_tui.delivery.apply.change import Action, Change
from mlflow_tui.delivery.apply.operation import Operation
from mlflow_tui.delivery.apply.plan import Options, Outcome
from mlflow_tui.delivery.apply.question import Ask, Consent, Question
from mlflow_tui.delivery.apply.rollback import Rollback
from mlflow_tui.delivery.apply.safe_apply import SafeApply
from mlflow_tui.delivery.apply.step import (
    APPLY_STEPS,
    Declined,
    DocumentErrors,
    RolloutFailed,
    State,
    Step,
    StepName,
    Stopped,
    UpgradeFailed,
)
from mlflow_tui.delivery.apply.target import Target
from mlflow_tui.delivery.apply.uninstall import Uninstall

__all__ = [
    "APPLY_STEPS",
    "Action",
    "Ask",
    "Change",
    "Consent",
    "Declined",
    "DocumentErrors",
    "Operation",
    "Options",
    "Outcome",
    "Question",
    "Rollback",
    "RolloutFailed",
    "SafeApply",
    "State",
    "Step",
    "StepName",
    "Stopped",
    "Target",
    "Uninstall",
    "UpgradeFailed",
]
