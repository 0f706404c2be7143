"""Speeds by the hour that explain how long observed trips took.

The way of a trip depends on the speeds, and the speeds on the ways: trips are routed at the
speeds at hand, the speeds are fitted to their ways, and so on for a few rounds. Both steps know
the whole day, so that a trip that runs from one hour into the next counts in both.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.progress import Never, StopCriterion
from domain.speed_hours import SPEED_ROWS
from maps.learning.speed_buckets import NO_BUCKET, Buckets, choose_buckets
from maps.learning.speed_fit import PRIOR_STD, Fit, fit_factors
from maps.learning.trip_work import RoadTrips, TripWork, route_trips

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

ROUNDS = 3
"""Rounds of routing and fitting for the speeds that are told."""

FOLD_ROUNDS = 2
"""Rounds for each fold of the cross-validation."""

OUTLIER_NOISES = 4.0
"""Trips whose error is so many times what is to be expected are outliers."""

LEAST_CLASS_H = 2.0
"""Classes without a default of their own in which fewer hours were driven are put together."""

SETTLED = 0.002
"""Rounds end when no speed changes by more than this share."""

_SECONDS_PER_HOUR = 3600
_NEVER = Never()
OnRound = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """Speeds fitted to trips.

    Parameters
    ----------
    speeds
        The table of speeds: fitted in the buckets, the default elsewhere.
    buckets, fit
        The buckets, and the factors of their slownesses against the default.
    driven_s
        Seconds that the trips drove in every cell, ``(SPEED_ROWS, classes)``.
    work
        The ways of the trips at the speeds before the last fit.
    doubt
        Relative error to be expected of each trip: its noise, and that of the hours and classes on
        its way of which nothing was learnt.
    """

    speeds: Floats
    buckets: Buckets
    fit: Fit
    driven_s: Floats
    work: TripWork
    doubt: Floats

    @property
    def is_outlier(self) -> Mask:
        """Whether each trip is unlike what the others say."""
        return np.asarray(np.abs(self.fit.residual) > OUTLIER_NOISES * self.doubt)


def driven_seconds(work: TripWork, speeds: Floats) -> Floats:
    """Seconds driven in every cell of a table of speeds."""
    work_s = np.asarray(work.work_s.sum(axis=0)).reshape(speeds.shape)
    return np.asarray(work_s / speeds)


def pooled_classes(
    work: TripWork, speeds: Floats, classes: tuple[str, ...], own: frozenset[str]
) -> tuple[Ints, tuple[str, ...]]:
    """Classes to be told apart, the first being all others, and the column of each old class.

    Parameters
    ----------
    own
        Classes that have default speeds of their own, and are told apart in any case.
    """
    hours = driven_seconds(work, speeds).sum(axis=0) / _SECONDS_PER_HOUR
    kept = [
        column
        for column, name in enumerate(classes)
        if column > 0 and (name in own or hours[column] >= LEAST_CLASS_H)
    ]
    column = np.zeros(len(classes), dtype=np.int64)
    column[kept] = np.arange(1, len(kept) + 1)
    return column, (classes[0], *(classes[old] for old in kept))


def calibrate(
    trips: RoadTrips,
    default: Floats,
    *,
    at_default: TripWork,
    rounds: int = ROUNDS,
    on_round: OnRound = lambda _: None,
    stop: StopCriterion = _NEVER,
) -> Calibration:
    """Fit speeds to trips.

    Parameters
    ----------
    default
        Table of speeds that hold where nothing is known.
    at_default
        The trips routed at these.

    Raises
    ------
    Interrupted
        If `stop` says so.
    """
    buckets = choose_buckets(driven_seconds(at_default, default))
    prior, speeds, work = buckets.prior(default), default, at_default
    for number in range(rounds):
        if number:
            work = route_trips(trips, speeds, stop=stop)
        fit = fit_factors(buckets.observed(work, trips.observed_s, default), prior)
        before, speeds = speeds, buckets.speeds(default, fit.factor)
        on_round(number)
        if np.max(np.abs(speeds / before - 1.0)) < SETTLED:
            break
    return Calibration(
        speeds=speeds,
        buckets=buckets,
        fit=fit,
        driven_s=driven_seconds(work, speeds),
        work=work,
        doubt=_doubt(buckets, work, speeds, fit.noise),
    )


def _doubt(buckets: Buckets, work: TripWork, speeds: Floats, noise: float) -> Floats:
    """Relative error to be expected of each trip."""
    unknown = np.where(buckets.of_cell == NO_BUCKET, 1.0 / speeds, 0.0)
    trip_s = work.work_s @ (1.0 / speeds.ravel()) + work.rest_s
    share = work.work_s @ unknown.ravel() / trip_s
    return np.asarray(np.hypot(noise, PRIOR_STD * share))


def foretell(
    trips: RoadTrips,
    default: Floats,
    fold: Ints,
    *,
    at_default: TripWork,
    on_round: OnRound = lambda _: None,
    stop: StopCriterion = _NEVER,
) -> Floats:
    """Durations of the trips at speeds that were fitted without them: by the other folds' trips.

    Nothing of a trip is known to the speeds that foretell it, not even which hours have data.

    Parameters
    ----------
    fold
        Fold of each trip, from 0 on.
    """
    foretold_s = np.empty(len(trips))
    for number in range(int(fold.max()) + 1):
        known, unknown = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        found = calibrate(
            trips.take(known),
            default,
            at_default=at_default.take(known),
            rounds=FOLD_ROUNDS,
            stop=stop,
        )
        foretold_s[unknown] = route_trips(trips.take(unknown), found.speeds, stop=stop).trip_s
        on_round(number)
    return foretold_s


def spread(found: Calibration, trips: RoadTrips, share: float = 0.3) -> tuple[Floats, Floats]:
    """Ratios in every cell as single trips tell them: the tenth and ninetieth of a hundred.

    A trip tells the ratio of a cell where it spends at least some share of its time: the one that
    would explain it, were all other speeds as they are fitted. Outliers tell nothing; NaN where
    fewer than five tell.
    """
    work, speeds = found.work, found.speeds.ravel()
    trip, cell, work_s = work.entries()
    trip_s = work.work_s @ (1.0 / speeds) + work.rest_s
    in_cell_s = work_s / speeds[cell]
    told_s = in_cell_s + (trips.observed_s - trip_s)[trip]
    tells = (in_cell_s >= share * trip_s[trip]) & (told_s > 0) & ~found.is_outlier[trip]
    cell, ratio = cell[tells], work_s[tells] / told_s[tells]
    low, high = np.full(speeds.size, np.nan), np.full(speeds.size, np.nan)
    for number in np.unique(cell):
        ratios = ratio[cell == number]
        if len(ratios) >= 5:
            low[number], high[number] = np.quantile(ratios, (0.1, 0.9))
    shape = (SPEED_ROWS, len(trips.classes))
    return low.reshape(shape), high.reshape(shape)
