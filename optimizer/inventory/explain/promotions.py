"""The promotions that raise the demand that a line covers."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.demand import Promotion
from domain.message import Message, message
from domain.products import ANY_SKU


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Promotions:
    """What promotions bring to the usual demand.

    Parameters
    ----------
    category
        Of each SKU.
    units
        Units over the days that an order must last, by warehouse and SKU; where the forecast does
        not tell them, nothing is said.
    """

    promotions: Sequence[Promotion]
    category: Mapping[str, str]
    day: datetime.date
    units: Mapping[tuple[str, str], float]

    def of_series(self, key: tuple[str, str], cover_days: int) -> Iterator[Message]:
        """How much of a series' usual demand promotions bring, with their names."""
        units = round(self.units.get(key, 0.0))
        if units > 0:
            names = ", ".join(self._names(key, cover_days))
            code = "replenish.promotion" if names else "replenish.promotion_unnamed"
            yield message(code, units=units, names=names)

    def _names(self, key: tuple[str, str], cover_days: int) -> list[str]:
        warehouse_id, sku = key
        last = self.day + datetime.timedelta(days=cover_days - 1)
        scopes = {ANY_SKU, warehouse_id, sku, self.category[sku]}
        return [
            promotion.name or promotion.promo_id
            for promotion in self.promotions
            if promotion.start_date <= last
            and promotion.end_date >= self.day
            and promotion.scope in scopes
        ]
