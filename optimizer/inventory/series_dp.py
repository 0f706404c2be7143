"""The best plan of one series at given prices: a dynamic programme over days and levels of supply.

On each day a series may rise to a higher level by an order of each of its ways, then fall where it
is given away, then pays for what is on hand or missing. With costs linear in units an order costs
the least over all levels that it may start from, which a running minimum finds in one pass, so that
a day takes time in proportion to the levels.

References
----------
Wagner, H. M. & Whitin, T. M. (1958). Dynamic version of the economic lot size model. Management
Science 5(1), for the recursion; Federgruen, A. & Tzur, M. (1991), Management Science 37(8), for
running minima in it.
"""

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled, compiled_part

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NEVER = 1e30
FREE = -1
"""Units ordered today that the programme chooses itself."""

_ROUND = 1e-9
IMPOSSIBLE = 1e29
"""What costs as much or more cannot be reached."""


@compiled_part
def stage_costs(
    points: Points,
    weights: Floats,
    bottom: float,
    step: float,
    hold: float,
    short: float,
    out: Floats,
) -> None:
    """Cost of a day's end at each level; `bottom` is the supply at level 0."""
    mean = 0.0
    for j in range(len(weights)):
        mean += weights[j] * points[j]
    passed, weight, weighted = 0, 0.0, 0.0
    for level in range(len(out)):
        supply = bottom + level * step
        while passed < len(weights) and points[passed] < supply:
            weight += weights[passed]
            weighted += weights[passed] * points[passed]
            passed += 1
        on_hand = weight * supply - weighted
        out[level] = hold * on_hand + short * (on_hand - supply + mean)


@compiled_part
def relaxed_stage_costs(
    points: Points,
    weights: Floats,
    bottom: float,
    step: float,
    below: float,
    hold: float,
    short: float,
    slope: float,
    out: Floats,
) -> None:
    """Least cost of a day's end within each level's step, plus `slope` for each unit above it.

    The step reaches from `below` under the level to the level above it. A convex cost with a line
    added is least at an end of the step or where the sum turns up.
    """
    mean = 0.0
    for j in range(len(weights)):
        mean += weights[j] * points[j]
    for level in range(len(out)):
        passed, weight, weighted = 0, 0.0, 0.0
        start, end = bottom + level * step, bottom + (level + 1) * step
        supply, best = start - below, NEVER
        while True:
            while passed < len(weights) and points[passed] <= supply:
                weight += weights[passed]
                weighted += weights[passed] * points[passed]
                passed += 1
            on_hand = weight * supply - weighted
            cost = hold * on_hand + short * (on_hand - supply + mean) + slope * (supply - start)
            best = min(best, cost)
            if supply >= end:
                break
            supply = min(end, points[passed]) if passed < len(weights) else end
        out[level] = best


@compiled_part
def rise(
    value: Floats,
    lot: int,
    least: int,
    most: int,
    price: float,
    fixed: float,
    top: float,
    out: Floats,
    back: npt.NDArray[np.int16],
) -> None:
    """Let a series rise by one order: `least` to `most` levels in whole lots, to `top` at most."""
    if most >= len(value):
        _rise_freely(value, lot, least, price, fixed, top, out, back)
        return
    stay(value, out, back)
    for level in range(least, len(value)):
        if level > top:
            break
        for ordered in range(least, min(most, level) + 1, lot):
            start = value[level - ordered]
            cost = start + fixed + price * ordered
            if start < IMPOSSIBLE and cost < out[level] - _ROUND:
                out[level] = cost
                back[level] = level - ordered


@compiled_part
def _rise_freely(
    value: Floats,
    lot: int,
    least: int,
    price: float,
    fixed: float,
    top: float,
    out: Floats,
    back: npt.NDArray[np.int16],
) -> None:
    """The same without a most: the best start of each level is a running minimum."""
    levels = len(value)
    stay(value, out, back)
    for rest in range(lot):
        best, best_at, reached = NEVER, -1, rest
        for level in range(rest + least, levels, lot):
            while reached <= level - least:
                lowered = value[reached] - price * reached
                if lowered < best:
                    best, best_at = lowered, reached
                reached += lot
            cost = best + fixed + price * level
            if level <= top and best < IMPOSSIBLE and cost < out[level] - _ROUND:
                out[level] = cost
                back[level] = best_at


@compiled_part
def rise_exactly(
    value: Floats,
    ordered: int,
    price: float,
    fixed: float,
    top: float,
    out: Floats,
    back: npt.NDArray[np.int16],
) -> None:
    """Let a series rise by one order of so many levels."""
    for level in range(len(value)):
        is_reached = level >= ordered and level <= top and value[level - ordered] < IMPOSSIBLE
        out[level] = value[level - ordered] + fixed + price * ordered if is_reached else NEVER
        back[level] = level - ordered


@compiled_part
def stay(value: Floats, out: Floats, back: npt.NDArray[np.int16]) -> None:
    """Let a series stay at its level."""
    for level in range(len(value)):
        out[level] = value[level]
        back[level] = level


@compiled_part
def fall(value: Floats, price: float, out: Floats, back: npt.NDArray[np.int16]) -> None:
    """Let a series fall by giving away, at a price for each level."""
    best, best_at = NEVER, -1
    for level in range(len(value) - 1, -1, -1):
        if value[level] < IMPOSSIBLE:
            lowered = value[level] - price * level
            if lowered < best:
                best, best_at = lowered, level
        out[level] = value[level]
        back[level] = level
        if best < IMPOSSIBLE and best_at > level:
            cost = best + price * level
            if cost < out[level] - _ROUND:
                out[level] = cost
                back[level] = best_at


@compiled_part
def _order(
    way: int,
    day: int,
    room: float,
    top: float,
    size: float,
    volume: float,
    lead: Whole,
    lot: Whole,
    least: Whole,
    most: Whole,
    most_on: Whole,
    way_price: Floats,
    way_fixed: Floats,
    allowed: Flags,
    forced: Whole,
    value: Floats,
    out: Floats,
    back: npt.NDArray[np.int16],
) -> None:
    """Let a series take a receipt of one way on a day, where it may."""
    on = day - lead[way]
    if on < 0 or not allowed[way, on] or (on == 0 and forced[way] == 0):
        stay(value, out, back)
        return
    price, fixed = way_price[way, on] * size, way_fixed[way, on]
    if on == 0 and forced[way] != FREE:
        rise_exactly(value, forced[way], price, fixed, top, out, back)
        return
    limit = min(most[way], most_on[way, on]) if len(most_on) else most[way]
    if room < np.inf and volume > 0:
        limit = min(limit, int(max(0.0, room) / (volume * size) + _ROUND))
    if limit >= least[way]:
        rise(value, lot[way], least[way], limit, price, fixed, top, out, back)
    else:
        stay(value, out, back)


@compiled_part
def _lowest(bottom: float, size: float, least: float) -> int:
    """The lowest level at which no less than `least` is there."""
    return max(0, int(np.ceil((least - bottom) / size - _ROUND)))


@compiled_part
def _bar_overfull(
    points: Points,
    weights: Floats,
    bottom: float,
    size: float,
    volume: float,
    keep: float,
    base: int,
    value: Floats,
) -> None:
    """Bar the levels above `base` at which more is on hand than there is room to keep."""
    for level in range(len(value) - 1, base, -1):
        supply, on_hand = bottom + level * size, 0.0
        for j in range(len(weights)):
            if points[j] >= supply:
                break
            on_hand += weights[j] * (supply - points[j])
        if on_hand * volume <= keep + _ROUND:
            return
        value[level] = NEVER


@compiled
def plan_range(
    first: int,
    last: int,
    points: Points,
    weights: Floats,
    supplied: Floats,
    there: Floats,
    ceiling: Floats,
    hold: Floats,
    short: Floats,
    volume: Floats,
    step: Whole,
    levels: Whole,
    base: Whole,
    gives: Flags,
    stays: Flags,
    give_price: Floats,
    way_first: Whole,
    lead: Whole,
    lot: Whole,
    least: Whole,
    most: Whole,
    most_on: Whole,
    way_price: Floats,
    way_fixed: Floats,
    allowed: Flags,
    forced: Whole,
    room: Floats,
    keep: Floats,
    slopes: Floats,
    units: Whole,
    given: Whole,
    values: Floats,
) -> None:
    """Plan the series from `first` to before `last`; fill `units`, `given` and `values`.

    Prices of ways are per unit and by the day of the order, those of giving by the day. A series
    that `stays` never gives away what it does not have: its supply falls below zero only where
    what is `there` without moves and orders does. `forced` are levels ordered by each way on
    day 0, or `FREE`; `most_on`, where it has rows, bounds what is ordered on each day. Receipts of
    a day fill `room` at most, and what is on hand `keep`, both in m3 by day. Where `slopes` has
    rows, costs are those that no finer grid can beat, and `slopes` what a unit above its level
    costs more on each day; of a series that gives, what a day costs less at most.
    """
    days = supplied.shape[1]
    most_levels, most_ways = 1, 1
    for series in range(first, last):
        most_levels = max(most_levels, levels[series])
        most_ways = max(most_ways, way_first[series + 1] - way_first[series])
    backs = np.empty((days, most_ways + 1, most_levels), dtype=np.int16)
    value, other = np.empty(most_levels), np.empty(most_levels)
    stage = np.empty(most_levels)
    for series in range(first, last):
        count, size = levels[series], float(step[series])
        value[:count] = NEVER
        value[base[series]] = 0.0
        for day in range(days):
            bottom = supplied[series, day] - base[series] * size
            # What is given away on the day of its receipt never reaches the ceiling.
            top = np.inf if gives[series] else (ceiling[series, day] - bottom) / size + _ROUND
            for way in range(way_first[series], way_first[series + 1]):
                _order(
                    way,
                    day,
                    room[day],
                    top,
                    size,
                    volume[series],
                    lead,
                    lot,
                    least,
                    most,
                    most_on,
                    way_price,
                    way_fixed,
                    allowed,
                    forced,
                    value[:count],
                    other[:count],
                    backs[day, way - way_first[series], :count],
                )
                value, other = other, value
            if gives[series]:
                price = give_price[series, day] * size
                back = backs[day, most_ways, :count]
                fall(value[:count], price, other[:count], back)
                value, other = other, value
            if stays[series]:
                lowest = _lowest(bottom, size, min(0.0, there[series, day]))
                value[: min(lowest, count)] = NEVER
            cells = (points[series, day], weights, bottom, size)
            if keep[day] < np.inf:
                _bar_overfull(*cells, volume[series], keep[day], base[series], value[:count])
            if len(slopes):
                slope = 0.0 if gives[series] else slopes[series, day]
                below = size if gives[series] else 0.0
                costs = (hold[series, day], short[series])
                relaxed_stage_costs(*cells, below, *costs, slope, stage[:count])
                if gives[series]:
                    stage[:count] += slopes[series, day]
            else:
                stage_costs(*cells, hold[series, day], short[series], stage[:count])
            for level in range(count):
                value[level] += stage[level]
        at = int(np.argmin(value[:count]))
        values[series] = value[at]
        _follow_back(
            series, at, gives[series], step, way_first, lead, backs, most_ways, units, given
        )


@compiled_part
def _follow_back(
    series: int,
    at: int,
    is_given: bool,
    step: Whole,
    way_first: Whole,
    lead: Whole,
    backs: npt.NDArray[np.int16],
    most_ways: int,
    units: Whole,
    given: Whole,
) -> None:
    """Read the plan that ends at a level."""
    for day in range(units.shape[1] - 1, -1, -1):
        if is_given:
            before = backs[day, most_ways, at]
            given[series, day] = (before - at) * step[series]
            at = before
        for way in range(way_first[series + 1] - 1, way_first[series] - 1, -1):
            before = backs[day, way - way_first[series], at]
            if before != at:
                units[way, day - lead[way]] = (at - before) * step[series]
            at = before
