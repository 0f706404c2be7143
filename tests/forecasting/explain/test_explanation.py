from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.message import Message
from forecasting.distribution import LEVELS, Distribution, IntArray
from forecasting.explain.explanation import (
    CAUSES,
    Explanation,
    explain_forecast,
    weekday_mean,
)
from forecasting.explain.switched_off import Cause, without_last_year
from forecasting.explain.told import DayNames, day_names, explanation_messages, tenths
from forecasting.known_facts import KnownFacts
from forecasting.panel import Panel, build_panel
from forecasting.seasonal_baseline import seasonal_forecast
from forecasting.usable_history import usable_history
from tests.forecasting.explain.sample_panels import (
    FEAST,
    HORIZON,
    SALE,
    SERIES,
    facts_of_all,
    full_panel,
    reads_everything,
)
from tests.forecasting.sample_histories import history_of, weekly_sales

EVERY = np.arange(SERIES)


def contribution(explanation: Explanation, cause: Cause) -> np.ndarray:
    return explanation.contributions[..., CAUSES.index(cause)]


def check_sums(explanation: Explanation) -> None:
    """Contributions, also the rounded ones, re-add to the forecast less the baseline."""
    total = explanation.baseline + explanation.contributions.sum(axis=2)
    np.testing.assert_allclose(total, explanation.forecast, rtol=1e-12, atol=1e-9)
    for row, day in np.ndindex(*explanation.forecast.shape):
        rounded = tenths(explanation, row, day)
        assert rounded.sum() == round(10 * float(explanation.forecast[row, day]))
        exact = np.append(explanation.baseline[row, day], explanation.contributions[row, day])
        assert np.abs(rounded / 10 - exact).max() <= 0.1 + 1e-9


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(0, SERIES - 1), min_size=1, max_size=4))
def test_contributions_add_up_for_any_panel(seed: int, rows: list[int]) -> None:
    check_sums(explain_forecast(reads_everything, full_panel(seed), np.array(rows)))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_contributions_add_up_for_a_model_without_sense(seed: int) -> None:
    generator = np.random.default_rng(seed)

    def senseless(panel: Panel, rows: IntArray) -> Distribution:
        mean = generator.lognormal(0, 3, (len(rows), panel.horizon_days)).astype(np.float32)
        return Distribution(mean=mean, quantiles=np.repeat(mean[..., None], len(LEVELS), axis=2))

    check_sums(explain_forecast(senseless, full_panel(), np.array([2, 5])))


def test_contributions_add_up_for_the_network() -> None:
    from forecasting.network.predict import (
        network_shape,
        new_network,
        own_threads_and_seed,
        predict,
    )

    panel = full_panel()

    def predictor(some: Panel, rows: IntArray) -> Distribution:
        return predict(network, some, "cpu", rows)

    with own_threads_and_seed(1, 0):
        network = new_network(network_shape(panel), "cpu")
        explanation = explain_forecast(predictor, panel, np.array([1, 4]))
        whole = predictor(panel, EVERY).mean[[1, 4]]
    check_sums(explanation)
    np.testing.assert_allclose(explanation.forecast, whole, rtol=1e-4)


def test_the_baseline_is_the_habit_of_the_planner() -> None:
    history = usable_history(history_of(weekly_sales(5, 200)))
    panel = build_panel(history, KnownFacts(), HORIZON)
    habit = seasonal_forecast(history, HORIZON, np.arange(5)).mean
    np.testing.assert_allclose(weekday_mean(panel), habit, rtol=1e-5)


def test_a_model_that_is_the_habit_needs_no_explanation() -> None:
    def habit(panel: Panel, rows: IntArray) -> Distribution:
        whole = replace(panel, observed=np.ones_like(panel.observed))
        mean = weekday_mean(whole)[rows].astype(np.float32)
        return Distribution(mean=mean, quantiles=np.repeat(mean[..., None], len(LEVELS), axis=2))

    history = usable_history(history_of(weekly_sales(SERIES, 200)))
    explanation = explain_forecast(habit, build_panel(history, KnownFacts(), HORIZON), EVERY)
    np.testing.assert_allclose(explanation.contributions, 0, atol=1e-4)


def test_a_cause_that_is_not_there_contributes_nothing() -> None:
    explanation = explain_forecast(reads_everything, full_panel(), EVERY)
    promoted = np.zeros((SERIES, HORIZON), np.bool_)
    promoted[:4, 5:8] = True
    assert (contribution(explanation, Cause.PROMOTION)[promoted] > 0).all()
    assert (contribution(explanation, Cause.PROMOTION)[~promoted] == 0).all()
    feast = contribution(explanation, Cause.EVENT)[:, 3]
    assert (feast[[0, 2, 3, 4, 6, 7]] > 0).all()
    assert (feast[[1, 5]] < 0).all()


def test_no_more_than_a_dozen_forecasts_of_only_the_rows_asked() -> None:
    asked = []

    def counted(panel: Panel, rows: IntArray) -> Distribution:
        asked.append((panel.series, len(rows)))
        return reads_everything(panel, rows)

    explain_forecast(counted, full_panel(), np.array([7, 2]))
    assert len(asked) <= 12
    assert set(asked) == {(2, 2)}


def test_recent_weeks_stay_observed_without_last_year() -> None:
    observed = without_last_year(full_panel()).observed
    assert observed[:, -182:].all()
    assert not observed[:, : full_panel().days - 361 + HORIZON].any()


def said(messages: tuple[Message, ...]) -> list[str]:
    return [message.code for message in messages]


def test_the_sentences_add_up_and_name_the_promotion() -> None:
    explanation = explain_forecast(reads_everything, full_panel(), np.array([0]))
    names = day_names(facts_of_all(), history_of(np.zeros((1, 1))).keys[0], SALE.start_date)
    messages = explanation_messages(explanation, 0, 5, names)
    usual, *parts, total = (float(message["units"]) for message in messages)
    assert usual + sum(parts) == pytest.approx(total)
    assert total == pytest.approx(explanation.forecast[0, 5], abs=0.051)
    assert [abs(part) for part in parts] == sorted((abs(part) for part in parts), reverse=True)
    assert said(messages)[0] == "explain.usual"
    assert said(messages)[-1] == "explain.forecast"
    named = next(message for message in messages if message.code == "explain.promotion_named")
    assert named["name"] == "Spring sale"


def test_days_are_called_by_their_holiday() -> None:
    key = history_of(np.zeros((1, 1))).keys[0]
    assert day_names(facts_of_all(), key, FEAST) == DayNames(event="Feast")


def test_what_is_less_than_a_tenth_is_not_said() -> None:
    contributions = np.zeros((1, 1, len(CAUSES)))
    contributions[0, 0, :2] = 0.02, -3
    explanation = Explanation(
        baseline=np.full((1, 1), 12.0),
        contributions=contributions,
        forecast=np.full((1, 1), 9.02),
    )
    messages = explanation_messages(explanation, 0, 0)
    assert said(messages) == ["explain.usual", "explain.last_year_less", "explain.forecast"]
    assert [message["units"] for message in messages] == [12, -3, 9]
