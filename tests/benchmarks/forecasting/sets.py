"""The demand histories that everybody forecasts, and the dates they are forecast from.

Of six forecast dates, a horizon apart and the last one a horizon before the end, the first two are
for choosing and the last four for judging. Models of all series at once learn from the days before
the first date and never again.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from domain.demand import DemandHistory, Holiday, Promotion, SeriesKey
from forecasting.distribution import BoolArray, FloatArray, IntArray
from forecasting.known_facts import KnownFacts

DATA = Path(__file__).parents[4] / "shared" / "data" / "demand"
ORIGINS = 6
JUDGED = slice(2, None)
"""Forecast dates that are judged; those before serve to choose."""

_T = TypeVar("_T", bound=np.generic)
_SKUS, _CAPPED_DAYS, _CAP = 300, 270, 0.995
_RANKED_UNTIL, _LAST_DAY = "2011-09-01", "2011-12-09"
_BIG_EVENTS = (
    "Christmas",
    "Easter",
    "Father's day",
    "Halloween",
    "IndependenceDay",
    "LaborDay",
    "MemorialDay",
    "Mother's day",
    "NewYear",
    "SuperBowl",
    "Thanksgiving",
    "ValentinesDay",
)
_EVES = ("Christmas", "Thanksgiving")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandSet:
    """A demand history and how it is to be forecast.

    Parameters
    ----------
    history
        The whole history; models are given views of it.
    facts
        What is known beside it.
    horizon_days
        Days to forecast from each date.
    open_days
        Whether there was trading, ``(t,)``; days without are known, and not judged.
    covariates
        What is known of each day, for peers that take numbers, ``(t, c)``.
    promoted
        Whether a day is one of higher purchasing power, for the same, ``(s, t)``; as promotions
        in `facts`.
    codes
        What series have in common as numbers, ``(s, k)``.
    is_intermittent
        Whether most series do not sell on most days.
    """

    history: DemandHistory
    facts: KnownFacts
    horizon_days: int
    open_days: BoolArray
    covariates: FloatArray
    promoted: FloatArray
    codes: IntArray
    is_intermittent: bool = False

    @property
    def origins(self) -> tuple[int, ...]:
        """Columns of the first day forecast from each date."""
        days, horizon = self.history.days, self.horizon_days
        return tuple(days - (ORIGINS - number) * horizon for number in range(ORIGINS))

    @property
    def dates(self) -> pd.DatetimeIndex:
        """Date of each column."""
        return pd.date_range(self.history.first_date, periods=self.history.days)

    def ahead(self, array: npt.NDArray[_T]) -> npt.NDArray[_T]:
        """The days forecast from each date, of an array ``(s, t)`` -> ``(o, s, h)``."""
        return np.stack([array[:, day : day + self.horizon_days] for day in self.origins])

    def closed_as_zero(self, array: FloatArray) -> FloatArray:
        """Forecasts ``(o, s, h, ...)`` with zero on days without trading."""
        is_open = np.stack([self.open_days[day : day + self.horizon_days] for day in self.origins])
        missing = array.ndim - 3
        return array * is_open.reshape(ORIGINS, 1, self.horizon_days, *[1] * missing)


def load_set(name: str) -> DemandSet:
    """A set by its name.

    Raises
    ------
    FileNotFoundError
        If its data are not at hand.
    """
    return SETS[name]()


def _m5_dept() -> DemandSet:
    """Units of 7 departments in 10 stores on 1,941 days, with events and days of food stamps."""
    named = ["state_id", "store_id", "cat_id", "dept_id"]
    folder = DATA / "m5_dept"
    first, last = (
        pd.read_csv(folder / f"sales_state_store_dept_{part}.csv") for part in ("train", "eval28")
    )
    table = first.merge(last, on=named)
    units = table.drop(columns=named).to_numpy(np.float32)
    dates = pd.DatetimeIndex(table.columns[len(named) :])
    calendar = pd.read_csv(folder / "calendar.csv", parse_dates=["date"]).set_index("date")
    states, stores = table["state_id"], table["state_id"] + "_" + table["store_id"].astype(str)
    items = table["cat_id"] + "_" + table["dept_id"].astype(str)
    stamps = {state: calendar[f"snap_{state}"].to_numpy(bool) for state in sorted(set(states))}
    days = pd.DatetimeIndex(calendar.index)
    regions = dict(zip(stores, states, strict=True))
    facts = KnownFacts(
        item_groups=dict(zip(items, table["cat_id"], strict=True)),
        place_regions=regions,
        promotions=tuple(
            Promotion(promo_id="SNAP", start_date=start, end_date=end, scope=store)
            for store, state in sorted(regions.items())
            for start, end in _spans(days, stamps[state])
        ),
        holidays=tuple(_events(calendar)),
    )
    return DemandSet(
        history=_history(list(zip(stores, items, strict=True)), dates, units),
        facts=facts,
        horizon_days=28,
        open_days=np.ones(len(dates), bool),
        covariates=np.concatenate([_calendar(dates), _event_flags(calendar, dates)], axis=1),
        promoted=np.stack([stamps[state][: len(dates)] for state in states]).astype(np.float32),
        codes=_codes(states, stores, table["cat_id"], items),
    )


def _events(calendar: pd.DataFrame) -> Iterator[Holiday]:
    # Of two on a day the one named last counts; the first column has the greater ones.
    for column in ("event_name_2", "event_name_1"):
        for date, name in calendar[column].dropna().items():
            yield Holiday(date=pd.Timestamp(str(date)).date(), name=str(name))


def _event_flags(calendar: pd.DataFrame, dates: pd.DatetimeIndex) -> FloatArray:
    """Each great event, any event, and the eves of two of them."""
    names = calendar["event_name_1"].reindex(dates)
    flags = [(names == event).to_numpy() for event in _BIG_EVENTS]
    eves = [(names.shift(-1) == event).to_numpy() for event in _EVES]
    return np.stack([*flags, names.notna().to_numpy(), *eves], axis=1).astype(np.float32)


def _spans(
    dates: pd.DatetimeIndex, is_on: BoolArray
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """First and last dates of the runs of days that are on."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_on.astype(int), [0]])))
    for start, behind in zip(edges[::2], edges[1::2], strict=True):
        yield dates[start].date(), dates[behind - 1].date()


def _online_retail() -> DemandSet:
    """Units of the 300 articles that sell on most days, mostly none a day; one shop."""
    lines = pd.read_parquet(DATA / "online_retail" / "online_retail.parquet")
    lines = lines[(lines["Quantity"] > 0) & (lines["UnitPrice"] > 0)]
    lines = lines[lines["Country"] == "United Kingdom"]
    lines = lines.assign(day=pd.to_datetime(lines["InvoiceDate"]).dt.normalize())
    lines = lines[(lines["day"] < _LAST_DAY) & lines["StockCode"].str.match(r"^\d{5}")]
    dates = pd.date_range(lines["day"].min(), lines["day"].max())
    sold = lines.groupby(["StockCode", "day"])["Quantity"].sum().unstack().reindex(columns=dates)
    selling_days = sold.loc[:, :_RANKED_UNTIL].notna().sum(axis=1)
    skus = selling_days.sort_values(ascending=False, kind="stable").index[:_SKUS]
    units = sold.loc[skus].fillna(0).to_numpy(np.float32)
    early = units[:, :_CAPPED_DAYS]
    caps = [np.quantile(row[row > 0], _CAP) for row in early]
    is_open = lines.groupby("day").size().reindex(dates).fillna(0).to_numpy() > 0
    families = [sku[:2] for sku in skus]
    calendar = _calendar(dates)
    # With less than a year of history there is no telling its season.
    columns = [calendar[:, :7], calendar[:, 13:], is_open[:, None]]
    return DemandSet(
        history=_history(
            [("UK", sku) for sku in skus],
            dates,
            np.minimum(units, np.array(caps)[:, None]).astype(np.float32),
            is_open,
        ),
        facts=KnownFacts(item_groups=dict(zip(skus, families, strict=True))),
        horizon_days=14,
        open_days=is_open,
        covariates=np.concatenate(columns, axis=1).astype(np.float32),
        promoted=np.zeros((len(skus), 0), np.float32),
        codes=_codes(families, list(skus)),
        is_intermittent=True,
    )


def made_up_history(series: int, days: int, seed: int = 1) -> tuple[DemandHistory, KnownFacts]:
    """Series of 25 warehouses and as many articles as it takes, to measure times with.

    Levels are log-normal, with a week, a year, a slow trend and negative binomial noise: from
    articles that hardly sell to some hundred a day.
    """
    rng = np.random.default_rng(seed)
    day = np.arange(days, dtype=np.float32)
    level = rng.lognormal(1.5, 1.2, (series, 1)).astype(np.float32)
    week = 1 + 0.4 * np.sin(2 * np.pi * (day % 7 + rng.integers(0, 7, (series, 1))) / 7)
    year = 1 + 0.3 * np.sin(2 * np.pi * (day + rng.integers(0, 90, (series, 1))) / 365.25)
    mean = level * week * year * (1 + rng.normal(0, 3e-4, (series, 1)) * day).clip(0.2, 3)
    units = rng.poisson(rng.gamma(4.0, mean / 4.0)).astype(np.float32)
    keys = [(f"W{number % 25}", f"S{number // 25}") for number in range(series)]
    groups = {item: f"G{int(item[1:]) % 12}" for _, item in keys}
    dates = pd.date_range("2024-01-01", periods=days)
    return _history(keys, dates, units), KnownFacts(item_groups=groups)


def _history(
    keys: Sequence[tuple[str, str]],
    dates: pd.DatetimeIndex,
    units: FloatArray,
    is_open: BoolArray | None = None,
) -> DemandHistory:
    observed = np.ones(units.shape, bool) if is_open is None else np.tile(is_open, (len(units), 1))
    return DemandHistory(
        keys=tuple(SeriesKey(place_id=place, item_id=item) for place, item in keys),
        first_date=dates[0].date(),
        units=units,
        observed=observed,
        promoted=np.zeros(units.shape, bool),
    )


def _calendar(dates: pd.DatetimeIndex) -> FloatArray:
    """Weekday (7), waves of the year (6), and first, last and share of the month (3)."""
    angles = 2 * np.pi * dates.dayofyear.to_numpy()[:, None] / 365.25 * np.arange(1, 4)
    day = dates.day.to_numpy()
    waves = np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(len(dates), 6)
    month = np.stack([day <= 3, day >= 28, day / 31], axis=1)
    weekdays = np.eye(7)[dates.dayofweek.to_numpy()]
    return np.concatenate([weekdays, waves, month], axis=1).astype(np.float32)


def _codes(*names: Sequence[str] | pd.Series) -> IntArray:
    return np.stack([pd.factorize(np.asarray(one), sort=True)[0] for one in names], axis=1)


SETS: dict[str, Callable[[], DemandSet]] = {"m5_dept": _m5_dept, "online_retail": _online_retail}
