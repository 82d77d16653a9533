"""Keeping account of the steps while they run."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from mlflow_tui.delivery.apply.step import State, Step, StepName
from mlflow_tui.delivery.problem import Cancelled, DeliveryProblem

Observe = Callable[[Step], None]
"""Told of each change of a step, in the thread that runs the apply."""


class Journal:
    """All steps as they are now; whoever observes is told of each change."""

    def __init__(self, names: Iterable[StepName], observe: Observe) -> None:
        self._observe = observe
        self._steps = {name: Step(name) for name in names}

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps.values())

    def note(self, name: StepName, summary: str, details: tuple[str, ...] = ()) -> None:
        """What a step has found so far."""
        self._put(replace(self._steps[name], summary=summary, details=details))

    def skip(self, name: StepName, why: str) -> None:
        self._put(replace(self._steps[name], state=State.SKIPPED, summary=why))

    @contextlib.contextmanager
    def step(self, name: StepName) -> Iterator[Callable[..., None]]:
        """Runs a step: `note` is given; what is raised decides the state and the summary."""
        started = time.monotonic()
        self._put(replace(self._steps[name], state=State.RUNNING))

        def end(state: State, summary: str | None = None) -> None:
            now = self._steps[name]
            seconds = time.monotonic() - started
            self._put(replace(now, state=state, seconds=seconds, summary=now.summary if summary is None else summary))

        try:
            yield lambda summary, details=(): self.note(name, summary, tuple(details))
        except Cancelled:
            end(State.CANCELLED, "cancelled")
            raise
        except DeliveryProblem as problem:
            end(State.FAILED, problem.message)
            raise
        except BaseException:
            end(State.FAILED, "stopped")
            raise
        end(State.DONE)

    def _put(self, step: Step) -> None:
        self._steps[step.name] = step
        self._observe(step)
