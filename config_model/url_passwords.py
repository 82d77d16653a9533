"""Passwords in URLs: where one begins and where it ends, in a value, a message or a comment."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from urllib.parse import quote, unquote

MASK = "••••••••"
"""Stands for what is not shown."""

Span = tuple[int, int]

# A user ends at the first colon. It holds no slash (that is a host with a path) and nothing that ends a URL in a text.
_PLAIN = r""":\\?/\\?/(?!\[)[^:/\s"'`<>,]*:"""
_ENCODED = r"""%3A%2F%2F(?:(?!%3A|%2F)[^:/\s"'`<>,])*(?:%3A|:)"""
_START = re.compile(f"(?P<encoded>{_ENCODED})|{_PLAIN}", re.IGNORECASE)
_AT = re.compile("@")
_AT_ENCODED = re.compile("@|%40")

# What stands in the place of a password and is none: a port, or the name of a variable that Kubernetes puts in.
_NO_PASSWORD = re.compile(
    r"""\d{1,5}(?:[/?][^\s"'`<>,;()@]*)?(?=[\])"'`>,;.]*(?:\s|$)|["'`][,}\]]|@sha)|\$\([A-Za-z_][\w.-]*\)@"""
)
_TELLS_NONE = re.compile(
    _NO_PASSWORD.pattern
    + r"|(?:PASSWORD|<[A-Za-z][\w .-]*>|\$\{[A-Za-z_]\w*\}|\$[A-Z_]+|\*{3,}|\.\.\.|…|[A-Z_]*YOUR[A-Z_-]*)@"
)
"""The same in a remark, where a placeholder stands for what the reader has to put in."""
# Behind it the next `@` may be no part of the URL: that of an image's digest, an e-mail address, a mention.
_NEXT_URL = re.compile(r"""[\s,;|"'`<>](?:[a-z][a-z0-9+.-]*)?://""", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"""@sha(?:256|512):[0-9a-f]{32}
    | (?<=[\s"'`<])[A-Za-z][\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w:/@-]|\.\w)
    | (?<=\s)@[A-Za-z][\w-]*(?![\w:/@.-])""",
    re.VERBOSE,
)


def _span(text: str, harmless: re.Pattern[str]) -> Span | None:
    """Where the password stands of the first URL that has one, `harmless` ones left aside.

    It is all between the first `:` after the user and the last `@` of the text, whatever characters it has: databases
    take them all. So it takes in the passwords of the URLs that follow, and may take in more, never less.
    """
    at = 0
    while (start := _START.search(text, at)) is not None:
        at = start.end()
        if (passed := harmless.match(text, at)) and (end := _end_of_address(text, passed.end())) is not None:
            at = end
            continue
        ends = _AT_ENCODED if start["encoded"] else _AT
        last = max((one.start() for one in ends.finditer(text, at)), default=at)
        if last > at:
            return at, last
    return None


def _end_of_address(text: str, at: int) -> int | None:
    """Where a URL ends that has no password before `at`; None where another `@` shows that it is not over there."""
    following = _NEXT_URL.search(text, at)
    end = following.start() if following is not None else len(text)
    return None if "@" in _ELSEWHERE.sub("", text[at:end]) else end


def has_password(text: str) -> bool:
    """Whether the text holds a URL with a password in it."""
    return password_span(text) is not None


def password_span(text: str) -> Span | None:
    """Where the password of a URL in the text stands, from its first character to before the `@`."""
    return _span(text, _NO_PASSWORD)


def tells_password(text: str) -> bool:
    """As `has_password`, for a remark: a placeholder such as `<password>` or `${PASSWORD}` tells nothing."""
    return _span(text, _TELLS_NONE) is not None


def passwords(text: str) -> list[str]:
    """The passwords in the URLs that the text holds, each also by itself where several URLs stand in it."""
    span = password_span(text)
    if span is None:
        return []
    found = [text[slice(*span)]]
    starts = [one.end() for one in _START.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        last = text.rfind("@", start, end)
        if last > start:
            found.append(text[start:last])
    return list(dict.fromkeys(found))


def without_passwords(text: str, mask: str = MASK) -> str:
    """The text, line by line, with the passwords of URLs masked but for placeholders."""
    if "://" not in text and "%3" not in text and ":\\/" not in text:
        return text
    return "\n".join(_without(line, mask) for line in text.split("\n"))


def _without(line: str, mask: str) -> str:
    span = _span(line, _TELLS_NONE)
    return line if span is None else line[: span[0]] + mask + line[span[1] :]


def forms(secret: str) -> Iterator[str]:
    """How a secret may be quoted by a program: as it is, escaped, with the escapes of a URL or without, in base64."""
    for one in dict.fromkeys((secret, unquote(secret))):
        yield one
        yield repr(one)[1:-1]
        yield json.dumps(one)[1:-1]
        yield json.dumps(one, ensure_ascii=False)[1:-1]
        yield one.replace("'", "''")
        yield quote(one)
        yield quote(one, safe="")
        yield base64.b64encode(one.encode("utf-8", "surrogatepass")).decode()


def without(text: str, secrets: Iterable[str], mask: str = MASK) -> str:
    """The text with each of the `secrets` masked, the longest first."""
    for one in sorted(set(secrets), key=len, reverse=True):
        text = text.replace(one, mask)
    return text
