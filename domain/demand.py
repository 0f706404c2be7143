"""Demand: what was sold, what drove it, and what is expected."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from domain.column import Kind, column, validate
from domain.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRecord:
    """Units of one SKU or category sold on one day at one warehouse or in one region."""

    date: datetime.date = column(Kind.DATE, read_by="forecast")
    warehouse_id: str = column(Kind.TEXT, default="", read_by="forecast")
    region_id: str = column(Kind.TEXT, default="", read_by="forecast")
    sku: str = column(Kind.TEXT, default="", read_by="forecast")
    category: str = column(Kind.TEXT, default="", read_by="forecast")
    units: float = column(Kind.NUMBER, read_by="forecast")
    stockout: bool = column(Kind.FLAG, default=False, read_by="forecast: censored days")
    price: float | None = column(Kind.NUMBER, default=None, minimum=0, read_by="forecast: prices")
    promo_id: str = column(Kind.TEXT, default="", read_by="forecast: promotions")

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A span of days on which something sells at a discount."""

    promo_id: str = column(Kind.ID, read_by="forecast: promotions")
    name: str = column(Kind.TEXT, default="", read_by="label only")
    start_date: datetime.date = column(Kind.DATE, read_by="forecast: promotions")
    end_date: datetime.date = column(Kind.DATE, read_by="forecast: promotions")
    scope: str = column(Kind.TEXT, default="*", read_by="forecast: promotions")
    discount_pct: float = column(
        Kind.NUMBER, default=0.0, minimum=0, maximum=100, read_by="forecast: promotions"
    )
    expected_uplift: float | None = column(Kind.NUMBER, default=None, minimum=0)

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day unlike its weekday; `working` marks a make-up working day."""

    date: datetime.date = column(Kind.DATE, read_by="forecast: holidays")
    name: str = column(Kind.TEXT, default="", read_by="forecast: holidays")
    region_id: str = column(Kind.TEXT, default="", read_by="forecast: holidays")
    working: bool = column(Kind.FLAG, default=False, read_by="forecast: holidays")

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesKey:
    """What one demand series counts: a SKU or category at a warehouse or in a region."""

    place_id: str
    item_id: str


class ChangeKind(StrEnum):
    """What was wrong with figures of a demand history.

    All but the doubtful ones were not taken as they are.
    """

    TWICE = "twice"
    RETURNS = "returns"
    NO_SALE = "no_sale"
    IMPOSSIBLE = "impossible"
    OUTLIER = "outlier"
    DOUBTFUL = "doubtful"
    CLOSED = "closed"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Days of one series whose figures were wrong or doubtful.

    Parameters
    ----------
    kind
        What was wrong.
    key
        The series; for a closed place without an item.
    first_day, last_day
        The first and the last of the days.
    count
        Number of days.
    before
        Units of these days as recorded, in the first record of a day that has two; None where
        there was no figure.
    after
        Units that they count as; None where they are taken as unknown.
    """

    kind: ChangeKind
    key: SeriesKey
    first_day: datetime.date
    last_day: datetime.date
    count: int
    before: float | None
    after: float | None

    @classmethod
    def on_days(
        cls,
        days: npt.NDArray[np.int64],
        origin: datetime.date,
        *,
        kind: ChangeKind,
        key: SeriesKey,
        before: float | None,
        after: float | None,
    ) -> "Change":
        """A change of some days, given ascending as numbers of days after another."""
        first, last = (origin + datetime.timedelta(days=int(day)) for day in (days[0], days[-1]))
        return cls(
            kind=kind,
            key=key,
            first_day=first,
            last_day=last,
            count=len(days),
            before=before,
            after=after,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandHistory:
    """Demand as a panel of series by days; a day without a record is missing, not zero.

    Parameters
    ----------
    keys
        What each of the `s` series counts.
    first_date
        Date of column 0; the panel has one column per calendar day.
    units
        Units sold, 0 where missing; ``(s, t)`` float32.
    observed
        Whether the day's figure is demand: recorded, and not cut short by a stock-out; ``(s, t)``.
    promoted
        Whether the record names a promotion; ``(s, t)``.
    price
        Price at which it was sold, NaN where none is known; ``(s, t)`` float32. None where no
        record has a price.
    stockout
        Whether the record says that stock ran out; ``(s, t)``. None where no record says so.
    changes
        What was made of records that could not be read as they are.
    """

    keys: tuple[SeriesKey, ...]
    first_date: datetime.date
    units: npt.NDArray[np.float32]
    observed: npt.NDArray[np.bool_]
    promoted: npt.NDArray[np.bool_]
    price: npt.NDArray[np.float32] | None = None
    stockout: npt.NDArray[np.bool_] | None = None
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if not self.units.shape == self.observed.shape == self.promoted.shape:
            raise ValueError("Units and masks must have the same shape.")
        if self.units.ndim != 2 or len(self.units) != len(self.keys):
            raise ValueError("One row of units is needed per series.")
        for known in (self.price, self.stockout):
            if known is not None and known.shape != self.units.shape:
                raise ValueError("Prices and stock-outs must have the shape of the units.")

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.units.shape[1])

    @property
    def last_date(self) -> datetime.date:
        """Date of the last column."""
        return self.first_date + datetime.timedelta(days=self.days - 1)

    def first_days(self, days: int) -> "DemandHistory":
        """The history as it was known after its first `days` days."""
        return replace(
            self,
            units=self.units[:, :days],
            observed=self.observed[:, :days],
            promoted=self.promoted[:, :days],
            price=None if self.price is None else self.price[:, :days],
            stockout=None if self.stockout is None else self.stockout[:, :days],
        )

    def of_rows(self, rows: npt.NDArray[np.int64]) -> "DemandHistory":
        """The history of some of its series."""
        return replace(
            self,
            keys=tuple(self.keys[row] for row in rows.tolist()),
            units=self.units[rows],
            observed=self.observed[rows],
            promoted=self.promoted[rows],
            price=None if self.price is None else self.price[rows],
            stockout=None if self.stockout is None else self.stockout[rows],
        )


class ForecastBasis(StrEnum):
    """What a series' forecast rests on."""

    OWN = "own"
    SAME_ITEM = "same_item"
    SAME_CATEGORY = "same_category"
    EVERYTHING = "everything"
    SILENT = "silent"
    """It was watched for long enough and never sold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecast:
    """Demand expected for each series and day, as distributions.

    Sums over days or series come from `paths`, which keep the dependence between days. Quantiles
    of single days must never be added.

    Parameters
    ----------
    keys
        What each of the `s` series counts.
    first_date
        First day forecast.
    mean
        Expected units, ``(s, h)`` float32.
    levels
        Quantile levels, ascending, ``(q,)``.
    quantiles
        Units at those levels, never falling along the last axis; ``(s, h, q)`` float32.
    paths
        `p` equally likely futures of each series, ``(s, p, h)`` float32.
    method
        Which models were used, and why: a sentence to render.
    basis
        What each series' forecast rests on: its own history, or that of its likes.
    """

    keys: tuple[SeriesKey, ...]
    first_date: datetime.date
    mean: npt.NDArray[np.float32]
    levels: npt.NDArray[np.float64]
    quantiles: npt.NDArray[np.float32]
    paths: npt.NDArray[np.float32]
    method: Message
    basis: tuple[ForecastBasis, ...] = ()

    def __post_init__(self) -> None:
        series, days = len(self.keys), self.horizon_days
        if self.mean.shape != (series, days):
            raise ValueError("One mean is needed per series and day.")
        if self.quantiles.shape != (series, days, len(self.levels)):
            raise ValueError("One value is needed per series, day and level.")
        if self.paths.ndim != 3 or self.paths.shape[::2] != (series, days):
            raise ValueError("Paths must cover every series and day.")
        if np.any(np.diff(self.quantiles, axis=2) < 0):
            raise ValueError("Quantiles must not cross.")
        if series and not (np.isfinite(self.mean).all() and np.isfinite(self.paths).all()):
            raise ValueError("A forecast must be finite.")

    @property
    def horizon_days(self) -> int:
        """Number of days forecast."""
        return int(self.mean.shape[1])

    def sum_quantiles(
        self, series: int | Sequence[int], days: int, levels: npt.ArrayLike
    ) -> npt.NDArray[np.float64]:
        """Quantiles of demand summed over the first `days` days, of one series or of several.

        Sums over a region or a category are coherent: each is the sum of the same futures.
        """
        sums = self.paths[np.atleast_1d(series), :, :days].sum(axis=(0, 2), dtype=np.float64)
        return np.asarray(np.quantile(sums, np.asarray(levels)))
