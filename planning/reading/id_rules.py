"""Rules on ids: what one table names in another must be there."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.column import Kind
from domain.fleet import OPEN_ROUTE
from domain.products import ANY_SKU
from planning.reading.problems import Finding
from planning.reading.raw_table import Mask
from planning.reading.read_table import ReadTable, ReadTables, Values


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names records of another table.

    Parameters
    ----------
    table, column
        Where the id stands.
    parent, parent_column
        Where it must be found.
    also
        A word that stands for something else.
    """

    table: str
    column: str
    parent: str
    parent_column: str
    also: str = ""


REFERENCES = (
    Reference("order_lines", "order_id", "orders", "order_id"),
    Reference("order_lines", "sku", "products", "sku"),
    Reference("supply_lanes", "to_id", "warehouses", "warehouse_id"),
    Reference("supply_lanes", "sku", "products", "sku", also=ANY_SKU),
    Reference("stock", "warehouse_id", "warehouses", "warehouse_id"),
    Reference("stock", "sku", "products", "sku"),
    Reference("inbound", "warehouse_id", "warehouses", "warehouse_id"),
    Reference("inbound", "sku", "products", "sku"),
    Reference("demand_history", "warehouse_id", "warehouses", "warehouse_id"),
    Reference("demand_history", "region_id", "warehouses", "region_id"),
    Reference("demand_history", "sku", "products", "sku"),
    Reference("demand_history", "category", "products", "category"),
    Reference("demand_history", "promo_id", "promotions", "promo_id"),
    Reference("holidays", "region_id", "warehouses", "region_id"),
    Reference("vehicles", "warehouse_id", "warehouses", "warehouse_id"),
    Reference("vehicles", "end_warehouse_id", "warehouses", "warehouse_id", also=OPEN_ROUTE),
    Reference("vehicles", "reload_warehouse_ids", "warehouses", "warehouse_id"),
    Reference("vehicles", "zone_ids", "zones", "zone_id"),
    Reference("vehicles", "driver_id", "drivers", "driver_id"),
    Reference("drivers", "known_zones", "zones", "zone_id"),
    Reference("orders", "zone_id", "zones", "zone_id"),
    Reference("orders", "locked_vehicle_id", "vehicles", "vehicle_id"),
)
"""Past events may name what is gone by now, so theirs are not among them."""


def dangling_ids(data: ReadTables) -> Iterator[Finding]:
    """Ids that name nothing.

    Nothing is said where the other table is not there (an error of its own if it must be), or
    could not be read to the end: then its ids are not known.
    """
    for reference in REFERENCES:
        table, parent = data[reference.table], data[reference.parent]
        if reference.column in table.columns and parent.present and _knows_ids(parent, reference):
            known = set(parent.values(reference.parent_column)) - {""} | {reference.also}
            yield from _dangling(table, reference, table.given(reference.column), known)


def transfers_from_nowhere(data: ReadTables) -> Iterator[Finding]:
    """Goods moved from a warehouse that does not exist; a supplier may have any name."""
    inbound, warehouses = data["inbound"], data["warehouses"]
    reference = Reference("inbound", "from_id", "warehouses", "warehouse_id")
    if warehouses.present and _knows_ids(warehouses, reference):
        moved = inbound.given("from_id") & (inbound.values("type") == "transfer")
        yield from _dangling(inbound, reference, moved, set(warehouses.values("warehouse_id")))


def promotions_of_nothing(data: ReadTables) -> Iterator[Finding]:
    """Promotions whose scope is no SKU, category or warehouse."""
    promotions, products, warehouses = data["promotions"], data["products"], data["warehouses"]
    known = {"*", *products.values("sku"), *products.values("category")}
    known |= set(warehouses.values("warehouse_id"))
    if all(table.present and table.is_whole for table in (products, warehouses)):
        unknown = promotions.given("scope") & ~_is_among(promotions.values("scope"), known)
        yield promotions.warning(unknown, "promotion.scope_unknown", "scope")


def _knows_ids(parent: ReadTable, reference: Reference) -> bool:
    return parent.is_whole and bool(parent.good(reference.parent_column).all())


def _is_among(values: Values, known: set[str]) -> Mask:
    return np.asarray(pd.Series(values, dtype=object).isin(known), dtype=np.bool_)


def _dangling(
    table: ReadTable, reference: Reference, asked: Mask, known: set[str]
) -> Iterator[Finding]:
    column, parent = reference.column, reference.parent
    if table.declaration(column)[1].kind is Kind.WORDS:
        yield from _dangling_words(table, reference, asked, known)
        return
    values = table.values(column)
    unknown = asked & ~_is_among(values, known)
    if not unknown.any():
        return
    alike = {likeness(name): name for name in known}
    near = {name: alike.get(likeness(name), "") for name in set(values[unknown])}
    has_near = unknown & _is_among(values, {name for name, other in near.items() if other})
    yield table.finding(
        unknown & ~has_near, "id.dangling", column, detail=lambda _: {"table": parent}
    )
    yield table.finding(
        has_near,
        "id.dangling_but_near",
        column,
        detail=lambda record: {"table": parent, "near": near[values[record]]},
    )


def _dangling_words(
    table: ReadTable, reference: Reference, asked: Mask, known: set[str]
) -> Iterator[Finding]:
    values = table.values(reference.column)
    missing = {i: sorted(values[i] - known) for i in np.flatnonzero(asked).tolist()}
    missing = {record: names for record, names in missing.items() if names}
    yield table.finding(
        np.array(sorted(missing), dtype=np.int64),
        "id.dangling_words",
        reference.column,
        detail=lambda record: {
            "table": reference.parent,
            "missing": ", ".join(missing[record])[:100],
        },
    )


def likeness(name: str) -> str:
    """An id without what spreadsheets and hands change: case, zeros in front, blanks, dashes."""
    plain = "".join(character for character in name.casefold() if character.isalnum())
    return plain.lstrip("0")
