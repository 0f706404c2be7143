"""Mistakes about lots and what has expired."""

from dataclasses import replace

from domain.plan import LotUse
from tests.domain.broken.case import Case, breaks
from tests.domain.kept_by_lot import LATE, PAST, SOON, USES, lot_dataset, lot_plan
from tests.domain.small_plan import plan_of, small_plan

SOON_C = USES["O3"][0]


def taking(*uses: LotUse) -> Case:
    """The lawful plan, but O3 takes other lots."""
    return Case(dataset=lot_dataset(), plan=lot_plan(O3=uses))


@breaks("stock", "warehouse:W1 sku:C", 1, "expired")
def ships_what_has_expired() -> Case:
    """3 wanted, 5 on hand, of which 3 have expired."""
    dataset = lot_dataset()
    dates = {"SOON": PAST, "OLD": PAST, "LATE": LATE}
    stock = tuple(
        replace(row, expiry_date=dates[row.lot_id], reserved_units=0)
        if row.sku == "C" and row.warehouse_id == "W1"
        else row
        for row in dataset.stock or ()
    )
    spoilt = replace(dataset, stock=stock)
    return Case(dataset=spoilt, plan=plan_of(spoilt, small_plan().routes))


@breaks("numbers", "order:O3", 1)
def takes_less_than_nothing_from_a_lot() -> Case:
    more = replace(SOON_C, units=1)
    return taking(more, replace(SOON_C, lot_id="LATE", units=-1, expiry_date=LATE))


@breaks("lots", "order:O3 sku:C", 1)
def names_no_lot_for_one_order() -> Case:
    return taking()


@breaks("lots", "order:O3 sku:C", 1)
def names_a_unit_too_many() -> Case:
    return taking(SOON_C, replace(SOON_C, lot_id="LATE", expiry_date=LATE))


@breaks("lots", "order:O3 sku:B", 2)
def takes_from_a_lot_what_nobody_ordered() -> Case:
    return taking(SOON_C, LotUse(sku="B", lot_id="", units=2))


@breaks("lots", "order:O3 sku:C", 1, "unknown")
def takes_from_a_lot_that_is_not_there() -> Case:
    return taking(replace(SOON_C, lot_id="X"))


@breaks("lots", "order:O3 sku:C", 1, "expiry")
def says_that_a_lot_keeps_longer() -> Case:
    return taking(replace(SOON_C, expiry_date=LATE))


@breaks("lots", "order:O3 sku:C", 1, "expired")
def takes_from_a_lot_that_has_expired() -> Case:
    return taking(replace(SOON_C, lot_id="OLD", expiry_date=PAST))


@breaks("lot_stock", "warehouse:W1 sku:C lot:SOON", 1)
def takes_from_a_lot_what_is_reserved() -> Case:
    both = (replace(SOON_C, units=2, expiry_date=SOON),)
    return Case(dataset=lot_dataset(), plan=lot_plan(O5=both))
