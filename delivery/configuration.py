"""Where the person's own settings of the program are kept, and those that the command line reads too."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def place() -> Path:
    """The file, in the configuration folder of the XDG base directory specification."""
    folder = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(folder) if folder.startswith("/") else Path.home() / ".config"
    return base / "mlflow-tui" / "config.yaml"


def check_grades() -> Mapping[str, str]:
    """What the file says under `checks`: how grave each code is to be taken. Empty where it says nothing.

    Every scalar is taken as it is written: `off` is a word here, and no boolean.
    """
    import yaml

    try:
        data = yaml.load(place().read_text("utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}  # the screens complain about it
    checks = data.get("checks") if isinstance(data, dict) else None
    return {str(code): str(grade) for code, grade in checks.items()} if isinstance(checks, dict) else {}
