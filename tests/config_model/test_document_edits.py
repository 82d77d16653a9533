# ruff: noqa: E501 - each example is one line, to be read across
"""Every rule of editing by an example: the text before, the edit, and the exact text after it, written by hand."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from mlflow_tui.config_model.document import Document
from mlflow_tui.config_model.path import Path, parse_path

ORDER: dict[Path, list[str]] = {
    (): ["replicaCount", "nameOverride", "image", "trackingServer", "backendStore", "extraEnv", "resources"],
    ("trackingServer",): ["mode", "host", "port", "workers", "extraArgs", "basicAuth"],
    ("image",): ["registry", "repository", "tag", "pullPolicy"],
}


def key_order(path: Path) -> list[str]:
    return ORDER.get(path, [])


class Case(NamedTuple):
    rule: str
    before: str
    edit: tuple[Any, ...]
    after: str


SET = [
    Case("only the value's bytes", "a: 1   # one\nb: 2\n", ("set", "a", 22), "a: 22   # one\nb: 2\n"),
    Case("single quotes stay", "a: 'x'  # c\n", ("set", "a", "it's"), "a: 'it''s'  # c\n"),
    Case("double quotes stay", 'a: "x"\n', ("set", "a", 'say "é"\t'), 'a: "say \\"é\\"\\t"\n'),
    Case("quotes go where a number comes", 'a: "4"\n', ("set", "a", 4), "a: 4\n"),
    Case("a text that reads as something else is quoted", "a: x\n", ("set", "a", "yes"), 'a: "yes"\n'),
    Case("the anchor stays", "a: &x 1 # c\nb: *x\n", ("set", "a", 2), "a: &x 2 # c\nb: *x\n"),
    Case("the tag stays where it fits", "a: !!str 5\n", ("set", "a", "6"), 'a: !!str "6"\n'),
    Case(
        "a tag of the first key stays with it",
        "a: !x\n    !!str 5: 1\n    b: 2\n",
        ("set", "a.c", 3),
        "a: !x\n    !!str 5: 1\n    b: 2\n    c: 3\n",
    ),
    Case(
        "so does its anchor",
        "a: &x\n  &y b: 1\nc: *y\nd: *x\n",
        ("set", "a.e", 2),
        "a: &x\n  &y b: 1\n  e: 2\nc: *y\nd: *x\n",
    ),
    Case("a list's tag goes with it", "a: !!seq\n- 1\nb: 2\n", ("set", "a", "x"), "a: x\nb: 2\n"),
    Case(
        "and a map's from its own line", "a: &x !!map\n\n  b: 1\nc: *x\n", ("set", "a", [1]), "a: &x\n\n  - 1\nc: *x\n"
    ),
    Case("and goes where it does not", "a: &x !!str 5\n", ("set", "a", 6), "a: &x 6\n"),
    Case("null without a word", "a:   # nothing\nb: 1\n", ("set", "a", 1), "a: 1   # nothing\nb: 1\n"),
    Case("null in a list", "a:\n- 1\n-\n- # c\n", ("set", "a[1]", "x"), "a:\n- 1\n- x\n- # c\n"),
    Case("null word", "a: ~ # c\n", ("set", "a", True), "a: true # c\n"),
    Case("a tab behind the colon", "a:\t1\t# c\n", ("set", "a", 2), "a:\t2\t# c\n"),
    Case("no newline at the end", "a: 1", ("set", "a", 2), "a: 2"),
    Case("CRLF", "a: 1\r\nb: 2\r\n", ("set", "b", 3), "a: 1\r\nb: 3\r\n"),
    Case("BOM", "\ufeffa: 1\n", ("set", "a", 2), "\ufeffa: 2\n"),
    Case("a value on the line below", "a:\n  1 # c\n", ("set", "a", 2), "a:\n  2 # c\n"),
    Case("a plain text over lines", "a: b\n  c # x\nd: 1\n", ("set", "a", "e"), "a: e # x\nd: 1\n"),
    Case("quotes over lines", 'a: "b\n  c" # x\nd: 1\n', ("set", "a", "e"), 'a: "e" # x\nd: 1\n'),
    Case("emoji before the value", "é😀: {日本: x, b: 1}\n", ("set", "é😀.b", 2), "é😀: {日本: x, b: 2}\n"),
    Case("a quoted key", '"a b": 1\n', ("set", "a b", 2), '"a b": 2\n'),
    Case("a key with dots", "x:\n  a.b/c: 1\n", ("set", "x.a\\.b/c", 2), "x:\n  a.b/c: 2\n"),
    Case("a ? key", "? a\n: 1\n", ("set", "a", 2), "? a\n: 2\n"),
    Case("a ? key alone", "? a\n? b\n", ("set", "a", 2), "? a\n: 2\n? b\n"),
    Case("in a list item", "a:\n- b: 1\n  c: 2\n", ("set", "a[0].c", 3), "a:\n- b: 1\n  c: 3\n"),
    Case(
        "the last document that sets it",
        "a: 1\n---\na: 2\n---\nb: 3\n",
        ("set", "a", 4),
        "a: 1\n---\na: 4\n---\nb: 3\n",
    ),
    Case("before the end marker", "---\na: 1\n...\n", ("set", "b", 2), "---\na: 1\nb: 2\n...\n"),
]

BLOCK_SCALARS = [
    Case(
        "a literal stays one", "a: |  # c\n    x\n\nb: 1\n", ("set", "a", "y\nz\n"), "a: |  # c\n    y\n    z\n\nb: 1\n"
    ),
    Case("its chomping follows the text", "a: |\n  x\nb: 1\n", ("set", "a", "y\nz"), "a: |-\n  y\n  z\nb: 1\n"),
    Case("and is kept for several line ends", "a: |\n  x\nb: 1\n", ("set", "a", "y\n\n"), "a: |+\n  y\n\nb: 1\n"),
    Case("a folded text stays folded", "a: >-\n  x\n  y\n", ("set", "a", "one line"), "a: >-\n  one line\n"),
    Case("a text that starts with a space", "a: |\n  x\n", ("set", "a", "  y\nz\n"), "a: |2\n    y\n  z\n"),
    Case(
        "many lines become a literal",
        'a:\n    b: ""\n',
        ("set", "a.b", "x\ny\n"),
        "a:\n    b: |\n        x\n        y\n",
    ),
    Case("a list's too", "a:\n- x\n", ("set", "a[0]", "x\ny"), "a:\n- |-\n  x\n  y\n"),
    Case("a carriage return cannot", "a: x\n", ("set", "a", "x\r\ny"), 'a: "x\\r\\ny"\n'),
    Case("CRLF around a literal", "a: x\r\nb: 1\r\n", ("set", "a", "x\ny\n"), "a: |\r\n  x\r\n  y\r\nb: 1\r\n"),
    Case("a literal at the very end", "a: |\n  x", ("set", "b", 1), "a: |\n  x\nb: 1"),
    Case("escapes stay escapes", 'a: "x\\ny"\n', ("set", "a", "x\nz"), 'a: "x\\nz"\n'),
]

NEW_KEYS = [
    Case(
        "behind the sibling before it",
        "replicaCount: 1\nresources: {}\n",
        ("set", "image", {"tag": "v1"}),
        "replicaCount: 1\nimage:\n  tag: v1\nresources: {}\n",
    ),
    Case(
        "before the sibling after it",
        "# the server\ntrackingServer:\n  workers: 1\n",
        ("set", "replicaCount", 2),
        "replicaCount: 2\n# the server\ntrackingServer:\n  workers: 1\n",
    ),
    Case("an unknown key at the end", "image:\n  tag: v1\n", ("set", "other", 1), "image:\n  tag: v1\nother: 1\n"),
    Case(
        "below the sibling's comments",
        "trackingServer:\n  mode: x # m\n  # note on the mode\n\n  workers: 1\n",
        ("set", "trackingServer.port", 80),
        "trackingServer:\n  mode: x # m\n  # note on the mode\n  port: 80\n\n  workers: 1\n",
    ),
    Case(
        "above the next one's comments",
        "trackingServer:\n  mode: x\n  # how many\n  workers: 1\n",
        ("set", "trackingServer.port", 80),
        "trackingServer:\n  mode: x\n  port: 80\n  # how many\n  workers: 1\n",
    ),
    Case(
        "below what is commented out deeper",
        "image:\n  tag: v1\n\n  # pullPolicy: Always\nresources: {}\n",
        ("set", "backendStore.databaseUpgrade", True),
        "image:\n  tag: v1\n\n  # pullPolicy: Always\nbackendStore:\n  databaseUpgrade: true\nresources: {}\n",
    ),
    Case(
        "the file's indent",
        "image:\n    tag: v1\n",
        ("set", "trackingServer.basicAuth.enabled", True),
        "image:\n    tag: v1\ntrackingServer:\n    basicAuth:\n        enabled: true\n",
    ),
    Case("one space", "image:\n tag: v1\n", ("set", "image.registry", "r"), "image:\n registry: r\n tag: v1\n"),
    Case(
        "lists as the file has them",
        "a:\n- 1\n",
        ("set", "b", [1, {"c": 2, "d": 3}]),
        "a:\n- 1\nb:\n- 1\n- c: 2\n  d: 3\n",
    ),
    Case("lists indented where no other is", "a: 1\n", ("set", "b", ["x"]), "a: 1\nb:\n  - x\n"),
    Case("a file of quoted keys", '"a": 1\n"b": 2\n', ("set", "c", 3), '"a": 1\n"b": 2\n"c": 3\n'),
    Case("CRLF", "a: 1\r\n", ("set", "b.c", 2), "a: 1\r\nb:\r\n  c: 2\r\n"),
    Case("the neighbour's line end", "a: 1\r\nb: 2\nc: 3\r\n", ("set", "d", 4), "a: 1\r\nb: 2\nc: 3\r\nd: 4\r\n"),
    Case("no newline at the end", "a: 1 # c", ("set", "b", 2), "a: 1 # c\nb: 2"),
    Case("an empty file", "", ("set", "trackingServer.workers", 4), "trackingServer:\n  workers: 4\n"),
    Case("a BOM alone", "\ufeff", ("set", "a", 1), "\ufeffa: 1\n"),
    Case("comments alone", "# mine\n", ("set", "a", 1), "# mine\n\na: 1\n"),
    Case(
        "a modeline stays on top",
        "# yaml-language-server: $schema=s\nimage: {}\n",
        ("set", "replicaCount", 2),
        "# yaml-language-server: $schema=s\nreplicaCount: 2\nimage: {}\n",
    ),
    Case(
        "apart, where all are",
        "replicaCount: 1\n\nresources: {}\n",
        ("set", "image.tag", "v1"),
        "replicaCount: 1\n\nimage:\n  tag: v1\n\nresources: {}\n",
    ),
    Case("in a list item, behind its dash", "a:\n- image: 1\n", ("set", "a[0].b", 2), "a:\n- image: 1\n  b: 2\n"),
    Case("odd keys are quoted", "a: {}\n", ("set", "a.yes", 1), 'a:\n  "yes": 1\n'),
    Case("the item after the last", "a:\n- 1\n", ("set", "a[1]", 2), "a:\n- 1\n- 2\n"),
]

PLACEHOLDERS = [
    Case("{} opens", "a: {}  # none\nb: 1\n", ("set", "a.x", 1), "a:  # none\n  x: 1\nb: 1\n"),
    Case(
        "comments below stay above",
        "resources: {}\n  # limits:\n  #   cpu: 1\nb: 1\n",
        ("set", "resources.limits", {"cpu": "1"}),
        'resources:\n  # limits:\n  #   cpu: 1\n  limits:\n    cpu: "1"\nb: 1\n',
    ),
    Case(
        "[] opens", "extraEnv: []\nb: 1\n", ("insert", "extraEnv", 0, {"name": "A"}), "extraEnv:\n  - name: A\nb: 1\n"
    ),
    Case(
        "an empty parent",
        "trackingServer:\n  # mode: x\nimage: {}\n",
        ("set", "trackingServer.workers", 4),
        "trackingServer:\n  # mode: x\n  workers: 4\nimage: {}\n",
    ),
    Case("a null parent", "image: null # c\n", ("set", "image.tag", "v1"), "image: # c\n  tag: v1\n"),
    Case("an anchored placeholder", "a: &x {}\n", ("set", "a.b", 1), "a: &x\n  b: 1\n"),
    Case("{} in a list", "a:\n- {}\n", ("set", "a[0].b", 1), "a:\n- b: 1\n"),
    Case("{} as the whole file", "# c\n{}\n", ("set", "a", 1), "# c\na: 1\n"),
    Case("{} in flow stays flow", "a: {b: {}}\n", ("set", "a.b.c", 1), "a: {b: {c: 1}}\n"),
    Case("a comment within stays", "a: {\n  # c\n}\n", ("set", "a.b", 1), "a: {\n  # c\n  b: 1\n}\n"),
]

DELETE = [
    Case("the key and its comment", "a: 1 # c\nb: 2\n", ("delete", "a"), "b: 2\n"),
    Case("the comment above stays", "b: 2\n# about a\na: 1\n", ("delete", "a"), "b: 2\n# about a\n"),
    Case("with the parents that are empty then", "a:\n  b:\n    c: 1\nd: 2\n", ("delete", "a.b.c"), "d: 2\n"),
    Case("a parent with a comment stays", "a:  # mine\n  b: 1\nd: 2\n", ("delete", "a.b"), "a: {}  # mine\nd: 2\n"),
    Case(
        "so does one with a comment within",
        "a:\n  # c: 3\n  b: 1\nd: 2\n",
        ("delete", "a.b"),
        "a: {}\n  # c: 3\nd: 2\n",
    ),
    Case(
        "and one with a comment above", "d: 2\n# about a\na:\n  b: 1\n", ("delete", "a.b"), "d: 2\n# about a\na: {}\n"
    ),
    Case("up to the one with a comment", "a: # c\n  b:\n    c: 1\n", ("delete", "a.b.c"), "a: {} # c\n"),
    Case("a map goes whole", "a:\n  b: 1\n  # in it\n  c: 2\nd: 3\n", ("delete", "a"), "d: 3\n"),
    Case("one empty line of two goes", "a: 1\n\nb: 2\n\nc: 3\n", ("delete", "b"), "a: 1\n\nc: 3\n"),
    Case("the last one", "a: 1\n", ("delete", "a"), ""),
    Case("from flow", "a: {b: 1, c: 2, d: 3}\n", ("delete", "a.c"), "a: {b: 1, d: 3}\n"),
    Case("the last in flow", "a: {b: 1, c: 2}\n", ("delete", "a.c"), "a: {b: 1}\n"),
    Case("the first of a list item", "a:\n- b: 1\n  c: 2\n", ("delete", "a[0].b"), "a:\n- c: 2\n"),
    Case("an item's last key leaves the item", "a:\n- b: 1\n- c: 2\n", ("delete", "a[0].b"), "a:\n- {}\n- c: 2\n"),
    Case("the last item leaves the list", "a:\n- 1\nb: 2\n", ("delete", "a[0]"), "a: []\nb: 2\n"),
    Case("from every document", "a: 1\nb: 2\n---\na: 3\nc: 4\n", ("delete", "a"), "b: 2\n---\nc: 4\n"),
    Case("a ? key without a value", "a:\n  ? b # c\nd: 1\n", ("delete", "a.b"), "d: 1\n"),
    Case("what ends in one", "a:\n  b: 1\n  ? c\nd: 1\n", ("delete", "a"), "d: 1\n"),
    Case("an absent key changes nothing", "a: 1\n", ("delete", "b.c"), "a: 1\n"),
    Case("a literal's neighbour", "b: |\n  x\na:\n  c: 1\n  # d\n", ("delete", "a"), "b: |\n  x\n# d\n"),
]

LISTS = [
    Case(
        "insert above an item's comment",
        "a:\n# one\n- 1\n# two\n- 2\n",
        ("insert", "a", 1, 9),
        "a:\n# one\n- 1\n- 9\n# two\n- 2\n",
    ),
    Case(
        "insert at the end, below its comments",
        "a:\n  - 1\n  # more\nb: 1\n",
        ("insert", "a", 1, 2),
        "a:\n  - 1\n  # more\n  - 2\nb: 1\n",
    ),
    Case("insert before the first of a nested list", "a:\n- - 1\n", ("insert", "a[0]", 0, 0), "a:\n- - 0\n  - 1\n"),
    Case("wide dashes", "a:\n-   b: 1\n", ("insert", "a", 1, {"b": 2, "c": 3}), "a:\n-   b: 1\n-   b: 2\n    c: 3\n"),
    Case(
        "wide dashes, the item below",
        "a:\n-   1\n-\n    b: 2\n",
        ("set", "a[1]", [3, 4]),
        "a:\n-   1\n-   - 3\n    - 4\n",
    ),
    Case(
        "wide dashes, nothing there",
        "a:\n-   1\n-\n",
        ("set", "a[1]", {"b": 3, "c": 4}),
        "a:\n-   1\n-   b: 3\n    c: 4\n",
    ),
    Case(
        "a move takes the comments along",
        "a:\n# one\n- 1  # uno\n# two\n- 2\nb: 1\n",
        ("move", "a", 0, 1),
        "a:\n# two\n- 2\n# one\n- 1  # uno\nb: 1\n",
    ),
    Case(
        "empty lines stay in their places",
        "a:\n  - 1\n\n  - 2\n\n  - 3\nb: 1\n",
        ("move", "a", 2, 0),
        "a:\n  - 3\n\n  - 1\n\n  - 2\nb: 1\n",
    ),
    Case("CRLF too", "a:\r\n- - 1\r\n  - |-\r\n    x", ("move", "a[0]", 1, 0), "a:\r\n- - |-\r\n    x\r\n  - 1"),
    Case("a move without a last newline", "a:\n- 1\n- 2", ("move", "a", 1, 0), "a:\n- 2\n- 1"),
    Case(
        "a move beside a dash", "a:\n- - 1\n  # two\n  - 2\n", ("move", "a[0]", 1, 0), "a:\n-\n  # two\n  - 2\n  - 1\n"
    ),
    Case("a move in flow", "a: [1, {b: 2}, 3]\n", ("move", "a", 0, 2), "a: [{b: 2}, 3, 1]\n"),
    Case(
        "a move in flow over lines",
        "a: [\n  1, # one\n  # about two\n  2\n]\n",
        ("move", "a", 0, 1),
        "a: [\n  # about two\n  2,\n  1 # one\n]\n",
    ),
    Case(
        "only what differs is written",
        "a:\n# one\n- b: 1 # c\n- x\n",
        ("set", "a", [{"b": 2}, "x", "z"]),
        "a:\n# one\n- b: 2 # c\n- x\n- z\n",
    ),
    Case("a removed item's comment stays", "a:\n# one\n- 1\n- 2\n", ("set", "a", [2]), "a:\n# one\n- 2\n"),
]

FLOW = [
    Case("a new entry", "a: {b: 1}  # c\n", ("set", "a.c", "x y"), "a: {b: 1, c: x y}  # c\n"),
    Case("spaces within", "a: { b: 1 }\n", ("set", "a.c", 2), "a: { b: 1, c: 2 }\n"),
    Case("a trailing comma", "a: [1, 2,]\n", ("insert", "a", 2, 3), "a: [1, 2, 3,]\n"),
    Case(
        "over lines",
        "a: [\n  1,  # one\n  2   # two\n]\n",
        ("insert", "a", 2, 3),
        "a: [\n  1,  # one\n  2,   # two\n  3\n]\n",
    ),
    Case("over lines, trailing comma", "a: {\n  b: 1, # c\n}\n", ("set", "a.c", 2), "a: {\n  b: 1, # c\n  c: 2,\n}\n"),
    Case(
        "a line goes with its comment",
        "a: [\n  1, # one\n  # about two\n  2, # two\n  3\n]\n",
        ("delete", "a[1]"),
        "a: [\n  1, # one\n  # about two\n  3\n]\n",
    ),
    Case(
        "a comment beside a comma stays",
        "a: [\n  1 # one\n  , # about two\n  2\n]\n",
        ("delete", "a[0]"),
        "a: [\n   # about two\n  2\n]\n",
    ),
    Case("JSON stays JSON", '{"a": {"b": "x"}}', ("set", "a.c", {"d": ["y"]}), '{"a": {"b": "x", "c": {"d": ["y"]}}}'),
    Case("tight JSON too", '{"a":1,"b":2}', ("set", "c", "x"), '{"a":1,"b":2,"c":"x"}'),
    Case("a block value in flow", "a: [1]\n", ("set", "a[0]", {"b": [1, "x: y"]}), 'a: [{b: [1, "x: y"]}]\n'),
    Case("behind an entry without a value", "a: {b:   } # c\n", ("set", "a.c", 1), "a: {b: , c: 1   } # c\n"),
    Case("on its own line", "a: {\n  b:\n}\n", ("set", "a.c", 1), "a: {\n  b: ,\n  c: 1\n}\n"),
    Case("a bare pair", "a: [b: 1, c]\n", ("set", "a[0].d", 2), "a: [{b: 1, d: 2}, c]\n"),
    Case("a key alone", "a: {b, c: 1}\n", ("set", "a.b", 2), "a: {b: 2, c: 1}\n"),
]

SHARED = [
    Case("an alias becomes a copy", "a: &x {b: 1, c: 2}\nd: *x\n", ("set", "d.b", 3), "a: &x {b: 1, c: 2}\nd:\n  b: 3\n  c: 2\n"),
    Case("an alias of a scalar", "a: &x 1\nd: *x # c\n", ("set", "d", 2), "a: &x 1\nd: 2 # c\n"),
    Case("a merged key is overridden", "a: &x {b: 1}\nd:\n  <<: *x\n", ("set", "d.b", 3), "a: &x {b: 1}\nd:\n  <<: *x\n  b: 3\n"),
    Case("below the <<", "a: &x {b: 1}\nd:\n  b: 2\n  <<: *x\n", ("set", "d.b", 3), "a: &x {b: 1}\nd:\n  <<: *x\n  b: 3\n"),
    Case("a merged key deleted", "a: &x {b: 1, c: 2}\nd:\n  <<: *x # m\n  e: 3\n", ("delete", "d.b"), "a: &x {b: 1, c: 2}\nd:\n  # m\n  c: 2\n  e: 3\n"),
    Case("the anchor moves to its first alias", "a: &x 1\nb: *x\nc: *x\n", ("delete", "a"), "b: &x 1\nc: *x\n"),
    Case("with its block and comments", "a: &x\n  # in it\n  b: 1 # c\nd:\n  e: *x\nf: *x\n", ("delete", "a"), "d:\n  e: &x\n    # in it\n    b: 1 # c\nf: *x\n"),
    Case("an alias goes alone", "a: &x 1\nb: *x\nc: *x\n", ("delete", "b"), "a: &x 1\nc: *x\n"),
    Case("items trade the anchor", "a:\n- &x 1\n- *x\n- 2\n", ("move", "a", 0, 2), "a:\n- &x 1\n- 2\n- *x\n"),
]  # fmt: skip

KEPT_LINE_ENDS = [
    Case("no empty line behind a text that would take it", "a: 1\n\nb: 1\n\nc: |+\n  x\n\n", ("set", "d", 1), "a: 1\n\nb: 1\n\nc: |+\n  x\n\nd: 1\n"),
    Case("nor below a new one", "a: 1\n\nb: 2\n", ("set", "a", "x\n\n"), 'a: "x\\n\\n"\n\nb: 2\n'),
]  # fmt: skip

NESTED = [
    Case("a text that ends the file moves", "a:\n- 1\n- |\n  x", ("move", "a", 1, 0), "a:\n- |\n  x\n- 1"),
    Case("a text does not keep other empty lines", "a:\n- |+\n  x\n- 1\n\nb: 2\n", ("move", "a", 0, 1), 'a:\n- 1\n- "x\\n"\n\nb: 2\n'),
    Case("an anchor's lines become one where it moves", "a: &x b\n  c\nd:\n  e: *x\n", ("delete", "a"), "d:\n  e: &x b c\n"),
    Case("a moved text keeps its line ends", "a: &x\n  b: |+\n    y\n\n\nc: *x\nd: *x\n", ("delete", "a"), "c: &x\n  b: |+\n    y\n\n\nd: *x\n"),
    Case("what a later document covers does not come through", "a: {b: 1}\n---\na:\nc: 2\n", ("set", "a.d", 3), "---\nc: 2\na:\n  d: 3\n"),
    Case("a list in an anchored item of a list that is not indented", "a:\n- &x 1\n- *x\n", ("set", "a[0]", [2]), "a:\n- &x\n  - 2\n- *x\n"),
    Case("a deleted key does not leave its empty line to the text above", "a: |+\n  x\nb: 1\n\nc: 2\n", ("delete", "b"), "a: |+\n  x\nc: 2\n"),
]  # fmt: skip

KINDS = [
    Case("a map for a scalar", "a: 1 # c\nb: 2\n", ("set", "a", {"x": 1}), "a: # c\n  x: 1\nb: 2\n"),
    Case("a scalar for a map", "a: # c\n  x: 1 # x\nb: 2\n", ("set", "a", 1), "a: 1 # c\nb: 2\n"),
    Case("a list for a map", "a: # c\n  x: 1\nb: 2\n", ("set", "a", [1]), "a: # c\n  - 1\nb: 2\n"),
    Case("only what differs in a map", "a:\n  b: 1 # b\n  # about c\n  c: 2\n  d: 3\n", ("set", "a", {"b": 1, "c": 9, "e": 4}), "a:\n  b: 1 # b\n  # about c\n  c: 9\n  e: 4\n"),
    Case("an empty map for a map", "a:\n  b: 1\nc: 2\n", ("set", "a", {}), "a: {}\nc: 2\n"),
    Case("rename keeps the place and quotes", "'a': 1 # c\nb: 2\n", ("rename", "a", "x y"), "'x y': 1 # c\nb: 2\n"),
    Case("rename a map", "a:\n  b: {c: 1}\n", ("rename", "a.b", "yes"), 'a:\n  "yes": {c: 1}\n'),
]  # fmt: skip

ALL = {
    "set": SET,
    "block scalars": BLOCK_SCALARS,
    "new keys": NEW_KEYS,
    "placeholders": PLACEHOLDERS,
    "delete": DELETE,
    "lists": LISTS,
    "flow": FLOW,
    "shared": SHARED,
    "kinds": KINDS,
    "nested": NESTED,
    "kept line ends": KEPT_LINE_ENDS,
}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{name}: {case.rule}") for name, cases in ALL.items() for case in cases]
)
def test_edit_gives_exactly_this_text(case: Case) -> None:
    document = Document(case.before, key_order=key_order)
    method, path, *arguments = case.edit
    edit = getattr(document, method)(parse_path(path), *arguments)
    assert document.text == case.after
    assert (edit.before, edit.after) == (case.before, case.after)
    if edit.changed:
        document.undo()
    assert document.text == case.before
