import dataclasses
from typing import Any

import numpy as np
import pytest

from forecasting.explain.switched_off import FIELD_CAUSES, SWITCHES, Cause, rows_of
from forecasting.known_facts import KnownDays
from forecasting.panel import Panel
from tests.forecasting.explain.sample_panels import SERIES, full_panel


def fields_of(panel: Panel) -> dict[str, Any]:
    """Name of every field, those of the known days after `known.`, and what it holds."""
    found = {field.name: getattr(panel, field.name) for field in dataclasses.fields(panel)}
    known = found.pop("known")
    assert isinstance(known, KnownDays)
    days = {
        f"known.{field.name}": getattr(known, field.name) for field in dataclasses.fields(known)
    }
    return found | days


def test_every_field_of_a_panel_belongs_to_a_cause() -> None:
    assert set(fields_of(full_panel())) == set(FIELD_CAUSES)


@pytest.mark.parametrize("cause", SWITCHES)
def test_a_cause_switched_off_changes_its_fields_and_no_others(cause: Cause) -> None:
    panel = full_panel()
    before, after = fields_of(panel), fields_of(SWITCHES[cause](panel))
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    assert changed == {name for name, causes in FIELD_CAUSES.items() if cause in causes}


@pytest.mark.parametrize("cause", SWITCHES)
def test_switching_off_twice_is_switching_off_once(cause: Cause) -> None:
    once = SWITCHES[cause](full_panel())
    for first, second in zip(
        fields_of(once).values(), fields_of(SWITCHES[cause](once)).values(), strict=True
    ):
        np.testing.assert_allclose(first, second, atol=1e-5, rtol=1e-5)


def test_rows_cut_every_array_of_the_series() -> None:
    panel = full_panel()
    rows = np.array([6, 1, 3])
    for name, whole in fields_of(panel).items():
        part = fields_of(rows_of(panel, rows))[name]
        if isinstance(whole, np.ndarray) and len(whole) == SERIES:
            np.testing.assert_array_equal(part, whole[rows])
        else:
            assert part is whole
