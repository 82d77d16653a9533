"""Playing the kubelet of the pods of Jobs, which the control plane's own controller makes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any, Literal

from tests.delivery.applying import Cluster


def jobs(cluster: Cluster) -> list[dict[str, Any]]:
    path = f"/apis/batch/v1/namespaces/{cluster.namespace}/jobs"
    return list(cluster.control_plane.request("GET", path)["items"])


@contextlib.contextmanager
def pods_end(cluster: Cluster, phase: Literal["Succeeded", "Failed"], but: str = "Job/") -> Iterator[None]:
    """While open, each pod of a Job, but for one Job, ends like this; a Job gives up after the first that fails."""
    stop, plane, place = threading.Event(), cluster.control_plane, cluster.namespace

    def report() -> None:
        while not stop.wait(0.1):
            with contextlib.suppress(OSError):
                for job in jobs(cluster):
                    if phase == "Failed" and job["spec"]["backoffLimit"]:
                        path = f"/apis/batch/v1/namespaces/{place}/jobs/{job['metadata']['name']}"
                        patch = {"spec": {"backoffLimit": 0}}
                        plane.request("PATCH", path, patch, "application/merge-patch+json")
                for pod in plane.request("GET", f"/api/v1/namespaces/{place}/pods?labelSelector=job-name")["items"]:
                    of_other = pod["metadata"]["labels"]["job-name"] != but.removeprefix("Job/")
                    if pod["status"].get("phase") in ("Pending", "Running") and of_other:
                        plane.set_pod_status(place, pod["metadata"]["name"], _ended(pod, phase))

    thread = threading.Thread(target=report, name="kubelet", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _ended(pod: dict[str, Any], phase: str) -> dict[str, object]:
    done = phase == "Succeeded"
    state = {"terminated": {"exitCode": 0 if done else 1, "reason": "Completed" if done else "Error"}}
    (container,) = pod["spec"]["containers"]
    one = {"name": container["name"], "image": container["image"], "imageID": "", "ready": False, "restartCount": 0}
    return {"phase": phase, "containerStatuses": [{**one, "state": state}]}
