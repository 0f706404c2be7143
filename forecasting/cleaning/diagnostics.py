"""What kind of series each one is: trend, week, stationarity, autocorrelation, classes.

References
----------
Syntetos, Boylan and Croston (2005), On the categorization of demand patterns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from domain.demand import DemandHistory, SeriesKey
from forecasting.cleaning.closures import days_on_sale
from forecasting.cleaning.decomposition import decompose
from forecasting.cleaning.stationarity import (
    KPSS_LIMIT,
    adf_statistic,
    autocorrelation,
    kpss_statistic,
)
from forecasting.distribution import BoolArray, DoubleArray
from forecasting.series_classes import classes_of
from forecasting.usable_history import usable_history

LAGS = (1, 7, 28)
"""Days back that autocorrelation is given for."""

_ADI_LIMIT = 1.32
_CV2_LIMIT = 0.49
_BOUND = 1.96


class DemandType(StrEnum):
    """How demand comes: how often, and how much its size varies."""

    SMOOTH = "smooth"
    ERRATIC = "erratic"
    INTERMITTENT = "intermittent"
    LUMPY = "lumpy"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What is known of one series.

    Parameters
    ----------
    key
        The series.
    days
        Observed days.
    zero_share
        Share of observed days without a sale.
    mean
        Mean units of observed days.
    trend_strength, season_strength
        How much of the variation the trend and the weekday explain, 0 to 1.
    kpss, kpss_limit
        Above the limit the level moves, at 5 %.
    adf, adf_limit
        Below the limit the series returns to a level, at 5 %.
    autocorrelation
        With the days `LAGS` earlier.
    autocorrelation_bound
        Within plus and minus this, autocorrelation may be chance.
    abc, xyz
        How much it sells, and how that varies by week.
    demand_type
        How demand comes.
    """

    key: SeriesKey
    days: int
    zero_share: float
    mean: float
    trend_strength: float
    season_strength: float
    kpss: float
    kpss_limit: float
    adf: float
    adf_limit: float
    autocorrelation: tuple[float, ...]
    autocorrelation_bound: float
    abc: str
    xyz: str
    demand_type: DemandType

    @property
    def is_stationary(self) -> bool:
        """Whether both tests find that the series keeps to a level."""
        return self.kpss <= self.kpss_limit and self.adf <= self.adf_limit


def diagnose(
    history: DemandHistory,
    rows: Iterable[int] | None = None,
    unit_values: DoubleArray | None = None,
) -> tuple[Diagnosis, ...]:
    """A diagnosis of each series.

    Parameters
    ----------
    history
        The history, cleaned or not.
    rows
        Series wanted; all where None.
    unit_values
        Value of a unit of each series, for classes by value; by units where None; ``(s,)``.
    """
    if not history.keys:
        return ()
    known = usable_history(history)
    values = np.ones(len(known.keys)) if unit_values is None else unit_values
    classes = classes_of(known.units, known.observed, values)
    on_sale = days_on_sale(known.observed)
    wanted = range(len(known.keys)) if rows is None else rows
    return tuple(
        _diagnosis(known, row, on_sale[row], classes.abc[row], classes.xyz[row]) for row in wanted
    )


def demand_type(units: DoubleArray) -> DemandType:
    """How the demand of some days comes, by the mean distance of sales and the spread of sizes.

    Parameters
    ----------
    units
        Units of each observed day.
    """
    sizes = units[units > 0]
    if not len(sizes):
        return DemandType.NONE
    distance_days = len(units) / len(sizes)
    spread = float(np.var(sizes / sizes.mean()))
    if distance_days < _ADI_LIMIT:
        return DemandType.SMOOTH if spread < _CV2_LIMIT else DemandType.ERRATIC
    return DemandType.INTERMITTENT if spread < _CV2_LIMIT else DemandType.LUMPY


def _diagnosis(
    history: DemandHistory, row: int, on_sale: BoolArray, abc: str, xyz: str
) -> Diagnosis:
    days = np.flatnonzero(on_sale)
    observed = history.observed[row, days]
    units = history.units[row, days].astype(np.float64)
    known = units[observed]
    # Tests and parts need a figure for each day: a straight line over the gaps adds no pattern.
    whole = np.interp(np.arange(len(days)), np.flatnonzero(observed), known) if len(days) else units
    parts = decompose(whole)
    adf, adf_limit = adf_statistic(whole)
    return Diagnosis(
        key=history.keys[row],
        days=len(known),
        zero_share=float((known == 0).mean()) if len(known) else 0.0,
        mean=float(known.mean()) if len(known) else 0.0,
        trend_strength=parts.trend_strength,
        season_strength=parts.season_strength,
        kpss=kpss_statistic(whole),
        kpss_limit=KPSS_LIMIT,
        adf=adf,
        adf_limit=adf_limit,
        autocorrelation=autocorrelation(np.where(observed, units, np.nan), LAGS),
        autocorrelation_bound=float(_BOUND / np.sqrt(max(len(known), 1))),
        abc=abc,
        xyz=xyz,
        demand_type=demand_type(known),
    )
