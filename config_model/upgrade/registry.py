"""All that is declared to be told of upgrades."""

from __future__ import annotations

from mlflow_tui.config_model.path import parse_path
from mlflow_tui.config_model.upgrade import secret_news as _secret_news  # noqa: F401  its import declares what it tells
from mlflow_tui.config_model.upgrade import server_news as _server_news  # noqa: F401
from mlflow_tui.config_model.upgrade.changing import Changing
from mlflow_tui.config_model.upgrade.declaration import NEWS
from mlflow_tui.config_model.upgrade.entry import Entry


def told(changing: Changing) -> tuple[list[Entry], frozenset[str]]:
    """What of it the later version brings to the file, and the codes of the checks whose findings it stands for."""
    entries: list[Entry] = []
    codes: set[str] = set()
    for one in NEWS:
        version = changing.brought(one.brings)
        if version is None or not one.told_by.isdisjoint(changing.codes):
            continue
        for found in one.function(changing):
            path = parse_path(found.path) if isinstance(found.path, str) else found.path
            entries.append(Entry(one.kind, version, path, found.message, found.fix, command=found.command))
            codes |= one.instead_of
    return entries, frozenset(codes)
