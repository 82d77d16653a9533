"""HTTPRoute: how a Gateway leads to the server."""

from typing import Annotated, ClassVar

from pydantic import Field

from mlflow_tui.config_model.setting import Declaration
from mlflow_tui.config_model.values.areas import Area
from mlflow_tui.config_model.values.kubernetes_types import HTTPRouteFilter, HTTPRouteTimeouts, ParentReference
from mlflow_tui.config_model.values.section import Section, annotations_of, when_on

_ON = (when_on("httpRoute.enabled", "the HTTPRoute is off"),)


class HttpRoute(Section):
    """The HTTPRoute of the Gateway API."""

    area: ClassVar[Area] = Area.HTTP_ROUTE

    enabled: Annotated[
        bool,
        Declaration(
            title="HTTPRoute",
            help="Make an HTTPRoute, which leads a Gateway to the server. The cluster must have the Gateway API.",
            example=True,
        ),
    ] = False
    annotations: Annotated[
        dict[str, str],
        annotations_of(
            "HTTPRoute", "external DNS and gateways are set up through them", {"example.com/team": "ml"}, *_ON
        ),
    ] = Field(default_factory=dict)
    parent_refs: Annotated[
        list[ParentReference],
        Declaration(
            title="Gateways",
            help="Gateways, or listeners of them, that serve the route. At least one is needed.",
            example=[{"name": "public", "namespace": "gateways", "sectionName": "https"}],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
    hostnames: Annotated[
        list[str],
        Declaration(
            title="Host names",
            help="Host names that the route is for. Empty: all of the Gateway's. MLflow answers at them.",
            example=["mlflow.example.com"],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
    path: Annotated[
        str,
        Declaration(title="Path", help="Prefix of the paths that lead to the server.", example="/mlflow", applies=_ON),
    ] = "/"
    filters: Annotated[
        list[HTTPRouteFilter],
        Declaration(
            title="Filters",
            help="What the Gateway changes in requests and answers, such as headers.",
            example=[
                {
                    "type": "ResponseHeaderModifier",
                    "responseHeaderModifier": {"set": [{"name": "X-Frame-Options", "value": "DENY"}]},
                }
            ],
            applies=_ON,
        ),
    ] = Field(default_factory=list)
    timeouts: Annotated[
        HTTPRouteTimeouts,
        Declaration(
            title="Timeouts",
            help="How long the Gateway waits. Uploads of large models take long.",
            example={"request": "600s"},
            applies=_ON,
        ),
    ] = Field(default_factory=dict)
