"""How fast roads are, and which zones are active, at every hour of a day to plan.

A speed profile says how the speed of a class of roads compares to free flow in a span of the
clock, for a kind of day: Monday to Friday, Saturday, Sunday or holiday. Where the table of speed
profiles says nothing about a class on a kind of day, a built-in profile does; it is typical of
towns, measured nowhere, and always marked as built in.

The hours are turned into the elapsed seconds of the plan, so that days with a clock change have
23 or 25 hours, and the hour that comes twice is driven twice.
"""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from domain.clock import local_time
from domain.day_kinds import DayKinds
from domain.demand import Holiday
from domain.traffic import SpeedProfile, Zone
from domain.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

ANY_CLASS = "*"
"""Class of a speed profile that holds for every class not named."""

DAYS_AHEAD = 3
"""Days from the plan's first midnight on that are told apart; later hours are like the last."""

_LINK = "_link"
_STEP_S = 900


class SpeedSource(StrEnum):
    """Where the speeds of a day come from."""

    FREE_FLOW = "free_flow"
    TABLE = "table"
    BUILT_IN = "built_in"
    BOTH = "both"


Spans = tuple[tuple[int, int, float], ...]
"""Start and end in seconds of the clock, and the ratio to free flow between them."""

_BUSY_HOURS = (6, 7, 9, 15, 18, 20, 23, 31)
_CALM_HOURS = (7, 10, 18, 21, 31)


def _spans(hours: Sequence[int], ratios: Sequence[float]) -> Spans:
    edges = [hour * SECONDS_PER_HOUR for hour in hours]
    return tuple(zip(edges[:-1], edges[1:], ratios, strict=True))


_WORKDAY = {
    "motorway": _spans(_BUSY_HOURS, (0.95, 0.75, 0.90, 0.72, 0.86, 0.95, 1.0)),
    "trunk": _spans(_BUSY_HOURS, (0.90, 0.66, 0.82, 0.64, 0.80, 0.92, 1.0)),
    "primary": _spans(_BUSY_HOURS, (0.85, 0.60, 0.74, 0.58, 0.73, 0.86, 0.96)),
    "secondary": _spans(_BUSY_HOURS, (0.86, 0.64, 0.76, 0.62, 0.75, 0.86, 0.95)),
    "tertiary": _spans(_BUSY_HOURS, (0.88, 0.69, 0.79, 0.67, 0.78, 0.87, 0.95)),
    ANY_CLASS: _spans(_BUSY_HOURS, (0.90, 0.76, 0.84, 0.75, 0.83, 0.89, 0.95)),
}
_SATURDAY = {
    "motorway": _spans(_CALM_HOURS, (0.97, 0.92, 0.96, 1.0)),
    "trunk": _spans(_CALM_HOURS, (0.93, 0.84, 0.91, 1.0)),
    ANY_CLASS: _spans(_CALM_HOURS, (0.90, 0.79, 0.87, 0.95)),
}
_SUNDAY = {
    "motorway": _spans(_CALM_HOURS, (1.0, 0.96, 0.96, 1.0)),
    "trunk": _spans(_CALM_HOURS, (0.98, 0.92, 0.94, 1.0)),
    ANY_CLASS: _spans(_CALM_HOURS, (0.95, 0.89, 0.91, 0.96)),
}
BUILT_IN: Mapping[str, Mapping[str, Spans]] = {
    "mon-fri": _WORKDAY,
    "sat": _SATURDAY,
    "sun": _SUNDAY,
    "holiday": _SUNDAY,
}
"""Typical ratios to free flow by kind of day and class of road."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrafficDay:
    """Speeds and zones in the buckets of time in which they do not change.

    Parameters
    ----------
    starts_s
        Start of each of the `b` buckets in the plan's elapsed seconds, ascending; the first also
        covers all earlier times, the last all later ones.
    classes
        Road classes whose speeds are told apart; the first, `ANY_CLASS`, is all the others.
    ratios
        Speed of each class in each bucket as a ratio to free flow, above 0; ``(b, classes)``.
    zones
        Zones that say something of roads.
    is_active
        Whether each zone is active in each bucket, ``(b, zones)``.
    source
        Where the speeds come from.
    """

    starts_s: npt.NDArray[np.int64]
    classes: tuple[str, ...]
    ratios: npt.NDArray[np.float64]
    zones: tuple[Zone, ...] = ()
    is_active: npt.NDArray[np.bool_]
    source: SpeedSource

    def __post_init__(self) -> None:
        buckets = len(self.starts_s)
        if buckets == 0 or np.any(np.diff(self.starts_s) <= 0):
            raise ValueError("Buckets must start at ascending times.")
        if self.ratios.shape != (buckets, len(self.classes)) or not (self.ratios > 0).all():
            raise ValueError("Every class needs a ratio above zero in every bucket.")
        if self.is_active.shape != (buckets, len(self.zones)):
            raise ValueError("Every zone must be active or not in every bucket.")

    def between(self, first_s: int, last_s: int) -> "TrafficDay":
        """The same day with only the buckets that lie between two times."""
        begin, end = np.searchsorted(self.starts_s, [first_s, last_s], side="right")
        kept = slice(max(0, int(begin) - 1), max(1, int(end)))
        return replace(
            self,
            starts_s=self.starts_s[kept],
            ratios=self.ratios[kept],
            is_active=self.is_active[kept],
        )

    def class_of(self, road_class: str) -> int:
        """Number in `classes` of the one that stands for a road class."""
        base = road_class.removesuffix(_LINK)
        for name in (road_class, base):
            if name in self.classes:
                return self.classes.index(name)
        return 0


FREE_FLOW = TrafficDay(
    starts_s=np.zeros(1, dtype=np.int64),
    classes=(ANY_CLASS,),
    ratios=np.ones((1, 1)),
    is_active=np.zeros((1, 0), dtype=np.bool_),
    source=SpeedSource.FREE_FLOW,
)
"""A day on which every road is as fast as it can be, at every hour."""


def traffic_day(
    day: datetime.date,
    timezone: ZoneInfo,
    *,
    profiles: Sequence[SpeedProfile] = (),
    zones: Sequence[Zone] = (),
    holidays: Iterable[Holiday] = (),
    regions: frozenset[str] = frozenset(),
    with_speeds: bool = True,
) -> TrafficDay:
    """Speeds and active zones from the midnight of a day on.

    Parameters
    ----------
    profiles
        Speed profiles of the data; built-in ones stand in for what they leave out.
    zones
        Zones of the data; territories say nothing of roads.
    holidays, regions
        Days unlike their weekday; a holiday of a region counts where that region is among those
        of the warehouses.
    with_speeds
        Whether roads are slower than at free flow at all; zones hold either way.
    """
    calendar = DayKinds.of(holidays, regions)
    table = _Table.of(profiles) if with_speeds else None
    used = tuple(zone for zone in zones if zone.kind != "territory")
    clocks = {0} if table is None else table.clocks()
    clocks |= {clock for zone in used for clock in _hours_of(zone)}
    starts_s = _bucket_starts(day, timezone, clocks)
    classes = (ANY_CLASS,) if table is None else table.classes
    ratios = np.ones((len(starts_s), len(classes)))
    is_active = np.zeros((len(starts_s), len(used)), dtype=np.bool_)
    for bucket, start_s in enumerate(starts_s):
        local = local_time(day, start_s, timezone)
        clock_s = local.hour * SECONDS_PER_HOUR + local.minute * 60 + local.second
        is_active[bucket] = [_is_active(zone, clock_s) for zone in used]
        if table is not None:
            kinds = calendar.kind(local.date()), calendar.kind(_day_before(local.date()))
            ratios[bucket] = [table.ratio(name, kinds, clock_s) for name in classes]
    kept = _changes(ratios, is_active)
    return TrafficDay(
        starts_s=np.array(starts_s, dtype=np.int64)[kept],
        classes=classes,
        ratios=ratios[kept],
        zones=used,
        is_active=is_active[kept],
        source=SpeedSource.FREE_FLOW if table is None else table.source(),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """Spans of the data by kind of day and class, and the classes named anywhere."""

    given: Mapping[tuple[str, str], Spans]
    classes: tuple[str, ...]

    @classmethod
    def of(cls, profiles: Sequence[SpeedProfile]) -> "_Table":
        given: dict[tuple[str, str], list[tuple[int, int, float]]] = {}
        for row in profiles:
            spans = given.setdefault((row.weekdays, row.road_class), [])
            spans.append((row.start_time_s, row.end_time_s, row.speed_ratio))
        named = {name for _, name in given} | {name for kind in BUILT_IN.values() for name in kind}
        classes = (ANY_CLASS, *sorted(named - {ANY_CLASS}))
        return cls({key: tuple(sorted(spans)) for key, spans in given.items()}, classes)

    def clocks(self) -> set[int]:
        """Clock times at which some speed changes."""
        built_in = (spans for kind in BUILT_IN.values() for spans in kind.values())
        edges = {edge for spans in (*self.given.values(), *built_in) for edge in _edges(spans)}
        return {0} | {edge % SECONDS_PER_DAY for edge in edges}

    def spans(self, kind: str, road_class: str) -> Spans:
        """Spans of a class on a kind of day: the data's, its row for all classes, or built in."""
        for name in (road_class, road_class.removesuffix(_LINK), ANY_CLASS):
            if (kind, name) in self.given:
                return self.given[kind, name]
        built_in = BUILT_IN[kind]
        return built_in.get(road_class.removesuffix(_LINK), built_in[ANY_CLASS])

    def ratio(self, road_class: str, kinds: tuple[str, str], clock_s: int) -> float:
        """Ratio at a clock time of a day, given its kind and that of the day before.

        A span that runs past midnight belongs to the day on which it begins; an hour that no span
        of the class covers is at free flow.
        """
        today, yesterday = kinds
        ratio = _at(self.spans(today, road_class), clock_s)
        if ratio is None:
            ratio = _at(self.spans(yesterday, road_class), clock_s + SECONDS_PER_DAY)
        return 1.0 if ratio is None else ratio

    def source(self) -> SpeedSource:
        """Whether the speeds are those of the data, built in, or both."""
        if not self.given:
            return SpeedSource.BUILT_IN
        whole = all((kind, ANY_CLASS) in self.given for kind in BUILT_IN)
        return SpeedSource.TABLE if whole else SpeedSource.BOTH


def _edges(spans: Spans) -> Iterator[int]:
    for start_s, end_s, _ in spans:
        yield start_s
        yield end_s


def _at(spans: Spans, clock_s: int) -> float | None:
    """Ratio of the span that holds a clock time; None where there is none."""
    number = bisect_right(spans, clock_s, key=lambda span: span[0]) - 1
    return spans[number][2] if number >= 0 and clock_s < spans[number][1] else None


def _hours_of(zone: Zone) -> tuple[int, ...]:
    """Clock times at which a zone begins or ceases to be active."""
    edges = (zone.active_from_s, zone.active_to_s)
    return tuple(edge % SECONDS_PER_DAY for edge in edges if edge is not None)


def _is_active(zone: Zone, clock_s: int) -> bool:
    """Whether a zone is active at a clock time; without hours it always is."""
    start_s = zone.active_from_s or 0
    end_s = SECONDS_PER_DAY if zone.active_to_s is None else zone.active_to_s
    return start_s <= clock_s < end_s or start_s <= clock_s + SECONDS_PER_DAY < end_s


def _day_before(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=1)


def _bucket_starts(day: datetime.date, timezone: ZoneInfo, clocks: Iterable[int]) -> list[int]:
    """Elapsed seconds at which the clock shows one of some times, or is changed; 0 first."""
    midnight = datetime.datetime.combine(day, datetime.time(), timezone)
    starts = {0, *_clock_changes(day, timezone)}
    for ahead in range(DAYS_AHEAD):
        first = datetime.datetime.combine(day, datetime.time())
        for clock_s in clocks:
            wall = first + datetime.timedelta(days=ahead, seconds=clock_s)
            for fold in (0, 1):
                moment = wall.replace(tzinfo=timezone, fold=fold).astimezone(datetime.UTC)
                starts.add(int((moment - midnight).total_seconds()))
    return sorted(start for start in starts if start >= 0)


def _clock_changes(day: datetime.date, timezone: ZoneInfo) -> list[int]:
    """Elapsed seconds at which the clock is put forward or back."""
    length_s = DAYS_AHEAD * SECONDS_PER_DAY + SECONDS_PER_HOUR
    moments = range(0, length_s, _STEP_S)
    if local_time(day, 0, timezone).utcoffset() == local_time(day, length_s, timezone).utcoffset():
        return []
    offsets = [local_time(day, moment, timezone).utcoffset() for moment in moments]
    return [
        moment
        for moment, before, now in zip(moments[1:], offsets[:-1], offsets[1:], strict=True)
        if before != now
    ]


def _changes(
    ratios: npt.NDArray[np.float64], is_active: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Buckets unlike the one before them."""
    differs = np.any(np.diff(ratios, axis=0) != 0, axis=1)
    differs |= np.any(np.diff(is_active, axis=0), axis=1)
    return np.flatnonzero(np.append(True, differs))
