"""Numbers for every SKU at every warehouse, so that tables can be added up as arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.demand import SeriesKey
from domain.stock_problem import Whole

UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuCodes:
    """A number, its code, for every pair of a warehouse and a SKU.

    Codes ascend by warehouse, then by SKU, in the order of their tables.
    """

    warehouse_ids: tuple[str, ...]
    skus: tuple[str, ...]
    warehouse_number: dict[str, int] = field(init=False)
    sku_number: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        numbers = {name: i for i, name in enumerate(self.warehouse_ids)}
        object.__setattr__(self, "warehouse_number", numbers)
        object.__setattr__(self, "sku_number", {name: i for i, name in enumerate(self.skus)})

    @classmethod
    def of_dataset(cls, dataset: Dataset) -> "SkuCodes":
        """Codes of all warehouses and products of a dataset."""
        return cls(
            warehouse_ids=tuple(w.warehouse_id for w in dataset.warehouses),
            skus=tuple(p.sku for p in dataset.products),
        )

    def __len__(self) -> int:
        return len(self.warehouse_ids) * len(self.skus)

    def of(self, warehouse_id: str, sku: str) -> int:
        """Code of a SKU at a warehouse; `UNKNOWN` where either is no such thing."""
        warehouse, number = self.warehouse_number.get(warehouse_id), self.sku_number.get(sku)
        if warehouse is None or number is None:
            return UNKNOWN
        return warehouse * len(self.skus) + number

    def of_pairs(self, pairs: Iterable[tuple[str, str]]) -> Whole:
        """Code of each pair of a warehouse and a SKU."""
        return np.fromiter((self.of(*pair) for pair in pairs), dtype=np.int64)

    def of_series(self, keys: Sequence[SeriesKey]) -> Whole:
        """Code of what each demand series counts; `UNKNOWN` for a region or a category."""
        return self.of_pairs((key.place_id, key.item_id) for key in keys)

    def key(self, code: int) -> tuple[str, str]:
        """Warehouse and SKU of a code."""
        warehouse, number = divmod(code, len(self.skus))
        return self.warehouse_ids[warehouse], self.skus[number]

    def sums(self, codes: Whole, units: npt.ArrayLike) -> Whole:
        """Whole units added up by code, ``(len(self),)``."""
        added = np.zeros(len(self), dtype=np.int64)
        np.add.at(added, codes, np.asarray(units, dtype=np.int64))
        return added
