"""What stops the work with a cluster, said to a person."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from mlflow_tui.config_model.error import UserError


class DeliveryProblem(UserError):
    """The work with the cluster could not be done, or ended before its end. `settings` are the keys behind it."""

    def __init__(self, message: str, hint: str = "", *, settings: Sequence[str] = ()) -> None:
        super().__init__(message, hint)
        self.settings = tuple(dict.fromkeys(settings))


class MissingTool(DeliveryProblem):
    """kubectl is not there, cannot be run, or is too old."""


class KubeconfigProblem(DeliveryProblem):
    """The kubeconfig cannot be read, or has no such context."""


class WrongName(DeliveryProblem):
    """A release or namespace that can have no such name; the cluster was not asked."""


class ReadOnly(DeliveryProblem):
    """A change was asked of a session that may change nothing; no process was started."""

    def __init__(
        self,
        message: str = "nothing is changed: this is read-only",
        hint: str = "start again without --read-only, and with a file that may be written to",
    ) -> None:
        super().__init__(message, hint)


class Cancelled(DeliveryProblem):
    """The person stopped it."""

    def __init__(self, what: str = "the apply") -> None:
        super().__init__(f"{what} was cancelled")


class Reason(enum.Enum):
    """Why a cluster did not do what it was asked."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not found"
    CONFLICT = "conflict"
    INVALID = "invalid"
    NONSENSE = "nonsense"
    OTHER = "other"


class ClusterProblem(DeliveryProblem):
    """The cluster could not be reached, or refused."""

    def __init__(
        self,
        message: str,
        hint: str = "",
        reason: Reason = Reason.OTHER,
        detail: str = "",
        *,
        complaint: str = "",
        settings: Sequence[str] = (),
    ) -> None:
        super().__init__(message, hint, settings=settings)
        self.reason = reason
        self.detail = detail
        """All that kubectl said, for those who ask."""
        self.complaint = complaint or message
        """The message without the object, for where that is named already."""

    def reworded(self, message: str, hint: str | None = None, settings: Sequence[str] | None = None) -> ClusterProblem:
        """The same problem, told otherwise."""
        return ClusterProblem(
            message,
            self.hint if hint is None else hint,
            self.reason,
            self.detail,
            settings=self.settings if settings is None else settings,
        )

    @property
    def is_silence(self) -> bool:
        """Whether the cluster may have done it all the same: it did not refuse, its answer is missing."""
        return self.reason in (Reason.UNREACHABLE, Reason.TIMEOUT, Reason.NONSENSE, Reason.OTHER)
