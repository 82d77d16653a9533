"""What single fields may hold, where the published schemas say no more than `string` or `integer`.

Source: `pkg/apis/core/validation`, `apps/validation` and `networking/validation` of Kubernetes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from mlflow_tui.config_model.kubernetes import cron, names

HIGHEST = 2**31 - 1
"""int32, and the highest id of a user or group."""
_ID = (0, HIGHEST)
_COUNT = (0, HIGHEST)
_POSITIVE = (1, HIGHEST)
_PORT = (1, 65535)
_MODE = (0, 0o777)
_WEIGHT = (1, 100)

NUMBERS: Final = {
    ("ConfigMapVolumeSource", "defaultMode"): _MODE,
    ("ContainerPort", "containerPort"): _PORT,
    ("ContainerPort", "hostPort"): (0, 65535),
    ("CronJobSpec", "failedJobsHistoryLimit"): _COUNT,
    ("CronJobSpec", "startingDeadlineSeconds"): _COUNT,
    ("CronJobSpec", "successfulJobsHistoryLimit"): _COUNT,
    ("DeploymentSpec", "minReadySeconds"): _COUNT,
    ("DeploymentSpec", "progressDeadlineSeconds"): _COUNT,
    ("DeploymentSpec", "replicas"): _COUNT,
    ("DeploymentSpec", "revisionHistoryLimit"): _COUNT,
    ("DownwardAPIVolumeFile", "mode"): _MODE,
    ("DownwardAPIVolumeSource", "defaultMode"): _MODE,
    ("GRPCAction", "port"): _PORT,
    ("HPAScalingPolicy", "periodSeconds"): (1, 1800),
    ("HPAScalingPolicy", "value"): _POSITIVE,
    ("HPAScalingRules", "stabilizationWindowSeconds"): (0, 3600),
    ("HTTPBackendRef", "port"): _PORT,
    ("HTTPGetAction", "port"): _PORT,
    ("HTTPRequestRedirectFilter", "port"): _PORT,
    ("HorizontalPodAutoscalerSpec", "maxReplicas"): _POSITIVE,
    ("HorizontalPodAutoscalerSpec", "minReplicas"): _POSITIVE,
    ("JobSpec", "backoffLimit"): _COUNT,
    ("JobSpec", "ttlSecondsAfterFinished"): _COUNT,
    ("KeyToPath", "mode"): _MODE,
    ("MetricTarget", "averageUtilization"): _POSITIVE,
    ("NetworkPolicyPort", "endPort"): _PORT,
    ("NetworkPolicyPort", "port"): _PORT,
    ("ParentReference", "port"): _PORT,
    ("PodSecurityContext", "fsGroup"): _ID,
    ("PodSecurityContext", "runAsGroup"): _ID,
    ("PodSecurityContext", "runAsUser"): _ID,
    ("PodSecurityContext", "supplementalGroups"): _ID,
    ("PodSpec", "activeDeadlineSeconds"): _POSITIVE,
    ("PreferredSchedulingTerm", "weight"): _WEIGHT,
    ("Probe", "failureThreshold"): _COUNT,
    ("Probe", "initialDelaySeconds"): _COUNT,
    ("Probe", "periodSeconds"): _COUNT,
    ("Probe", "successThreshold"): _COUNT,
    ("Probe", "terminationGracePeriodSeconds"): _POSITIVE,
    ("Probe", "timeoutSeconds"): _COUNT,
    ("ProjectedVolumeSource", "defaultMode"): _MODE,
    ("SecretVolumeSource", "defaultMode"): _MODE,
    ("SecurityContext", "runAsGroup"): _ID,
    ("SecurityContext", "runAsUser"): _ID,
    ("ServiceAccountTokenProjection", "expirationSeconds"): (600, 2**32),
    ("ServiceBackendPort", "number"): (0, 65535),
    ("ServicePort", "nodePort"): (0, 65535),
    ("ServicePort", "port"): _PORT,
    ("ServicePort", "targetPort"): (0, 65535),
    ("TCPSocketAction", "port"): _PORT,
    ("TopologySpreadConstraint", "maxSkew"): _POSITIVE,
    ("TopologySpreadConstraint", "minDomains"): _POSITIVE,
    ("WeightedPodAffinityTerm", "weight"): _WEIGHT,
}
"""Lowest and highest number of a field, or of each entry of the list that it is."""


class Text(NamedTuple):
    """What a text is and how it must be written; `must`: it may be neither absent nor empty.

    `or_empty`: the empty text stands for an absent field.
    """

    what: str
    wrong: Callable[[str, str], str] = names.anything
    must: bool = False
    or_empty: bool = True


_OBJECT = Text("the name of an object", names.subdomain, must=True)
_KEY = Text("a key of a Secret or a ConfigMap", names.data_key, must=True)
_NEEDED = Text("a name", must=True)
_LABEL = Text("the key of a label", names.label_key, must=True)
_PORT_NAME = Text("the name of a port", names.port, or_empty=False)
_BELOW = Text("a path inside the volume", names.path_inside)
_FILE = Text("a path inside the volume", names.file_inside, must=True)

TEXTS: Final = {
    ("CSIVolumeSource", "driver"): Text("the name of a driver", names.subdomain, must=True),
    ("ConfigMapEnvSource", "name"): _OBJECT,
    ("ConfigMapKeySelector", "key"): _KEY,
    ("ConfigMapKeySelector", "name"): _OBJECT,
    ("ConfigMapProjection", "name"): _NEEDED,
    ("ConfigMapVolumeSource", "name"): _NEEDED,
    ("Container", "image"): Text("an image", names.image, must=True),
    ("Container", "name"): Text("the name of a container", names.label, must=True),
    ("ContainerPort", "name"): Text("the name of a port", names.port),
    ("CronJobSpec", "schedule"): Text("a schedule", cron.schedule, must=True),
    ("DownwardAPIVolumeFile", "path"): _FILE,
    ("EnvFromSource", "prefix"): Text("the beginning of a variable's name", names.variable),
    ("EnvVar", "name"): Text("the name of a variable", names.variable, must=True),
    ("HTTPBackendRef", "name"): Text("the name of a Service", names.subdomain, must=True),
    ("HTTPGetAction", "port"): _PORT_NAME,
    ("HTTPHeader", "name"): Text("the name of a header", names.header, must=True),
    ("HTTPRouteSpec", "hostnames"): Text("a host", names.rule_host, or_empty=False),
    ("HTTPRouteTimeouts", "backendRequest"): Text("a duration", names.gateway_duration, or_empty=False),
    ("HTTPRouteTimeouts", "request"): Text("a duration", names.gateway_duration, or_empty=False),
    ("HostPathVolumeSource", "path"): Text("a path", names.path_without_up, must=True),
    ("HostAlias", "hostnames"): Text("a host", names.subdomain, or_empty=False),
    ("HostAlias", "ip"): Text("an IP address", names.address, must=True),
    ("IPBlock", "cidr"): Text("a range of addresses", names.address_range, must=True),
    ("IPBlock", "except"): Text("a range of addresses", names.address_range, or_empty=False),
    ("IngressRule", "host"): Text("a host", names.rule_host),
    ("IngressServiceBackend", "name"): Text("the name of a Service", names.service, must=True),
    ("IngressSpec", "ingressClassName"): Text("the name of a class", names.subdomain, or_empty=False),
    ("IngressTLS", "hosts"): Text("a host", names.host, or_empty=False),
    ("IngressTLS", "secretName"): Text("the name of a Secret", names.subdomain),
    ("KeyToPath", "key"): Text("a key", must=True),
    ("KeyToPath", "path"): _FILE,
    ("LabelSelectorRequirement", "key"): _LABEL,
    # The API server takes an empty name, of which its reference says that it is almost certainly wrong.
    ("LocalObjectReference", "name"): _NEEDED,
    ("NFSVolumeSource", "path"): Text("a path", names.absolute_path, must=True),
    ("NFSVolumeSource", "server"): Text("a server", must=True),
    ("NetworkPolicyPort", "port"): _PORT_NAME,
    ("NodeSelectorRequirement", "key"): _LABEL,
    ("ObjectFieldSelector", "fieldPath"): Text("a field of the pod", must=True),
    ("ParentReference", "name"): Text("the name of a Gateway", names.subdomain, must=True),
    ("ParentReference", "namespace"): Text("a namespace", names.label, or_empty=False),
    ("PersistentVolumeClaimSpec", "storageClassName"): Text("the name of a class", names.subdomain),
    ("PersistentVolumeClaimVolumeSource", "claimName"): Text("the name of a claim", must=True),
    ("PodAffinityTerm", "namespaces"): Text("a namespace", names.label, or_empty=False),
    ("PodAffinityTerm", "topologyKey"): _LABEL,
    ("PodSpec", "hostname"): Text("the name of a host", names.label),
    ("PodSpec", "priorityClassName"): Text("the name of a class", names.subdomain),
    ("PodSpec", "serviceAccountName"): Text("the name of a service account", names.subdomain),
    ("PodSpec", "subdomain"): Text("a subdomain", names.label),
    ("ResourceFieldSelector", "resource"): Text("a resource", must=True),
    ("ScrapeEndpoint", "interval"): Text("a duration", names.prometheus_duration),
    ("ScrapeEndpoint", "scrapeTimeout"): Text("a duration", names.prometheus_duration),
    ("SeccompProfile", "localhostProfile"): Text("a path below the kubelet's folder", names.path_inside),
    ("SecretEnvSource", "name"): _OBJECT,
    ("SecretKeySelector", "key"): _KEY,
    ("SecretKeySelector", "name"): _OBJECT,
    ("SecretProjection", "name"): _NEEDED,
    ("SecretVolumeSource", "secretName"): Text("the name of a Secret", must=True),
    ("ServiceAccountTokenProjection", "path"): _FILE,
    ("ServiceBackendPort", "name"): Text("the name of a port", names.port),
    ("ServicePort", "name"): Text("the name of a port", names.label),
    ("ServiceSpec", "loadBalancerClass"): Text("the name of a class", names.label_key, or_empty=False),
    ("ServiceSpec", "loadBalancerSourceRanges"): Text("a range of addresses", names.address_range, or_empty=False),
    ("ServicePort", "targetPort"): Text("the name of a port", names.port),
    ("Sysctl", "name"): Text("a kernel parameter", names.sysctl, must=True),
    ("TCPSocketAction", "port"): _PORT_NAME,
    ("Toleration", "key"): Text("the key of a taint", names.label_key),
    ("TopologySpreadConstraint", "topologyKey"): Text("the key of a label", must=True),
    ("Volume", "name"): Text("the name of a volume", names.label, must=True),
    ("VolumeMount", "mountPath"): Text("a folder in the container", names.mount_path, must=True),
    ("VolumeMount", "name"): Text("the name of a volume", must=True),
    ("VolumeMount", "subPath"): _BELOW,
    ("VolumeMount", "subPathExpr"): _BELOW,
}
"""How the text of a field, or of each entry of the list that it is, must be written."""


NEEDED: Final[dict[str, tuple[str, ...]]] = {}
"""The fields that a piece of a type must have, whatever the published schema says."""
for (_type_name, _field), _text in TEXTS.items():
    if _text.must:
        NEEDED[_type_name] = (*NEEDED.get(_type_name, ()), _field)


class Union(NamedTuple):
    """Fields of which at most one, or (`must`) exactly one may be given; none named: all but `besides`."""

    what: str
    fields: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    must: bool = True


UNIONS: Final = {
    "DownwardAPIVolumeFile": Union("a source", ("fieldRef", "resourceFieldRef")),
    "EnvFromSource": Union("a source", ("configMapRef", "secretRef")),
    "EnvVarSource": Union("a source"),
    "IngressBackend": Union("a backend", ("service", "resource")),
    "LifecycleHandler": Union("a handler"),
    "Probe": Union("a handler", ("exec", "httpGet", "tcpSocket", "grpc")),
    # The API server makes an emptyDir of a volume without a source: deprecated, and hardly what is meant.
    "Volume": Union("a source", besides=("name",)),
    "VolumeProjection": Union("a source", must=False),
}
