"""The safe apply to a cluster, without screens: run `SafeApply`, show its steps, answer its questions."""

from delivery.apply.change import Action, Change
from delivery.apply.plan import Options, Outcome
from delivery.apply.question import Ask, Consent, Question
from delivery.apply.safe_apply import SafeApply
from delivery.apply.step import APPLY_STEPS, Declined, DocumentErrors, RolloutFailed, State, Step, StepName, Stopped
from delivery.apply.target import Target

__all__ = [
    "APPLY_STEPS",
    "Action",
    "Ask",
    "Change",
    "Consent",
    "Declined",
    "DocumentErrors",
    "Options",
    "Outcome",
    "Question",
    "RolloutFailed",
    "SafeApply",
    "State",
    "Step",
    "StepName",
    "Stopped",
    "Target",
]
