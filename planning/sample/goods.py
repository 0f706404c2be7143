"""What the made-up shop sells: everyday goods with believable sizes, weights and prices."""

from dataclasses import dataclass

import numpy as np

from planning.sample.polylines import Floats
from planning.sample.shelves import SHELVES, Shelf

_VARIANTS = ("", ", plus", ", classic", ", white", ", blue", ", compact", ", premium", ", green")

HEAVY_KG = 28.0
"""From this weight on it takes two people to carry one piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """One SKU that the made-up shop sells.

    Parameters
    ----------
    sku, name, category
        What it is.
    volume_m3, weight_kg
        Of one unit, packed.
    value
        What one unit costs the shop, in major units of the currency.
    case_units
        Units in a case.
    popularity
        Its share of all units sold.
    """

    sku: str
    name: str
    category: str
    volume_m3: float
    weight_kg: float
    value: float
    case_units: int
    popularity: float

    @property
    def is_heavy(self) -> bool:
        """Whether one piece takes two people."""
        return self.weight_kg >= HEAVY_KG


def build_goods(count: int, rng: np.random.Generator) -> tuple[Good, ...]:
    """Goods of all categories in turn; beyond the list, the same things in other versions."""
    places = [(SHELVES[number % len(SHELVES)], number // len(SHELVES)) for number in range(count)]
    shares = _popularity(np.array([shelf.draw for shelf, _ in places]), rng)
    return tuple(
        _good(shelf, serial, float(share), rng)
        for (shelf, serial), share in zip(places, shares, strict=True)
    )


def _popularity(weight: Floats, rng: np.random.Generator) -> Floats:
    """Shares of all sales: a few sell every hour, many once in a while."""
    raw = weight * rng.lognormal(0.0, 0.95, len(weight))
    return np.asarray(raw / raw.sum())


def _good(shelf: Shelf, serial: int, share: float, rng: np.random.Generator) -> Good:
    version, index = divmod(serial, len(shelf.items))
    item = shelf.items[index]
    scale = 1.0 if not version else float(rng.uniform(0.85, 1.2))
    suffix = _VARIANTS[version] if version < len(_VARIANTS) else f", version {version + 1}"
    return Good(
        sku=f"{shelf.prefix}-{serial + 1:03d}",
        name=item.name + suffix,
        category=shelf.category,
        volume_m3=round(item.litres * scale / 1_000, 5),
        weight_kg=round(item.weight_kg * scale, 2),
        value=round(item.value * scale, 2),
        case_units=item.case_units,
        popularity=share,
    )
