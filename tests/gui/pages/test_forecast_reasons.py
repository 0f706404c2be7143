"""The reasons of a forecast add up, as they are written."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan import ForecastLine
from gui.pages.forecast_reasons import (
    EXPECTED,
    USUAL,
    explanation_of,
    forecast_reasons,
    has_reasons,
)
from tests.gui.charts.demand_day import A1, HORIZON, explained, forecast

UNITS = st.integers(-100_000, 100_000).map(lambda hundredths: hundredths / 100)
CAUSES = ("season", "last_year", "event", "promotion", "price", "neighbours", "recent_level")


@st.composite
def lines(draw: st.DrawFn) -> ForecastLine:
    days = draw(st.integers(1, 5))
    figures = st.lists(UNITS, min_size=days, max_size=days)
    contributions = draw(st.dictionaries(st.sampled_from(CAUSES), figures))
    baseline = draw(figures)
    mean = np.sum([baseline, *contributions.values()], axis=0).round(2)
    return replace(
        forecast(A1),
        mean=tuple(mean.tolist()),
        baseline=tuple(baseline),
        contributions={cause: tuple(units) for cause, units in contributions.items()},
    )


@given(line=lines(), data=st.data())
def test_written_figures_add_up_to_the_forecast_of_the_day_and_of_all(
    line: ForecastLine, data: st.DataObject
) -> None:
    day = data.draw(st.integers(0, len(line.mean) - 1))
    *steps, total = forecast_reasons(explanation_of(line), day)
    assert (steps[0].cause, total.cause) == (USUAL, EXPECTED)
    assert sum(step.day_units for step in steps) == pytest.approx(total.day_units, abs=1e-6)
    assert sum(step.sum_units for step in steps) == pytest.approx(total.sum_units, abs=1e-6)
    assert total.day_units == pytest.approx(line.mean[day], abs=0.0501)
    assert total.sum_units == pytest.approx(sum(line.mean), abs=0.0501)
    # The bars lead from one to the next, and stay inside their room.
    for step, after in pairwise(steps):
        assert after.step.start == pytest.approx(step.step.end)
    assert total.step.end == pytest.approx(steps[-1].step.end)
    assert all(
        -1e-9 <= share <= 1 + 1e-9
        for reason in (*steps, total)
        for share in (reason.step.start, reason.step.end)
    )


def test_the_largest_step_of_the_day_comes_first_and_what_adds_nothing_is_left_out() -> None:
    reasons = forecast_reasons(explanation_of(explained(A1)), 0)
    assert [(r.cause, r.day_units, r.sum_units) for r in reasons] == [
        ("usual", 1.5, 109.5),
        ("promotion", 1.5, 1.5),
        ("recent_level", -1.0, -28.0),
        ("expected", 2.0, 83.0),
    ]


def test_a_forecast_without_a_baseline_has_no_reasons() -> None:
    assert has_reasons(explained(A1))
    assert not has_reasons(forecast(A1))
    assert not has_reasons(replace(explained(A1), contributions={"season": (1.0,) * (HORIZON - 1)}))
