"""What the objects refer to and do not bring along: Secrets and their keys, pull secrets, the ingress class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from mlflow_tui.config_model.credentials import SECRETS
from mlflow_tui.config_model.path import format_path
from mlflow_tui.config_model.values import Values
from mlflow_tui.delivery.kubectl import Kubectl
from mlflow_tui.delivery.problem import ClusterProblem, Reason
from mlflow_tui.renderers.manifests import Manifest


@dataclass(frozen=True, slots=True)
class Need:
    """An object that must be there, by the setting that names it. Of each group of keys it must have one."""

    setting: str
    resource: str
    name: str
    keys: tuple[tuple[str, ...], ...] = ()


class Lack(NamedTuple):
    """What is missing for a setting."""

    setting: str
    what: str

    @property
    def line(self) -> str:
        return f"{self.setting}: {self.what}"


def needs(values: Values, manifests: Sequence[Manifest]) -> list[Need]:
    """All that must be there before the pods can start, each once."""
    made = {(one["kind"], one["metadata"]["name"]) for one in manifests}
    found = [*_stores(values), *_environment(values), *_pod(values)]
    kinds = {"secret": "Secret", "configmap": "ConfigMap", "serviceaccount": "ServiceAccount"}
    return [one for one in dict.fromkeys(found) if (kinds.get(one.resource), one.name) not in made]


def what_is_missing(kubectl: Kubectl, wanted: Sequence[Need]) -> tuple[list[Lack], list[str]]:
    """What is missing, and what this user may not look at, a line each."""
    missing: list[Lack] = []
    hidden: list[str] = []
    for need in wanted:
        try:
            found = kubectl.data("get", need.resource, need.name, "--ignore-not-found")
        except ClusterProblem as problem:
            if problem.reason is not Reason.FORBIDDEN:
                raise
            hidden.append(f"{need.setting}: no permission to read {need.resource} {need.name}")
            continue
        missing += [Lack(need.setting, what) for what in _lacks(need, found)]
    return missing, hidden


def _lacks(need: Need, found: Mapping[str, Any] | None) -> Iterator[str]:
    if found is None:
        yield f"{need.resource} {need.name} does not exist"
        return
    present = found.get("data") or {}
    for group in need.keys:
        if not any(key in present for key in group):
            yield f"{need.resource} {need.name} has no key {' or '.join(group)}"


def _stores(values: Values) -> Iterator[Need]:
    """The existing Secrets that the chart's own settings name, with the keys that the server needs."""
    for secret in SECRETS:
        if name := secret.existing_name(values):
            keys = secret.keys_wanted(values)
            groups = (keys,) if secret.any_key else tuple((key,) for key in keys)
            yield Need(format_path(secret.existing), "secret", name, groups)


def _environment(values: Values) -> Iterator[Need]:
    kinds = (("secret", "secretRef", "secretKeyRef"), ("configmap", "configMapRef", "configMapKeyRef"))
    for resource, whole, one_key in kinds:
        for index, source in enumerate(values.extra_env_from):
            if found := _wanted(source.get(whole)):
                yield Need(f"extraEnvFrom[{index}]", resource, str(found["name"]))
        for index, variable in enumerate(values.extra_env):
            if found := _wanted((variable.get("valueFrom") or {}).get(one_key)):
                yield Need(f"extraEnv[{index}]", resource, str(found["name"]), ((str(found.get("key")),),))


def _pod(values: Values) -> Iterator[Need]:
    for index, volume in enumerate(values.extra_volumes):
        for resource, part, name in (
            ("secret", "secret", "secretName"),
            ("configmap", "configMap", "name"),
            ("persistentvolumeclaim", "persistentVolumeClaim", "claimName"),
        ):
            if found := _wanted(volume.get(part), name):
                yield Need(f"extraVolumes[{index}]", resource, str(found[name]))
    if values.persistence.enabled and values.persistence.existing_claim:
        yield Need("persistence.existingClaim", "persistentvolumeclaim", values.persistence.existing_claim)
    for index, pull in enumerate(values.image.pull_secrets):
        if _wanted(pull):
            yield Need(
                f"image.pullSecrets[{index}]", "secret", str(pull["name"]), ((".dockerconfigjson", ".dockercfg"),)
            )
    if values.priority_class_name:
        yield Need("priorityClassName", "priorityclass", values.priority_class_name)
    account = values.service_account
    if account.name and not account.create:
        yield Need("serviceAccount.name", "serviceaccount", account.name)
    if values.ingress.enabled and values.ingress.class_name:
        yield Need("ingress.className", "ingressclass", values.ingress.class_name)


def _wanted(found: Any, name: str = "name") -> Mapping[str, Any] | None:
    """The reference, if it is one that a pod cannot start without."""
    return found if isinstance(found, Mapping) and found.get(name) and not found.get("optional") else None
