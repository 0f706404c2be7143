"""Learn speed profiles from the observed trips of a dataset."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.errors import InputError
from domain.message import Problem, Severity, message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from domain.speed_hours import HOURS, as_profiles, speeds_in_force
from domain.traffic import SpeedProfile
from domain.traffic_day import BUILT_IN
from maps.learning.calibration import (
    ROUNDS,
    Calibration,
    calibrate,
    driven_seconds,
    foretell,
    pooled_classes,
    spread,
)
from maps.learning.speed_buckets import NO_BUCKET
from maps.learning.trip_work import RoadTrips, TripWork, route_trips
from maps.network.road_cache import open_roads
from planning.jobs.worker import JobControl
from planning.reading.row_index import RowIndex, TableRows
from planning.usable_trips import (
    OTHER_REGION,
    LeftOut,
    SpeedQuestion,
    UsableTrips,
    at_trips,
    left_out_problems,
    usable_trips,
)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

STEP = "roads.calibrating"

LEAST_TRIPS = 50
LEAST_HOURS = 5.0
"""Trips, and hours of driving, without which nothing is learnt."""

FOLDS = 5
"""Parts that the trips are divided into to judge the speeds."""

LEAST_DAYS = 3
"""From so many days on no day has trips in two parts."""

METHODS = ("free_flow", "default", "learnt")
"""Speeds that trips are foretold by: as fast as can be, those used so far, and the learnt ones."""

_TRIPS = "trips"
_NEVER = Never()
_SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForetoldErrors:
    """How far trips are from what each of the `METHODS` foretells, mean of the absolute errors.

    The learnt speeds never knew the trips they foretell. Outliers are not counted.

    Parameters
    ----------
    trips
        Trips by hour of departure, ``(24,)``.
    relative, minutes
        Error as a share of the duration and in minutes, ``(methods, 24)``; NaN without trips.
    relative_all, minutes_all
        The same over all hours, ``(methods,)``.
    relative_with_outliers
        Error over all hours with outliers counted.
    folds, by_day
        Parts in which the trips were foretold, and whether whole days are in one part.
    """

    trips: Ints
    relative: Floats
    minutes: Floats
    relative_all: Floats
    minutes_all: Floats
    relative_with_outliers: Floats
    folds: int
    by_day: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LearntSpeeds:
    """What was learnt from trips; all tables are ``(SPEED_ROWS, classes)``.

    Parameters
    ----------
    profiles
        Rows for the table of speed profiles: those learnt, and those of the dataset that say
        something of other days.
    kinds
        Kinds of day that something was learnt of.
    learnt, default
        Ratios to free flow; where too little was driven both are the same.
    is_learnt
        Where the trips were enough.
    driven_h
        Hours that the trips drove.
    std
        Standard error of the ratios, NaN where nothing is learnt.
    low, high
        Ratios that single trips tell: ten of a hundred are below and above; NaN where few tell.
    noise
        Typical relative error of a single trip.
    trips_given, trips_used, not_needed
        Number of trips in the table, of those learnt from, and of those beyond what is needed.
    """

    profiles: tuple[SpeedProfile, ...]
    kinds: tuple[str, ...]
    classes: tuple[str, ...]
    learnt: Floats
    default: Floats
    is_learnt: Mask
    driven_h: Floats
    std: Floats
    low: Floats
    high: Floats
    noise: float
    errors: ForetoldErrors
    trips_given: int
    trips_used: int
    not_needed: int
    left_out: tuple[LeftOut, ...]


def speed_question(dataset: Dataset, rows: RowIndex, roads: str) -> SpeedQuestion:
    """What learning speeds from a dataset's trips depends on."""
    return SpeedQuestion(
        roads=roads,
        trips=dataset.trips,
        rows=rows.get(_TRIPS) or _missing_trips(rows),
        profiles=dataset.speed_profiles,
        timezone=dataset.timezone,
        holidays=dataset.holidays,
        regions=frozenset(w.region_id for w in dataset.warehouses if w.region_id),
        turn_costs=dataset.settings.turn_costs,
        snap_limit_m=dataset.settings.snap_limit_m,
    )


def _missing_trips(rows: RowIndex) -> TableRows | None:
    """Where the table of trips of a dataset would be: beside its orders."""
    beside = rows.get("orders")
    if beside is None:
        return None
    file = beside.file if beside.sheet else _TRIPS + Path(beside.file).suffix
    sheet = _TRIPS if beside.sheet else ""
    return TableRows(file=file, sheet=sheet, header_row=1, rows=np.zeros(0, dtype=np.int64))


def calibrate_speeds_job(
    question: SpeedQuestion, cache_dir: Path, control: JobControl
) -> LearntSpeeds:
    """Learn speeds, in a process of its own."""
    return learn_speeds(question, cache_dir, on_progress=control.on_progress, stop=control.stop)


def learn_speeds(
    question: SpeedQuestion,
    cache_dir: Path,
    *,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> LearntSpeeds:
    """Fit speeds to the usable trips, and judge them by trips they do not know.

    Raises
    ------
    InputError
        If there are too few trips; it holds the reason, and why each trip is not used.
    RoadDataError
        If the roads cannot be opened.
    Interrupted
        If `stop` says so.
    """
    tell = _Steps(on_progress)
    _require_trips(question)
    usable = usable_trips(question, open_roads(question.roads, cache_dir=cache_dir), stop)
    _require_enough(question, usable)
    default = speeds_in_force(question.profiles, usable.trips.classes)
    at_default = route_trips(usable.trips, default, stop=stop)
    own = {name for kind in BUILT_IN.values() for name in kind}
    own |= {row.road_class for row in question.profiles}
    column, classes = pooled_classes(at_default, default, usable.trips.classes, frozenset(own))
    usable, at_default = usable.pool(column, classes), at_default.pool(column, len(classes))
    default = speeds_in_force(question.profiles, classes)
    tell.done()
    trips = usable.trips
    found = calibrate(trips, default, at_default=at_default, on_round=tell.done, stop=stop)
    errors = _errors(usable, default, at_default, found.is_outlier, tell.done, stop)
    outliers = [
        _outlier(int(usable.numbers[i]), trips.observed_s[i], found.fit.residual[i])
        for i in np.flatnonzero(found.is_outlier).tolist()
    ]
    return _learnt(question, usable, default, found, errors, outliers)


class _Steps:
    """Tells how many of the steps are done."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._done = 0
        on_progress(Progress(step=STEP, fraction=0.0))

    def done(self, _: int = 0) -> None:
        """One more step is done."""
        self._done += 1
        self._on_progress(Progress(step=STEP, fraction=min(1.0, self._done / self._all())))

    @staticmethod
    def _all() -> int:
        return 1 + ROUNDS + FOLDS


def _require_trips(question: SpeedQuestion) -> None:
    if not question.trips:
        reason = message("calibration.no_trips")
        raise InputError([at_trips(question, Problem(message=reason))])


def _require_enough(question: SpeedQuestion, usable: UsableTrips) -> None:
    count = len(usable.trips)
    hours = float((usable.free.trip_s - usable.free.rest_s).sum()) / _SECONDS_PER_HOUR
    given = len(question.trips)
    if count < LEAST_TRIPS:
        reason = message("calibration.too_few_trips", usable=count, given=given, least=LEAST_TRIPS)
    elif hours < LEAST_HOURS:
        reason = message("calibration.too_little_driving", hours=hours, least=LEAST_HOURS)
    else:
        return
    problems = left_out_problems(usable.left_out, question)
    region = [problem for problem in problems if problem.code == OTHER_REGION]
    if region:
        # More trips of another region would not help.
        others = [problem for problem in problems if problem.code != OTHER_REGION]
        raise InputError([replace(region[0], severity=Severity.ERROR), *others])
    raise InputError([at_trips(question, Problem(message=reason)), *problems])


def _errors(
    usable: UsableTrips,
    default: Floats,
    at_default: TripWork,
    is_outlier: Mask,
    on_round: Callable[[int], None],
    stop: StopCriterion,
) -> ForetoldErrors:
    trips = usable.trips
    fold, by_day = folds_of(trips)
    learnt_s = foretell(trips, default, fold, at_default=at_default, on_round=on_round, stop=stop)
    foretold_s = np.array([usable.free.trip_s, at_default.trip_s, learnt_s])
    minutes = np.abs(foretold_s - trips.observed_s) / 60
    relative = np.abs(foretold_s / trips.observed_s - 1.0)
    hour = trips.departure_row % HOURS
    by_hour = [~is_outlier & (hour == number) for number in range(HOURS)]
    return ForetoldErrors(
        trips=np.array([mask.sum() for mask in by_hour], dtype=np.int64),
        relative=np.array([_mean(relative, mask) for mask in by_hour]).T,
        minutes=np.array([_mean(minutes, mask) for mask in by_hour]).T,
        relative_all=_mean(relative, ~is_outlier),
        minutes_all=_mean(minutes, ~is_outlier),
        relative_with_outliers=relative.mean(axis=1),
        folds=int(fold.max()) + 1,
        by_day=by_day,
    )


def folds_of(trips: RoadTrips) -> tuple[Ints, bool]:
    """Part of each trip, and whether parts are whole days, each kind of day spread over them."""
    days = np.unique(trips.day).tolist()
    if len(days) < LEAST_DAYS:
        return np.arange(len(trips), dtype=np.int64) % FOLDS, False
    days.sort(key=lambda day: (int(trips.hours[day].row[0]), day))
    of_day = np.zeros(len(trips.hours), dtype=np.int64)
    of_day[days] = np.arange(len(days)) % min(FOLDS, len(days))
    return of_day[trips.day], True


def _mean(errors: Floats, mask: Mask) -> Floats:
    if not mask.any():
        return np.full(len(errors), np.nan)
    return np.asarray(errors[:, mask].mean(axis=1))


def _outlier(number: int, observed_s: float, residual: float) -> LeftOut:
    expected_min = float(observed_s / (1.0 + residual)) / 60
    observed_min = float(observed_s) / 60
    reason = message("trip.unlike_others", observed_min=observed_min, expected_min=expected_min)
    return LeftOut(number, reason, "duration_s")


def _learnt(
    question: SpeedQuestion,
    usable: UsableTrips,
    default: Floats,
    found: Calibration,
    errors: ForetoldErrors,
    outliers: list[LeftOut],
) -> LearntSpeeds:
    classes, kinds = usable.trips.classes, found.buckets.kinds
    of_cell = found.buckets.of_cell
    share = np.append(found.fit.std / found.fit.factor, np.nan)[of_cell]
    low, high = spread(found, usable.trips)
    return LearntSpeeds(
        profiles=(
            *as_profiles(found.speeds, classes, kinds),
            *(row for row in question.profiles if row.weekdays not in kinds),
        ),
        kinds=kinds,
        classes=classes,
        learnt=found.speeds,
        default=default,
        is_learnt=of_cell != NO_BUCKET,
        driven_h=driven_seconds(found.work, found.speeds) / _SECONDS_PER_HOUR,
        std=share * found.speeds,
        low=low,
        high=high,
        noise=found.fit.noise,
        errors=errors,
        trips_given=len(question.trips),
        trips_used=len(usable.trips) - len(outliers),
        not_needed=usable.not_needed,
        left_out=tuple(sorted((*usable.left_out, *outliers), key=lambda left: left.trip)),
    )
