"""What changes a cluster, without screens: run `SafeApply`, `RolloutUndo` or `Uninstall`, show its steps, answer its
questions.
"""

from delivery.apply.change import Action, Change
from delivery.apply.operation import Operation
from delivery.apply.plan import Options, Outcome
from delivery.apply.question import Ask, Consent, Question
from delivery.apply.rollout_undo import RolloutUndo
from delivery.apply.safe_apply import SafeApply
from delivery.apply.step import APPLY_STEPS, Declined, DocumentErrors, RolloutFailed, State, Step, StepName, Stopped
from delivery.apply.target import Target
from delivery.apply.uninstall import Uninstall

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
    "RolloutFailed",
    "RolloutUndo",
    "SafeApply",
    "State",
    "Step",
    "StepName",
    "Stopped",
    "Target",
    "Uninstall",
]
