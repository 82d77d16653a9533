"""Pieces of Kubernetes that an API server takes, refuses, or judges otherwise than `check` does.

The verdicts are those of an API server; `test_api_server` asks it again. Each piece is judged within a whole object.
"""

from typing import Any

Piece = tuple[str, dict[str, Any]]

_POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}
_BACKEND = {"service": {"name": "s", "port": {"number": 80}}}
_CONTAINER = {"name": "c", "image": "i"}
_VOLUMES = [{"name": "v", "emptyDir": {}}, {"name": "w", "emptyDir": {}}]


def whole(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """An object that is right but for the piece in it."""
    if kind in _IN_CONTAINER:
        field, many = _IN_CONTAINER[kind]
        return {**_POD, "spec": {"containers": [{**_CONTAINER, field: [data] if many else data}], "volumes": _VOLUMES}}
    if kind in _IN_POD:
        field, many = _IN_POD[kind]
        return {**_POD, "spec": {"containers": [_CONTAINER], field: [data] if many else data}}
    match kind:
        case "Container":
            return {**_POD, "spec": {"containers": [data], "volumes": _VOLUMES}}
        case "InitContainer":
            return {**_POD, "spec": {"containers": [_CONTAINER], "initContainers": [data]}}
        case "LifecycleHandler":
            return {**_POD, "spec": {"containers": [{**_CONTAINER, "lifecycle": {"preStop": data}}]}}
        case "PodSpec":
            return {**_POD, "spec": data}
        case "ServiceSpec":
            return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": data}
        case "IngressSpec":
            version = "networking.k8s.io/v1"
            return {"apiVersion": version, "kind": "Ingress", "metadata": {"name": "i"}, "spec": data}
        case "IngressTLS":
            return whole("IngressSpec", {"rules": [{"host": "a.b"}], "tls": [data]})
        case "IngressRule":
            return whole("IngressSpec", {"rules": [data]})
        case "HTTPIngressPath":
            return whole("IngressRule", {"http": {"paths": [data]}})
        case "ObjectMeta":
            return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": data}
        case "Deployment":
            return {"apiVersion": "apps/v1", "kind": kind, **data}
    return {"apiVersion": "v1", "kind": kind, **data}


_IN_CONTAINER = {
    "ContainerPort": ("ports", True),
    "EnvFromSource": ("envFrom", True),
    "EnvVar": ("env", True),
    "Liveness": ("livenessProbe", False),
    "Probe": ("readinessProbe", False),
    "ResourceRequirements": ("resources", False),
    "SecurityContext": ("securityContext", False),
    "VolumeMount": ("volumeMounts", True),
}
_IN_POD = {
    "Affinity": ("affinity", False),
    "LocalObjectReference": ("imagePullSecrets", True),
    "PodSecurityContext": ("securityContext", False),
    "Toleration": ("tolerations", True),
    "TopologySpreadConstraint": ("topologySpreadConstraints", True),
    "Volume": ("volumes", True),
}


def _nodes(*expressions: dict[str, Any], **term: Any) -> dict[str, Any]:
    terms = [{"matchExpressions": list(expressions), **term}]
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}}


def _pods(**term: Any) -> dict[str, Any]:
    return {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}


def _path(**fields: Any) -> dict[str, Any]:
    return {"pathType": "Prefix", "path": "/", "backend": _BACKEND, **fields}


def _service(**fields: Any) -> dict[str, Any]:
    return {"ports": [{"port": 80}], **fields}


def _deployment(pod: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    labels = {"a": "b"}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [_CONTAINER], **(pod or {})}}
    return {"metadata": {"name": "d"}, "spec": {"selector": {"matchLabels": labels}, "template": template, **fields}}


def _spread(**fields: Any) -> dict[str, Any]:
    return {"maxSkew": 1, "topologyKey": "z", "whenUnsatisfiable": "DoNotSchedule", **fields}


def _pod(**fields: Any) -> dict[str, Any]:
    return {"containers": [_CONTAINER], **fields}


def _balanced(**fields: Any) -> dict[str, Any]:
    return _service(type="LoadBalancer", **fields)


_SELECTED = {"matchLabels": {"a": "b"}}

TAKEN: list[Piece] = [
    ("TopologySpreadConstraint", _spread(minDomains=2)),
    ("TopologySpreadConstraint", _spread(labelSelector=_SELECTED)),
    ("PodSpec", _pod(topologySpreadConstraints=[_spread(), _spread(whenUnsatisfiable="ScheduleAnyway")])),
    ("PodSpec", _pod(hostAliases=[{"ip": "10.1.2.3", "hostnames": ["a.b", "c"]}, {"ip": "::1"}])),
    ("ServiceSpec", _balanced(loadBalancerSourceRanges=["10.0.0.0/8", " 1.2.3.4/24 ", "fd00::/8"])),
    ("ServiceSpec", _balanced(loadBalancerClass="a.b/c")),
    ("ServiceSpec", _balanced(loadBalancerClass="internal")),
    ("ServiceSpec", _balanced(externalTrafficPolicy="Local", ports=[{"port": 80, "nodePort": 30000}])),
    ("ServiceSpec", _service(sessionAffinity="ClientIP")),
    ("LifecycleHandler", {"httpGet": {"port": "http", "path": "/a"}}),
    ("Deployment", _deployment({"terminationGracePeriodSeconds": 0}, revisionHistoryLimit=0)),
    ("Volume", {"name": "v", "emptyDir": {"medium": "HugePages-2Mi"}}),
    ("Volume", {"name": "v", "secret": {"secretName": "A_b"}}),
    ("Volume", {"name": "v", "configMap": {"name": "A_b"}}),
    ("Volume", {"name": "v", "persistentVolumeClaim": {"claimName": "A_"}}),
    ("Volume", {"name": "v", "hostPath": {"path": "rel"}}),
    ("Volume", {"name": "v", "projected": {}}),
    ("Volume", {"name": "v", "projected": {"sources": []}}),
    ("Volume", {"name": "v", "projected": {"sources": [{}]}}),
    ("Volume", {"name": "v", "downwardAPI": {"items": [{"path": "a", "fieldRef": {"fieldPath": "metadata.labels"}}]}}),
    ("Volume", {"name": "v", "secret": {"secretName": "s", "items": [{"key": "..", "path": "a"}]}}),
    ("Volume", {"name": "v", "secret": {"secretName": "s", "items": [{"key": "a b", "path": "a"}]}}),
    ("VolumeMount", {"name": "v", "mountPath": "rel"}),
    ("LocalObjectReference", {"name": "A_B"}),
    ("Container", {"name": "c", "image": "I i"}),
    ("Container", {"name": "c", "image": "i", "imagePullPolicy": ""}),
    ("Container", {"name": "c", "image": "i", "terminationMessagePolicy": ""}),
    ("Container", {"name": "c", "image": "i", "ports": [{"containerPort": 1}, {"containerPort": 1}]}),
    ("Container", {"name": "c", "image": "i", "env": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]}),
    ("Container", {"name": "c", "image": "i", "workingDir": "", "terminationMessagePath": ""}),
    ("ContainerPort", {"containerPort": 80, "protocol": ""}),
    ("ContainerPort", {"containerPort": 80, "name": ""}),
    ("ContainerPort", {"containerPort": 80, "hostPort": 0}),
    ("ContainerPort", {"containerPort": 80, "hostIP": "x"}),
    ("EnvVar", {"name": "a.b-c"}),
    ("EnvVar", {"name": "A", "value": "", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['a']"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "status.podIPs"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "1Mi"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": 0}}}),
    ("EnvFromSource", {"prefix": "", "secretRef": {"name": "a"}}),
    ("Toleration", {"key": "k"}),
    ("Toleration", {"key": "k", "operator": ""}),
    ("Toleration", {"key": "k", "effect": ""}),
    ("Toleration", {"key": "k", "effect": "NoExecute", "tolerationSeconds": -1}),
    ("Affinity", _nodes({"key": "a", "operator": "In", "values": ["b"]})),
    ("Affinity", _nodes({"key": "a", "operator": "Gt", "values": ["x"]})),
    ("Affinity", _nodes({"key": "a", "operator": "In", "values": ["b c"]})),
    ("Affinity", _nodes()),
    ("Affinity", _nodes(matchFields=[{"key": "metadata.name", "operator": "In", "values": ["a"]}])),
    (
        "Affinity",
        {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1, "preference": {}}]}},
    ),
    ("Affinity", _pods(topologyKey="kubernetes.io/hostname")),
    ("TopologySpreadConstraint", {"maxSkew": 1, "topologyKey": "a b", "whenUnsatisfiable": "DoNotSchedule"}),
    ("ResourceRequirements", {"limits": {"cpu": "1 "}}),
    ("ResourceRequirements", {"limits": {"memory": "1k"}}),
    ("ResourceRequirements", {"limits": {"memory": "1e3"}}),
    ("ResourceRequirements", {"limits": {"memory": "1E3"}}),
    ("ResourceRequirements", {"limits": {"memory": "1E"}}),
    ("ResourceRequirements", {"limits": {"memory": ".5Gi"}}),
    ("ResourceRequirements", {"limits": {"memory": "1.Gi"}}),
    ("ResourceRequirements", {"limits": {"memory": "+1"}}),
    ("ResourceRequirements", {"limits": {"cpu": 1.5}}),
    ("ResourceRequirements", {"limits": {"memory": "100m"}}),
    ("ResourceRequirements", {"limits": {"cpu": None}}),
    ("ResourceRequirements", {"requests": {"cpu": 2}}),
    ("ResourceRequirements", {"limits": {"hugepages-2Mi": "4Mi", "memory": "1Gi"}}),
    ("ResourceRequirements", {"limits": {"kubernetes.io/x": "1"}}),
    ("ResourceRequirements", {"limits": {"ephemeral-storage": "1Gi"}}),
    ("ResourceRequirements", {"limits": {"memory": "0"}}),
    ("SecurityContext", {"runAsUser": 2**31 - 1}),
    ("SecurityContext", {"procMount": ""}),
    ("SecurityContext", {"capabilities": {"add": ["SYS_ADMIN"]}, "allowPrivilegeEscalation": False}),
    ("SecurityContext", {"capabilities": {"add": ["foo"]}}),
    ("SecurityContext", {"seccompProfile": {"type": "Localhost", "localhostProfile": ""}}),
    ("Probe", {"httpGet": {"port": "http"}}),
    ("Probe", {"httpGet": {"port": 80, "path": ""}}),
    ("Probe", {"httpGet": {"port": 80, "scheme": ""}}),
    ("Probe", {"httpGet": {"port": 80, "httpHeaders": [{"name": "a", "value": ""}]}}),
    ("Probe", {"exec": {"command": ["a"]}, "successThreshold": 2}),
    ("Probe", {"exec": {"command": ["a"]}, "timeoutSeconds": 0}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "terminationGracePeriodSeconds": -1}),
    (
        "PodSpec",
        {
            "containers": [
                {"name": "c", "image": "i", "ports": [{"containerPort": 1, "name": "a"}]},
                {"name": "d", "image": "i", "ports": [{"containerPort": 2, "name": "a"}]},
            ]
        },
    ),
    ("ServiceSpec", _service(type="")),
    ("ServiceSpec", {"clusterIP": "None"}),
    ("ServiceSpec", {"type": "ExternalName", "externalName": "a.b"}),
    ("ServiceSpec", {"ports": [{"port": 80, "name": "a" * 20}]}),
    ("ServiceSpec", {"ports": [{"port": 80, "targetPort": 0}]}),
    ("ServiceSpec", {"type": "NodePort", "ports": [{"port": 80, "nodePort": 80}]}),
    ("ServiceSpec", _service(loadBalancerIP="1.2.3.4")),
    ("HTTPIngressPath", _path()),
    ("HTTPIngressPath", {"pathType": "ImplementationSpecific", "backend": _BACKEND}),
    ("IngressRule", {"host": "a.b"}),
    ("IngressRule", {"host": "*.a.b"}),
    ("IngressRule", {"host": ""}),
    ("IngressTLS", {}),
    ("IngressTLS", {"hosts": ["*.a.b"]}),
    ("IngressTLS", {"hosts": ["1.2.3.4"]}),
    ("IngressTLS", {"secretName": ""}),
    ("Deployment", _deployment()),
    ("Deployment", _deployment(strategy={"rollingUpdate": {"maxSurge": "25%"}})),
    ("ObjectMeta", {"name": "a.b"}),
    ("ObjectMeta", {"name": "a", "annotations": {"A/b": "x y"}}),
    ("ObjectMeta", {"name": "a", "annotations": {"A.b/C": "d"}}),
    ("Secret", {"metadata": {"name": "s"}, "data": {"a": ""}}),
    ("Secret", {"metadata": {"name": "s"}, "data": {"a": "YWJj\n"}}),
    ("ServiceAccount", {"metadata": {"name": "a.b"}}),
    ("Container", {"name": "c", "image": "i", "args": [None]}),
    ("Container", {"name": "c", "image": "i", "env": None, "resources": None}),
    ("SecurityContext", {}),
    ("PodSecurityContext", {}),
    ("Affinity", {}),
    ("ResourceRequirements", {}),
    (
        "Deployment",
        _deployment({"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "mlflow"}}]}, replicas=0),
    ),
    (
        "Volume",
        {
            "name": "v",
            "projected": {
                "sources": [
                    {"secret": {"name": "s", "items": [{"key": "a", "path": "b/c", "mode": 256}]}},
                    {"downwardAPI": {"items": [{"path": "l", "fieldRef": {"fieldPath": "metadata.labels"}}]}},
                ]
            },
        },
    ),
    ("Pod", {"metadata": {"generateName": "p-"}, "spec": {"containers": [_CONTAINER], "restartPolicy": "Never"}}),
]

REFUSED: list[Piece] = [
    ("PodSpec", _pod(topologySpreadConstraints=[_spread(), _spread(maxSkew=2)])),
    ("PodSpec", _pod(hostAliases=[{"ip": "a.b", "hostnames": ["c"]}])),
    ("PodSpec", _pod(hostAliases=[{"ip": "10.1.2.3", "hostnames": ["a_b"]}])),
    ("ServiceSpec", _balanced(loadBalancerSourceRanges=["10.0.0.1"])),
    ("Deployment", _deployment(revisionHistoryLimit=-1)),
    ("Volume", {"name": "v", "emptyDir": {"sizeLimit": "-1"}}),
    ("Volume", {"name": "v.a", "emptyDir": {}}),
    ("Volume", {"name": "v", "secret": {}}),
    ("Volume", {"name": "v", "configMap": {}}),
    ("Volume", {"name": "v", "persistentVolumeClaim": {"claimName": ""}}),
    ("Volume", {"name": "v", "hostPath": {"path": "a/../b"}}),
    ("Volume", {"name": "v", "hostPath": {"path": "/x", "type": "dir"}}),
    ("Volume", {"name": "v", "projected": {"sources": [{"secret": {"name": "a"}, "configMap": {"name": "b"}}]}}),
    ("Volume", {"name": "v", "projected": {"sources": [{"secret": {}}]}}),
    (
        "Volume",
        {"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 10}}]}},
    ),
    ("Volume", {"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": ""}}]}}),
    ("Volume", {"name": "v", "downwardAPI": {"items": [{"path": "a", "fieldRef": {"fieldPath": "status.podIP"}}]}}),
    ("Volume", {"name": "v", "downwardAPI": {"items": [{"path": "a"}]}}),
    ("Volume", {"name": "v", "downwardAPI": {"items": [{"path": "/a", "fieldRef": {"fieldPath": "metadata.name"}}]}}),
    (
        "Volume",
        {"name": "v", "downwardAPI": {"items": [{"path": "a", "resourceFieldRef": {"resource": "limits.cpu"}}]}},
    ),
    ("Volume", {"name": "v", "nfs": {"server": "s", "path": "rel"}}),
    ("Volume", {"name": "v", "csi": {"driver": ""}}),
    ("Volume", {"name": "v", "csi": {"driver": "a_b"}}),
    ("Volume", {"name": "v", "secret": {"secretName": "s", "items": [{"key": "a", "path": "..a"}]}}),
    ("Volume", {"name": "v", "secret": {"secretName": "s", "items": [{"key": "a", "path": ""}]}}),
    ("VolumeMount", {"name": "v", "mountPath": "/a", "subPath": "/b"}),
    ("VolumeMount", {"name": "v", "mountPath": "/a", "subPath": "b/../c"}),
    ("VolumeMount", {"name": "v", "mountPath": "/a", "mountPropagation": ""}),
    ("VolumeMount", {"name": "", "mountPath": "/a"}),
    ("Container", {"name": "c"}),
    ("Container", {"name": "c", "image": " i"}),
    (
        "Container",
        {"name": "c", "image": "i", "ports": [{"containerPort": 1, "name": "a"}, {"containerPort": 2, "name": "a"}]},
    ),
    (
        "Container",
        {
            "name": "c",
            "image": "i",
            "volumeMounts": [{"name": "v", "mountPath": "/a"}, {"name": "w", "mountPath": "/a"}],
        },
    ),
    ("ContainerPort", {"containerPort": 80, "protocol": "tcp"}),
    ("ContainerPort", {"containerPort": 80, "name": "a--b"}),
    ("ContainerPort", {"containerPort": 80, "name": "123"}),
    ("ContainerPort", {"name": "x"}),
    ("EnvVar", {"name": ""}),
    ("EnvVar", {"name": "1A"}),
    ("EnvVar", {"name": "A B"}),
    ("EnvVar", {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['a b']"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "spec.foo"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": ""}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name", "apiVersion": "v2"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "cpu"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "1m"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "2Mi"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"secretKeyRef": {"key": "a"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"secretKeyRef": {"name": "A_B", "key": "a"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": ""}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "a b"}}}),
    ("EnvVar", {"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "..a"}}}),
    (
        "EnvVar",
        {
            "name": "A",
            "valueFrom": {"configMapKeyRef": {"name": "a", "key": "a"}, "secretKeyRef": {"name": "a", "key": "a"}},
        },
    ),
    ("EnvVar", {"name": "A", "valueFrom": {}}),
    ("EnvFromSource", {}),
    ("EnvFromSource", {"secretRef": {}}),
    ("EnvFromSource", {"secretRef": {"name": "A_"}}),
    ("EnvFromSource", {"prefix": "1", "secretRef": {"name": "a"}}),
    ("EnvFromSource", {"configMapRef": {"name": "a"}, "secretRef": {"name": "a"}}),
    ("Toleration", {}),
    ("Toleration", {"key": "k k"}),
    ("Toleration", {"key": "k", "operator": "Gt", "value": "1"}),
    ("Toleration", {"key": "k", "value": "a b"}),
    ("Toleration", {"key": "k", "operator": "Exists", "value": "a"}),
    ("Toleration", {"key": "k", "tolerationSeconds": 1}),
    ("Affinity", _nodes({"key": "a", "operator": "In"})),
    ("Affinity", _nodes({"key": "a", "operator": "Exists", "values": ["x"]})),
    ("Affinity", _nodes({"key": "a", "operator": "Gt", "values": ["1", "2"]})),
    ("Affinity", _nodes({"key": "a b", "operator": "Exists"})),
    ("Affinity", _nodes({"key": "a", "operator": ""})),
    ("Affinity", {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": []}}}),
    ("Affinity", {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {}}}),
    ("Affinity", _nodes(matchFields=[{"key": "metadata.foo", "operator": "In", "values": ["a"]}])),
    ("Affinity", _nodes(matchFields=[{"key": "metadata.name", "operator": "In", "values": ["a", "b"]}])),
    ("Affinity", _nodes(matchFields=[{"key": "metadata.name", "operator": "Exists"}])),
    (
        "Affinity",
        {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 0, "preference": {}}]}},
    ),
    ("Affinity", _pods(topologyKey="")),
    ("Affinity", _pods(topologyKey="a b")),
    ("Affinity", _pods(topologyKey="z", labelSelector={"matchLabels": {"a b": "c"}})),
    ("Affinity", _pods(topologyKey="z", labelSelector={"matchLabels": {"a": "c d"}})),
    (
        "Affinity",
        _pods(topologyKey="z", labelSelector={"matchExpressions": [{"key": "a", "operator": "Gt", "values": ["1"]}]}),
    ),
    ("Affinity", _pods(topologyKey="z", labelSelector={"matchExpressions": [{"key": "a", "operator": "In"}]})),
    (
        "Affinity",
        _pods(
            topologyKey="z", labelSelector={"matchExpressions": [{"key": "a", "operator": "Exists", "values": ["a"]}]}
        ),
    ),
    ("Affinity", _pods(topologyKey="z", namespaces=["A_"])),
    ("TopologySpreadConstraint", {"maxSkew": 0, "topologyKey": "z", "whenUnsatisfiable": "DoNotSchedule"}),
    ("TopologySpreadConstraint", {"maxSkew": 1, "topologyKey": "z", "whenUnsatisfiable": "doNot"}),
    ("TopologySpreadConstraint", {"maxSkew": 1, "topologyKey": "", "whenUnsatisfiable": "DoNotSchedule"}),
    ("ResourceRequirements", {"limits": {"cpu": ""}}),
    ("ResourceRequirements", {"limits": {"cpu": "1mb"}}),
    ("ResourceRequirements", {"limits": {"memory": "1gb"}}),
    ("ResourceRequirements", {"limits": {"memory": "1K"}}),
    ("ResourceRequirements", {"limits": {"cpu": "-1"}}),
    ("ResourceRequirements", {"limits": {"memory": "1Ki3"}}),
    ("ResourceRequirements", {"requests": {"cpu": 2}, "limits": {"cpu": "1500m"}}),
    ("ResourceRequirements", {"limits": {"gpu": 1}}),
    ("ResourceRequirements", {"limits": {"nvidia.com/gpu": "500m"}}),
    ("ResourceRequirements", {"limits": {"nvidia.com/gpu": 2}, "requests": {"nvidia.com/gpu": 1}}),
    ("ResourceRequirements", {"requests": {"nvidia.com/gpu": 1}}),
    ("ResourceRequirements", {"limits": {"hugepages-2Mi": "4Mi"}}),
    ("ResourceRequirements", {"limits": {"pods": 1}}),
    ("ResourceRequirements", {"limits": {"storage": "1Gi"}}),
    ("ResourceRequirements", {"limits": {"a b/c": "1"}}),
    ("ResourceRequirements", {"limits": {"requests.x/c": "1"}}),
    ("ResourceRequirements", {"limits": {"Memory": "1Gi"}}),
    ("SecurityContext", {"runAsUser": -1}),
    ("SecurityContext", {"runAsUser": 2**31}),
    ("SecurityContext", {"privileged": True, "allowPrivilegeEscalation": False}),
    ("SecurityContext", {"capabilities": {"add": ["CAP_SYS_ADMIN"]}, "allowPrivilegeEscalation": False}),
    ("SecurityContext", {"seccompProfile": {}}),
    ("SecurityContext", {"seccompProfile": {"type": "runtime"}}),
    ("SecurityContext", {"seccompProfile": {"type": "Localhost"}}),
    ("SecurityContext", {"seccompProfile": {"type": "Localhost", "localhostProfile": "../a"}}),
    ("SecurityContext", {"seccompProfile": {"type": "RuntimeDefault", "localhostProfile": "a"}}),
    ("SecurityContext", {"seccompProfile": {"type": "RuntimeDefault", "localhostProfile": ""}}),
    ("PodSecurityContext", {"fsGroup": -1}),
    ("PodSecurityContext", {"supplementalGroups": [-1]}),
    ("PodSecurityContext", {"fsGroupChangePolicy": "always"}),
    ("PodSecurityContext", {"fsGroupChangePolicy": ""}),
    ("PodSecurityContext", {"sysctls": [{"name": "a b", "value": "1"}]}),
    ("PodSecurityContext", {"sysctls": [{"name": "", "value": "1"}]}),
    ("PodSecurityContext", {"sysctls": [{"name": "a.b", "value": "1"}, {"name": "a.b", "value": "1"}]}),
    ("Probe", {}),
    ("Probe", {"exec": {}}),
    ("Probe", {"exec": {"command": []}}),
    ("Probe", {"exec": {"command": ["a"]}, "tcpSocket": {"port": 1}}),
    ("Probe", {"httpGet": {"port": 0}}),
    ("Probe", {"httpGet": {"port": "80"}}),
    ("Probe", {"httpGet": {"port": "HTTP"}}),
    ("Probe", {"httpGet": {"port": 80, "scheme": "http"}}),
    ("Probe", {"httpGet": {"port": 80, "httpHeaders": [{"name": "a b", "value": "1"}]}}),
    ("Probe", {"tcpSocket": {"port": 70000}}),
    ("Probe", {"tcpSocket": {}}),
    ("Probe", {"tcpSocket": {"port": ""}}),
    ("Probe", {"exec": {"command": ["a"]}, "periodSeconds": -1}),
    ("LifecycleHandler", {}),
    ("LifecycleHandler", {"exec": {"command": ["a"]}, "httpGet": {"port": 1}}),
    ("PodSpec", {"containers": []}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}, {"name": "c", "image": "i"}]}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "initContainers": [{"name": "c", "image": "i"}]}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "volumes": [{"name": "v"}, {"name": "v"}]}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "restartPolicy": "always"}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "nodeSelector": {"a b": "c"}}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "nodeSelector": {"a": "c d"}}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "dnsPolicy": "x"}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "dnsPolicy": "None"}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "serviceAccountName": "A_"}),
    ("PodSpec", {"containers": [{"name": "c", "image": "i"}], "hostname": "A.b"}),
    (
        "PodSpec",
        {
            "containers": [
                {"name": "c", "image": "i", "ports": [{"containerPort": 1, "hostPort": 7}]},
                {"name": "d", "image": "i", "ports": [{"containerPort": 2, "hostPort": 7}]},
            ]
        },
    ),
    (
        "PodSpec",
        {
            "hostNetwork": True,
            "containers": [{"name": "c", "image": "i", "ports": [{"containerPort": 1, "hostPort": 7}]}],
        },
    ),
    ("ServiceSpec", _service(type="clusterip")),
    ("ServiceSpec", {}),
    ("ServiceSpec", {"ports": []}),
    ("ServiceSpec", {"type": "ExternalName"}),
    ("ServiceSpec", {"ports": [{"port": 80}, {"port": 81}]}),
    ("ServiceSpec", {"ports": [{"port": 80, "name": "a"}, {"port": 80, "name": "b"}]}),
    ("ServiceSpec", {"ports": [{"port": 80, "name": "a"}, {"port": 81, "name": "a"}]}),
    ("ServiceSpec", {"ports": [{"port": 0}]}),
    ("ServiceSpec", {"ports": [{"port": 80, "name": "A"}]}),
    ("ServiceSpec", {"ports": [{"port": 80, "targetPort": "a" * 20}]}),
    ("ServiceSpec", {"ports": [{"port": 80, "targetPort": 70000}]}),
    ("ServiceSpec", {"ports": [{"port": 80, "protocol": "tcp"}]}),
    ("ServiceSpec", {"ports": [{"port": 80, "nodePort": 30000}]}),
    ("ServiceSpec", _service(sessionAffinity="x")),
    ("ServiceSpec", _service(externalTrafficPolicy="Local")),
    ("ServiceSpec", _service(type="NodePort", externalTrafficPolicy="local")),
    ("ServiceSpec", _service(selector={"a": "b c"})),
    ("ServiceSpec", _service(loadBalancerSourceRanges=["1.2.3.0/24"])),
    ("ServiceSpec", _service(externalIPs=["x"])),
    ("HTTPIngressPath", {"path": "/", "backend": _BACKEND}),
    ("HTTPIngressPath", _path(pathType="prefix")),
    ("HTTPIngressPath", _path(path="a")),
    ("HTTPIngressPath", _path(path="")),
    ("HTTPIngressPath", {"pathType": "Prefix", "backend": _BACKEND}),
    ("HTTPIngressPath", _path(path="a", pathType="ImplementationSpecific")),
    ("HTTPIngressPath", _path(path="/a//b")),
    ("HTTPIngressPath", _path(path="/a/..")),
    ("HTTPIngressPath", _path(path="/a%2fb")),
    ("HTTPIngressPath", _path(path="/a/./b")),
    ("HTTPIngressPath", _path(pathType="")),
    ("HTTPIngressPath", _path(backend={})),
    ("HTTPIngressPath", _path(backend={"service": {"name": "s"}})),
    ("HTTPIngressPath", _path(backend={"service": {"name": "s", "port": {}}})),
    ("HTTPIngressPath", _path(backend={"service": {"name": "s", "port": {"number": 1, "name": "a"}}})),
    ("HTTPIngressPath", _path(backend={"service": {"name": "A_", "port": {"number": 1}}})),
    ("HTTPIngressPath", _path(backend={"service": {"name": "s", "port": {"number": 0}}})),
    ("HTTPIngressPath", _path(backend={"service": {"name": "s", "port": {"number": 70000}}})),
    ("HTTPIngressPath", _path(backend={"service": {"name": "s", "port": {"name": "HTTP"}}})),
    ("IngressRule", {"host": "A.b"}),
    ("IngressRule", {"host": "1.2.3.4"}),
    ("IngressRule", {"host": "*"}),
    ("IngressRule", {"host": "a.*.b"}),
    ("IngressRule", {"http": {"paths": []}}),
    ("IngressRule", {"http": {}}),
    ("IngressRule", {"host": "https://a.b"}),
    ("IngressRule", {"host": "a.b:80"}),
    ("IngressTLS", {"hosts": ["A"]}),
    ("IngressTLS", {"hosts": ["*"]}),
    ("IngressTLS", {"hosts": [""]}),
    ("IngressTLS", {"secretName": "A_"}),
    ("IngressSpec", {}),
    ("IngressSpec", {"ingressClassName": "A_", "defaultBackend": _BACKEND}),
    ("IngressSpec", {"ingressClassName": "", "defaultBackend": _BACKEND}),
    ("IngressSpec", {"rules": []}),
    ("Deployment", _deployment(replicas=-1)),
    ("Deployment", _deployment({"restartPolicy": "Never"})),
    ("Deployment", _deployment(selector={"matchLabels": {"x": "y"}})),
    ("Deployment", _deployment(selector={})),
    ("Deployment", _deployment(strategy={"type": "x"})),
    ("Deployment", _deployment(strategy={"type": "Recreate", "rollingUpdate": {"maxSurge": 1}})),
    ("Deployment", _deployment(strategy={"rollingUpdate": {"maxSurge": "25"}})),
    ("Deployment", _deployment(strategy={"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 0}})),
    ("Deployment", _deployment(strategy={"rollingUpdate": {"maxUnavailable": "101%"}})),
    ("Deployment", _deployment(progressDeadlineSeconds=5, minReadySeconds=5)),
    ("Deployment", _deployment({"activeDeadlineSeconds": 5})),
    ("Deployment", _deployment(revisionHistoryLimit=-1)),
    ("ObjectMeta", {"name": "a", "labels": {"a": "b c"}}),
    ("ObjectMeta", {"name": "a", "labels": {"a b": "c"}}),
    ("ObjectMeta", {"name": "a", "labels": {"x.y/a": "b" * 64}}),
    ("ObjectMeta", {"name": "a", "annotations": {"a b": "x y"}}),
    ("ObjectMeta", {"name": "a", "labels": {"A.b/c": "d"}}),
    ("ObjectMeta", {"name": "a", "annotations": {"a/b/c": "d"}}),
    ("Secret", {"metadata": {"name": "s"}, "data": {"a": "!!"}}),
    ("Secret", {"metadata": {"name": "s"}, "data": {"a b": "YQ=="}}),
    ("Secret", {"metadata": {"name": "s"}, "data": {"a": "YQ"}}),
    ("ConfigMap", {"metadata": {"name": "s"}, "data": {"a b": "x"}}),
    ("ConfigMap", {"metadata": {"name": "s"}, "data": {"a": "x"}, "binaryData": {"a": "YQ=="}}),
    ("Service", {"metadata": {"name": "1s"}, "spec": _service()}),
    ("Service", {"metadata": {"name": "s.a"}, "spec": _service()}),
    ("Namespace", {"metadata": {"name": "a.b"}}),
    ("InitContainer", {"name": "i", "image": "i", "livenessProbe": {"exec": {"command": ["a"]}}}),
    ("InitContainer", {"name": "i", "image": "i", "lifecycle": {"preStop": {"exec": {"command": ["a"]}}}}),
    (
        "Container",
        {
            "name": "c",
            "image": "i",
            "ports": [{"containerPort": 1, "hostPort": 8}, {"containerPort": 2, "hostPort": 8}],
        },
    ),
    ("Container", {"name": "c", "image": "i", "volumeMounts": [{"name": "x", "mountPath": "/a"}]}),
    ("VolumeMount", {"name": "v", "mountPath": "/a", "mountPropagation": "Bidirectional"}),
    ("Liveness", {"exec": {"command": ["a"]}, "successThreshold": 2}),
    ("ObjectMeta", {"name": "A"}),
    ("ObjectMeta", {}),
    ("ObjectMeta", {"name": "a" * 254}),
    ("ObjectMeta", {"name": "a", "annotations": {"a": "x" * 262144}}),
    ("Secret", {"metadata": {"name": "s"}, "stringData": {"a": "x" * 1100000}}),
    ("ConfigMap", {"metadata": {"name": "s"}, "data": {"a": "x" * 1100000}}),
    ("EnvVar", {"name": "A", "value": 1}),
    ("EnvVar", {"name": "A", "value": True}),
    ("Container", {"name": "c", "image": "i", "args": "x"}),
    ("Container", {"name": "c", "image": "i", "args": [1]}),
    ("ResourceRequirements", {"limits": {"cpu": True}}),
    ("ResourceRequirements", {"limits": ["cpu"]}),
    ("SecurityContext", {"runAsUser": "1"}),
    ("SecurityContext", {"privileged": "true"}),
    ("ContainerPort", {"containerPort": "80"}),
    ("ContainerPort", {"containerPort": 80.5}),
    ("Probe", {"httpGet": {"port": 80.5}}),
    ("Volume", {"name": "v", "emptyDir": []}),
    ("Volume", {"name": "v", "emptyDir": ""}),
    ("Toleration", {"key": "k", "tolerationSeconds": "1"}),
    ("PodSpec", {"containers": {"name": "c", "image": "i"}}),
    ("PodSpec", {"containers": [_CONTAINER], "nodeSelector": {"a": 1}}),
    ("ObjectMeta", {"name": "a", "labels": {"a": True}}),
    ("ConfigMap", {"metadata": {"name": "a"}, "data": {"a": 1}}),
    ("ServiceSpec", {"ports": [{"port": "80"}]}),
    ("PodSpec", {"containers": [_CONTAINER], "volumes": [None, {"name": "v"}]}),
    ("PodSpec", {"containers": [{**_CONTAINER, "env": [None]}]}),
]

OTHERWISE: list[tuple[str, dict[str, Any], bool, str]] = [
    ("Volume", {"name": "v"}, True, "becomes an emptyDir, which the API reference calls deprecated"),
    ("Volume", {"name": "v", "emptyDir": None}, True, "becomes an emptyDir, as does a source that is null"),
    ("Volume", {"name": "v", "emptyDir": {"medium": "memory"}}, True, "the kubelet refuses it, for ever"),
    ("VolumeMount", {"name": "v", "mountPath": "a:b"}, True, "the container runtime refuses it"),
    ("LocalObjectReference", {}, True, "the API reference: almost certainly wrong"),
    ("LocalObjectReference", {"name": ""}, True, "the API reference: almost certainly wrong"),
    ("ServiceAccount", {"metadata": {"name": "s"}, "imagePullSecrets": [{}]}, True, "as for a pod"),
    ("Affinity", {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1}]}}, True,
     "kubectl refuses it: the schema requires `preference`"),
    ("Probe", {"httpGet": {"port": 80, "httpHeaders": [{"name": "a"}]}}, True,
     "kubectl refuses it: the schema requires `value`"),
    ("Container", {**_CONTAINER, "restartPolicy": "Always"}, True, "dropped: 1.28 is the first to know it"),
    ("SecurityContext", {"procMount": "foo"}, True, "dropped while its feature gate is off, as it was before 1.33"),
    ("ServiceSpec", _service(ipFamilies=["IPv5"]), True, "dropped while its feature gate is off, as it was in 1.20"),
    ("TopologySpreadConstraint", _spread(minDomains=0), True, "dropped: 1.24 is the first to know it"),
    ("TopologySpreadConstraint", _spread(minDomains=2, whenUnsatisfiable="ScheduleAnyway"), True,
     "dropped: 1.24 is the first to know it"),
    ("ServiceSpec", _balanced(loadBalancerClass="a b"), True, "dropped: 1.21 is the first to know it"),
    ("ServiceSpec", _service(loadBalancerClass="a.b/c"), True, "dropped: 1.21 is the first to know it"),
    ("ServiceSpec", _service(type="NodePort", loadBalancerClass="a.b/c"), True,
     "dropped: 1.21 is the first to know it"),
    ("Secret", {"metadata": {"name": "s"}, "type": "kubernetes.io/tls"}, False,
     "`check` knows the keys of no type: every Secret that is rendered is Opaque"),
]  # fmt: skip
"""Pieces, whether the API server takes them, and why `check` says otherwise."""
