"""What is known of a warehouse, and of a SKU there."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from domain.dataset import Dataset
from domain.demand import ForecastBasis
from domain.plan import ForecastLine, Plan
from domain.supply import ReplenishmentLine
from domain.units import SECONDS_PER_DAY, clock_text
from domain.warehouses import Warehouse
from gui.charts.day_text import short_day_text
from gui.panels.card import Card, Fact, Link, known
from gui.panels.forecast_basis import basis_text
from gui.session import Selection, Session
from maps.picture.plan_facts import with_name

translate = QCoreApplication.translate

DAYS_AHEAD = 3
"""Days after the plan's whose stops and load are told."""

KG_PER_TONNE = 1_000


def place_card(place_id: str, dataset: Dataset, session: Session) -> Card | None:
    """A warehouse: its hours, and what the plan has it do."""
    warehouse = next((w for w in dataset.warehouses if w.warehouse_id == place_id), None)
    if warehouse is None:
        return None
    return Card(
        kind=session.wording.text("map.warehouse"),
        name=with_name(place_id, warehouse.name),
        facts=known(
            (
                *_hours(warehouse),
                *_work(place_id, session.plan),
                *_days_ahead(place_id, session.plan, session.wording.language),
            )
        ),
    )


def item_card(selection: Selection, dataset: Dataset, session: Session) -> Card | None:
    """A SKU at a warehouse: what lies there, what is expected, what is ordered and why."""
    place_id, item_id = selection.place_id, selection.item_id
    product = next((p for p in dataset.products if p.sku == item_id), None)
    plan, say = session.plan, session.wording.say
    lines = (
        [
            line
            for line in (*plan.replenishment, *plan.transfers)
            if (line.to_id, line.sku) == (place_id, item_id)
        ]
        if plan
        else []
    )
    method = plan.forecast_method if plan else None
    warehouse = Link(translate("SelectedCard", "Show the warehouse"), Selection(place_id=place_id))
    return Card(
        kind=session.wording.text("stock.sku"),
        name=with_name(item_id, product.name if product else ""),
        facts=known(
            (
                (session.wording.text("map.warehouse"), place_id),
                (translate("SelectedCard", "Category"), product.category if product else ""),
                *_stock(place_id, item_id, dataset),
                *_expected(_forecast(selection, plan)),
                *(_coming(line) for line in lines),
            )
        ),
        why=tuple(dict.fromkeys(map(say, (line.explanation for line in lines))))
        + ((say(method),) if method else ()),
        links=(warehouse,),
    )


def _hours(warehouse: Warehouse) -> Iterator[Fact]:
    opens_s, closes_s = warehouse.open_time_s, warehouse.close_time_s
    if (opens_s, closes_s) != (0, SECONDS_PER_DAY):
        hours = f"{clock_text(opens_s)}–{clock_text(closes_s)}"
        yield translate("SelectedCard", "Open"), hours
    most = warehouse.outbound_capacity_orders_per_day
    yield translate("SelectedCard", "Orders a day, at most"), f"{most:,}" if most else ""


def _work(place_id: str, plan: Plan | None) -> Iterator[Fact]:
    """What a plan has a warehouse do."""
    if plan is None:
        return
    shipped = sum(a.warehouse_id == place_id for a in plan.allocation)
    vehicles = sum(r.warehouse_id == place_id for r in plan.routes)
    ordered = sum(line.to_id == place_id for line in plan.replenishment)
    moved_in = sum(line.to_id == place_id for line in plan.transfers)
    moved_out = sum(line.from_id == place_id for line in plan.transfers)
    yield translate("SelectedCard", "Orders it serves"), f"{shipped:,}"
    yield translate("SelectedCard", "Vehicles that start here"), f"{vehicles:,}"
    yield translate("SelectedCard", "SKUs to order"), f"{ordered:,}"
    yield translate("SelectedCard", "SKUs to move here"), f"{moved_in:,}"
    yield translate("SelectedCard", "SKUs to move away"), f"{moved_out:,}"


def _days_ahead(place_id: str, plan: Plan | None, language: str) -> Iterator[Fact]:
    """What a warehouse is expected to send out on the days after the plan's."""
    loads = [load for load in plan.expected_loads if load.warehouse_id == place_id] if plan else []
    ahead = [load for load in loads if plan is not None and load.date > plan.day]
    about = translate("SelectedCard", "Expected {day}")
    stops = translate("SelectedCard", "{fewest} to {most} stops, {tonnes} t")
    for load in sorted(ahead, key=lambda load: load.date)[:DAYS_AHEAD]:
        yield (
            about.format(day=short_day_text(load.date, language)),
            stops.format(
                fewest=f"{load.stops['10']:,.0f}",
                most=f"{load.stops['90']:,.0f}",
                tonnes=f"{load.load_kg['50'] / KG_PER_TONNE:,.1f}",
            ),
        )


def _stock(place_id: str, item_id: str, dataset: Dataset) -> Iterator[Fact]:
    levels = [s for s in dataset.stock or () if (s.warehouse_id, s.sku) == (place_id, item_id)]
    if dataset.stock is not None:
        on_hand = sum(level.on_hand_units for level in levels)
        reserved = sum(level.reserved_units for level in levels)
        yield translate("SelectedCard", "On hand"), f"{on_hand:,}"
        yield translate("SelectedCard", "Reserved"), f"{reserved:,}" if reserved else ""
    for inbound in dataset.inbound:
        if (inbound.warehouse_id, inbound.sku) == (place_id, item_id):
            arrives = translate("SelectedCard", "{units} on {day}")
            yield (
                translate("SelectedCard", "On its way"),
                arrives.format(units=f"{inbound.units:,}", day=inbound.due_date.isoformat()),
            )


def _forecast(selection: Selection, plan: Plan | None) -> ForecastLine | None:
    wanted = selection.place_id, selection.item_id
    lines = plan.forecast if plan else ()
    return next((line for line in lines if (line.place_id, line.item_id) == wanted), None)


def _expected(line: ForecastLine | None) -> Iterator[Fact]:
    if line is None:
        return
    if line.basis is not ForecastBasis.OWN:
        yield translate("SelectedCard", "Forecast rests on"), basis_text(line.basis)
    usual, most = (line.lead_time_quantiles.get(level) for level in ("50", "90"))
    yield translate("SelectedCard", "Lead time"), _days(line.lead_time_days)
    if usual is not None:
        label = translate("SelectedCard", "Usual demand in that time")
        yield label, f"{usual:,.1f}"
    if most is not None:
        label = translate("SelectedCard", "90 of 100 times, at most")
        yield label, f"{most:,.1f}"


def _coming(line: ReplenishmentLine) -> Fact:
    text = translate("SelectedCard", "{units} from {place}, there on {day}")
    day = line.due_date.isoformat()
    return (
        translate("SelectedCard", "To order or move"),
        text.format(units=f"{line.units:,}", place=line.from_id, day=day),
    )


def _days(count: int) -> str:
    return translate("SelectedCard", "{count} days").format(count=count)
