"""Amounts, as apimachinery's `resource.Quantity` reads them."""

import pytest

from mlflow_tui.config_model.kubernetes.quantity import ONE, amount

READ = {
    "1": ONE,
    "0": 0,
    "500m": ONE // 2,
    ".5": ONE // 2,
    "1.": ONE,
    "+1.5": ONE * 3 // 2,
    "-1": -ONE,
    "1k": 1000 * ONE,
    "1Ki": 1024 * ONE,
    "1.5Gi": 3 * 2**29 * ONE,
    "2E": 2 * 10**18 * ONE,
    "1e3": 1000 * ONE,
    "1E-2": ONE // 100,
    "100n": 100,
    "1u": 1000,
    " 1 ": ONE,
    "0.0000000001": 1,
}


@pytest.mark.parametrize(("written", "billionths"), READ.items())
def test_a_quantity_is_read(written: str, billionths: int) -> None:
    assert amount(written) == billionths


@pytest.mark.parametrize("number", [1, 1.0, 0.25, 1e3, 1e-7])
def test_a_number_is_a_quantity(number: float) -> None:
    assert amount(number) == round(number * ONE)


@pytest.mark.parametrize(
    "written", ["", "1 core", "1gb", "1K", "1KB", "Mi", "1Mi1", "--1", "1e", "0x10", "1,5", "1_000", "١"]
)
def test_what_is_no_quantity(written: str) -> None:
    assert amount(written) is None


@pytest.mark.parametrize("value", [True, None, [], {}])
def test_other_values_are_no_quantities(value: object) -> None:
    assert amount(value) is None
