"""Network policy: who may reach the pods, and whom they may reach."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import NetworkPolicyEgressRule, NetworkPolicyPeer
from mlflow_tui.config_model.values.section import Section, when_on

_ON = (when_on("networkPolicy.enabled", "the network policy is off"),)


class NetworkPolicy(Section):
    """The NetworkPolicy of the pods."""

    area: ClassVar[Area] = Area.NETWORK_POLICY

    enabled: Annotated[
        bool,
        Declaration(
            title="Network policy",
            help="Let in requests to the server's port alone. Has an effect only where the cluster's network enforces "
            "policies.",
            example=True,
        ),
    ] = False
    ingress_from: Annotated[
        list[NetworkPolicyPeer],
        Declaration(
            title="Let in",
            help="Pods, namespaces and addresses that may reach the server. Empty: all.",
            example=[{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}}}],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
    egress: Annotated[
        list[NetworkPolicyEgressRule],
        Declaration(
            title="Let out",
            help="What the pods may reach: the database and the storage. DNS is added. Empty: everything.",
            example=[{"to": [{"ipBlock": {"cidr": "10.20.0.0/16"}}], "ports": [{"port": 5432, "protocol": "TCP"}]}],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
