"""An outlook comes back from the store as it was put there."""

import datetime
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.demand import SeriesKey
from domain.demand_alert import AlertKind, DemandAlert
from domain.demand_outlook import DemandOutlook
from domain.message import message
from planning.jobs.result_store import ResultStore
from planning.stored_outlook import outlook_from_store, outlook_to_store
from tests.planning.small_outlook import forecast_of_paths, outlook_of

DAY = datetime.date(2026, 3, 2)
KEYS = (SeriesKey(place_id="W1", item_id="茶"), SeriesKey(place_id="W 2", item_id="A/1"))

texts = st.text(max_size=8)
units = st.floats(min_value=0, max_value=1e12, allow_nan=False)
alerts = st.builds(
    DemandAlert,
    key=st.none() | st.builds(SeriesKey, place_id=texts, item_id=texts),
    kind=st.sampled_from(AlertKind),
    first_date=st.dates(),
    days=st.integers(1, 4_000),
    expected=units,
    actual=units,
    units_at_risk=units,
    money_at_risk=st.none() | units,
    message=st.builds(
        message,
        st.sampled_from(["alert.no_sales", "alert.level_shift"]),
        days=st.integers(),
        of=texts,
    ),
)


def outlook(*found: DemandAlert) -> DemandOutlook:
    paths = np.random.default_rng(2).gamma(2.0, 3.0, (2, 20, 5))
    return outlook_of(forecast_of_paths(KEYS, DAY, paths), *found)


def assert_same(left: DemandOutlook, right: DemandOutlook) -> None:
    for name in ("keys", "first_date", "method", "basis"):
        assert getattr(left.forecast, name) == getattr(right.forecast, name)
    for name in ("mean", "levels", "quantiles", "paths"):
        one, other = getattr(left.forecast, name), getattr(right.forecast, name)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    assert left.explanation.keys == right.explanation.keys
    assert left.explanation.causes == right.explanation.causes
    np.testing.assert_array_equal(left.explanation.baseline, right.explanation.baseline)
    np.testing.assert_array_equal(left.explanation.contributions, right.explanation.contributions)
    assert left.alerts == right.alerts


@given(found=st.lists(alerts, max_size=4))
def test_alerts_of_any_shape_come_back(found: list[DemandAlert]) -> None:
    made = outlook(*found)
    facts, arrays = outlook_to_store(made)
    assert_same(outlook_from_store(json.loads(json.dumps(facts)), arrays), made)


@pytest.mark.parametrize(
    "key",
    [
        None,
        SeriesKey(place_id="W1", item_id="茶"),
        SeriesKey(place_id="W1", item_id=""),
        SeriesKey(place_id="", item_id="茶"),
    ],
)
@pytest.mark.parametrize("kind", AlertKind)
def test_an_outlook_comes_back_from_the_disk(
    key: SeriesKey | None, kind: AlertKind, tmp_path: Path
) -> None:
    made = outlook(
        DemandAlert(
            key=key,
            kind=kind,
            first_date=DAY,
            days=3,
            expected=12.25,
            actual=0.0,
            units_at_risk=12.25,
            money_at_risk=None if key is None else 61.25,
            message=message("alert.no_sales", item="茶", days=3, share=0.5),
        )
    )
    store = ResultStore(tmp_path)
    store.put("key", *outlook_to_store(made))
    stored = store.get("key")
    assert stored is not None
    assert_same(outlook_from_store(*stored), made)


def test_an_outlook_without_explained_series_comes_back(tmp_path: Path) -> None:
    forecast = forecast_of_paths((), DAY, np.zeros((0, 4, 3)))
    made = outlook_of(forecast)
    store = ResultStore(tmp_path)
    store.put("key", *outlook_to_store(made))
    stored = store.get("key")
    assert stored is not None
    assert_same(outlook_from_store(*stored), made)
