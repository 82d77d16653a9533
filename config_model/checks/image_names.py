"""MT324, MT335: the image, as container runtimes read its name.

Source: the grammar of `github.com/distribution/reference`, by which the kubelet takes a name for an invalid one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mlflow_tui.config_model.checks.declaration import Context, Finding, check
from mlflow_tui.config_model.problem import Fix, SetValue, Severity

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_PATH = rf"{_COMPONENT}(?:/{_COMPONENT})*"
_LABEL = r"[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*(?::\d+)?"
_TAG = r"[A-Za-z0-9_][-.A-Za-z0-9_]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_REPOSITORY = re.compile(_PATH)
_REGISTRY = re.compile(rf"{_HOST}(?:/{_PATH})?")
_TAG_AND_DIGEST = re.compile(rf"{_TAG}(?:@{_DIGEST})?")
_VALID_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}")
"""Those of `github.com/opencontainers/go-digest`, which knows three algorithms and takes small letters alone."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_WHOLE = re.compile(
    rf"(?:(?P<registry>localhost(?::\d+)?|(?=[^/]*[.:]){_HOST})/)?(?P<repository>{_PATH})"
    rf"(?::(?P<tag>{_TAG}))?(?:@(?P<digest>{_DIGEST}))?"
)
_WITHOUT_MIRRORS = ("", "docker.io", "ghcr.io", "quay.io", "gcr.io", "public.ecr.aws", "registry.k8s.io")
"""Registries that hold no images of others below the names of those, as a mirror does."""


class _Reference(NamedTuple):
    """A whole name of an image; a part that it has not is empty."""

    registry: str
    repository: str
    tag: str
    digest: str


def _reference(text: str) -> _Reference | None:
    """The parts of `registry/repository:tag@digest`; None where it is not a valid image reference."""
    found = _WHOLE.fullmatch(_SCHEME.sub("", text.strip(), count=1).strip("/"))
    return _Reference(*(part or "" for part in found.groups())) if found is not None else None


@check("MT324", Severity.ERROR, "The image cannot be named so.", reads=("image",))
def image_name(context: Context) -> Iterator[Finding]:
    image = context.values.image
    wrong = "the pod never starts (InvalidImageName)"
    if image.registry and not _REGISTRY.fullmatch(image.registry):
        hint = "write a host, perhaps with a port, without https://"
        bare = _SCHEME.sub("", image.registry.strip(), count=1).strip("/")
        fix = Fix(f"write {bare}", (SetValue(("image", "registry"), bare),)) if _REGISTRY.fullmatch(bare) else None
        yield Finding("image.registry", f"{image.registry!r} is not a valid registry: {wrong}", hint, fix)
    if not _REPOSITORY.fullmatch(image.repository):
        hint = "use lower-case letters, digits, '.', '_', '-' and '/'; the tag goes to image.tag"
        if "@" in image.repository:
            hint = "write the digest behind the tag: image.tag is then TAG@sha256:…"
        message = f"{image.repository!r} is not a valid repository: {wrong}"
        yield Finding("image.repository", message, hint, _taken_apart(context))
    if image.tag and not _TAG_AND_DIGEST.fullmatch(image.tag):
        hint = "use letters, digits, '.', '_' and '-'"
        bare = image.tag.strip().removeprefix(":")
        if "@" in bare or re.fullmatch(_DIGEST, bare):
            hint = "write the digest behind the tag of your image: TAG@sha256:…"
        fix = Fix(f"write {bare}", (SetValue(("image", "tag"), bare),)) if _TAG_AND_DIGEST.fullmatch(bare) else None
        yield Finding("image.tag", f"{image.tag!r} is not a valid tag: {wrong}", hint, fix)
    if image.digest and not _VALID_DIGEST.fullmatch(image.digest):
        yield _wrong_digest(image.digest, wrong)


def _wrong_digest(given: str, wrong: str) -> Finding:
    bare = given.strip().rpartition("@")[2].lower()
    fixed = f"sha256:{bare}" if re.fullmatch("[0-9a-f]{64}", bare) else bare
    fix = Fix(f"write {fixed}", (SetValue(("image", "digest"), fixed),)) if _VALID_DIGEST.fullmatch(fixed) else None
    shown = given if len(given) <= 40 else f"{given[:39]}…"
    hint = "write sha256: and the 64 hexadecimal digits that the registry shows"
    return Finding("image.digest", f"{shown!r} is not a valid digest: {wrong}", hint, fix)


@check("MT335", Severity.WARNING, "The repository of the image begins with a registry.", reads=("image",))
def registry_in_repository(context: Context) -> Iterator[Finding]:
    image = context.values.image
    named = _reference(image.repository)
    if named is None or not named.registry or not _REPOSITORY.fullmatch(image.repository):
        return
    if _is_mirror(context, named.registry):
        return
    whole = f"{image.registry or 'docker.io'}/{image.repository}"
    yield Finding(
        "image.repository",
        f"the registry is named twice, and the image is not found: the pod asks for {whole}",
        hint="write the registry in image.registry alone",
        fix=_taken_apart(context),
    )


def _is_mirror(context: Context, registry: str) -> bool:
    """Whether the registry that is given may have the images of `registry` below that one's name."""
    given = context.values.image.registry
    return context.is_given("image.registry") and given not in (*_WITHOUT_MIRRORS, registry)


def _taken_apart(context: Context) -> Fix | None:
    """The fix that gives each part of the repository to its own key; None where a key says something else already."""
    image = context.values.image
    named = _reference(image.repository)
    if named is None or (named.tag and image.tag and named.tag != image.tag):
        return None
    tag = named.tag or image.tag
    if named.digest and ("@" in image.tag or not tag):
        return None  # which tag the digest is of nobody can say but a person
    if named.digest:
        tag = f"{tag}@{named.digest}"
    wanted = {"registry": named.registry or image.registry, "repository": named.repository, "tag": tag}
    if named.registry and _is_mirror(context, named.registry):
        wanted |= {"registry": image.registry, "repository": f"{named.registry}/{named.repository}"}
        if not _REPOSITORY.fullmatch(wanted["repository"]):
            return None
    now = {"registry": image.registry, "repository": image.repository, "tag": image.tag}
    changed = {key: value for key, value in wanted.items() if value != now[key]}
    if not changed:
        return None
    title = ", ".join(f"image.{key} to {value}" for key, value in changed.items())
    return Fix(f"set {title}", tuple(SetValue(("image", key), value) for key, value in changed.items()))
