"""Lots cover a need, or as much of it as a lane takes in a day."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.products import Product, SupplyLane
from optimizer.inventory.lot_size import lot_size

PRODUCT = Product(sku="A", unit_value=Decimal(3), unit_volume_m3=0.01, case_pack_units=6)
LANE = SupplyLane(from_id="SUP", to_id="W1", lead_time_days=2)


@given(
    needed=st.integers(1, 500),
    moq=st.integers(0, 100),
    multiple=st.integers(1, 12),
    pack=st.integers(1, 12),
    most=st.none() | st.integers(0, 400),
)
def test_lots_cover_the_need_and_keep_every_rule(
    needed: int, moq: int, multiple: int, pack: int, most: int | None
) -> None:
    lane = replace(LANE, moq_units=moq, order_multiple_units=multiple, max_units_per_day=most)
    units = lot_size(needed, lane, replace(PRODUCT, case_pack_units=pack))
    assert units % multiple == 0
    assert units % pack == 0
    assert units == 0 or units >= moq
    assert most is None or units <= most
    if most is None:
        assert needed <= units < max(needed, moq) + multiple * pack


@pytest.mark.parametrize("needed", [0, -3])
def test_no_need_is_no_order(needed: int) -> None:
    assert lot_size(needed, LANE, PRODUCT) == 0
