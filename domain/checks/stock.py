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
    """A warehouse ships no more of a SKU than it has on hand, not reserved and not expired.

    Goods that arrive on the day, or are fetched, do not count: nobody knows at which hour.
    """
    available = facts.available_units.get((ships.warehouse_id, ships.sku), 0)
    if ships.units > available:
        expired = _expired_units(facts, ships)
        yield found(
            at(warehouse=ships.warehouse_id, sku=ships.sku),
            ships.units - available,
            "expired" if expired else "",
            warehouse_id=ships.warehouse_id,
            sku=ships.sku,
            units=ships.units,
            available=available,
            short=ships.units - available,
            **({"expired": expired} if expired else {}),
        )


def _expired_units(facts: Facts, ships: Leaving) -> int:
    """Units of what leaves that lie at the warehouse but have expired."""
    return sum(
        level.on_hand_units
        for level in facts.dataset.stock or ()
        if (level.warehouse_id, level.sku) == (ships.warehouse_id, ships.sku)
        and facts.has_expired(level)
    )
