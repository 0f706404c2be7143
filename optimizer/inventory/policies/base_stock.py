"""Order-up-to levels: at every review, order what the stock position lacks of the level.

The level covers demand from an order until the receipt of the next: lead time and review period.

References
----------
Silver, E. A., Pyke, D. F. & Thomas, D. J. (2017). Inventory and Production Management in Supply
Chains, 4th ed., section 6.8: periodic review, order-up-to-level (R, S) systems.

Snyder, L. V. & Shen, Z.-J. M. (2019). Fundamentals of Supply Chain Theory, 2nd ed., section 4.3,
example 4.4.
"""

import math

import numpy as np
import numpy.typing as npt

from optimizer.inventory.policies.distributions import (
    Floats,
    NormalDemand,
    PointDemand,
    poisson_demand,
)

_ROUNDING = 1e-12


def order_up_to_levels(
    points: npt.NDArray[np.floating], weights: Floats, *, service_share: Floats | float
) -> Floats:
    """Order-up-to level of each series, from points of its demand over lead time and review.

    Parameters
    ----------
    points
        Points of demand, rising along the last axis; ``(m, j)``.
    weights
        Chance of each point, adding up to 1; ``(j,)``.
    service_share
        Shortage cost over the sum of holding and shortage cost, ``(m,)`` or one for all.

    Returns
    -------
    numpy.ndarray
        The least point that covers demand with at least this chance, ``(m,)``.

    References
    ----------
    Silver, Pyke & Thomas (2017), section 6.8; Snyder & Shen (2019), section 4.3, equation (4.27).
    """
    share = np.broadcast_to(np.asarray(service_share, dtype=np.float64), len(points))
    reached = np.searchsorted(np.cumsum(weights), share - _ROUNDING)
    column = np.minimum(reached, points.shape[1] - 1)
    return np.asarray(points[np.arange(len(points)), column], dtype=np.float64)


def normal_cover(
    *, mean: float, sd: float, cover_time: float, cover_time_sd: float = 0.0
) -> NormalDemand:
    """Demand over lead time and review, where that of each unit of time is normal.

    Parameters
    ----------
    mean, sd
        Of demand in a unit of time, independent of the next.
    cover_time, cover_time_sd
        Lead time and review together, and how uncertain they are.

    References
    ----------
    Silver, Pyke & Thomas (2017), chapter 6: variability in the replenishment lead time.
    """
    variance = cover_time * sd**2 + (mean * cover_time_sd) ** 2
    return NormalDemand(mean=mean * cover_time, sd=math.sqrt(variance))


def poisson_cover(*, mean: float, cover_time: float) -> PointDemand:
    """Demand over lead time and review, where that of each unit of time is Poisson.

    References
    ----------
    Hadley, G. & Whitin, T. M. (1963). Analysis of Inventory Systems, section 4-7.
    """
    return poisson_demand(mean * cover_time)
