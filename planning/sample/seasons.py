"""The calendar of the made-up shop: seasons, holidays, promotions and the Double-11 peak."""

import datetime
from dataclasses import dataclass

import numpy as np

from planning.sample.goods import Good
from planning.sample.polylines import Floats

WEEK = (1.12, 1.02, 0.97, 0.98, 1.05, 1.04, 0.82)
"""Sales on Monday to Sunday over the mean day."""

PEAK_DAY = {
    "Groceries": 196, "Drinks": 196, "Household": 90, "Pets": 20, "Baby": 120, "Kitchen": 340,
    "Electronics": 340, "Toys": 345, "Sports": 165, "Fashion": 310, "Garden": 135,
    "Furniture": 270, "Appliances": 190,
}  # fmt: skip
"""Day of the year about which a category sells most."""

SWING = {
    "Groceries": 0.05, "Drinks": 0.22, "Household": 0.06, "Pets": 0.05, "Baby": 0.06,
    "Kitchen": 0.18, "Electronics": 0.22, "Toys": 0.38, "Sports": 0.28, "Fashion": 0.26,
    "Garden": 0.55, "Furniture": 0.12, "Appliances": 0.16,
}  # fmt: skip
"""How far a category swings about its mean over the year."""

DOUBLE_11 = "P-DOUBLE11"
DOUBLE_11_UPLIFT = {
    "Groceries": 1.7, "Drinks": 1.6, "Household": 2.2, "Pets": 1.9, "Baby": 2.4, "Kitchen": 2.7,
    "Electronics": 3.2, "Toys": 2.4, "Sports": 2.2, "Fashion": 3.0, "Garden": 1.4,
    "Furniture": 1.9, "Appliances": 2.8,
}  # fmt: skip
"""Sales on 11 November over an ordinary day."""

HOLIDAYS = (
    (1, 1, "New Year"), (5, 1, "Labour Day"), (8, 1, "Founders Day"), (12, 25, "Christmas Day"),
    (12, 26, "Second Christmas Day"),
)  # fmt: skip
EASTER_MONDAYS = (
    datetime.date(2024, 4, 1), datetime.date(2025, 4, 21), datetime.date(2026, 4, 6),
    datetime.date(2027, 3, 29), datetime.date(2028, 4, 17),
)  # fmt: skip
HOLIDAY_SHARE = 0.55
"""Sales on a holiday over an ordinary day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A promotion.

    Parameters
    ----------
    promo_id, name
        What it is called.
    first, last
        Its first and last day.
    scope
        A SKU, a category, or ``*`` for everything.
    discount_pct
        Reduction of the price.
    uplift
        Sales in the promotion over those without it.
    """

    promo_id: str
    name: str
    first: datetime.date
    last: datetime.date
    scope: str
    discount_pct: int
    uplift: float

    def covers(self, good: Good) -> bool:
        """Whether a good is sold at the discount."""
        return self.scope in {"*", good.sku, good.category}


def days_before(date: datetime.date, count: int) -> tuple[datetime.date, ...]:
    """Consecutive days that end the day before a date."""
    return tuple(date - datetime.timedelta(days=day) for day in range(count, 0, -1))


def holidays(first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, str]]:
    """Holidays between two days, both included."""
    found = [
        (datetime.date(year, month, day), name)
        for year in range(first.year, last.year + 1)
        for month, day, name in HOLIDAYS
    ]
    found += [(day, "Easter Monday") for day in EASTER_MONDAYS]
    return sorted((day, name) for day, name in found if first <= day <= last)


def campaigns(
    goods: tuple[Good, ...], first: datetime.date, last: datetime.date, rng: np.random.Generator
) -> tuple[Campaign, ...]:
    """Promotions between two days: Double-11 each year, the rest for a SKU or a category."""
    found = [
        Campaign(
            promo_id=f"{DOUBLE_11}-{year}",
            name=f"Double 11 {year}",
            first=datetime.date(year, 11, 10),
            last=datetime.date(year, 11, 11),
            scope="*",
            discount_pct=20,
            # `calendar_factor` has the peak: it differs by category, with a lead and a lag.
            uplift=1.0,
        )
        for year in range(first.year, last.year + 1)
        if first <= datetime.date(year, 11, 11) <= last
    ]
    start = first + datetime.timedelta(days=int(rng.integers(3, 12)))
    number = 1
    while start <= last:
        found.append(_campaign(number, start, goods, rng))
        start += datetime.timedelta(days=int(rng.integers(6, 15)))
        number += 1
    return tuple(found)


def _campaign(
    number: int, start: datetime.date, goods: tuple[Good, ...], rng: np.random.Generator
) -> Campaign:
    good = goods[int(rng.integers(len(goods)))]
    of_category = bool(rng.random() < 0.4)
    discount_pct = int(rng.choice([10, 15, 20, 25, 30]))
    return Campaign(
        promo_id=f"P-{number:03d}",
        name=f"{good.category if of_category else good.name} -{discount_pct} %",
        first=start,
        last=start + datetime.timedelta(days=int(rng.integers(3, 10))),
        scope=good.category if of_category else good.sku,
        discount_pct=discount_pct,
        uplift=round(1 + discount_pct / 100 * float(rng.uniform(2.0, 5.0)), 2),
    )


def calendar_factor(days: tuple[datetime.date, ...], category: str) -> Floats:
    """Sales of a category on each day over its mean: week, year, holidays, Double-11."""
    week = np.array([WEEK[day.weekday()] for day in days])
    turn = np.array([day.timetuple().tm_yday for day in days]) - PEAK_DAY[category]
    year = 1 + SWING[category] * np.cos(2 * np.pi * turn / 365.25)
    closed = {day for day, _ in holidays(days[0], days[-1])}
    holiday = np.array([HOLIDAY_SHARE if day in closed else 1.0 for day in days])
    peak = np.array([_double_11(day, DOUBLE_11_UPLIFT[category]) for day in days])
    return np.asarray(week * year * holiday * peak)


def _double_11(day: datetime.date, uplift: float) -> float:
    """Wait before, rush on the day, calm after."""
    after = (day - datetime.date(day.year, 11, 11)).days
    if after == 0:
        return uplift
    if after == -1:
        return 1 + 0.45 * (uplift - 1)
    if -10 <= after < -1:
        return 1 - 0.02 * (11 + after) * (uplift - 1) / 2
    if 1 <= after <= 14:
        return 1 - 0.16 * (uplift - 1) * (1 - after / 15) if after > 2 else 1 + 0.2 * (uplift - 1)
    return 1.0
