"""What answers for a forecast: which models, how far each is trusted, and how they did."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from domain.demand import SeriesKey
from domain.message import Message, message
from forecasting.backtest import Score
from forecasting.calibration import Widths
from forecasting.distribution import DoubleArray
from forecasting.model import LearnedModel, ModelName
from forecasting.sample_paths import Dependence


class Reason(StrEnum):
    """Why the models were taken; the value is a code of the catalogue."""

    BLEND = "forecast.method_blend"
    SHORT_HISTORY = "forecast.method_short_history"
    STOPPED = "forecast.method_stopped"
    NOT_ASKED = "forecast.method_not_asked"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ServingModel:
    """The models that were chosen, ready to forecast.

    Parameters
    ----------
    reason
        Why these.
    names
        The `m` models.
    common
        Trust in each, for a series that was not judged itself, ``(m,)``.
    own
        Trust in each by judged series, ``(m,)`` each.
    scores
        How each, and all together, did after past forecast dates; empty where nothing could be
        measured.
    dates
        How many past forecast dates there were.
    newest_error
        Loss of all together after the latest of them, as a share of what was sold.
    widths
        Correction of the widths.
    dependence
        How errors of days and series go together.
    learned
        The trained ones among the models.
    trained_until
        Last day that they have seen.
    tried_until
        Last day of the history on which they were last set against others.
    device
        Where they were trained.
    """

    reason: Reason
    names: tuple[ModelName, ...] = (ModelName.SEASONAL,)
    common: tuple[float, ...] = (1.0,)
    own: Mapping[SeriesKey, tuple[float, ...]] = field(default_factory=dict)
    scores: Mapping[ModelName, Score] = field(default_factory=dict)
    dates: int = 0
    newest_error: float = 0.0
    widths: Widths = field(default_factory=Widths)
    dependence: Dependence = field(default_factory=Dependence)
    learned: Mapping[ModelName, LearnedModel] = field(default_factory=dict)
    trained_until: datetime.date = datetime.date.min
    tried_until: datetime.date = datetime.date.min
    device: str = "cpu"

    def weights(self, keys: tuple[SeriesKey, ...]) -> DoubleArray:
        """How far each model is trusted for each series, ``(s, m)``."""
        found = [self.own.get(key, self.common) for key in keys]
        return np.array(found, np.float64).reshape(len(keys), len(self.names))

    def method_message(self, borrowed: int) -> Message:
        """Sentence that says which models were used and why.

        Parameters
        ----------
        borrowed
            How many series had too little history of their own.
        """
        if not self.scores or self.reason is not Reason.BLEND:
            return message(self.reason.value, borrowed=borrowed)
        share = dict(zip(self.names, self._shares_pct(), strict=True))
        network = share.pop(ModelName.LSTM, 0) + share.pop(ModelName.GRU, 0)
        trees = share.pop(ModelName.BOOSTING, 0)
        return message(
            self.reason.value,
            network_pct=network,
            trees_pct=trees,
            simple_pct=sum(share.values()),
            error_pct=round(100 * self.scores[ModelName.COMBINATION].wql, 1),
            seasonal_error_pct=round(100 * self.scores[ModelName.SEASONAL].wql, 1),
            dates=self.dates,
            trained_until=str(self.trained_until),
            device="GPU" if self.device.startswith("cuda") else "CPU",
            borrowed=borrowed,
        )

    def _shares_pct(self) -> list[int]:
        """Mean trust in each model, in whole per cent that add up to 100."""
        shares = self.weights(tuple(self.own)).mean(axis=0) if self.own else np.array(self.common)
        edges = np.round(100 * np.cumsum(shares)).astype(int)
        return [int(part) for part in np.diff(edges, prepend=0)]
