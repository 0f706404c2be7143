"""Every broken plan, of all families."""

from tests.domain.broken import orders, routes, sums, supply, times
from tests.domain.broken.case import BROKEN, Broken

__all__ = ["BROKEN", "FAMILIES", "Broken"]

FAMILIES = (orders, routes, sums, supply, times)
