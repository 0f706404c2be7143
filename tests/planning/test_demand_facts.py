"""What a dataset knows beside its history reaches the forecast, and nothing of persons does."""

from dataclasses import replace

from domain.dataset import Dataset
from domain.demand import Holiday, Promotion
from planning.demand_facts import demand_facts
from tests.domain.small_data import DAY, small_dataset, with_warehouse

PROMOTION = Promotion(promo_id="P1", start_date=DAY, end_date=DAY, scope="A")
FAIR = Holiday(date=DAY, name="Fair")


def dataset() -> Dataset:
    made = with_warehouse(small_dataset(), "W1", region_id="North")
    first, *others = made.products
    return replace(
        made,
        products=(replace(first, category="food"), *others),
        promotions=(PROMOTION,),
        holidays=(FAIR,),
    )


def test_categories_regions_places_promotions_and_holidays_are_known() -> None:
    facts = demand_facts(dataset())
    assert facts.item_groups == {"A": "food", "B": "", "C": ""}
    assert (facts.group_of("A"), facts.group_of("B")) == ("food", "B")
    assert facts.place_regions == {"W1": "North"}
    assert facts.region_of("W2") == "W2"
    assert facts.place_locations == {w.warehouse_id: w.location for w in dataset().warehouses}
    assert facts.promotions == (PROMOTION,)
    assert facts.holidays == (FAIR,)


def test_names_and_addresses_are_no_part_of_it() -> None:
    made = dataset()
    named = tuple(
        replace(order, customer_name="Anna Müller", address="Main Street 1")
        for order in made.orders
    )
    told = demand_facts(replace(made, orders=named)).fingerprint()
    assert told == demand_facts(made).fingerprint()
