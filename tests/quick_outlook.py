"""Outlooks on demand without training, for tests that are about something else.

Training takes the better part of a minute of the processor, simple rules a moment.
"""

from pathlib import Path
from unittest.mock import patch

from domain.dataset import Dataset
from domain.demand_outlook import DemandOutlook
from domain.progress import ignore_progress
from forecasting.question import Effort
from planning import engine_jobs
from planning.day import choose_day
from planning.environment import Directories
from planning.forecast_step import start_forecast
from planning.reading.read_dataset import read_dataset
from tests.planning.commands.here_pool import HerePool


def keep_quick_outlook(source: Path, cache: Path) -> None:
    """Keep an outlook by simple rules where a plan of a dataset's day looks for one first."""
    dataset = read_dataset(source).dataset
    assert dataset is not None
    assert quick_outlook(dataset, cache) is not None


def quick_outlook(dataset: Dataset, cache: Path, *, steps: int = 0) -> DemandOutlook | None:
    """An outlook for the day that a dataset is planned for, kept in a cache.

    Parameters
    ----------
    dataset, cache
        What is forecast, and where the answer is kept.
    steps
        Steps of training; without any it is made by simple rules.
    """
    folders = Directories(cache=cache, data=cache / "data")

    def effort(seed: int, _: object) -> Effort:
        return Effort(max_steps=steps, seed=seed)

    with patch.object(engine_jobs, "_effort", effort):
        day = choose_day(dataset, None)
        pool: object = HerePool()
        return start_forecast(dataset, day, 0, pool, folders, ignore_progress)()  # type: ignore[arg-type]
