import datetime

import numpy as np
import pytest

from domain.demand import DemandHistory, Holiday, SeriesKey
from domain.demand_alert import AlertKind, DemandAlert
from forecasting.distribution import Distribution, IntArray
from forecasting.known_facts import KnownFacts
from forecasting.model import Predictor
from forecasting.seasonal_baseline import seasonal_forecast
from forecasting.watch.watch_demand import watch_demand
from tests.benchmarks.forecasting.alerts import Tally, count, inject, synthetic
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales

SERIES, DAYS, WATCHED = 30, 480, 28
START = DAYS - WATCHED
SHAPE = (SERIES, DAYS)


def seasonal(horizon_days: int = WATCHED) -> Predictor:
    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        return seasonal_forecast(known, horizon_days, rows)

    return predictor


def watched(
    units: np.ndarray, observed: np.ndarray | None = None, facts: KnownFacts | None = None
) -> tuple[DemandAlert, ...]:
    history = history_of(units, observed=observed, places=5)
    return watch_demand(history, seasonal(), WATCHED, prices={}, facts=facts)


def about(alerts: tuple[DemandAlert, ...], row: int) -> list[DemandAlert]:
    key = history_of(np.zeros(SHAPE), places=5).keys[row]
    return [alert for alert in alerts if alert.key == key]


def date(day: int) -> datetime.date:
    return MONDAY + datetime.timedelta(days=day)


@pytest.fixture
def sales() -> np.ndarray:
    """Sixteen months of thirty series in which nothing happens."""
    return weekly_sales(SERIES, DAYS)


def test_where_nothing_happens_hardly_anything_is_told() -> None:
    told = [len(watched(weekly_sales(SERIES, DAYS, seed))) for seed in range(5)]
    assert sum(told) <= 3


def test_a_day_far_above_what_was_usual_is_told_with_what_was(sales: np.ndarray) -> None:
    sales[3, START + 10] *= 4
    (alert,) = about(watched(sales), 3)
    assert (alert.kind, alert.first_date, alert.days) == (
        AlertKind.UNUSUAL_DAYS,
        date(START + 10),
        1,
    )
    assert alert.message.code == "alert.day_high"
    assert float(alert.message["low"]) <= float(alert.message["high"]) < alert.actual
    assert alert.units_at_risk == pytest.approx(alert.actual - alert.expected)


@pytest.mark.parametrize(("factor", "code"), [(1.7, "alert.level_up"), (0.4, "alert.level_down")])
def test_a_new_level_is_told_once(sales: np.ndarray, factor: float, code: str) -> None:
    sales[4, START + 10 :] = np.round(sales[4, START + 10 :] * factor)
    (alert,) = about(watched(sales), 4)
    assert (alert.kind, alert.message.code) == (AlertKind.LEVEL_SHIFT, code)
    assert abs((alert.first_date - date(START + 10)).days) <= 4
    assert float(alert.message["actual"]) / float(alert.message["expected"]) == pytest.approx(
        factor, rel=0.25
    )


def test_days_on_end_without_a_sale_are_told(sales: np.ndarray) -> None:
    sales[5, START + 8 : START + 13] = 0
    (alert,) = about(watched(sales), 5)
    assert (alert.kind, alert.first_date, alert.days) == (AlertKind.NO_SALES, date(START + 8), 5)


def test_a_series_whose_data_stop_is_told(sales: np.ndarray) -> None:
    observed = np.ones(SHAPE, np.bool_)
    observed[6, -9:] = False
    sales[6, -9:] = 0
    (alert,) = about(watched(sales, observed), 6)
    assert (alert.kind, alert.first_date, alert.days) == (
        AlertKind.DATA_STOPPED,
        date(DAYS - 9),
        9,
    )


def test_a_gap_as_long_as_always_is_not_told(sales: np.ndarray) -> None:
    observed = np.ones(SHAPE, np.bool_)
    observed[6] = np.arange(DAYS) % 7 < 2
    sales[~observed] = 0
    assert not about(watched(sales, observed), 6)


def test_days_that_hide_demand_are_told_with_what_they_hide(sales: np.ndarray) -> None:
    observed = np.ones(SHAPE, np.bool_)
    observed[7, START + 5 : START + 17] = False
    sales[7, START + 5 : START + 17] = 1
    (alert,) = about(watched(sales, observed), 7)
    assert (alert.kind, alert.days, alert.actual) == (AlertKind.STOCKOUTS, 12, 12)
    usual = sales[7, :START].mean() - 1
    assert alert.units_at_risk == pytest.approx(12 * usual, rel=0.3)


def test_a_place_that_stops_selling_is_told_once(sales: np.ndarray) -> None:
    sales[0::5, START + 8 : START + 12] = 0
    (alert,) = (alert for alert in watched(sales) if alert.kind is AlertKind.NO_SALES)
    assert alert.key == SeriesKey(place_id="W0", item_id="")
    assert (alert.message.code, alert.message["count"]) == ("alert.many_no_sales", 6)


def test_a_named_day_is_no_alert_by_itself(sales: np.ndarray) -> None:
    sales[3, START + 10] *= 5
    feast = KnownFacts(holidays=(Holiday(date=date(START + 10), name="Feast"),))
    assert about(watched(sales), 3)
    assert not about(watched(sales, facts=feast), 3)


def test_a_promoted_day_is_no_alert_by_itself(sales: np.ndarray) -> None:
    sales[3, START + 10] *= 5
    promoted = np.zeros(SHAPE, np.bool_)
    promoted[3, START + 10] = True
    history = history_of(sales, promoted=promoted, places=5)
    assert not about(watch_demand(history, seasonal(), WATCHED, prices={}), 3)


def test_the_dearest_comes_first(sales: np.ndarray) -> None:
    for row in (3, 9):
        sales[row, START + 10] = 8 * sales[row].mean()
    history = history_of(sales, places=5)
    items = [history.keys[row].item_id for row in (3, 9)]
    for dear, cheap in (items, items[::-1]):
        alerts = watch_demand(history, seasonal(), WATCHED, prices={dear: 500.0, cheap: 0.01})
        assert alerts[0].key is not None
        assert alerts[0].key.item_id == dear
        assert alerts[0].money_at_risk == pytest.approx(500 * alerts[0].units_at_risk)


def test_little_money_is_left_out(sales: np.ndarray) -> None:
    sales[3, START + 10] *= 8
    history = history_of(sales, places=5)
    prices = {key.item_id: 0.01 for key in history.keys}
    assert watch_demand(history, seasonal(), WATCHED, prices=prices)
    assert not watch_demand(history, seasonal(), WATCHED, prices=prices, least_money=1000)


@pytest.mark.parametrize(("gap", "told"), [(1, False), (2, False), (6, True)])
def test_a_history_that_ends_too_early_is_told(gap: int, *, told: bool) -> None:
    history = history_of(np.full((2, 40), 5.0))
    planned = history.last_date + datetime.timedelta(days=gap)
    alerts = watch_demand(history, seasonal(), WATCHED, prices={"I0": 2.0}, planned_date=planned)
    assert [alert.kind for alert in alerts] == [AlertKind.STALE_HISTORY] * told
    for alert in alerts:
        assert (alert.key, alert.days, alert.units_at_risk) == (None, 5, 50)
        assert alert.money_at_risk == 50


def test_columns_after_the_last_record_are_a_stale_history_not_stopped_series(
    sales: np.ndarray,
) -> None:
    observed = np.ones(SHAPE, np.bool_)
    observed[:, -6:] = False
    history = history_of(sales, observed=observed, places=5)
    alerts = watch_demand(history, seasonal(), WATCHED, prices={}, planned_date=date(DAYS))
    assert AlertKind.STALE_HISTORY in {alert.kind for alert in alerts}
    assert AlertKind.DATA_STOPPED not in {alert.kind for alert in alerts}


def test_every_forecast_is_asked_of_a_view_that_ends_before_its_days(sales: np.ndarray) -> None:
    asked = []

    def predictor(known: DemandHistory, rows: IntArray) -> Distribution:
        asked.append(known.days)
        np.testing.assert_array_equal(known.units, sales[:, : known.days])
        return seasonal_forecast(known, WATCHED, rows)

    watch_demand(history_of(sales, places=5), predictor, WATCHED, prices={})
    weekly = {START, START + 7, START + 14, START + 21}
    assert {days for days in asked if days >= START} == weekly
    assert {(START - days) % WATCHED for days in asked if days < START} == {0}


@pytest.mark.parametrize("days", [0, 1, 30, 84, 90, 120])
def test_a_short_history_is_no_error(days: int) -> None:
    units = weekly_sales(4, days) if days else np.zeros((4, 0), np.float32)
    for alert in watch_demand(history_of(units), seasonal(), WATCHED, prices={}):
        assert np.isfinite(alert.units_at_risk)


def test_odd_series_are_no_error(sales: np.ndarray) -> None:
    sales[0] = 0
    sales[1] = 7
    sales[2, :-3] = 0
    sales[3] = np.arange(DAYS) % 60 == 0
    sales[4, START + 3] = 1e9
    sales[5, START + 3] = np.nan
    observed = np.ones(SHAPE, np.bool_)
    observed[6] = False
    for alert in watched(sales, observed):
        assert np.isfinite([alert.units_at_risk, alert.expected, alert.actual]).all()
        assert alert.units_at_risk >= 0
    assert not about(watched(sales, observed), 1)


def test_no_series_is_no_alert() -> None:
    history = DemandHistory(
        keys=(),
        first_date=MONDAY,
        units=np.zeros((0, 200), np.float32),
        observed=np.zeros((0, 200), np.bool_),
        promoted=np.zeros((0, 200), np.bool_),
    )
    assert watch_demand(history, seasonal(), WATCHED, prices={}) == ()


def test_a_horizon_shorter_than_the_lookback_is_what_is_watched(sales: np.ndarray) -> None:
    sales[3, -5] *= 6
    history = history_of(sales, places=5)
    assert about(watch_demand(history, seasonal(7), 7, prices={}), 3)


def test_most_anomalies_are_found_and_most_alerts_are_right() -> None:
    rng = np.random.default_rng(77)
    injected, anomalies = inject(synthetic(rng), KnownFacts(), rng)
    tally = Tally()
    alerts = watch_demand(injected, seasonal(), WATCHED, prices={})
    count(tally, injected, anomalies, alerts)
    assert tally.recall() >= 0.85
    assert tally.precision() >= 0.75
