"""The stock decision of a day: its parts add up, it may be stopped, and it crosses to a job."""

import datetime
import pickle
from dataclasses import replace

import numpy as np
import pytest

from domain.dataset import Dataset
from domain.demand import Forecast, SeriesKey
from domain.demand_outlook import DemandOutlook, ForecastExplanation
from domain.message import message
from domain.progress import Flag, Progress, ignore_progress
from planning.stock_decision import (
    PROMOTION,
    StockPlan,
    decide_stock,
    plan_stock,
    stock_question,
)
from tests.domain.small_data import DAY, small_dataset
from tests.planning.commands.here_pool import HerePool

DAYS = 14
LEVELS = np.array([0.1, 0.5, 0.9])


def outlook(*keys: tuple[str, str], units: float = 20) -> DemandOutlook:
    """Demand of some series, the second half of whose mean a promotion brings."""
    series = tuple(SeriesKey(place_id=place, item_id=item) for place, item in keys)
    paths = np.random.default_rng(5).poisson(units, (len(keys), 60, DAYS)).astype(np.float32)
    mean = paths.mean(axis=1)
    forecast = Forecast(
        keys=series,
        first_date=DAY,
        mean=mean,
        levels=LEVELS,
        quantiles=np.moveaxis(np.quantile(paths, LEVELS, axis=1), 0, 2).astype(np.float32),
        paths=paths,
        method=message("forecast.method"),
    )
    half = mean.astype(np.float64) / 2
    explanation = ForecastExplanation(
        keys=series, causes=("season", PROMOTION), baseline=half,
        contributions=np.stack([np.zeros_like(half), half], axis=2),
    )  # fmt: skip
    return DemandOutlook(forecast=forecast, explanation=explanation, alerts=())


def decided(dataset: Dataset, ahead: DemandOutlook) -> StockPlan:
    return decide_stock(stock_question(dataset, DAY, ahead, {}))


def test_parts_of_the_cost_add_up_and_lines_are_of_today() -> None:
    plan = decided(small_dataset(), outlook(("W1", "A"), ("W2", "A")))
    assert plan.summary is not None
    assert plan.costs.total_minor == plan.summary.cost_minor
    assert plan.summary.days == DAYS
    assert plan.lines
    assert all(line.order_date == DAY for line in plan.lines)
    assert all(line.order_date > DAY for line in plan.later_supply)
    assert {line.from_id for line in plan.replenishment} <= {"S1"}
    assert {line.from_id for line in plan.transfers} <= {"W1"}


def test_what_promotions_bring_reaches_the_explanation() -> None:
    ahead = outlook(("W1", "A"))
    question = stock_question(small_dataset(), DAY, ahead, {})
    assert set(question.promoted) == {("W1", "A")}
    assert question.promoted["W1", "A"].sum() == pytest.approx(float(ahead.forecast.mean.sum()) / 2)


def test_the_history_stays_behind() -> None:
    ahead = outlook(("W1", "A"))
    question = stock_question(small_dataset(), DAY, ahead, {})
    assert question.dataset.demand is None or question.dataset.demand.days == 0
    sent = pickle.loads(pickle.dumps(question))
    assert decide_stock(sent) == decide_stock(question)


def test_nothing_to_plan_is_an_empty_plan_that_says_what_is_left_out() -> None:
    plan = decided(replace(small_dataset(), supply_lanes=()), outlook(("W1", "A")))
    assert plan.lines == ()
    assert plan.summary is None
    assert plan.left_out


def test_a_decision_that_is_stopped_at_once_still_holds() -> None:
    question = stock_question(small_dataset(), DAY, outlook(("W1", "A"), ("W2", "A")), {})
    plan = decide_stock(question, stop=Flag(lambda: True))
    assert plan.summary is not None
    assert plan.costs.total_minor == plan.summary.cost_minor


def test_progress_is_told_by_the_step_of_stock() -> None:
    steps: list[Progress] = []
    question = stock_question(small_dataset(), DAY, outlook(("W1", "A")), {})
    decide_stock(question, on_progress=steps.append)
    assert {step.step for step in steps} == {"step.stock"}


def test_where_stock_or_demand_is_unknown_nothing_is_decided() -> None:
    dataset, ahead, pool = small_dataset(), outlook(("W1", "A")), HerePool()
    unknown = replace(dataset, stock=None)
    for known, seen in ((unknown, ahead), (dataset, None)):
        plan = plan_stock(known, DAY, seen, {}, 0, pool, ignore_progress)  # type: ignore[arg-type]
        assert plan == StockPlan()
    plan = plan_stock(dataset, DAY, ahead, {}, 0, pool, ignore_progress)  # type: ignore[arg-type]
    assert plan == decided(dataset, ahead)


def test_shipped_goods_are_ordered_anew() -> None:
    dataset = small_dataset()
    ahead = outlook(("W1", "A"), units=2)
    usual = decide_stock(stock_question(dataset, DAY, ahead, {}))
    after = decide_stock(stock_question(dataset, DAY, ahead, {("W1", "A"): 78}))
    assert sum(line.units for line in after.lines) > sum(line.units for line in usual.lines)
    first = min(line.due_date for line in after.replenishment)
    assert first == DAY + datetime.timedelta(days=2)
