"""Bad stock plans: what only shows when the stock is planned, and arguments that make no sense."""

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.end_to_end.bad_inputs.stock import LANES, STOCK, WAREHOUSES
from tests.planning.reading.small_dataset import Spoil
from tests.planning.reading.test_rules import both, cell, row


def _inventory(*arguments: object, without: str = "", spoil: Spoil = lambda _: None) -> Prepare:
    """Plan the stock of the dataset after something was done to it, or a table taken away."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.tables.pop(without, None)
        spoil(bed.tables)
        return "inventory", bed.data, *arguments

    return prepare


def _planned() -> list[Case]:
    """What only shows when the stock is planned; all the rest is planned still."""
    other = row(LANES, from_id="Supplier", to_id="W2", sku="A-2", moq_units="")
    bad: tuple[tuple[str, str, str, int, Spoil], ...] = (
        (
            "more on its way than can be taken in",
            "receiving",
            "conflict",
            3,
            cell(WAREHOUSES, "inbound_capacity_m3_per_day", "0.1"),
        ),
        (
            "more in stock than there is room for",
            "storage",
            "conflict",
            3,
            cell(WAREHOUSES, "storage_capacity_m3", "0.05"),
        ),
        (
            "more on its way than there is room for",
            "storage_inbound",
            "conflict",
            3,
            cell(WAREHOUSES, "storage_capacity_m3", "0.09"),
        ),
        ("planned on no lane", "no_lane", "left_out", 0, cell(LANES, "sku", "007", 3)),
        (
            "planned without sales",
            "no_forecast",
            "left_out",
            0,
            cell("demand_history", "sku", "007", 5),
        ),
        (
            "planned by category",
            "not_by_sku",
            "left_out",
            0,
            both(
                cell("demand_history", "sku", "", 5),
                cell("demand_history", "category", "home", 5),
            ),
        ),
        (
            "planned by a lane that is too slow",
            "lead_time",
            "lane",
            0,
            both(other, cell(LANES, "lead_time_days", "60")),
        ),
        (
            "planned by a lane that takes too little",
            "daily_limit",
            "lane",
            0,
            both(other, cell(LANES, "max_units_per_day", "6")),
        ),
        ("planned from a warehouse that has none", "giver_empty", "lane", 0, both()),
    )
    return [
        Case(
            name=name,
            prepare=_inventory(spoil=spoil),
            exit=exits,
            code=f"stock.{family}.{kind}",
            file=WAREHOUSES if family == "conflict" else LANES,
        )
        for name, kind, family, exits, spoil in bad
    ]  # fmt: skip


def _what_ifs() -> list[Case]:
    """Arguments of the command that make no sense."""
    bad: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("a what-if of nothing", "what_if.unreadable", ("peak:",)),
        ("a what-if without a sign", "what_if.unreadable", ("peak:demand=20%",)),
        ("a what-if of an unknown thing", "what_if.unreadable", ("peak:weather=+20%",)),
        ("a service of more than all", "what_if.out_of_range", ("service=120%",)),
        ("less demand than none", "what_if.out_of_range", ("demand=-120%",)),
        ("demand changed twice", "what_if.twice", ("demand=+1%,demand=+2%",)),
        ("two what-ifs of a name", "inventory.name_twice", ("a:demand=+1%", "a:demand=+2%")),
    )
    return [
        Case(
            name=name,
            prepare=_inventory(*(part for text in texts for part in ("--what-if", text))),
            code=code,
            column="--what-if",
        )
        for name, code, texts in bad
    ]


CASES = [
    *_planned(),
    *_what_ifs(),
    Case(
        name="a stock plan of an unknown kind",
        prepare=_inventory("--out", "plan.pdf"),
        code="inventory.unknown_kind", column="--out",
    ),
    Case(
        name="a stock plan without stock",
        prepare=_inventory(without=STOCK),
        code="inventory.no_stock", file=STOCK,
    ),
    Case(
        name="a stock plan without any sales",
        prepare=_inventory(without="demand_history"),
        code="forecast.no_history", file="demand_history",
    ),
    Case(
        name="a stock plan without any lane",
        prepare=_inventory(without=LANES),
        code="inventory.nothing_to_plan", file=LANES,
    ),
]  # fmt: skip
