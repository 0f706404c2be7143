"""Nothing ships that is not there."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """All units of a SKU that leave a warehouse with the day's deliveries."""

    warehouse_id: str
    sku: str
    units: int


def leaving(facts: Facts) -> Iterator[Leaving]:
    """What leaves each warehouse, by SKU."""
    for (warehouse_id, sku), units in facts.shipped_units.items():
        yield Leaving(warehouse_id=warehouse_id, sku=sku, units=units)


def stock(facts: Facts, ships: Leaving) -> Iterator[Finding]:
    """A warehouse ships no more of a SKU than it has on hand and not reserved.

    Goods that arrive on the day, or are fetched, do not count: nobody knows at which hour.
    """
    available = facts.available_units.get((ships.warehouse_id, ships.sku), 0)
    if ships.units > available:
        yield found(
            at(warehouse=ships.warehouse_id, sku=ships.sku),
            ships.units - available,
            warehouse_id=ships.warehouse_id,
            sku=ships.sku,
            units=ships.units,
            available=available,
            short=ships.units - available,
        )
