"""A real Kubernetes control plane for tests: etcd, API server, controllers, laid out as controller-runtime's envtest.

There is no scheduler and no kubelet, so pods stay Pending until a test says otherwise through `ControlPlane.kubelet`.
"""

import base64
import contextlib
import functools
import itertools
import json
import os
import random
import secrets
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml

PROGRAMS = ("etcd", "kube-apiserver", "kube-controller-manager", "kubectl")
READY_WITHIN = 90.0  # seconds; about 5 on an idle machine
ATTEMPTS = 4
# `admin` may do everything; the others nothing, until a test grants them something in its own namespace.
USERS = ("admin", "developer", "stranger")


class DidNotStartError(Exception):
    """A part of the control plane ended, or did not answer in time."""


class ControlPlane:
    """A control plane. `start` runs it; `close` leaves nothing behind, and so does the death of this process."""

    def __init__(self, assets: Path) -> None:
        self.assets = assets
        self._tokens = {user: secrets.token_hex(16) for user in USERS}
        self._numbers = itertools.count(1)

    def start(self) -> "ControlPlane":
        """Start everything and wait until it is ready; with new ports if another process took one meanwhile."""
        for attempt in range(1, ATTEMPTS + 1):
            self.folder = Path(tempfile.mkdtemp(prefix="control-plane-"))
            self._keeper = _Keeper(self.folder)
            self._ports = dict(zip(("etcd", "peer", "api", "controllers"), _free_ports(4), strict=True))
            try:
                self._start_parts()
            except DidNotStartError:
                self.close()
                if attempt == ATTEMPTS:
                    raise
            except BaseException:
                self.close()
                raise
            else:
                return self
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Kill every process and remove every file."""
        self._keeper.close()

    # Talking to it

    @property
    def server(self) -> str:
        """The API server's address."""
        return f"https://127.0.0.1:{self._ports['api']}"

    @property
    def kubeconfig(self) -> Path:
        """The administrator's kubeconfig; its only context is `admin`."""
        return self.kubeconfig_of("admin")

    def kubeconfig_of(self, user: str, *, context: str | None = None, namespace: str | None = None) -> Path:
        """A kubeconfig of one of `USERS`, with one context, named after the user unless told otherwise."""
        name = context or user
        context_data: dict[str, object] = {"cluster": "test", "user": user}
        if namespace:
            context_data["namespace"] = namespace
        certificate = (self.folder / "certs" / "apiserver.crt").read_bytes()
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [
                {
                    "name": "test",
                    "cluster": {
                        "server": self.server,
                        "certificate-authority-data": base64.b64encode(certificate).decode("ascii"),
                    },
                }
            ],
            "users": [{"name": user, "user": {"token": self._tokens[user]}}],
            "contexts": [{"name": name, "context": context_data}],
            "current-context": name,
        }
        path = self.folder / f"{name}-{namespace or ''}.kubeconfig"
        path.write_text(yaml.safe_dump(config), encoding="utf-8")
        return path

    def kubectl(
        self, *arguments: str, user: str = "admin", stdin: str | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run kubectl as a user; a failure is the test's failure, with what kubectl said."""
        done = subprocess.run(
            [str(self.assets / "kubectl"), f"--kubeconfig={self.kubeconfig_of(user)}", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "KUBECACHEDIR": str(self.folder / "cache")},
        )
        assert not check or done.returncode == 0, f"kubectl {' '.join(arguments)}: {done.stderr}"
        return done

    def get(self, kind: str, name: str, namespace: str) -> dict[str, Any] | None:
        """An object as it is in the cluster, or None."""
        done = self.kubectl("get", kind, name, "-n", namespace, "-o", "json", "--ignore-not-found")
        return dict(json.loads(done.stdout)) if done.stdout.strip() else None

    def apply(self, namespace: str, *objects: Mapping[str, Any], manager: str = "kubectl") -> None:
        """Server-side apply, as somebody else than the program under test."""
        self.kubectl(
            "apply",
            "--server-side",
            "--field-manager",
            manager,
            "-n",
            namespace,
            "-f",
            "-",
            stdin=json.dumps(_list(objects)),
        )

    def new_namespace(self) -> str:
        """A namespace that no other test has."""
        name = f"test-{next(self._numbers)}-{secrets.token_hex(3)}"
        self.request("POST", "/api/v1/namespaces", {"metadata": {"name": name}})
        return name

    def grant(self, namespace: str, user: str, *rules: tuple[str, str, str]) -> None:
        """Let a user do things in a namespace: rules are (API groups, resources, verbs), each comma separated."""
        role = {
            "metadata": {"name": f"{user}-{secrets.token_hex(3)}"},
            "rules": [
                {"apiGroups": groups.split(","), "resources": resources.split(","), "verbs": verbs.split(",")}
                for groups, resources, verbs in rules
            ],
        }
        path = f"/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}"
        made = self.request("POST", f"{path}/roles", role)
        binding = {
            "metadata": {"name": made["metadata"]["name"]},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": made["metadata"]["name"]},
            "subjects": [{"kind": "User", "name": user, "apiGroup": "rbac.authorization.k8s.io"}],
        }
        self.request("POST", f"{path}/rolebindings", binding)

    def request(self, method: str, path: str, body: object = None, content: str = "application/json") -> dict[str, Any]:
        """One request to the API as the administrator."""
        request = urllib.request.Request(
            self.server + path,
            method=method,
            data=None if body is None else json.dumps(body).encode("utf-8"),
            headers={"Authorization": f"Bearer {self._tokens['admin']}", "Content-Type": content},
        )
        with urllib.request.urlopen(request, timeout=30, context=_no_verification()) as answer:
            text = answer.read().decode("utf-8")
        return dict(json.loads(text)) if text.startswith("{") else {"text": text}

    # Playing with it

    def stop_api_server(self) -> None:
        """Kill the API server: connections are refused until `start_api_server`."""
        self._keeper.stop("kube-apiserver")

    def start_api_server(self) -> None:
        """Start the API server again at the same address, and wait until it is ready."""
        self._start_api_server()

    def set_pod_status(self, namespace: str, pod: str, status: Mapping[str, object]) -> None:
        """What a kubelet would report of a pod."""
        path = f"/api/v1/namespaces/{namespace}/pods/{pod}/status"
        self.request("PATCH", path, {"status": status}, "application/merge-patch+json")

    @contextlib.contextmanager
    def kubelet(self, namespace: str, outcome: Literal["ready", "image", "crash"] = "ready") -> Iterator[None]:
        """While open, every pod of the namespace becomes ready, or fails to pull its image, or crashes."""
        stop = threading.Event()

        def report() -> None:
            while not stop.wait(0.2):
                with contextlib.suppress(OSError):
                    for pod in self.request("GET", f"/api/v1/namespaces/{namespace}/pods")["items"]:
                        if pod.get("status", {}).get("phase") == "Pending" and "containerStatuses" not in pod["status"]:
                            self.set_pod_status(namespace, pod["metadata"]["name"], _pod_status(pod, outcome))

        thread = threading.Thread(target=report, name="kubelet", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    # Starting it

    def _start_parts(self) -> None:
        etcd, peer = (f"http://127.0.0.1:{self._ports[part]}" for part in ("etcd", "peer"))
        (self.folder / "sa.key").write_text(_service_account_key(), encoding="ascii")
        tokens = (
            f'{token},{user},{user},"{"system:masters" if user == "admin" else "testers"}"'
            for user, token in self._tokens.items()
        )
        (self.folder / "tokens.csv").write_text("\n".join(tokens) + "\n", encoding="ascii")
        self._keeper.start(
            "etcd",
            [
                *(str(self.assets / "etcd"), "--data-dir", str(self.folder / "etcd"), "--unsafe-no-fsync"),
                *("--listen-client-urls", etcd, "--advertise-client-urls", etcd),
                *("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
                *("--initial-cluster", f"default={peer}"),
            ],
        )
        self._wait("etcd", lambda: urllib.request.urlopen(f"{etcd}/health", timeout=5).read())
        self._start_api_server()
        self._keeper.start(
            "kube-controller-manager",
            [
                str(self.assets / "kube-controller-manager"),
                *(f"--{role}kubeconfig={self.kubeconfig}" for role in ("", "authentication-", "authorization-")),
                f"--service-account-private-key-file={self.folder / 'sa.key'}",
                "--controllers=*,-bootstrapsigner,-tokencleaner,-nodelifecycle",
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                f"--secure-port={self._ports['controllers']}",
                f"--cert-dir={self.folder / 'cm'}",
                *self._without_old_port(),
            ],
        )
        # The controllers run once they have given the first namespace its service account.
        first = "/api/v1/namespaces/default/serviceaccounts/default"
        self._wait("kube-controller-manager", lambda: self.request("GET", first))

    def _without_old_port(self) -> list[str]:
        """Before 1.24 the controllers also listen on port 10252, without encryption, of which there is only one."""
        help_text = subprocess.run(
            [self.assets / "kube-controller-manager", "--help"], capture_output=True, text=True, check=False
        )
        return ["--port=0"] if " --port int" in help_text.stdout + help_text.stderr else []

    def _start_api_server(self) -> None:
        self._keeper.start(
            "kube-apiserver",
            [
                str(self.assets / "kube-apiserver"),
                f"--etcd-servers=http://127.0.0.1:{self._ports['etcd']}",
                f"--cert-dir={self.folder / 'certs'}",
                f"--secure-port={self._ports['api']}",
                "--bind-address=127.0.0.1",
                f"--token-auth-file={self.folder / 'tokens.csv'}",
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://localhost",
                f"--service-account-key-file={self.folder / 'sa.key'}",
                f"--service-account-signing-key-file={self.folder / 'sa.key'}",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount",
                "--allow-privileged=true",
            ],
        )
        self._wait("kube-apiserver", lambda: self.request("GET", "/readyz"))

    def _wait(self, part: str, ask: Any) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while True:
            with contextlib.suppress(OSError, ValueError):
                ask()
                return
            ended = self._keeper.returncode(part) is not None
            if ended or time.monotonic() > deadline:
                said = (self.folder / f"{part}.log").read_text(encoding="utf-8", errors="replace")
                raise DidNotStartError(f"{part} {'ended' if ended else 'is not ready'}:\n{said[-3000:]}")
            time.sleep(0.1)


class _Keeper:
    """The process that keeps the parts, and outlives this one just long enough to remove them."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("process_keeper.py")), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(self, name: str, command: list[str]) -> None:
        answer = self._ask("start", name, command)
        if not isinstance(answer, int):
            raise DidNotStartError(f"{name}: {answer}")

    def stop(self, name: str) -> None:
        self._ask("stop", name)

    def returncode(self, name: str) -> object:
        return self._ask("returncode", name)

    def close(self) -> None:
        self._process.communicate()

    def _ask(self, *command: object) -> object:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def _free_ports(count: int) -> list[int]:
    """Ports free just now, below those given to outgoing connections, so that a restart finds them still free."""
    found: list[int] = []
    while len(found) < count:
        port = random.SystemRandom().randrange(15_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in found:
                found.append(port)
    return found


def _service_account_key() -> str:
    """A P-256 private key, SEC 1 in PEM without the public half, which Go's x509 computes from it."""
    number = secrets.token_bytes(31).rjust(32, b"\x01")
    prime256v1 = bytes.fromhex("06082a8648ce3d030107")
    body = b"\x02\x01\x01" + b"\x04\x20" + number + b"\xa0" + bytes([len(prime256v1)]) + prime256v1
    encoded = base64.b64encode(b"\x30" + bytes([len(body)]) + body).decode("ascii")
    name = "EC PRIVATE KEY"
    return f"-----BEGIN {name}-----\n{encoded}\n-----END {name}-----\n"


@functools.cache
def _no_verification() -> ssl.SSLContext:
    """Without the system's certificates, which take longer to read than a request takes."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _list(objects: tuple[Mapping[str, Any], ...]) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "List", "items": list(objects)}


def _pod_status(pod: Mapping[str, Any], outcome: str) -> dict[str, object]:
    ready = outcome == "ready"
    state: dict[str, object]
    if ready:
        state = {"running": {"startedAt": "2024-01-01T00:00:00Z"}}
    elif outcome == "image":
        state = {"waiting": {"reason": "ImagePullBackOff", "message": "Back-off pulling image"}}
    else:
        state = {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off restarting failed container"}}
    containers = [
        {"name": each["name"], "image": each["image"], "imageID": "", "ready": ready, "restartCount": 0, "state": state}
        for each in pod["spec"]["containers"]
    ]
    condition = {"type": "Ready", "status": str(ready), "lastTransitionTime": "2024-01-01T00:00:00Z"}
    return {"phase": "Running" if ready else "Pending", "conditions": [condition], "containerStatuses": containers}
