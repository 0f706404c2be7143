"""What a dataset knows beside its demand history, as the forecast takes it."""

from domain.dataset import Dataset
from forecasting.cleaning.closures import closed_place_days
from forecasting.known_facts import KnownFacts
from planning.public_holidays import known_holidays


def demand_facts(dataset: Dataset) -> KnownFacts:
    """Categories, regions, places, promotions and holidays of a dataset."""
    warehouses, demand = dataset.warehouses, dataset.demand
    return KnownFacts(
        item_groups={product.sku: product.category for product in dataset.products},
        place_regions={w.warehouse_id: w.region_id for w in warehouses if w.region_id},
        place_locations={w.warehouse_id: w.location for w in warehouses},
        promotions=tuple(dataset.promotions),
        holidays=known_holidays(dataset),
        closed_days=frozenset() if demand is None else closed_place_days(demand),
    )
