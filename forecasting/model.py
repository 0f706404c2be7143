"""What every model of demand is called, and what each can be asked."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

from domain.demand import DemandHistory
from forecasting.distribution import Distribution, IntArray
from forecasting.panel import Panel


class ModelName(StrEnum):
    """A model of this room; the values stand in files and reports."""

    SEASONAL = "seasonal"
    """The planner's habit: the mean of the last four same weekdays."""
    SEASONAL_NAIVE = "seasonal_naive"
    MOVING_AVERAGE = "moving_average"
    SMOOTHING = "smoothing"
    THETA = "theta"
    INTERMITTENT = "intermittent"
    ARIMA = "arima"
    LSTM = "lstm"
    GRU = "gru"
    BOOSTING = "boosting"
    COMBINATION = "combination"


Predictor = Callable[[DemandHistory, IntArray], Distribution]
"""Usable history as known at a date, and the series wanted -> distributions for the days after."""


class LearnedModel(Protocol):
    """A model trained once for all series, that forecasts after any history of the same series."""

    @property
    def name(self) -> ModelName:
        """Which model it is."""

    def predict(self, panel: Panel, rows: IntArray) -> Distribution:
        """Distributions for the days after a panel, of some of its series."""

    def files(self) -> Mapping[str, bytes]:
        """Everything needed to have the model back: file name -> content; nothing pickled."""
