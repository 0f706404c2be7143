"""What answers for a forecast: which model, how it did, and how its errors go together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.message import Message, message
from forecasting.backtest import Score
from forecasting.calibration import Widths
from forecasting.sample_paths import Dependence

if TYPE_CHECKING:
    from forecasting.network.recurrent_network import LstmNetwork


class Method(StrEnum):
    """A model of this room."""

    SEASONAL = "seasonal"
    LSTM = "lstm"


class Reason(StrEnum):
    """Why a model was taken; the value is a code of the catalogue."""

    LSTM_BETTER = "forecast.method_lstm"
    SEASONAL_BETTER = "forecast.method_seasonal"
    SHORT_HISTORY = "forecast.method_short_history"
    STOPPED = "forecast.method_stopped"
    NOT_ASKED = "forecast.method_not_asked"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ServingModel:
    """The model that was chosen, ready to forecast.

    Parameters
    ----------
    reason
        Why it was chosen; names the method too.
    scores
        Method -> how it did after past forecast dates; empty where nothing could be measured.
    dates
        How many past forecast dates there were.
    widths
        Correction of the widths.
    dependence
        How errors of days and series go together.
    network
        Trained weights; None for the seasonal mean.
    steps
        Steps of training.
    device
        Where it was trained.
    """

    reason: Reason
    scores: Mapping[Method, Score] = field(default_factory=dict)
    dates: int = 0
    widths: Widths = field(default_factory=Widths)
    dependence: Dependence = field(default_factory=Dependence)
    network: "LstmNetwork | None" = None
    steps: int = 0
    device: str = "cpu"

    def method_message(self, borrowed: int) -> Message:
        """Sentence that says which model was used and why.

        Parameters
        ----------
        borrowed
            How many series had too little history of their own.
        """
        errors = {
            f"{method.value}_error_pct": round(100 * score.wql, 1)
            for method, score in self.scores.items()
        }
        if self.reason not in {Reason.LSTM_BETTER, Reason.SEASONAL_BETTER}:
            return message(self.reason.value, borrowed=borrowed)
        return message(
            self.reason.value,
            **errors,
            dates=self.dates,
            device="GPU" if self.device.startswith("cuda") else "CPU",
            borrowed=borrowed,
        )
