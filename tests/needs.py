"""What becomes of a test whose tool is not there."""

import os
from typing import NoReturn

import pytest


def without(what: str, advice: str) -> NoReturn:
    """Skip the test; in CI, where nothing may be skipped, fail it."""
    reason = f"needs {what}: {advice}"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
