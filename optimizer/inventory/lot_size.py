"""From units needed to units that may be ordered."""

import math

from domain.products import Product, SupplyLane


def lot_size(needed: float, lane: SupplyLane, product: Product) -> int:
    """Least units of whole lots that cover a need, or the most the lane takes in a day.

    A lot is a multiple of the case pack and of the lane's order multiple; the lane's least order
    is rounded up to whole lots, its daily limit down.
    """
    if needed <= 0:
        return 0
    step = math.lcm(product.case_pack_units, lane.order_multiple_units)
    units = math.ceil(max(needed, lane.moq_units) / step) * step
    if lane.max_units_per_day is None or units <= lane.max_units_per_day:
        return units
    most = lane.max_units_per_day // step * step
    return most if most >= lane.moq_units else 0
