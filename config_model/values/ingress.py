"""Ingress: how the server is reached from outside."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.section import Section, annotations_of, when_on

_ON = (when_on("ingress.enabled", "the Ingress is off"),)


class IngressPath(Section):
    """A path of a host, which leads to the Service."""

    path: Annotated[str, Declaration(title="Path", help="URL path, beginning with a slash.", example="/")] = ""
    path_type: Annotated[
        Literal["ImplementationSpecific", "Prefix", "Exact"],
        Declaration(
            title="Path type",
            help="How the path is matched: as the controller likes, as a prefix, or exactly.",
            example="Prefix",
        ),
    ] = "ImplementationSpecific"


class IngressHost(Section):
    """A host name and its paths."""

    host: Annotated[
        str,
        Declaration(title="Host", help="Host name of the rule. Empty: every host.", example="mlflow.example.com"),
    ] = ""
    paths: Annotated[
        list[IngressPath],
        Declaration(title="Paths", help="Paths of the host.", example=[{"path": "/", "pathType": "Prefix"}]),
    ] = Field(default_factory=list)


class IngressTls(Section):
    """A certificate and the hosts that it serves."""

    hosts: Annotated[
        list[str],
        Declaration(title="Hosts", help="Host names that the certificate covers.", example=["mlflow.example.com"]),
    ] = Field(default_factory=list)
    secret_name: Annotated[
        str,
        Declaration(
            title="Secret name",
            help="Secret of type kubernetes.io/tls with the certificate. Empty: the controller's own certificate.",
            example="mlflow-tls",
        ),
    ] = ""


def _default_hosts() -> list[IngressHost]:
    return [IngressHost.model_validate({"host": "chart-example.local", "paths": [{"path": "/"}]})]


class Ingress(Section):
    """The Kubernetes Ingress in front of the Service."""

    area: ClassVar[Area] = Area.INGRESS

    enabled: Annotated[
        bool,
        Declaration(title="Ingress", help="Make an Ingress, so that the server has a host name.", example=True),
    ] = False
    class_name: Annotated[
        str,
        Declaration(
            title="Class",
            help="IngressClass that serves it. Empty: the cluster's default class, if it has one.",
            example="nginx",
            applies=_ON,
        ),
    ] = ""
    annotations: Annotated[
        dict[str, str],
        annotations_of(
            "Ingress",
            "controllers and cert-manager are set up through them",
            {"cert-manager.io/cluster-issuer": "letsencrypt"},
            *_ON,
        ),
    ] = Field(default_factory=dict)
    hosts: Annotated[
        list[IngressHost],
        Declaration(
            title="Hosts",
            help="Host names and their paths.",
            example=[{"host": "mlflow.example.com", "paths": [{"path": "/", "pathType": "Prefix"}]}],
            applies=_ON,
        ),
    ] = Field(default_factory=_default_hosts)
    tls: Annotated[
        list[IngressTls],
        Declaration(
            title="TLS",
            help="Certificates and the hosts that they serve.",
            example=[{"secretName": "mlflow-tls", "hosts": ["mlflow.example.com"]}],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
