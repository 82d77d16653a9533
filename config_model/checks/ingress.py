"""MT3xx: the Ingress and the Service."""

from __future__ import annotations

from collections.abc import Iterator

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.kubernetes import names
from mlflow_tui.config_model.problem import DeleteKey, Fix, SetValue, Severity
from mlflow_tui.config_model.values.ingress import Ingress

_READS = ("ingress",)


def _on(context: Context) -> Ingress | None:
    return context.values.ingress if context.values.ingress.enabled else None


@check("MT326", Severity.WARNING, "The Ingress has no class.", reads=_READS)
def no_class(context: Context) -> Iterator[Finding]:
    ingress = _on(context)
    if ingress is not None and not ingress.class_name and "kubernetes.io/ingress.class" not in ingress.annotations:
        yield Finding(
            "ingress.className",
            "only a cluster with a default class serves this Ingress; elsewhere it does nothing",
            hint="set ingress.className, for example to nginx (`kubectl get ingressclass` lists them)",
        )


@check("MT327", Severity.WARNING, "A certificate's host is not among the Ingress's hosts.", reads=_READS)
def certificate_hosts(context: Context) -> Iterator[Finding]:
    ingress = _on(context)
    hosts = {host.host for host in ingress.hosts} if ingress is not None else set()
    if ingress is None or "" in hosts:
        return
    for number, entry in enumerate(ingress.tls):
        for index, host in enumerate(entry.hosts):
            if host not in hosts and not (host.startswith("*.") and any(_covers(host, one) for one in hosts)):
                there = ", ".join(sorted(hosts)) or "none"
                message = f"no rule is for {host} (there: {there}): its certificate is never shown"
                yield Finding(("ingress", "tls", number, "hosts", index), message, hint="add the host to ingress.hosts")
    covered = [host for entry in ingress.tls for host in entry.hosts]
    for number, rule in enumerate(ingress.hosts):
        if covered and rule.host not in covered and not any(_covers(one, rule.host) for one in covered):
            message = f"no certificate covers {rule.host}: browsers warn of the controller's own, or there is no HTTPS"
            yield Finding(("ingress", "hosts", number, "host"), message, hint="add the host to ingress.tls")


def _covers(wildcard: str, host: str) -> bool:
    return wildcard.startswith("*.") and host.partition(".")[2] == wildcard[2:]


@check("MT328", Severity.ERROR, "A path of the Ingress does not begin with `/`.", reads=_READS)
def paths(context: Context) -> Iterator[Finding]:
    ingress = _on(context)
    for number, host in enumerate(ingress.hosts if ingress is not None else ()):
        for index, path in enumerate(host.paths):
            if path.path.startswith("/") or (not path.path and path.path_type == "ImplementationSpecific"):
                continue
            place = ("ingress", "hosts", number, "paths", index, "path")
            fixed = f"/{path.path}"
            message = f"Kubernetes refuses the Ingress: {path.path!r} does not begin with '/'"
            yield Finding(
                place, message, hint="write it from the root: /", fix=Fix(f"write {fixed}", (SetValue(place, fixed),))
            )


@check("MT329", Severity.ERROR, "The Ingress has nothing to serve.", reads=_READS)
def nothing_to_serve(context: Context) -> Iterator[Finding]:
    ingress = _on(context)
    if ingress is None:
        return
    if not ingress.hosts:
        message = "Kubernetes refuses an Ingress without a rule"
        yield Finding("ingress.hosts", message, hint="name a host and a path, or turn the Ingress off")
    for number, host in enumerate(ingress.hosts):
        if not host.paths:
            path = ("ingress", "hosts", number, "paths")
            message = "Kubernetes refuses a rule without a path"
            fix = Fix("lead all paths to the server", (SetValue(path, [{"path": "/", "pathType": "Prefix"}]),))
            yield Finding(path, message, hint="add the path /", fix=fix)


@check("MT331", Severity.ERROR, "A host of the Ingress is not a valid host name.", reads=_READS)
def hosts(context: Context) -> Iterator[Finding]:
    ingress = _on(context)
    if ingress is None:
        return
    for number, rule in enumerate(ingress.hosts):
        if rule.host and (wrong := names.rule_host(rule.host)):
            path = ("ingress", "hosts", number, "host")
            yield Finding(path, f"Kubernetes refuses the Ingress: {rule.host!r} is not a valid host", hint=wrong)
    for number, entry in enumerate(ingress.tls):
        for index, host in enumerate(entry.hosts):
            if wrong := names.host(host):
                path_of_host = ("ingress", "tls", number, "hosts", index)
                yield Finding(path_of_host, f"Kubernetes refuses the Ingress: {host!r} is not a valid host", hint=wrong)
        if entry.secret_name and (wrong := names.subdomain(entry.secret_name)):
            path_of_secret = ("ingress", "tls", number, "secretName")
            yield Finding(path_of_secret, f"{entry.secret_name!r} is not a valid Secret name", hint=wrong)


@check("MT332", Severity.WARNING, "The Ingress is for the chart's example host.", reads=_READS)
def example_host(context: Context) -> Iterator[Finding]:
    ingress = _on(context)
    for number, rule in enumerate(ingress.hosts if ingress is not None else ()):
        if rule.host == "chart-example.local":
            path = ("ingress", "hosts", number, "host")
            message = "chart-example.local is the chart's example: nobody reaches the server under that name"
            yield Finding(path, message, hint="set ingress.hosts to your host")


_HEALTH = "/health"


@check(
    "MT334",
    Severity.WARNING,
    "A load balancer's health check asks a path that does not answer 200.",
    reads=("image", "ingress", "service", "trackingServer", "backendStore", "extraEnv", "extraEnvFrom"),
)
def health_checks(context: Context) -> Iterator[Finding]:
    guarded = context.values.tracking_server.basic_auth.enabled
    below = context.server.meant_prefix
    if not guarded and not below:
        return
    if guarded and below and context.mlflow.health_below_prefix and not context.mlflow.basic_auth.open_below_prefix:
        return  # every path wants a password, and no other one is better
    moved = below if context.mlflow.health_below_prefix else ""
    health = f"{moved}{_HEALTH}"
    dead = ("/", _HEALTH if moved else f"{below}{_HEALTH}")
    why = "without a password MLflow answers 401" if guarded else f"with the static prefix {below} MLflow answers 404"
    places = [(("service", "annotations"), context.values.service.annotations)]
    if (ingress := _on(context)) is not None:
        places.append((("ingress", "annotations"), ingress.annotations))
    for path, given in places:
        for key, asked in given.items():
            if _is_health_path(key) and (asked != health if guarded else asked in dead):
                fix = Fix(f"ask {health}", (SetValue((*path, key), health),))
                message = f"the load balancer takes the pods for dead: {why}"
                yield Finding((*path, key), message, hint=f"ask {health}, as the probes do", fix=fix)
    if ingress is not None and ingress.class_name == "alb" and not any(map(_is_health_path, ingress.annotations)):
        key = "alb.ingress.kubernetes.io/healthcheck-path"
        place = ("ingress", "annotations", key)
        message = f"the load balancer asks / and takes the pods for dead: {why}"
        yield Finding(place, message, hint=f"set it to {health}", fix=Fix(f"ask {health}", (SetValue(place, health),)))


def _is_health_path(annotation: str) -> bool:
    """Whether the annotation names the path of a health check, as those of AWS, Azure and DigitalOcean do."""
    name = annotation.rpartition("/")[2]
    return "health" in name and name.endswith("path")


@check("MT333", Severity.WARNING, "A load balancer is set up for a Service that has none.", reads=("service",))
def load_balancer_annotations(context: Context) -> Iterator[Finding]:
    service = context.values.service
    if service.type == "LoadBalancer":
        return
    for key in service.annotations:
        if "load-balancer" in key:
            message = f"has no effect: a Service of type {service.type} has no load balancer"
            path = ("service", "annotations", key)
            fix = Fix("remove the annotation", (DeleteKey(path),))
            yield Finding(path, message, hint="set service.type to LoadBalancer, or remove it", fix=fix)
