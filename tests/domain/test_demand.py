import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.demand import DemandHistory, Forecast, SeriesKey
from domain.message import message

FIRST = datetime.date(2026, 3, 2)
KEYS = (SeriesKey(place_id="W1", item_id="A"), SeriesKey(place_id="W1", item_id="B"))


def history(**facts: Any) -> DemandHistory:
    shape = (2, 3)
    usual: dict[str, Any] = {
        "keys": KEYS,
        "first_date": FIRST,
        "units": np.zeros(shape, dtype=np.float32),
        "observed": np.ones(shape, dtype=np.bool_),
        "promoted": np.zeros(shape, dtype=np.bool_),
    }
    return DemandHistory(**(usual | facts))


def forecast(seed: int = 1, paths: int = 40) -> Forecast:
    random = np.random.default_rng(seed)
    futures = random.poisson(3.0, (2, paths, 5)).astype(np.float32)
    levels = np.array([0.1, 0.5, 0.9])
    quantiles = np.moveaxis(np.quantile(futures, levels, axis=1), 0, -1)
    return Forecast(
        keys=KEYS,
        first_date=FIRST,
        mean=futures.mean(axis=1),
        levels=levels,
        quantiles=quantiles.astype(np.float32),
        paths=futures,
        method=message("forecast.seasonal"),
    )


def test_a_history_knows_its_days() -> None:
    assert history().days == 3
    assert history().last_date == datetime.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"observed": np.ones((2, 4), dtype=np.bool_)}, "same shape"),
        ({"keys": KEYS[:1]}, "per series"),
        (
            {name: np.zeros(3) for name in ("units", "observed", "promoted")},
            "per series",
        ),
        ({"price": np.zeros((2, 4), dtype=np.float32)}, "shape of the units"),
        ({"stockout": np.zeros((1, 3), dtype=np.bool_)}, "shape of the units"),
    ],
)
def test_a_history_of_another_shape_is_refused(facts: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        history(**facts)


def test_the_first_days_are_cut_from_everything() -> None:
    whole = history(
        units=np.arange(6, dtype=np.float32).reshape(2, 3),
        price=np.full((2, 3), 2.5, dtype=np.float32),
        stockout=np.array([[False, True, False], [True, False, True]]),
    )
    view = whole.first_days(2)
    assert view.days == 2
    assert view.units.tolist() == [[0, 1], [3, 4]]
    assert view.observed.shape == view.promoted.shape == (2, 2)
    assert view.price is not None
    assert view.stockout is not None
    assert view.price.shape == (2, 2)
    assert view.stockout.tolist() == [[False, True], [True, False]]
    assert history().first_days(1).price is None


SOUND = forecast()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"keys": KEYS[:1]}, "mean"),
        ({"levels": np.array([0.5])}, "level"),
        ({"paths": SOUND.paths[:, :, :2]}, "Paths"),
        ({"paths": SOUND.paths[0]}, "Paths"),
        ({"quantiles": SOUND.quantiles[:, :, ::-1] - 1}, "cross"),
        ({"mean": np.full_like(SOUND.mean, np.nan)}, "finite"),
        ({"paths": np.full_like(SOUND.paths, np.inf)}, "finite"),
    ],
)
def test_a_forecast_that_is_none_is_refused(facts: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(SOUND, **facts)


def test_a_sum_comes_from_the_paths_not_from_the_quantiles_of_days() -> None:
    """Ten units come on one of two days: never none, and never twenty."""
    paths = np.array([[[0, 10], [10, 0]]], dtype=np.float32)
    either = Forecast(
        keys=KEYS[:1],
        first_date=FIRST,
        mean=np.full((1, 2), 5, dtype=np.float32),
        levels=np.array([0.9]),
        quantiles=np.full((1, 2, 1), 10, dtype=np.float32),
        paths=paths,
        method=message("forecast.seasonal"),
    )
    assert either.sum_quantiles(0, 2, [0.01, 0.99]).tolist() == [10, 10]
    assert either.sum_quantiles(0, 1, [0.5]).tolist() == [5]


@given(st.integers(0, 1), st.integers(0, 5), st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_a_higher_level_never_has_fewer_units(series: int, days: int, levels: list[float]) -> None:
    sums = SOUND.sum_quantiles(series, days, sorted(levels))
    assert np.all(np.diff(sums) >= 0)
    assert np.all(sums <= SOUND.paths[series].sum(axis=1).max())


@given(st.integers(0, 1), st.floats(0, 1))
def test_more_days_never_have_fewer_units(series: int, level: float) -> None:
    sums = [SOUND.sum_quantiles(series, days, [level])[0] for days in range(6)]
    assert sums == sorted(sums)


def test_sums_over_series_are_sums_of_the_same_futures() -> None:
    days = SOUND.horizon_days
    together = SOUND.sum_quantiles([0, 1], days, [0.1, 0.5, 0.9])
    sums = SOUND.paths[:2].sum(axis=(0, 2), dtype=np.float64)
    np.testing.assert_allclose(together, np.quantile(sums, [0.1, 0.5, 0.9]))
