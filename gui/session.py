"""The current values of the window, and the announcement of each change.

The one long-lived mutable thing of the window. Widgets read values here and listen to its signals;
they keep nothing of their own that belongs to the plan.
"""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.dataset import Dataset
from domain.message import Problem
from domain.plan import Plan, Route, Stop, StopKind
from gui.theme import Colours, colours
from maps.network.road_network import RoadNetwork
from maps.picture.plan_text import PlanText
from planning.reading.dataset_reading import DatasetReading
from planning.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the planner looks at; an empty text where nothing of the kind is chosen.

    Attributes
    ----------
    vehicle_id
        Route; with an order, the route that serves it.
    order_id
        Order, served at a stop or left out.
    is_fetch
        With an order that is served, whether the stop is the one where it is fetched.
    place_id, item_id
        Warehouse, and SKU there.
    """

    vehicle_id: str = ""
    order_id: str = ""
    is_fetch: bool = False
    place_id: str = ""
    item_id: str = ""


NOTHING = Selection()


def stop_selection(route: Route, stop: Stop) -> Selection:
    """A stop by its first order; a reload by its route."""
    return Selection(
        vehicle_id=route.vehicle_id,
        order_id=stop.order_ids[0] if stop.order_ids else "",
        is_fetch=stop.kind is StopKind.PICKUP,
    )


class Session(QObject):
    """Holds the dataset, roads, plan, selection, language and colours on screen.

    A change of the data clears plan and selection before it is announced, so that no listener ever
    sees a plan beside data it does not answer.
    """

    data_changed = Signal()
    """Another dataset, other problems, or another day."""
    roads_changed = Signal()
    """Other roads, or other problems of the data on them."""
    plan_changed = Signal()
    selection_changed = Signal()
    language_changed = Signal()
    colours_changed = Signal()

    def __init__(self, language: str = "en", *, dark: bool = False) -> None:
        super().__init__()
        self.wording = Wording(language)
        self.colours: Colours = colours(dark=dark)
        self.source: Path | None = None
        self.reading: DatasetReading | None = None
        self.day: datetime.date | None = None
        self.roads: RoadNetwork | None = None
        self.plan: Plan | None = None
        self.previous_plan: Plan | None = None
        self.selection = NOTHING
        self._road_problems: tuple[Problem, ...] = ()
        self._text: PlanText | None = None
        self._routes: dict[str, Route] = {}
        self._route_of_order: dict[str, str] = {}
        self._stops: dict[tuple[str, bool], Stop] = {}

    @property
    def dataset(self) -> Dataset | None:
        """The dataset; None where none is open or its data have errors."""
        return self.reading.dataset if self.reading else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong or odd in the data, found on reading or on the roads."""
        read = self.reading.problems if self.reading else ()
        return (*read, *self._road_problems)

    @property
    def plan_text(self) -> PlanText | None:
        """The plan's facts and texts in the current language; None without a plan."""
        if self._text is None and self.plan is not None and self.dataset is not None:
            self._text = PlanText(self.plan, self.dataset, self.wording.say)
        return self._text

    def route(self, vehicle_id: str) -> Route | None:
        """The route of a vehicle, if it has one."""
        return self._routes.get(vehicle_id)

    def route_of(self, order_id: str) -> Route | None:
        """The route that serves an order, if any."""
        return self._routes.get(self._route_of_order.get(order_id, ""))

    def stop_of(self, order_id: str, *, is_fetch: bool = False) -> Stop | None:
        """The stop at which an order is delivered, or is fetched, if any."""
        return self._stops.get((order_id, is_fetch))

    def show_data(self, source: Path, reading: DatasetReading, day: datetime.date | None) -> None:
        """Take what was read of a source, and the day to plan."""
        self._drop_plan()
        self._road_problems = ()
        self.source, self.reading, self.day = source, reading, day
        self._announce_data()

    def choose_day(self, day: datetime.date) -> None:
        """Take another day of the same data."""
        if day != self.day:
            self._drop_plan()
            self.day = day
            self._announce_data()

    def show_roads(self, roads: RoadNetwork | None, problems: tuple[Problem, ...] = ()) -> None:
        """Take the roads to drive on, and what is wrong with the data's points on them."""
        self.roads, self._road_problems = roads, problems
        self.roads_changed.emit()

    def show_plan(self, plan: Plan) -> None:
        """Take a plan of the data and the day."""
        self.previous_plan, self.plan = self.plan, plan
        self._text = None
        self._routes = {route.vehicle_id: route for route in plan.routes}
        self._route_of_order = {
            order_id: route.vehicle_id for route in plan.routes for order_id in route.order_ids
        }
        self._stops = {
            (order_id, stop.kind is StopKind.PICKUP): stop
            for route in plan.routes
            for stop in route.stops
            for order_id in stop.order_ids
        }
        self.plan_changed.emit()
        self.select(NOTHING)

    def select(self, selection: Selection) -> None:
        """Take what the planner looks at; an order brings its route along, and its only stop."""
        order_id, is_fetch = selection.order_id, selection.is_fetch
        if (order_id, is_fetch) not in self._stops:
            selection = replace(selection, is_fetch=(order_id, True) in self._stops)
        if order_id and not selection.vehicle_id:
            selection = replace(selection, vehicle_id=self._route_of_order.get(order_id, ""))
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit()

    def speak(self, language: str) -> None:
        """Take another language."""
        if language != self.wording.language:
            self.wording = Wording(language)
            self._text = None
            self.language_changed.emit()

    def set_dark(self, dark: bool) -> None:
        """Take light or dark colours."""
        if dark != self.colours.is_dark:
            self.colours = colours(dark=dark)
            self.colours_changed.emit()

    def _drop_plan(self) -> None:
        self.plan = self.previous_plan = self._text = None
        self._routes, self._route_of_order, self._stops = {}, {}, {}
        self.selection = NOTHING

    def _announce_data(self) -> None:
        self.data_changed.emit()
        self.plan_changed.emit()
        self.selection_changed.emit()
