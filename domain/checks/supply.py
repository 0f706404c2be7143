"""Orders to suppliers and transfers: a lane to come by, lawful lots, dates, stock and cost.

Both kinds of line obey the same lanes. A lane for any SKU (``*``) stands for one lane per SKU; one
that names the SKU comes before it.
"""

import datetime
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found
from domain.checks.numbers import is_sound, line_name
from domain.plan import ReplenishmentLine
from domain.products import ANY_SKU, SupplyLane
from domain.units import minor_units

@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyLine:
    """A line of the replenishment or of the transfers, with the lane it comes by."""

    where: str
    line: ReplenishmentLine
    is_transfer: bool
    lane: SupplyLane | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOnLane:
    """All units of a SKU ordered on one lane on one day."""

    lane: SupplyLane
    sku: str
    day: datetime.date
    units: int

@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    warehouse_id: str
    sku: str
    units: int
