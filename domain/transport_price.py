"""What one more stop costs: the price of serving an order from a warehouse, before routes exist."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

NOT_DELIVERABLE_MINOR = 2**50
"""Price of an order that a warehouse cannot serve."""


class PriceSource(StrEnum):
    """Where a price of transport comes from."""

    ESTIMATED = "estimated"
    ROUTES = "routes"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TransportPrice:
    """Cost of serving each of `n` orders from each of `w` warehouses, its handling there included.

    Both are in minor units, ``(n, w)``, and `NOT_DELIVERABLE_MINOR` where an order cannot be served
    from a warehouse.

    Parameters
    ----------
    stop_minor
        What the stops of an order add to the routes of a warehouse.
    alone_minor
        What a trip for the order alone costs.
    source
        Whether the price of a stop was estimated from the roads, or read from routes.
    """

    stop_minor: npt.NDArray[np.int64]
    alone_minor: npt.NDArray[np.int64]
    source: PriceSource

    @property
    def is_possible(self) -> npt.NDArray[np.bool_]:
        """Whether an order can be served from a warehouse, ``(n, w)``."""
        return np.asarray(self.stop_minor < NOT_DELIVERABLE_MINOR)

    @property
    def ranking_minor(self) -> npt.NDArray[np.int64]:
        """What to choose the warehouse of an order by, ``(n, w)``.

        An estimated stop chooses no better than a trip alone: how many vans drive at all weighs
        more than what lies between two warehouses, and is known only when there are routes.
        """
        return self.stop_minor if self.source is PriceSource.ROUTES else self.alone_minor
