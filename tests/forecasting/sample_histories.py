"""Small made-up histories that the tests of this room share."""

import datetime

import numpy as np
import numpy.typing as npt

from domain.demand import DemandHistory, SeriesKey

MONDAY = datetime.date(2024, 1, 1)


def history_of(
    units: npt.ArrayLike,
    *,
    observed: npt.ArrayLike | None = None,
    promoted: npt.ArrayLike | None = None,
    places: int = 1,
    first_date: datetime.date = MONDAY,
) -> DemandHistory:
    """A history of given units; items I0, I1, ... at places W0, W1, ... in turn."""
    values = np.atleast_2d(np.asarray(units, np.float32))
    seen = np.ones(values.shape, np.bool_) if observed is None else np.asarray(observed, np.bool_)
    named = np.zeros(values.shape, np.bool_) if promoted is None else np.asarray(promoted, np.bool_)
    keys = tuple(
        SeriesKey(place_id=f"W{row % places}", item_id=f"I{row // places}")
        for row in range(len(values))
    )
    return DemandHistory(
        keys=keys,
        first_date=first_date,
        units=values,
        observed=np.atleast_2d(seen),
        promoted=np.atleast_2d(named),
    )


def weekly_sales(series: int, days: int, seed: int = 0) -> npt.NDArray[np.float32]:
    """Poisson demand of different sizes with a busy weekend."""
    generator = np.random.default_rng(seed)
    size = generator.uniform(5, 60, (series, 1))
    week = np.array([1.0, 0.9, 0.9, 1.0, 1.2, 1.6, 1.4])[np.arange(days) % 7]
    return np.asarray(generator.poisson(size * week), np.float32)
