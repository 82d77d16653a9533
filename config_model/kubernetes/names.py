"""How Kubernetes wants names, keys and paths to be written.

Each function gives what is wrong with a text, in a person's words, or an empty text. The source of the patterns is
apimachinery's `util/validation`, which quotes them in the API server's own messages.
"""

from __future__ import annotations

import re

_DNS_LABEL = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_LABEL = re.compile(_DNS_LABEL)
_SERVICE = re.compile(r"[a-z](?:[-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(rf"{_DNS_LABEL}(?:\.{_DNS_LABEL})*")
_NAME_PART = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?")
_PORT = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*")
_DATA_KEY = re.compile(r"[-._a-zA-Z0-9]+")
_HEADER = re.compile(r"[-A-Za-z0-9]+")
_SYSCTL_SEGMENT = r"[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?"
_SYSCTL = re.compile(rf"{_SYSCTL_SEGMENT}(?:[./]{_SYSCTL_SEGMENT})*")
_STRICT_VARIABLE = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*")
_RELAXED_VARIABLE = re.compile(r"[\x20-\x3c\x3e-\x7e]+")
_RELAXED_SINCE = 32
"""1.32 turned the feature gate RelaxedEnvironmentVariableValidation on."""

_GATEWAY_DURATION = re.compile(r"([0-9]{1,5}(h|m|s|ms)){1,4}", re.ASCII)
_PROMETHEUS_DURATION = re.compile(
    r"0|(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?", re.ASCII
)

_LABEL_HINT = "use lower-case letters, digits and '-', at most 63, beginning and ending with a letter or digit"
_SUBDOMAIN_HINT = "use lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit"
_PORT_HINT = "use at most 15 lower-case letters, digits and single '-', a letter among them"
_PART_HINT = "use letters, digits, '-', '_' and '.', at most 63, beginning and ending with a letter or digit"


def label(text: str, _version: str = "") -> str:
    """A DNS-1123 label: the name of a container or a volume."""
    return "" if len(text) <= 63 and _LABEL.fullmatch(text) else _LABEL_HINT


def service(text: str, _version: str = "") -> str:
    """A DNS-1035 label: the name of a Service."""
    if len(text) <= 63 and _SERVICE.fullmatch(text):
        return ""
    return "use lower-case letters, digits and '-', at most 63, beginning with a letter, not ending with '-'"


def subdomain(text: str, _version: str = "") -> str:
    """A DNS-1123 subdomain: the name of most objects."""
    return "" if len(text) <= 253 and _SUBDOMAIN.fullmatch(text) else _SUBDOMAIN_HINT


def port(text: str, _version: str = "") -> str:
    """The name of a port, as IANA wants those of services."""
    return "" if len(text) <= 15 and _PORT.fullmatch(text) else _PORT_HINT


def data_key(text: str, _version: str = "") -> str:
    """A key of a Secret or a ConfigMap."""
    if text == "." or text.startswith(".."):
        return "a key is not '.' and does not begin with '..'"
    return "" if len(text) <= 253 and _DATA_KEY.fullmatch(text) else "use letters, digits, '-', '_' and '.'"


def label_key(text: str, _version: str = "") -> str:
    """The key of a label: `app` or `example.com/app`."""
    prefix, slash, name = text.rpartition("/")
    if slash and subdomain(prefix):
        return f"before the '/', {_SUBDOMAIN_HINT}"
    return "" if len(name) <= 63 and _NAME_PART.fullmatch(name) else _PART_HINT


def annotation_key(text: str, _version: str = "") -> str:
    """The key of an annotation: as that of a label, in any case."""
    return label_key(text.lower())


def label_value(text: str, _version: str = "") -> str:
    """The value of a label; it may be empty."""
    return "" if not text or (len(text) <= 63 and _NAME_PART.fullmatch(text)) else _PART_HINT


def variable(text: str, version: str) -> str:
    """The name of an environment variable."""
    if int(version.partition(".")[2]) >= _RELAXED_SINCE:
        return "" if _RELAXED_VARIABLE.fullmatch(text) else "use printable ASCII characters without '='"
    if text in (".", "..") or text.startswith("..") or not _STRICT_VARIABLE.fullmatch(text):
        return "use letters, digits, '_', '-' and '.', not beginning with a digit"
    return ""


def host(text: str, _version: str = "") -> str:
    """A host of an Ingress or its certificate, perhaps with a wildcard: `*.example.com`."""
    return subdomain(text.removeprefix("*.")) and "write a name like mlflow.example.com, without scheme, port or path"


def rule_host(text: str, _version: str = "") -> str:
    """A host of an Ingress's rule, which is no address."""
    return "write a name: an address is not allowed" if is_address(text) else host(text)


def header(text: str, _version: str = "") -> str:
    """The name of an HTTP header."""
    return "" if _HEADER.fullmatch(text) else "use letters, digits and '-'"


def sysctl(text: str, _version: str = "") -> str:
    """The name of a kernel parameter."""
    return "" if len(text) <= 253 and _SYSCTL.fullmatch(text) else "write it like net.core.somaxconn"


def path_inside(text: str, _version: str = "") -> str:
    """A path that stays below where it begins."""
    return "write a relative path without '..'" if text.startswith("/") or ".." in text.split("/") else ""


def file_inside(text: str, _version: str = "") -> str:
    """A path of a file in a volume; names that begin with `..` are the kubelet's."""
    return path_inside(text) or ("begin with another name than '..'" if text.startswith("..") else "")


def absolute_path(text: str, _version: str = "") -> str:
    return "" if text.startswith("/") else "write the path from the root: /…"


def path_without_up(text: str, _version: str = "") -> str:
    return "write the path without '..'" if ".." in text.split("/") else ""


def mount_path(text: str, _version: str = "") -> str:
    """A folder in a container. The API reference forbids `:`, which container runtimes refuse when a pod starts."""
    return "use another folder: ':' is not allowed" if ":" in text else ""


def image(text: str, _version: str = "") -> str:
    return "" if text == text.strip() else "remove the space before or after it"


def gateway_duration(text: str, _version: str = "") -> str:
    """A duration of the Gateway API, as its definitions have the pattern."""
    return "" if _GATEWAY_DURATION.fullmatch(text) else "write it like 600s or 1h30m"


def prometheus_duration(text: str, _version: str = "") -> str:
    """A duration of the Prometheus Operator, as its definitions have the pattern."""
    return "" if _PROMETHEUS_DURATION.fullmatch(text) else "write it like 30s or 1m"


def anything(_text: str, _version: str = "") -> str:
    """Any text will do, where only the empty one is refused."""
    return ""


def is_address(text: str) -> bool:
    """Whether a text is an IP address."""
    import ipaddress

    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def address(text: str, _version: str = "") -> str:
    """An IP address."""
    return "" if is_address(text) else "write it like 10.9.8.7"


def address_range(text: str, _version: str = "") -> str:
    """A range of IP addresses in CIDR notation; spaces around it do no harm."""
    import ipaddress

    try:
        ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return "write it like 10.0.0.0/8"
    return "" if re.search(r"/\d+$", text.strip()) else "write it like 10.0.0.0/8"
