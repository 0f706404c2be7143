"""Speeds that explain trips: their time goes where the exact search drives, and fits are right."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from domain.errors import Interrupted
from domain.progress import Flag
from domain.speed_hours import HOURS, SPEED_ROWS, speeds_in_force
from maps.driving.exact_travel import ExactTravel
from maps.learning.calibration import calibrate, pooled_classes, spread
from maps.learning.speed_buckets import LEAST_DRIVEN_H, MOST_HOURS, NO_BUCKET, choose_buckets
from maps.learning.speed_fit import Observed, Prior, fit_factors
from maps.learning.trip_work import RoadTrips, route_trips
from maps.network.road_network import RoadNetwork
from tests.maps.made_up_streets import build_streets
from tests.simulated_trips import road_trips


@pytest.fixture(scope="module")
def town() -> RoadNetwork:
    """A grid of streets of several classes."""
    return build_streets(25)


@pytest.fixture(scope="module")
def trips(town: RoadNetwork) -> RoadTrips:
    """Trips all over the town, some past midnight."""
    return road_trips(town, np.random.default_rng(4), count=500)


def random_speeds(trips: RoadTrips, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.uniform(0.3, 1.2, (SPEED_ROWS, len(trips.classes)))


def test_work_explains_what_the_exact_search_takes(trips: RoadTrips) -> None:
    speeds = random_speeds(trips, 1)
    work = route_trips(trips, speeds)
    explained_s = work.work_s @ (1.0 / speeds.ravel()) + work.rest_s
    np.testing.assert_allclose(explained_s, work.trip_s, rtol=1e-9)
    for i in (0, 17, 340):
        hours = trips.hours[trips.day[i]]
        conditions = dataclasses.replace(
            trips.conditions[0],
            bucket_starts_s=hours.starts_s,
            edge_class=trips.edge_class,
            ratios=speeds[hours.row],
        )
        names = tuple(str(place) for place in range(2 * len(trips)))
        travel = ExactTravel(places=names, conditions=conditions, snapped=trips.snapped[0])
        exact_s = travel.duration_s(2 * i, 2 * i + 1, int(trips.depart_s[i]))
        assert exact_s == np.ceil(np.round(work.trip_s[i], 6))


def test_work_does_not_depend_on_the_order_or_the_company(trips: RoadTrips) -> None:
    speeds = random_speeds(trips, 2)
    some = np.array([400, 3, 77, 12])
    alone, among = route_trips(trips.take(some), speeds), route_trips(trips, speeds).take(some)
    np.testing.assert_array_equal(alone.trip_s, among.trip_s)
    np.testing.assert_array_equal(alone.work_s.toarray(), among.work_s.toarray())


def test_pooling_classes_keeps_all_work(trips: RoadTrips) -> None:
    speeds = np.ones((SPEED_ROWS, len(trips.classes)))
    work = route_trips(trips, speeds)
    column, classes = pooled_classes(work, speeds, trips.classes, frozenset({"primary"}))
    assert classes[0] == "*"
    assert "primary" in classes
    pooled = work.pool(column, len(classes))
    np.testing.assert_allclose(pooled.work_s.sum(axis=1), work.work_s.sum(axis=1))
    again = route_trips(trips.pool(column, classes), np.ones((SPEED_ROWS, len(classes))))
    np.testing.assert_allclose(pooled.work_s.toarray(), again.work_s.toarray())


def test_trips_at_the_default_speeds_teach_nothing_new(trips: RoadTrips) -> None:
    default = speeds_in_force((), trips.classes)
    at_default = route_trips(trips, default)
    observed = dataclasses.replace(trips, observed_s=at_default.trip_s)
    found = calibrate(observed, default, at_default=at_default)
    np.testing.assert_allclose(found.speeds, default, rtol=1e-6)


def test_trips_at_free_flow_give_ratios_of_one_where_there_are_data(trips: RoadTrips) -> None:
    default = speeds_in_force((), trips.classes)
    free = route_trips(trips, np.ones_like(default))
    observed = dataclasses.replace(trips, observed_s=free.trip_s)
    found = calibrate(observed, default, at_default=route_trips(trips, default))
    driven = found.driven_s >= LEAST_DRIVEN_H * 3600
    assert driven.sum() > 5
    np.testing.assert_allclose(found.speeds[driven], 1.0, atol=0.05)
    kept = found.buckets.of_cell == NO_BUCKET
    np.testing.assert_array_equal(found.speeds[kept], default[kept])
    low, high = spread(found, observed)
    told = ~np.isnan(low)
    assert told.any()
    assert (low[told] <= high[told]).all()


def test_calibrating_can_be_stopped(trips: RoadTrips) -> None:
    with pytest.raises(Interrupted):
        route_trips(trips, random_speeds(trips, 1), stop=Flag(lambda: True))


@given(
    st.lists(st.floats(0.0, 3.0), min_size=HOURS, max_size=HOURS),
    st.integers(0, SPEED_ROWS // HOURS - 1),
)
def test_buckets_are_runs_of_hours_with_enough_driving(by_hour: list[float], kind: int) -> None:
    driven_s = np.zeros((SPEED_ROWS, 2))
    driven_s[kind * HOURS : (kind + 1) * HOURS, 1] = np.array(by_hour) * 3600
    buckets = choose_buckets(driven_s)
    sums_h = buckets.sums(driven_s) / 3600
    assert (sums_h >= LEAST_DRIVEN_H - 1e-9).all()
    for number, (start, end) in enumerate(zip(buckets.row, buckets.end_row, strict=True)):
        assert 1 <= end - start <= MOST_HOURS
        np.testing.assert_array_equal(
            np.flatnonzero(buckets.of_cell[:, 1] == number), np.arange(start, end)
        )
    alone = driven_s[:, 1] >= LEAST_DRIVEN_H * 3600
    assert (buckets.of_cell[alone, 1] != NO_BUCKET).all()


def _prior(factors: int) -> Prior:
    pairs = np.column_stack((np.arange(factors - 1), np.arange(1, factors)))
    return Prior(
        low=np.full(factors, 0.4),
        high=np.full(factors, 20.0),
        neighbours=pairs,
        hours_apart=np.ones(factors - 1),
    )


@settings(max_examples=30)
@given(st.integers(0, 1000))
def test_fit_finds_the_factors_in_spite_of_gross_outliers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    factor = rng.uniform(0.7, 1.6, 6)
    at_default_s = rng.uniform(0.0, 600.0, (2000, 6))
    rest_s = rng.uniform(10.0, 100.0, 2000)
    observed_s = (at_default_s @ factor + rest_s) * (1 + 0.05 * rng.normal(size=2000))
    spoilt = rng.random(2000) < 0.05
    observed_s[spoilt] *= rng.choice([0.3, 4.0], spoilt.sum())
    fit = fit_factors(
        Observed(per_factor_s=sparse.csr_array(at_default_s), rest_s=rest_s, observed_s=observed_s),
        _prior(6),
    )
    assert np.abs(fit.factor / factor - 1.0).max() < 0.05
    assert fit.noise == pytest.approx(0.05, rel=0.2)
    assert (np.abs(fit.residual[spoilt]) > 4 * fit.noise).all()


def test_factors_stay_within_their_bounds() -> None:
    at_default_s = np.tile(np.eye(3) * 100.0, (20, 1))
    fit = fit_factors(
        Observed(
            per_factor_s=sparse.csr_array(at_default_s),
            rest_s=np.zeros(60),
            observed_s=np.tile([1.0, 100.0, 9000.0], 20),
        ),
        _prior(3),
    )
    assert (fit.factor >= 0.4).all()
    assert (fit.factor <= 20.0).all()
