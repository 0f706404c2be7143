"""Every broken plan, of all families."""

from tests.domain.broken import fetching, lots, orders, routes, sums, supply, times
from tests.domain.broken.case import BROKEN, Broken

__all__ = ["BROKEN", "FAMILIES", "Broken"]

FAMILIES = (fetching, lots, orders, routes, sums, supply, times)
