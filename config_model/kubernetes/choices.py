"""The values that the API server takes where the published schemas say no more than `string`.

Source: the constants of `k8s.io/api/core/v1`, `apps/v1` and `networking/v1`, and the validation that names them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from mlflow_tui.config_model.kubernetes.versions import minor


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of a field, or of each entry of the list that it is.

    `or_empty`: the empty text stands for the default, or for all. `since` holds the first minor version of the values
    that were not always there.
    """

    values: tuple[str, ...]
    or_empty: bool = False
    since: MappingProxyType[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, version: str) -> tuple[str, ...]:
        return tuple(value for value in self.values if minor(version) >= self.since.get(value, 0))


def choices(type_name: str, name: str, version: str) -> tuple[str, ...]:
    """The values of a field in a version; none where it takes others too."""
    found = CHOICES.get((type_name, name))
    return found.of(version) if found is not None else ()


def _one_of(values: str, **since: int) -> Choices:
    return Choices(tuple(values.split()), since=MappingProxyType(since))


def _default_or(values: str, **since: int) -> Choices:
    return Choices(tuple(values.split()), or_empty=True, since=MappingProxyType(since))


_PROFILES = _one_of("RuntimeDefault Localhost Unconfined")
_PULL = _default_or("Always IfNotPresent Never")
_PROTOCOL = _default_or("TCP UDP SCTP")

CHOICES: Final = {
    ("AppArmorProfile", "type"): _PROFILES,
    ("AzureDiskVolumeSource", "cachingMode"): _one_of("None ReadOnly ReadWrite"),
    ("AzureDiskVolumeSource", "kind"): _one_of("Shared Dedicated Managed"),
    ("Container", "imagePullPolicy"): _PULL,
    # Always makes a sidecar of an init container; the rules of 1.34 give every container a policy of its own.
    ("Container", "restartPolicy"): _one_of("Always Never OnFailure", Never=34, OnFailure=34),
    ("Container", "terminationMessagePolicy"): _default_or("File FallbackToLogsOnError"),
    ("ContainerPort", "protocol"): _PROTOCOL,
    ("ContainerResizePolicy", "resourceName"): _one_of("cpu memory"),
    ("ContainerResizePolicy", "restartPolicy"): _one_of("NotRequired RestartContainer"),
    ("CronJobSpec", "concurrencyPolicy"): _default_or("Allow Forbid Replace"),
    ("DeploymentStrategy", "type"): _default_or("RollingUpdate Recreate"),
    ("HPAScalingPolicy", "type"): _one_of("Pods Percent"),
    ("HPAScalingRules", "selectPolicy"): _one_of("Max Min Disabled"),
    ("HTTPGetAction", "scheme"): _default_or("HTTP HTTPS"),
    ("HTTPPathMatch", "type"): _one_of("Exact PathPrefix RegularExpression"),
    ("HTTPPathModifier", "type"): _one_of("ReplaceFullPath ReplacePrefixMatch"),
    ("HTTPRequestRedirectFilter", "scheme"): _one_of("http https"),
    ("HTTPRouteFilter", "type"): _one_of(
        "RequestHeaderModifier ResponseHeaderModifier RequestMirror RequestRedirect URLRewrite ExtensionRef CORS"
    ),
    ("HTTPIngressPath", "pathType"): _one_of("Exact Prefix ImplementationSpecific"),
    ("HostPathVolumeSource", "type"): _default_or(
        "DirectoryOrCreate Directory FileOrCreate File Socket CharDevice BlockDevice"
    ),
    ("ImageVolumeSource", "pullPolicy"): _PULL,
    ("LabelSelectorRequirement", "operator"): _one_of("In NotIn Exists DoesNotExist"),
    ("MetricSpec", "type"): _one_of("ContainerResource External Object Pods Resource"),
    ("MetricTarget", "type"): _one_of("Utilization Value AverageValue"),
    ("NetworkPolicyPort", "protocol"): _PROTOCOL,
    ("NetworkPolicySpec", "policyTypes"): _one_of("Ingress Egress"),
    ("NodeSelectorRequirement", "operator"): _one_of("In NotIn Exists DoesNotExist Gt Lt"),
    ("PersistentVolumeClaimSpec", "accessModes"): _one_of(
        "ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod"
    ),
    ("PersistentVolumeClaimSpec", "volumeMode"): _default_or("Filesystem Block"),
    ("PodSecurityContext", "fsGroupChangePolicy"): _one_of("OnRootMismatch Always"),
    ("PodSecurityContext", "seLinuxChangePolicy"): _one_of("MountOption Recursive"),
    ("PodSecurityContext", "supplementalGroupsPolicy"): _one_of("Merge Strict"),
    ("PodSpec", "dnsPolicy"): _default_or("ClusterFirst ClusterFirstWithHostNet Default None"),
    ("PodSpec", "preemptionPolicy"): _default_or("PreemptLowerPriority Never"),
    ("PodSpec", "restartPolicy"): _default_or("Always OnFailure Never"),
    ("RelabelConfig", "action"): _one_of(
        "replace keep drop hashmod labelmap labeldrop labelkeep lowercase uppercase keepequal dropequal "
        "Replace Keep Drop HashMod LabelMap LabelDrop LabelKeep Lowercase Uppercase KeepEqual DropEqual"
    ),
    ("SeccompProfile", "type"): _PROFILES,
    ("SecurityContext", "procMount"): _default_or("Default Unmasked"),
    ("ServicePort", "protocol"): _PROTOCOL,
    ("ServiceSpec", "externalTrafficPolicy"): _default_or("Cluster Local"),
    ("ServiceSpec", "internalTrafficPolicy"): _one_of("Cluster Local"),
    ("ServiceSpec", "ipFamilies"): _one_of("IPv4 IPv6"),
    ("ServiceSpec", "ipFamilyPolicy"): _one_of("SingleStack PreferDualStack RequireDualStack"),
    ("ServiceSpec", "sessionAffinity"): _default_or("None ClientIP"),
    ("ServiceSpec", "trafficDistribution"): _one_of(
        "PreferClose PreferSameZone PreferSameNode", PreferSameZone=33, PreferSameNode=33
    ),
    ("ServiceSpec", "type"): _default_or("ClusterIP NodePort LoadBalancer ExternalName"),
    ("Toleration", "effect"): _default_or("NoSchedule PreferNoSchedule NoExecute"),
    ("Toleration", "operator"): _default_or("Exists Equal Lt Gt", Lt=35, Gt=35),
    ("TopologySpreadConstraint", "nodeAffinityPolicy"): _one_of("Honor Ignore"),
    ("TopologySpreadConstraint", "nodeTaintsPolicy"): _one_of("Honor Ignore"),
    ("TopologySpreadConstraint", "whenUnsatisfiable"): _one_of("DoNotSchedule ScheduleAnyway"),
    ("VolumeMount", "mountPropagation"): _one_of("None HostToContainer Bidirectional"),
    ("VolumeMount", "recursiveReadOnly"): _one_of("Disabled IfPossible Enabled"),
}  # fmt: skip
