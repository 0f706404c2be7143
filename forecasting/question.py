"""What is to be forecast, and how much may be spent on it."""

import dataclasses
import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain.demand import DemandHistory
from forecasting.backtest import backtest_origins
from forecasting.cleaning.clean_history import CleaningOptions
from forecasting.known_facts import KnownFacts
from forecasting.usable_history import AS_RECORDED, usable_history, view_until

RECIPE = 3
"""Changes with how models are made, so that models of an older recipe are made anew."""

MAX_STEPS = 500
"""Steps of a network's training by default, whatever the number of series."""

_YEAR_DAYS = 400
_NEWEST_DAYS = 56


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """What may be tuned of the learned models; the defaults do well on most data.

    Parameters
    ----------
    hidden
        Width of a network's memory.
    rate
        Highest learning rate of a network.
    dropout
        Share of a network's inputs that is dropped in training.
    leaves
        Leaves of a tree.
    tree_rate
        Learning rate of the trees.
    """

    hidden: int = 64
    rate: float = 6e-3
    dropout: float = 0.1
    leaves: int = 31
    tree_rate: float = 0.1

    def __post_init__(self) -> None:
        of_network = 1 <= self.hidden <= 1024 and 0 < self.rate < 1 and 0 <= self.dropout < 1
        of_trees = 2 <= self.leaves <= 1024 and 0 < self.tree_rate < 1
        if not (of_network and of_trees):
            raise ValueError("The settings of the models are out of bounds.")


_USUAL_SETTINGS = ModelSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much may be spent on a forecast.

    Parameters
    ----------
    training_s
        Seconds of training; may be infinite.
    max_steps
        Steps of training; none asks for simple rules only.
    threads
        Threads of the processor.
    device
        ``cpu``, ``cuda``, or empty for the best there is.
    seed
        Seed of everything drawn.
    settings
        Settings of the learned models.
    checkpoints
        Folder in which a training is kept while it runs, and gone on from after a kill; None to
        begin anew.
    """

    training_s: float = 60.0
    max_steps: int = MAX_STEPS
    threads: int = 1
    device: str = ""
    seed: int = 0
    settings: ModelSettings = _USUAL_SETTINGS
    checkpoints: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """Hashes of what a model was made from.

    Parameters
    ----------
    structure
        The series, categories, events and settings: where they differ it cannot serve.
    data
        All that it was made from: where it is the same, training anew would give the same.
    newest
        The last days that it has seen: where they differ, history was corrected.
    """

    structure: str
    data: str
    newest: str


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
    cleaning
        What is made of figures that do not look like demand.
    """

    history: DemandHistory
    facts: KnownFacts
    horizon_days: int
    cleaning: CleaningOptions = AS_RECORDED

    def known_after(self, days: int) -> DemandHistory:
        """What may be learned from, as it was known after the first `days` days."""
        return usable_history(view_until(self.history, days), self.cleaning)

    def recorded(self) -> DemandHistory:
        """What forecasts may be judged by: only days that were recorded."""
        return usable_history(self.history, self.cleaning.without_filling())

    def fingerprints(self, effort: Effort) -> Fingerprints:
        """Hashes of all that a trained model depends on, but for the clock and the machine."""
        history, facts = self.history, self.facts
        structure = _digest(
            RECIPE,
            [(key.place_id, key.item_id) for key in history.keys],
            sorted(facts.item_groups.items()),
            sorted(facts.place_regions.items()),
            sorted({holiday.name for holiday in facts.holidays}),
            facts.year_seen,
            self.horizon_days,
            repr((self.cleaning.negatives, self.cleaning.outliers, self.cleaning.gaps)),
            effort.max_steps,
            effort.seed,
            repr(effort.settings),
        )
        return Fingerprints(
            structure=structure,
            data=_digest(structure, facts.fingerprint(), _content(history)),
            newest=self.newest(history.last_date),
        )

    def newest(self, last: datetime.date) -> str:
        """Hash of the last weeks of history up to a date."""
        behind = (last - self.history.first_date).days + 1
        part = slice(max(behind - _NEWEST_DAYS, 0), max(behind, 0))
        history = self.history
        arrays = (history.units[:, part], history.observed[:, part], history.promoted[:, part])
        return _digest(*(np.ascontiguousarray(array).tobytes() for array in arrays))


def _content(history: DemandHistory) -> bytes:
    digest = hashlib.sha256(f"{history.first_date} {history.units.shape}".encode())
    price = () if history.price is None else (history.price,)
    for array in (history.units, history.observed, history.promoted, *price):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def question_of(
    history: DemandHistory,
    facts: KnownFacts,
    horizon_days: int,
    *,
    cleaning: CleaningOptions = AS_RECORDED,
    first_origin: int | None = None,
) -> Question:
    """The question, with the facts that depend on the length of the history.

    Parameters
    ----------
    history, facts, horizon_days, cleaning
        As in `Question`.
    first_origin
        Days of history that models are trained on; by default as in the choice of a model.
    """
    if first_origin is None:
        first_origin = next(iter(backtest_origins(history.days, horizon_days)), 0)
    return Question(
        history=history,
        facts=dataclasses.replace(facts, year_seen=first_origin >= _YEAR_DAYS),
        horizon_days=horizon_days,
        cleaning=cleaning,
    )
