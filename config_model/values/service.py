"""Service: how the pods are reached inside the cluster."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.section import Section, annotations_of, labels_of, when_one_of

_OUTSIDE = when_one_of("service.type", ("NodePort", "LoadBalancer"), "a Service of type {} has no port on the nodes")
_BALANCED = when_one_of("service.type", ("LoadBalancer",), "a Service of type {} has no load balancer")


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
    labels: Annotated[
        dict[str, str],
        labels_of("Service", "monitoring and network tools find it by them", {"team": "ml-platform"}),
    ] = Field(default_factory=dict)
    node_port: Annotated[
        int | None,
        Field(ge=1, le=65535),
        Declaration(
            title="Node port",
            help="Port of every node that leads to the Service, usually from 30000 to 32767. Empty: Kubernetes chooses "
            "one.",
            example=30500,
            applies=(_OUTSIDE,),
        ),
    ] = None
    load_balancer_class: Annotated[
        str,
        Declaration(
            title="Load balancer class",
            help="Which controller makes the load balancer, where the cluster's default one is not to. Cannot be "
            "changed later.",
            example="service.k8s.aws/nlb",
            applies=(_BALANCED,),
        ),
    ] = ""
    load_balancer_source_ranges: Annotated[
        list[str],
        Declaration(
            title="Allowed client addresses",
            help="Ranges of client addresses that the load balancer lets through. Empty: all.",
            example=["10.0.0.0/8"],
            applies=(_BALANCED,),
        ),
    ] = Field(default_factory=list)
    external_traffic_policy: Annotated[
        Literal["", "Cluster", "Local"],
        Declaration(
            title="External traffic policy",
            help="Local: only nodes with a pod take requests from outside, and the pods see the client's address. "
            "Cluster, or empty: every node passes them on.",
            example="Local",
            applies=(_OUTSIDE,),
        ),
    ] = ""
    session_affinity: Annotated[
        Literal["", "None", "ClientIP"],
        Declaration(
            title="Session affinity",
            help="ClientIP: a client's requests go to the same pod. None, or empty: to any.",
            example="ClientIP",
        ),
    ] = ""
