"""The configuration areas: how the settings are grouped on the screens and in the documentation."""

from __future__ import annotations

import enum


class Area(enum.Enum):
    """An area, by its stable name; `title` is what a person reads, `parent` the area that it is listed under."""

    RELEASE = "release"
    IMAGE = "image"
    TRACKING_SERVER = "tracking-server"
    BACKEND_STORE = "backend-store"
    ARTIFACT_STORE = "artifact-store"
    S3 = "s3"
    GCS = "gcs"
    AZURE = "azure"
    OSS = "oss"
    AUTHENTICATION = "authentication"
    SERVICE = "service"
    INGRESS = "ingress"
    SERVICE_ACCOUNT = "service-account"
    POD = "pod"
    SCHEDULING = "scheduling"
    ENVIRONMENT = "environment"
    VOLUMES = "volumes"
    EXTRA_CONTAINERS = "extra-containers"
    METRICS = "metrics"
    AVAILABILITY = "availability"
    NETWORK_POLICY = "network-policy"
    HTTP_ROUTE = "http-route"
    GARBAGE_COLLECTION = "garbage-collection"
    EXTRA_OBJECTS = "extra-objects"

    @property
    def title(self) -> str:
        return _ABOUT[self][0]

    @property
    def summary(self) -> str:
        """One sentence on what the area decides."""
        return _ABOUT[self][1]

    @property
    def link(self) -> str:
        """Where the matter is documented by those who make it."""
        return _ABOUT[self][2]

    @property
    def parent(self) -> Area | None:
        return Area.ARTIFACT_STORE if self in (Area.S3, Area.GCS, Area.AZURE, Area.OSS) else None


_MLFLOW = "https://mlflow.org/docs/2.14.1"
_KUBERNETES = "https://kubernetes.io/docs/concepts"

_ABOUT: dict[Area, tuple[str, str, str]] = {
    Area.RELEASE: (
        "Release & names",
        "What the Kubernetes objects are called.",
        "https://helm.sh/docs/chart_template_guide/named_templates/",
    ),
    Area.IMAGE: ("Image", "Which container image runs MLflow.", f"{_KUBERNETES}/containers/images/"),
    Area.TRACKING_SERVER: (
        "Tracking server",
        "How `mlflow server` is started and how it treats artifacts.",
        f"{_MLFLOW}/tracking/server.html",
    ),
    Area.BACKEND_STORE: (
        "Backend store",
        "Where runs, parameters, metrics and the model registry are kept.",
        f"{_MLFLOW}/tracking/backend-stores.html",
    ),
    Area.ARTIFACT_STORE: (
        "Artifact store",
        "Credentials for the storage that holds models and files.",
        f"{_MLFLOW}/tracking/artifacts-stores.html",
    ),
    Area.S3: (
        "S3",
        "Amazon S3 and compatible storage such as MinIO.",
        f"{_MLFLOW}/tracking/artifacts-stores.html#amazon-s3-and-s3-compatible-storage",
    ),
    Area.GCS: ("GCS", "Google Cloud Storage.", f"{_MLFLOW}/tracking/artifacts-stores.html#google-cloud-storage"),
    Area.AZURE: ("Azure", "Azure Blob Storage.", f"{_MLFLOW}/tracking/artifacts-stores.html#azure-blob-storage"),
    Area.OSS: ("OSS", "Alibaba Cloud Object Storage Service.", "https://pypi.org/project/aliyunstoreplugin/"),
    Area.AUTHENTICATION: (
        "Authentication",
        "User names and passwords in front of MLflow.",
        f"{_MLFLOW}/auth/index.html",
    ),
    Area.SERVICE: (
        "Service",
        "How the pods are reached inside the cluster.",
        f"{_KUBERNETES}/services-networking/service/",
    ),
    Area.INGRESS: (
        "Ingress",
        "How the server is reached from outside, by host name.",
        f"{_KUBERNETES}/services-networking/ingress/",
    ),
    Area.SERVICE_ACCOUNT: (
        "Service account",
        "The identity of the pods, also towards a cloud's IAM.",
        f"{_KUBERNETES}/security/service-accounts/",
    ),
    Area.POD: (
        "Pod",
        "Replicas, resources, annotations and security of the pods.",
        f"{_KUBERNETES}/workloads/pods/",
    ),
    Area.SCHEDULING: (
        "Scheduling",
        "Which nodes the pods may run on.",
        f"{_KUBERNETES}/scheduling-eviction/assign-pod-node/",
    ),
    Area.ENVIRONMENT: (
        "Environment",
        "More environment variables for the server.",
        "https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/",
    ),
    Area.VOLUMES: ("Volumes", "More volumes, and where they are mounted.", f"{_KUBERNETES}/storage/volumes/"),
    Area.EXTRA_CONTAINERS: (
        "Extra containers",
        "Sidecars and init containers beside the server.",
        f"{_KUBERNETES}/workloads/pods/init-containers/",
    ),
    Area.METRICS: (
        "Metrics",
        "What Prometheus reads of the server.",
        "https://prometheus.io/docs/instrumenting/exposition_formats/",
    ),
    Area.AVAILABILITY: (
        "Availability",
        "How many pods there are as the load changes, and how many may go at a time.",
        "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
    ),
    Area.NETWORK_POLICY: (
        "Network policy",
        "Who may reach the pods, and whom they may reach.",
        f"{_KUBERNETES}/services-networking/network-policies/",
    ),
    Area.HTTP_ROUTE: (
        "HTTPRoute",
        "How a Gateway leads to the server, by host name and path.",
        "https://gateway-api.sigs.k8s.io/api-types/httproute/",
    ),
    Area.GARBAGE_COLLECTION: (
        "Garbage collection",
        "When deleted runs are removed for good.",
        "https://mlflow.org/docs/latest/cli.html#mlflow-gc",
    ),
    Area.EXTRA_OBJECTS: (
        "Extra objects",
        "Kubernetes objects of your own that belong to the release.",
        f"{_KUBERNETES}/overview/working-with-objects/",
    ),
}
