"""The day's orders: who wants what, where and when, and three that nobody can serve."""

import datetime
from dataclasses import dataclass, replace

import numpy as np

from domain.geo import Location
from planning.sample import names
from planning.sample.city import City
from planning.sample.goods import Good
from planning.sample.polylines import Floats

TAIL_LIFT_KG = 46.0
"""From this weight on a piece is let down by a tail lift."""

SMALL_M3 = 0.03
"""People buy several only of things smaller than this."""

SCARCE_UNITS = 18

DAY_WINDOW = (8, 18)
WINDOWS_4H = ((8, 12), (10, 14), (12, 16), (14, 18), (16, 20))
WINDOWS_2H = ((8, 10), (9, 11), (10, 12), (12, 14), (14, 16), (16, 18), (18, 20))
CREW_WINDOWS = (DAY_WINDOW, DAY_WINDOW, (8, 12), (10, 14), (9, 13))
"""Windows offered for goods that need a tail lift or two people: those vehicles come by day."""

NIGHT_WINDOW = (datetime.time(3, 0), datetime.time(3, 30))
"""Before any shift begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerOrder:
    """One order of the made-up day.

    Parameters
    ----------
    order_id, customer_id, name, address, phone, note
        Who ordered, and what the driver should know.
    place
        The door.
    window
        From when to when service may begin.
    service_min
        Minutes at the door.
    requirements
        What the vehicle must have.
    lines
        Index of a good and units of it.
    """

    order_id: str
    customer_id: str
    name: str
    address: str
    phone: str
    note: str
    place: Location
    window: tuple[datetime.time, datetime.time]
    service_min: int
    requirements: frozenset[str]
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible:
    """What makes three orders impossible.

    Parameters
    ----------
    heavy_good, heavy_units
        A good and so many of it that no vehicle may carry them.
    scarce_good, scarce_units
        A good that nobody else ordered, and more of it than any warehouse has.
    """

    heavy_good: int
    heavy_units: int
    scarce_good: int
    scarce_units: int


def choose_impossible(goods: tuple[Good, ...], largest_kg: float, largest_m3: float) -> Impossible:
    """Goods for the impossible orders: one heavy but not bulky, one small that sells slowly.

    Parameters
    ----------
    goods
        What is sold.
    largest_kg, largest_m3
        Greatest load of any vehicle.
    """
    order = range(len(goods))
    units = [int(np.ceil(1.05 * largest_kg / good.weight_kg)) for good in goods]
    fits = [index for index in order if units[index] * goods[index].volume_m3 < 0.95 * largest_m3]
    heavy = min(fits or order, key=lambda index: units[index])
    small = [index for index in order if goods[index].volume_m3 < SMALL_M3 and index != heavy]
    scarce = min(small or order, key=lambda index: goods[index].popularity)
    return Impossible(
        heavy_good=heavy,
        heavy_units=units[heavy],
        scarce_good=scarce,
        scarce_units=SCARCE_UNITS,
    )


def draw_orders(
    city: City,
    goods: tuple[Good, ...],
    count: int,
    impossible: Impossible,
    rng: np.random.Generator,
) -> tuple[CustomerOrder, ...]:
    """Orders at doors of the city, three of them impossible."""
    doors = _doors(len(city.doors), count, rng)
    share = np.array([good.popularity for good in goods])
    share[[impossible.scarce_good, impossible.heavy_good]] = 0
    share /= share.sum()
    at_night, too_heavy, too_many = _places_of_impossible(count)
    orders = []
    for number, door in enumerate(doors):
        lines = _lines(goods, share, rng)
        note = str(rng.choice(names.NOTES)) if rng.random() < 0.3 else ""
        if number == too_heavy:
            lines = ((impossible.heavy_good, impossible.heavy_units),)
            note = "Opening on Saturday: everything in one vehicle, please."
        if number == too_many:
            lines = ((impossible.scarce_good, impossible.scarce_units),)
            note = "All of them together or none."
        order = _order(city, goods, number, door, lines, note, rng)
        orders.append(order if number != at_night else _night(order))
    return tuple(orders)


def _places_of_impossible(count: int) -> tuple[int, int, int]:
    """Positions of the three impossible orders, apart from each other."""
    return count // 6, count // 2, count - 2


def _doors(available: int, count: int, rng: np.random.Generator) -> list[int]:
    """Doors of the orders; each once, as long as there are enough."""
    rounds = -(-count // available)
    drawn = np.concatenate([rng.permutation(available) for _ in range(rounds)])[:count]
    return [int(door) for door in drawn]


def _lines(
    goods: tuple[Good, ...], share: Floats, rng: np.random.Generator
) -> tuple[tuple[int, int], ...]:
    wanted = min(int(rng.choice([1, 2, 3, 4], p=[0.36, 0.3, 0.2, 0.14])), int((share > 0).sum()))
    chosen = rng.choice(len(goods), wanted, replace=False, p=share)
    many = rng.choice([1, 2, 3, 4], wanted, p=[0.6, 0.25, 0.1, 0.05])
    return tuple(
        (int(index), int(units) if goods[index].volume_m3 < SMALL_M3 else 1)
        for index, units in zip(chosen, many, strict=True)
    )


def _order(
    city: City,
    goods: tuple[Good, ...],
    number: int,
    door: int,
    lines: tuple[tuple[int, int], ...],
    note: str,
    rng: np.random.Generator,
) -> CustomerOrder:
    requirements = _requirements(goods, lines)
    pieces = sum(units for _, units in lines)
    return CustomerOrder(
        order_id=f"A{number + 1:05d}",
        customer_id=f"C{int(rng.integers(10_000, 99_999))}",
        name=_name(rng),
        address=city.address(door),
        phone=f"+00 {int(rng.integers(100, 999))} {int(rng.integers(0, 9_999_999)):07d}",
        note=note,
        place=city.door(door),
        window=_window(bool(requirements), rng),
        service_min=min(45, 5 + int(rng.integers(0, 4)) + pieces // 2 + 4 * len(requirements)),
        requirements=requirements,
        lines=lines,
    )


def _night(order: CustomerOrder) -> CustomerOrder:
    """The order of somebody who is at home in the dead of night only."""
    note = "Baker: here from 03:00 to 03:30 only."
    return replace(order, window=NIGHT_WINDOW, note=note)


def _requirements(goods: tuple[Good, ...], lines: tuple[tuple[int, int], ...]) -> frozenset[str]:
    heaviest_kg = max(goods[index].weight_kg for index, _ in lines)
    if heaviest_kg >= TAIL_LIFT_KG:
        return frozenset({"tail_lift", "two_person"})
    if any(goods[index].is_heavy for index, _ in lines):
        return frozenset({"two_person"})
    return frozenset()


def _window(needs_crew: bool, rng: np.random.Generator) -> tuple[datetime.time, datetime.time]:
    draw = rng.random()
    if needs_crew:
        offered: tuple[tuple[int, int], ...] = CREW_WINDOWS
    elif draw < 0.42:
        offered = (DAY_WINDOW,)
    else:
        offered = WINDOWS_4H if draw < 0.8 else WINDOWS_2H
    start, end = offered[int(rng.integers(len(offered)))]
    return datetime.time(start), datetime.time(end)


def _name(rng: np.random.Generator) -> str:
    """A person's name, or now and then a firm's."""
    draw = rng.random()
    if draw < 0.08:
        return str(rng.choice(names.FIRMS))
    if draw < 0.2:
        family = rng.choice(names.CHINESE_FAMILY_NAMES)
        return f"{family}{rng.choice(names.CHINESE_GIVEN_NAMES)}"
    return f"{rng.choice(names.GIVEN_NAMES)} {rng.choice(names.FAMILY_NAMES)}"
