"""Why a forecast is as it is: the usual figure of the weekday, and what adds to it or takes away.

The rounded figures add up to the rounded forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gui.charts.waterfall_cell import Step

if TYPE_CHECKING:
    from domain.plan import ForecastLine
    from forecasting.explain.explanation import Explanation

Values = npt.NDArray[np.float64]

USUAL, EXPECTED = "usual", "expected"
"""What the sum begins with, and what comes out, beside the causes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One step from what is usual to what is expected.

    Attributes
    ----------
    cause
        `USUAL`, `EXPECTED`, or a cause of the forecast.
    day_units, sum_units
        Units that it adds on the day and over all days, in tenths.
    step
        The day's units as a step of the sum.
    """

    cause: str
    day_units: float
    sum_units: float
    step: Step


def has_reasons(line: ForecastLine) -> bool:
    """Whether a plan knows why it expects what it does of a series."""
    figures = (line.baseline, *line.contributions.values())
    return bool(line.mean) and all(len(values) == len(line.mean) for values in figures)


def explanation_of(line: ForecastLine) -> Explanation:
    """The explanation of one series that has reasons; behind its days, that of their sum."""
    from forecasting.explain.explanation import CAUSES, Explanation

    none = (0.0,) * len(line.mean)
    parts = np.array([line.contributions.get(cause, none) for cause in CAUSES])
    return Explanation(
        baseline=_with_sum(np.array([line.baseline])),
        contributions=_with_sum(parts).T[None],
        forecast=_with_sum(np.array([line.mean])),
    )


def forecast_reasons(explanation: Explanation, day: int) -> tuple[Reason, ...]:
    """The steps from what is usual to what is expected, the largest of the day first.

    Causes that add nothing, on the day and over all days, are left out.

    Parameters
    ----------
    explanation
        Of one series.
    day
        Place of the day among those forecast.
    """
    from forecasting.explain.explanation import CAUSES
    from forecasting.explain.told import tenths

    of_day, of_sum = (tenths(explanation, 0, column).tolist() for column in (day, -1))
    found = [
        (cause.value, of_day[i], of_sum[i])
        for i, cause in enumerate(CAUSES, 1)
        if of_day[i] or of_sum[i]
    ]
    found.sort(key=lambda step: (-abs(step[1]), -abs(step[2])))
    steps = [(USUAL, of_day[0], of_sum[0]), *found]
    return tuple(_reasons([*steps, (EXPECTED, sum(of_day), sum(of_sum))]))


def _reasons(steps: list[tuple[str, int, int]]) -> list[Reason]:
    reached = [0, *accumulate(units for _, units, _ in steps[:-1])]
    low, high = min(reached), max(*reached, min(reached) + 1)

    def share(units: int) -> float:
        return (units - low) / (high - low)

    ways = [*pairwise(reached), (0, reached[-1])]
    return [
        Reason(
            cause=cause,
            day_units=day / 10,
            sum_units=total / 10,
            step=Step(start=share(start), end=share(end), is_total=cause in {USUAL, EXPECTED}),
        )
        for (cause, day, total), (start, end) in zip(steps, ways, strict=True)
    ]


def _with_sum(values: Values) -> Values:
    """Figures of days, ``(n, h)``, and their sum behind them, ``(n, h + 1)``."""
    return np.concatenate([values, values.sum(axis=1, keepdims=True)], axis=1)
