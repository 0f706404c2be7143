"""Mistakes about whole plans, orders, allocation and stock."""

from dataclasses import replace

from domain.message import message
from domain.plan import Allocation, Unassigned
from tests.domain.broken.case import Case, breaks, route_of, summed, with_route, with_stop
from tests.domain.small_data import small_dataset, with_warehouse
from tests.domain.small_plan import SHIPS, UNASSIGNED, plan_of, small_plan

NO_TIME = message("unassigned.no_time")


def allocated(**ships: str) -> tuple[Allocation, ...]:
    why = message("allocation.nearest")
    pairs = (SHIPS | ships).items()
    return tuple(Allocation(order_id=o, warehouse_id=w, explanation=why) for o, w in pairs)


@breaks("numbers", "vehicle:V1 stop:2", 1)
def waits_less_than_nothing() -> Case:
    plan = small_plan()
    return Case(plan=with_route(plan, with_stop(route_of(plan, "V1"), 2, wait_s=-1)))


@breaks("numbers", "vehicle:V2 stop:1", 1)
def load_is_no_number() -> Case:
    plan = small_plan()
    return Case(plan=with_route(plan, with_stop(route_of(plan, "V2"), 1, load_kg=float("nan"))))


@breaks("numbers", "summary", 1)
def half_a_metre() -> Case:
    plan = small_plan()
    half = replace(plan.summary, distance_m=36_000.5)  # type: ignore[arg-type]
    return Case(plan=replace(plan, summary=half))


@breaks("dataset", "plan", 1)
def answers_other_data() -> Case:
    plan = small_plan()
    return Case(plan=replace(plan, origin=replace(plan.origin, dataset_fingerprint="6" * 64)))


@breaks("currency", "plan", 1)
def counts_in_other_money() -> Case:
    return Case(plan=replace(small_plan(), currency="CNY"))


@breaks("timezone", "plan", 1)
def lives_by_another_clock() -> Case:
    return Case(plan=replace(small_plan(), timezone="Asia/Shanghai"))


@breaks("order_missing", "order:O9", 1)
def forgets_an_order() -> Case:
    plan = small_plan()
    return Case(plan=summed(replace(plan, unassigned=UNASSIGNED[:1])))


@breaks("order_repeated", "order:O7", 1)
def serves_and_lists_an_order() -> Case:
    both = Unassigned(order_id="O7", reason=NO_TIME, cost_minor=8_000)
    plan = small_plan()
    return Case(plan=summed(replace(plan, unassigned=(*UNASSIGNED, both))))


@breaks("order_repeated", "order:O8", 1)
def lists_an_order_twice() -> Case:
    plan = small_plan()
    return Case(plan=summed(replace(plan, unassigned=(*UNASSIGNED, UNASSIGNED[0]))))


@breaks("order_unknown", "order:O99", 1)
def lists_an_order_nobody_made() -> Case:
    unknown = Unassigned(order_id="O99", reason=NO_TIME, cost_minor=5)
    plan = small_plan()
    return Case(plan=summed(replace(plan, unassigned=(*UNASSIGNED, unknown))))


@breaks("order_unknown", "order:O10", 1, "other_day")
def lists_an_order_of_tomorrow() -> Case:
    tomorrow = Unassigned(order_id="O10", reason=NO_TIME, cost_minor=2_000)
    plan = small_plan()
    return Case(plan=summed(replace(plan, unassigned=(*UNASSIGNED, tomorrow))))


@breaks("unassigned_reason", "order:O8", 1)
def leaves_an_order_out_without_a_word() -> Case:
    silent = replace(UNASSIGNED[0], reason=message(""))
    return Case(plan=replace(small_plan(), unassigned=(silent, UNASSIGNED[1])))


@breaks("allocation_line", "order:O8", 1)
def allocates_to_a_warehouse_there_is_not() -> Case:
    return Case(plan=replace(small_plan(), allocation=allocated(O8="W9")))


@breaks("allocation_repeated", "order:O8", 1)
def allocates_an_order_twice_over() -> Case:
    why = message("allocation.nearest")
    again = Allocation(order_id="O8", warehouse_id="W2", explanation=why)
    return Case(plan=replace(small_plan(), allocation=(*allocated(O8="W1"), again)))


@breaks("allocation", "vehicle:V3 order:O7", 1)
def ships_from_elsewhere() -> Case:
    return Case(plan=replace(small_plan(), allocation=allocated(O7="W1")))


@breaks("allocation", "vehicle:V3 order:O7", 1, "none")
def ships_what_is_not_allocated() -> Case:
    lines = tuple(line for line in allocated() if line.order_id != "O7")
    return Case(plan=replace(small_plan(), allocation=lines))


@breaks("stock", "warehouse:W1 sku:C", 1)
def ships_what_is_not_there() -> Case:
    dataset = small_dataset()
    stock = tuple(
        replace(s, on_hand_units=2) if (s.warehouse_id, s.sku) == ("W1", "C") else s
        for s in dataset.stock or ()
    )
    short = replace(dataset, stock=stock)
    return Case(dataset=short, plan=plan_of(short, small_plan().routes))


@breaks("stock", "warehouse:W1 sku:B", 1)
def ships_what_is_reserved() -> Case:
    dataset = small_dataset()
    stock = tuple(replace(s, reserved_units=19) if s.sku == "B" else s for s in dataset.stock or ())
    return Case(dataset=replace(dataset, stock=stock))


@breaks("outbound_capacity", "warehouse:W1", 1)
def sends_out_too_many_orders() -> Case:
    return Case(dataset=with_warehouse(small_dataset(), "W1", outbound_capacity_orders_per_day=4))
