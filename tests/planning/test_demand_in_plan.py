"""What a plan says of demand: reasons add up, and sums come from futures as a whole."""

import datetime
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dataset import Dataset
from domain.demand import Forecast, ForecastBasis, SeriesKey
from domain.demand_outlook import ForecastExplanation
from domain.orders import OrderLine
from domain.plan import ForecastLine
from planning.demand_in_plan import (
    BRIEF_LEVELS,
    LEAD_LEVELS,
    demand_parts,
    expected_loads,
    reasons,
)
from tests.domain.small_data import DAY, small_dataset
from tests.planning.small_outlook import forecast_of_paths, outlook_of

A, B = (SeriesKey(place_id="W1", item_id=sku) for sku in "AB")
DAYS, PATHS = 4, 400

figures = st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def explanations(draw: st.DrawFn) -> ForecastExplanation:
    """What exactly adds up to some forecast: any figures do."""
    days, causes = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    baseline = draw(st.lists(figures, min_size=days, max_size=days))
    parts = draw(st.lists(figures, min_size=days * causes, max_size=days * causes))
    return ForecastExplanation(
        keys=(A,),
        causes=tuple(f"cause {number}" for number in range(causes)),
        baseline=np.array([baseline]),
        contributions=np.array(parts).reshape(1, days, causes),
    )


@given(explanation=explanations())
def test_reasons_add_up_to_the_hundredth(explanation: ForecastExplanation) -> None:
    exact = explanation.baseline[0] + explanation.contributions[0].sum(axis=1)
    mean = tuple(round(float(units), 2) for units in exact)
    told = reasons(mean, explanation, 0)
    hundredths = np.rint(np.array(told["baseline"]) * 100)
    for cause, units in told["contributions"].items():
        assert cause in explanation.causes
        hundredths += np.rint(np.array(units) * 100)
    np.testing.assert_array_equal(hundredths, np.rint(np.array(mean) * 100))


@given(explanation=explanations())
def test_rounding_moves_a_reason_by_hundredths_only(explanation: ForecastExplanation) -> None:
    exact = explanation.baseline[0] + explanation.contributions[0].sum(axis=1)
    told = reasons(tuple(round(float(units), 2) for units in exact), explanation, 0)
    most = 0.01 * (len(explanation.causes) + 2)
    np.testing.assert_allclose(told["baseline"], explanation.baseline[0], atol=0.0051)
    for column, cause in enumerate(explanation.causes):
        units = told["contributions"].get(cause, np.zeros(len(exact)))
        np.testing.assert_allclose(units, explanation.contributions[0, :, column], atol=most)


def test_a_cause_that_adds_nothing_is_left_out() -> None:
    explanation = ForecastExplanation(
        keys=(A,),
        causes=("season", "price"),
        baseline=np.array([[2.0, 3.0]]),
        contributions=np.array([[[1.0, 0.0], [0.0, 0.001]]]),
    )
    assert reasons((3.0, 3.0), explanation, 0) == {
        "baseline": (2.0, 3.0),
        "contributions": {"season": (1.0, 0.0)},
    }


def dependent_futures() -> Forecast:
    """Two items of which one sells well when, and only when, the other does not; days alike."""
    sold = np.random.default_rng(3).gamma(2.0, 10.0, (PATHS, 1)).repeat(DAYS, axis=1)
    return forecast_of_paths((A, B), DAY, [sold, sold.max() - sold])


def with_lead_time(days: float) -> Dataset:
    """The small day, whose only lane takes some days."""
    dataset = small_dataset()
    return replace(
        dataset,
        supply_lanes=tuple(replace(lane, lead_time_days=days) for lane in dataset.supply_lanes),
    )


def lines(dataset: Dataset, forecast: Forecast) -> dict[str, ForecastLine]:
    found: tuple[ForecastLine, ...] = demand_parts(dataset, outlook_of(forecast))["forecast"]
    return {line.item_id: line for line in found}


@pytest.mark.parametrize(("lead_time_days", "cover"), [(1, 1), (2.5, 3), (30, DAYS)])
def test_quantiles_over_the_lead_time_are_those_of_whole_futures(
    lead_time_days: float, cover: int
) -> None:
    forecast = dependent_futures()
    line = lines(with_lead_time(lead_time_days), forecast)["A"]
    assert line.lead_time_days == cover
    assert list(line.lead_time_quantiles) == list(LEAD_LEVELS)
    sums = forecast.paths[0, :, :cover].sum(axis=1, dtype=np.float64)
    for name, level in LEAD_LEVELS.items():
        assert line.lead_time_quantiles[name] == pytest.approx(np.quantile(sums, level), abs=0.006)


def test_quantiles_over_the_lead_time_are_no_sums_of_daily_quantiles() -> None:
    """Days that have nothing to do with each other even out."""
    paths = np.random.default_rng(3).gamma(0.5, 10.0, (1, PATHS, DAYS))
    line = lines(with_lead_time(DAYS), forecast_of_paths((A,), DAY, paths))["A"]
    assert line.lead_time_quantiles["90"] < 0.8 * sum(line.quantiles["90"])
    assert line.lead_time_quantiles["10"] > 1.5 * sum(line.quantiles["10"])
    values = list(line.lead_time_quantiles.values())
    assert values == sorted(values)


def test_only_what_was_explained_has_reasons() -> None:
    found = lines(small_dataset(), dependent_futures())
    explained, other = found["A"], found["B"]
    assert (explained.basis, other.basis) == (ForecastBasis.OWN, ForecastBasis.SAME_CATEGORY)
    assert set(explained.contributions) == {"season", "promotion"}
    for day, mean in enumerate(explained.mean):
        parts = [explained.baseline[day], *(c[day] for c in explained.contributions.values())]
        assert round(sum(parts), 2) == mean
    assert other.baseline == ()
    assert other.contributions == {}


def with_lines(*order_lines: tuple[str, str, int]) -> Dataset:
    """The small day with these lines of orders."""
    made = tuple(OrderLine(order_id=o, sku=sku, units=units) for o, sku, units in order_lines)
    return replace(small_dataset(), order_lines=made)


def test_expected_loads_are_those_of_whole_futures_of_all_items() -> None:
    dataset = with_lines(("O1", "A", 3), ("O1", "B", 1), ("O2", "A", 4))
    forecast = dependent_futures()
    loads = tuple(expected_loads(dataset, forecast))
    assert [(load.warehouse_id, load.date) for load in loads] == [
        ("W1", DAY + datetime.timedelta(days=day)) for day in range(DAYS)
    ]
    of_a, of_b = forecast.paths.astype(np.float64)
    for day, load in enumerate(loads):
        kilograms = of_a[:, day] * 2.0 + of_b[:, day] * 8.0
        cubic_metres = of_a[:, day] * 0.01 + of_b[:, day] * 0.05
        stops = (of_a[:, day] + of_b[:, day]) / 4
        for name, level in BRIEF_LEVELS.items():
            for told, futures in (
                (load.load_kg, kilograms),
                (load.volume_m3, cubic_metres),
                (load.stops, stops),
            ):
                assert told[name] == pytest.approx(np.quantile(futures, level), abs=0.006)


def test_items_that_balance_each_other_make_a_sure_number_of_stops() -> None:
    """Both sell as much together in every future: added quantiles would be far apart."""
    load = next(iter(expected_loads(with_lines(("O1", "A", 2)), dependent_futures())))
    assert load.stops["10"] == pytest.approx(load.stops["90"], abs=0.02)
    assert load.load_kg["10"] < load.load_kg["50"] < load.load_kg["90"]


def test_without_orders_each_unit_is_a_stop_and_categories_have_no_load() -> None:
    forecast = dependent_futures()
    load = next(iter(expected_loads(with_lines(), forecast)))
    together = forecast.paths[:, :, 0].sum(axis=0, dtype=np.float64)
    assert load.stops["50"] == pytest.approx(np.median(together), abs=0.006)
    of_category = replace(forecast, keys=(A, SeriesKey(place_id="W1", item_id="food")))
    assert tuple(expected_loads(small_dataset(), of_category)) == ()
    of_region = replace(forecast, keys=(SeriesKey(place_id="R", item_id="A"), A))
    assert len(tuple(expected_loads(small_dataset(), of_region))) == DAYS


def test_the_method_and_the_alerts_are_passed_on() -> None:
    outlook = outlook_of(dependent_futures())
    parts = demand_parts(small_dataset(), outlook)
    assert parts["forecast_method"] == outlook.forecast.method
    assert parts["demand_alerts"] == ()
    assert len(parts["expected_loads"]) == DAYS
