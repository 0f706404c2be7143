"""What is to be forecast, and how much may be spent on it."""

import dataclasses
import hashlib
from dataclasses import dataclass

import numpy as np

from domain.demand import DemandHistory
from forecasting.backtest import backtest_origins
from forecasting.distribution import IntArray
from forecasting.known_facts import KnownFacts

_YEAR_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much may be spent on a forecast.

    Parameters
    ----------
    training_s
        Seconds of training; may be infinite.
    max_steps
        Steps of training.
    threads
        Threads of the processor.
    device
        ``cpu``, ``cuda``, or empty for the best there is.
    seed
        Seed of everything drawn.
    """

    training_s: float
    max_steps: int
    threads: int
    device: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """What is to be forecast.

    Parameters
    ----------
    history
        Demand as it was recorded.
    facts
        What is known beside it.
    horizon_days
        Days to forecast.
    """

    history: DemandHistory
    facts: KnownFacts
    horizon_days: int

    def fingerprint(self, effort: Effort) -> str:
        """SHA-256 of all that a trained model depends on, but for the clock and the machine."""
        history = self.history
        digest = hashlib.sha256()
        text = (
            [(key.place_id, key.item_id) for key in history.keys],
            history.first_date.isoformat(),
            history.units.shape,
            self.facts.fingerprint(),
            self.horizon_days,
            effort.max_steps,
            effort.seed,
        )
        digest.update(repr(text).encode())
        for array in (history.units, history.observed, history.promoted):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def question_of(history: DemandHistory, facts: KnownFacts, horizon_days: int) -> Question:
    """The question, with the facts that depend on the length of the history.

    Parameters
    ----------
    history, facts, horizon_days
        As in `Question`.
    """
    origins = backtest_origins(history.days, horizon_days)
    year_seen = bool(origins) and origins[0] >= _YEAR_DAYS
    return Question(
        history=history,
        facts=dataclasses.replace(facts, year_seen=year_seen),
        horizon_days=horizon_days,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contest:
    """What a model has to beat, and where.

    Parameters
    ----------
    origins
        Past dates to forecast from, the earliest first.
    rows
        Series that are judged.
    wql_to_beat
        Loss of the seasonal mean there.
    """

    origins: tuple[int, ...]
    rows: IntArray
    wql_to_beat: float
