"""Service: how the pods are reached inside the cluster."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.section import Section, annotations_of


class Service(Section):
    """The Kubernetes Service in front of the pods."""

    area: ClassVar[Area] = Area.SERVICE

    type: Annotated[
        Literal["ClusterIP", "NodePort", "LoadBalancer"],
        Declaration(
            title="Type",
            help="ClusterIP: inside the cluster only. NodePort: also on a port of every node. LoadBalancer: also "
            "through the cloud's load balancer.",
            example="LoadBalancer",
        ),
    ] = "ClusterIP"
    port: Annotated[
        int,
        Field(ge=1, le=65535),
        Declaration(title="Port", help="Port of the Service; traffic goes on to the server's port.", example=80),
    ] = 5000
    name: Annotated[
        str,
        Declaration(
            title="Port name",
            help="Name of the Service's port. Some meshes read the protocol from it.",
            example="http-mlflow",
        ),
    ] = "http"
    annotations: Annotated[
        dict[str, str],
        annotations_of(
            "Service",
            "load balancers and service meshes are set up through them",
            {"service.beta.kubernetes.io/aws-load-balancer-internal": "true"},
        ),
    ] = Field(default_factory=dict)
