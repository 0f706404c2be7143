"""What the plan of a series costs and uses of what is shared, day by day."""

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]


@compiled
def measure_range(
    first: int,
    last: int,
    points: Points,
    weights: Floats,
    supplied: Floats,
    hold: Floats,
    short: Floats,
    volume: Floats,
    way_first: Whole,
    lead: Whole,
    fixed: Floats,
    extra: Floats,
    units: Whole,
    given: Whole,
    costs: Floats,
    received: Floats,
    stored: Floats,
) -> None:
    """Fill in what the plans of series from `first` to before `last` cost, take in and keep."""
    days = supplied.shape[1]
    for series in range(first, last):
        cost, added = 0.0, 0.0
        for day in range(days):
            came = 0.0
            for way in range(way_first[series], way_first[series + 1]):
                ordered = units[way, day]
                if ordered:
                    cost += fixed[way] + extra[way] * ordered
                if day >= lead[way]:
                    came += units[way, day - lead[way]]
            added += came - given[series, day]
            supply = supplied[series, day] + added
            on_hand, missing = 0.0, 0.0
            for j in range(len(weights)):
                over = supply - points[series, day, j]
                if over > 0:
                    on_hand += weights[j] * over
                else:
                    missing -= weights[j] * over
            cost += hold[series] * on_hand + short[series] * missing
            received[series, day] = came * volume[series]
            stored[series, day] = on_hand * volume[series]
        costs[series] = cost
