"""Pieces of the Kubernetes API that values carry as they are.

Their fields are those of the published Kubernetes schemas (`config_model.kubernetes`), for every supported version.
"""

from typing import Annotated, Any

from mlflow_tui.config_model.setting import KubernetesType

EnvVar = Annotated[dict[str, Any], KubernetesType("EnvVar")]
EnvFromSource = Annotated[dict[str, Any], KubernetesType("EnvFromSource")]
Volume = Annotated[dict[str, Any], KubernetesType("Volume")]
VolumeMount = Annotated[dict[str, Any], KubernetesType("VolumeMount")]
Container = Annotated[dict[str, Any], KubernetesType("Container")]
Toleration = Annotated[dict[str, Any], KubernetesType("Toleration")]
Affinity = Annotated[dict[str, Any], KubernetesType("Affinity")]
ResourceRequirements = Annotated[dict[str, Any], KubernetesType("ResourceRequirements")]
SecurityContext = Annotated[dict[str, Any], KubernetesType("SecurityContext")]
PodSecurityContext = Annotated[dict[str, Any], KubernetesType("PodSecurityContext")]
Probe = Annotated[dict[str, Any], KubernetesType("ProbeOverlay")]
Lifecycle = Annotated[dict[str, Any], KubernetesType("Lifecycle")]
DeploymentStrategy = Annotated[dict[str, Any], KubernetesType("DeploymentStrategy")]
TopologySpreadConstraint = Annotated[dict[str, Any], KubernetesType("TopologySpreadConstraint")]
HostAlias = Annotated[dict[str, Any], KubernetesType("HostAlias")]
MetricSpec = Annotated[dict[str, Any], KubernetesType("MetricSpec")]
HorizontalPodAutoscalerBehavior = Annotated[dict[str, Any], KubernetesType("HorizontalPodAutoscalerBehavior")]
NetworkPolicyPeer = Annotated[dict[str, Any], KubernetesType("NetworkPolicyPeer")]
NetworkPolicyEgressRule = Annotated[dict[str, Any], KubernetesType("NetworkPolicyEgressRule")]
ParentReference = Annotated[dict[str, Any], KubernetesType("ParentReference")]
HTTPRouteFilter = Annotated[dict[str, Any], KubernetesType("HTTPRouteFilter")]
HTTPRouteTimeouts = Annotated[dict[str, Any], KubernetesType("HTTPRouteTimeouts")]
RelabelConfig = Annotated[dict[str, Any], KubernetesType("RelabelConfig")]
ScrapeBasicAuth = Annotated[dict[str, Any], KubernetesType("ScrapeBasicAuth")]
LocalObjectReference = Annotated[dict[str, Any], KubernetesType("LocalObjectReference")]
