import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.distribution import LEVELS, MEDIAN, lawful, level_index, masked_quantiles


def test_levels_rise_and_reach_into_both_tails() -> None:
    assert len(LEVELS) == 23
    assert np.all(np.diff(LEVELS) > 0)
    assert LEVELS[MEDIAN] == pytest.approx(0.5)
    np.testing.assert_allclose(LEVELS + LEVELS[::-1], 1)


def test_lawful_mends_what_is_not() -> None:
    quantiles = np.zeros((1, 1, len(LEVELS)))
    quantiles[0, 0, :4] = -5, 3, 1, np.nan
    quantiles[0, 0, -1] = np.inf
    mended = lawful(np.array([[np.nan]]), quantiles)
    assert np.isfinite(mended.quantiles).all()
    assert (mended.quantiles >= 0).all()
    assert (np.diff(mended.quantiles, axis=2) >= 0).all()
    assert mended.quantiles[0, 0, 1] == 3
    assert mended.mean[0, 0] == 0


def test_level_index_knows_only_the_levels() -> None:
    assert LEVELS[level_index(0.9)] == pytest.approx(0.9)
    with pytest.raises(KeyError):
        level_index(0.42)


@given(
    st.lists(st.lists(st.floats(-100, 100), min_size=6, max_size=6), min_size=1, max_size=4),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_masked_quantiles_are_those_of_what_counts(
    rows: list[list[float]], mask: list[bool]
) -> None:
    values, counted = np.array(rows), np.tile(mask, (len(rows), 1))
    found = masked_quantiles(values, counted, LEVELS)
    for row, quantiles in zip(values, found, strict=True):
        expected = np.quantile(row[mask], LEVELS) if any(mask) else np.zeros(len(LEVELS))
        np.testing.assert_allclose(quantiles, expected, atol=1e-9)


def test_masked_quantiles_of_no_days_are_zero() -> None:
    found = masked_quantiles(np.zeros((3, 0)), np.zeros((3, 0), np.bool_), LEVELS)
    assert found.shape == (3, len(LEVELS))
    assert not found.any()
