"""Service account: the identity of the pods."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.section import Section, annotations_of, when_on


class ServiceAccount(Section):
    """The ServiceAccount that the pods run as."""

    area: ClassVar[Area] = Area.SERVICE_ACCOUNT

    create: Annotated[
        bool,
        Declaration(
            title="Create",
            help="Make a ServiceAccount. Off: the one named below is used, or the namespace's `default`.",
            example=False,
        ),
    ] = True
    name: Annotated[
        str,
        Declaration(
            title="Name",
            help="Name of the ServiceAccount. Empty: the full name of the release when it is created, else `default`.",
            example="mlflow-tracking",
        ),
    ] = ""
    annotations: Annotated[
        dict[str, str],
        annotations_of(
            "ServiceAccount",
            "a cloud's IAM role is bound through them",
            {"eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/mlflow"},
            when_on("serviceAccount.create", "the ServiceAccount is not created here"),
        ),
    ] = Field(default_factory=dict)
    automount: Annotated[
        bool,
        Declaration(
            title="Mount the token",
            help="Mount the ServiceAccount's token into the pods. MLflow does not ask the Kubernetes API: off is "
            "safer. Workload identities of clouds bring tokens of their own.",
            example=False,
        ),
    ] = True
