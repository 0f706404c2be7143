"""What is known of one demand series, picked from dataset and plan for a chart."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.demand import DemandHistory, Holiday, Promotion, SeriesKey
from domain.demand_alert import DemandAlert
from domain.plan import ForecastLine, Plan

Values = npt.NDArray[np.float64]

EVERYWHERE = "*"
"""Scope of a promotion that holds for all that is sold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpan:
    """Days with a name: a promotion, or a holiday; both ends included."""

    first: datetime.date
    last: datetime.date
    name: str
    is_promotion: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
    """Days in a row, both ends included."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """A band around the days forecast; `of_ten` of ten days lie in it. ``(h,)`` each."""

    of_ten: float
    low: Values
    high: Values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeriesView:
    """One series: what was sold, what is expected, and what makes days unlike others.

    Parameters
    ----------
    sold_first, forecast_first
        Days of the first figure sold and of the first one expected.
    sold
        Units sold per day, NaN where no figure is known; ``(t,)``.
    is_short
        Days whose figure is no demand: out of stock, or not recorded; ``(t,)``.
    taken
        Units that the forecast takes for each day, NaN where it takes none; ``(t,)``.
    expected
        Mean units expected per day, ``(h,)``.
    bands
        The widest band first.
    odd_days
        Days that an alert is about.
    """

    key: SeriesKey
    sold_first: datetime.date
    sold: Values
    is_short: npt.NDArray[np.bool_]
    taken: Values
    forecast_first: datetime.date
    expected: Values
    bands: tuple[Band, ...]
    spans: tuple[NamedSpan, ...]
    odd_days: tuple[DaySpan, ...] = ()

    @property
    def is_left_out(self) -> npt.NDArray[np.bool_]:
        """Days whose recorded figure is not taken as it is; ``(t,)``."""
        as_it_is = np.isclose(self.sold, self.taken, equal_nan=True)
        return ~self.is_short & ~as_it_is

    @property
    def is_filled(self) -> npt.NDArray[np.bool_]:
        """Days without a full figure that one was filled in for; ``(t,)``."""
        return self.is_short & np.isfinite(self.taken)

    @property
    def first(self) -> datetime.date:
        """First day with anything to show."""
        return self.sold_first if len(self.sold) else self.forecast_first

    @property
    def last(self) -> datetime.date:
        """Last day with anything to show."""
        ends = [
            first + datetime.timedelta(days=len(values) - 1)
            for first, values in (
                (self.sold_first, self.sold),
                (self.forecast_first, self.expected),
            )
            if len(values)
        ]
        return max(ends, default=self.forecast_first)

    def sold_on(self, day: datetime.date) -> float | None:
        """Units sold on a day, if known."""
        i = (day - self.sold_first).days
        known = 0 <= i < len(self.sold) and not np.isnan(self.sold[i])
        return float(self.sold[i]) if known else None

    def is_short_on(self, day: datetime.date) -> bool:
        """Whether a day of the history has no full figure."""
        i = (day - self.sold_first).days
        return 0 <= i < len(self.sold) and bool(self.is_short[i])

    def is_changed_on(self, day: datetime.date) -> bool:
        """Whether the forecast takes another figure for a day than was recorded, or none."""
        i = (day - self.sold_first).days
        return 0 <= i < len(self.sold) and bool((self.is_left_out | self.is_filled)[i])

    def taken_on(self, day: datetime.date) -> float | None:
        """Units that the forecast takes for a day, if any."""
        i = (day - self.sold_first).days
        known = 0 <= i < len(self.taken) and bool(np.isfinite(self.taken[i]))
        return float(self.taken[i]) if known else None

    def expected_index(self, day: datetime.date) -> int | None:
        """Place of a day among the days forecast."""
        i = (day - self.forecast_first).days
        return i if 0 <= i < len(self.expected) else None

    def names_on(self, day: datetime.date) -> list[str]:
        """Promotions and holidays of a day."""
        return [span.name for span in self.spans if span.first <= day <= span.last]


def series_view(
    dataset: Dataset,
    plan: Plan | None,
    day: datetime.date,
    key: SeriesKey,
    cleaned: DemandHistory | None = None,
) -> SeriesView:
    """Pick one series; parts that are not known are empty.

    Parameters
    ----------
    day
        Day planned, on which forecasts begin.
    cleaned
        The demand of the dataset as forecasts take it; without it, as it was recorded.
    """
    sold_first, sold, is_short = _history(dataset, day, key)
    line = forecast_line(plan, key)
    return SeriesView(
        key=key,
        sold_first=sold_first,
        sold=sold,
        is_short=is_short,
        taken=(
            np.where(is_short, np.nan, sold) if cleaned is None else _taken(cleaned, key, len(sold))
        ),
        forecast_first=day,
        expected=np.array(line.mean if line else (), dtype=np.float64),
        bands=_bands(line) if line else (),
        spans=tuple(_spans(dataset, key)),
        odd_days=tuple(_odd_days(plan, key)),
    )


def is_about(alert: DemandAlert, key: SeriesKey) -> bool:
    """Whether an alert is about a series, alone or among others."""
    about = alert.key
    return about is None or (
        about.place_id in {"", key.place_id} and about.item_id in {"", key.item_id}
    )


def days_of(alert: DemandAlert) -> DaySpan:
    """The days that an alert is about."""
    lasts = datetime.timedelta(days=max(0, alert.days - 1))
    return DaySpan(first=alert.first_date, last=alert.first_date + lasts)


def _odd_days(plan: Plan | None, key: SeriesKey) -> Iterator[DaySpan]:
    for alert in plan.demand_alerts if plan else ():
        if is_about(alert, key):
            yield days_of(alert)


def forecast_line(plan: Plan | None, key: SeriesKey) -> ForecastLine | None:
    """What a plan expects of a series, if it does."""
    lines = plan.forecast if plan else ()
    wanted = (key.place_id, key.item_id)
    return next((line for line in lines if (line.place_id, line.item_id) == wanted), None)


def _history(
    dataset: Dataset, day: datetime.date, key: SeriesKey
) -> tuple[datetime.date, Values, npt.NDArray[np.bool_]]:
    history = dataset.demand
    if history is None or key not in history.keys:
        return day, np.zeros(0), np.zeros(0, dtype=np.bool_)
    i = history.keys.index(key)
    units, observed = history.units[i].astype(np.float64), history.observed[i]
    known = observed | (units > 0)
    if not known.any():
        return day, np.zeros(0), np.zeros(0, dtype=np.bool_)
    # Days before the first record are not missing: nothing was sold yet.
    start = int(np.argmax(known))
    first = history.first_date + datetime.timedelta(days=start)
    return first, np.where(known, units, np.nan)[start:], ~observed[start:]


def _taken(cleaned: DemandHistory, key: SeriesKey, days: int) -> Values:
    """What is taken of a series, for the last days of its history."""
    if not days:
        return np.zeros(0)
    i = cleaned.keys.index(key)
    taken = np.where(cleaned.observed[i], cleaned.units[i].astype(np.float64), np.nan)
    return taken[-days:]


def _bands(line: ForecastLine) -> tuple[Band, ...]:
    """Bands between the levels that lie alike on both sides of the middle."""
    levels = sorted(line.quantiles, key=float)
    pairs = [
        Band(
            of_ten=(float(high) - float(low)) / 10,
            low=np.array(line.quantiles[low], dtype=np.float64),
            high=np.array(line.quantiles[high], dtype=np.float64),
        )
        for low, high in zip(levels, reversed(levels), strict=True)
        if float(low) < float(high)
    ]
    return tuple(pairs)


def _spans(dataset: Dataset, key: SeriesKey) -> Iterator[NamedSpan]:
    group = next((p.category for p in dataset.products if p.sku == key.item_id), "")
    scopes = {EVERYWHERE, key.item_id, key.place_id, group} - {""}
    for promotion in dataset.promotions:
        if promotion.scope in scopes:
            yield _promotion_span(promotion)
    places = {w.warehouse_id: w.region_id for w in dataset.warehouses}
    regions = {"", key.place_id, places.get(key.place_id, "")}
    yield from _holiday_spans(h for h in dataset.holidays if h.region_id in regions)


def _promotion_span(promotion: Promotion) -> NamedSpan:
    return NamedSpan(
        first=promotion.start_date,
        last=promotion.end_date,
        name=promotion.name or promotion.promo_id,
        is_promotion=True,
    )


def _holiday_spans(holidays: Iterator[Holiday]) -> Iterator[NamedSpan]:
    """Holidays; days of one name in a row as one span, make-up working days left out."""
    off = sorted({(h.date, h.name) for h in holidays if not h.working})
    numbered = enumerate(off)
    for _, run in groupby(
        numbered, key=lambda item: (item[1][1], item[1][0].toordinal() - item[0])
    ):
        days = [holiday for _, holiday in run]
        yield NamedSpan(first=days[0][0], last=days[-1][0], name=days[0][1], is_promotion=False)
