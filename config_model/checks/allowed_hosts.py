"""MT249, MT256, MT257: the hosts and origins that MLflow answers, where a person gives their list and not the chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.mlflow.host_patterns import entries, is_allowed
from mlflow_tui.config_model.mlflow.server_arguments import EXTRA_ARGS, OptionValue
from mlflow_tui.config_model.path import Path
from mlflow_tui.config_model.problem import DeleteKey, Fix, SetValue, Severity
from mlflow_tui.config_model.published_hosts import published_hosts

_READS = ("image", "trackingServer", "extraEnv", "extraEnvFrom")
_HOSTS, _ORIGINS = "--allowed-hosts", "--cors-allowed-origins"


@check("MT249", Severity.ERROR, "The allowed hosts leave out a published one.", reads=(*_READS, "ingress", "httpRoute"))
def hosts_left_out(context: Context) -> Iterator[Finding]:
    if (found := _given(context, _HOSTS)) is None:
        return
    given, allowed = found
    missing = [host for host in published_hosts(context.values) if not is_allowed(_sample(host), allowed)]
    if missing:
        message = f"the server answers 403 to everyone who asks for {missing[0]}: {_HOSTS} leaves it out"
        yield Finding(given.path, message, hint=f"add {missing[0]}", fix=_left_to_the_chart(context, given, _HOSTS))
    elif _probe_asks_localhost(context) and not is_allowed("localhost", allowed):
        message = f"the probes get 403 and the pod restarts again and again: {_HOSTS} leaves out localhost"
        yield Finding(given.path, message, hint="add localhost", fix=_left_to_the_chart(context, given, _HOSTS))


@check(
    "MT256",
    Severity.WARNING,
    "The allowed hosts leave out the Service.",
    reads=(*_READS, "ingress", "httpRoute", "service"),
)
def service_left_out(context: Context) -> Iterator[Finding]:
    if (found := _given(context, _HOSTS)) is None or any(hosts_left_out(context)):
        return
    given, allowed = found
    name, port = context.names.fullname, context.values.service.port
    asked = name if port == _HTTP else f"{name}:{port}"
    if not is_allowed(asked, allowed):
        message = f"inside the cluster the server answers 403 to who asks for {asked}: {_HOSTS} leaves it out"
        yield Finding(given.path, message, hint=f"add {asked}", fix=_left_to_the_chart(context, given, _HOSTS))


_HTTP = 80


@check(
    "MT257", Severity.ERROR, "The allowed origins leave out a published host.", reads=(*_READS, "ingress", "httpRoute")
)
def origins_left_out(context: Context) -> Iterator[Finding]:
    if (found := _given(context, _ORIGINS)) is None or not _checks_origins(context):
        return
    given, allowed = found
    for host in published_hosts(context.values):
        origins = [f"{scheme}://{_sample(host)}" for scheme in ("https", "http")]
        if not any(is_allowed(one, allowed) for one in origins):
            message = f"what a browser writes at {host} gets 403: {_ORIGINS} leaves out https://{host}"
            fix = _left_to_the_chart(context, given, _ORIGINS)
            yield Finding(given.path, message, hint=f"add https://{host}", fix=fix)
            return


def _checks_origins(context: Context) -> bool:
    """Whether the Origin of the paths that browsers write to counts in this version, and below this prefix."""
    security = context.mlflow.security
    return security is not None and (security.origin_below_prefix or not context.server.meant_prefix)


def _given(context: Context, option: str) -> tuple[OptionValue, Sequence[str]] | None:
    """The list that is given in place of the chart's, and its entries; None where none is seen or used."""
    if not context.server.checks_hosts:
        return None
    given = context.server.given(option)
    if given is None or not given.text or "$(" in given.text:
        return None
    argument = context.server.argument(option)
    place = given.path if argument is None else argument.path
    return OptionValue(given.text, place), entries(given.text)


def _sample(host: str) -> str:
    """A host that a rule is for: one of those below a wildcard."""
    return host.replace("*", "any", 1)


def _probe_asks_localhost(context: Context) -> bool:
    """Whether the path of the probe is checked too, for which the chart then asks as localhost."""
    security = context.mlflow.security
    below = context.mlflow.health_below_prefix and context.server.meant_prefix
    return bool(below) and security is not None and not security.exempt_below_prefix


_SETTINGS = {_HOSTS: "trackingServer.allowedHosts", _ORIGINS: "trackingServer.corsAllowedOrigins"}


def _left_to_the_chart(context: Context, given: OptionValue, option: str) -> Fix | None:
    """The fix that hands the entries to the setting, to which the chart adds what it publishes."""
    setting = _SETTINGS[option]
    present = context.given_value(setting) or []
    wanted = [*present, *(one for one in entries(given.text or "") if one and one not in present)]
    argument = context.server.argument(option)
    removed: tuple[Path, ...] = (given.path[:-1],)
    if argument is not None:
        removed = tuple((*EXTRA_ARGS, index) for index in range(argument.last, argument.index - 1, -1))
        if context.server.variable(context.mlflow.server[option].variable) is not None:
            return None  # which then would win over the chart's
    title = f"set {setting} instead, which adds what is published"
    return Fix(title, (*(DeleteKey(path) for path in removed), SetValue(tuple(setting.split(".")), wanted)))
