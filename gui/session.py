"""The current values of the window, and the announcement of each change.

The one long-lived mutable thing of the window. Widgets read values here and listen to its signals;
they keep nothing of their own that belongs to the plan.
"""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from domain.dataset import Dataset
from domain.message import Problem
from domain.plan import Plan, Route, Stop, StopKind
from gui.project.project_edits import ProjectEdits
from gui.theme import Colours, colours
from maps.network.road_network import RoadNetwork
from maps.picture.plan_text import PlanText
from planning.reading.dataset_reading import DatasetReading
from planning.wording import Wording

if TYPE_CHECKING:
    from planning.project.project import Project


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

    Other data clear plan and selection before they are announced. After an edit the plan stays, and
    beside it stays the dataset that it answers: `shown_dataset`, which every view of a plan takes.

    Attributes
    ----------
    source
        Where the data lie that the project was made of; the project itself where that is unknown.
    edits
        The open project, and what is done to it.
    """

    data_changed = Signal()
    """Another dataset, other problems, or another day."""
    reading_changed = Signal()
    """The same data after an edit: other values, other problems."""
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
        self.edits = ProjectEdits(self)
        self.source: Path | None = None
        self.reading: DatasetReading | None = None
        self.day: datetime.date | None = None
        self.roads: RoadNetwork | None = None
        self.plan: Plan | None = None
        self.previous_plan: Plan | None = None
        self.selection = NOTHING
        self._road_problems: tuple[Problem, ...] = ()
        self._planned: Dataset | None = None
        self._text: PlanText | None = None
        self._routes: dict[str, Route] = {}
        self._route_of_order: dict[str, str] = {}
        self._stops: dict[tuple[str, bool], Stop] = {}

    @property
    def dataset(self) -> Dataset | None:
        """The dataset; None where none is open or its data have errors."""
        return self.reading.dataset if self.reading else None

    @property
    def shown_dataset(self) -> Dataset | None:
        """The dataset that the plan on the screen answers; without a plan, the newest."""
        return self.dataset if self.plan is None else self._planned

    @property
    def is_plan_old(self) -> bool:
        """Whether the data were edited since the plan on the screen was made of them."""
        if self.plan is None or self._planned is None:
            return False
        return self.dataset is None or self.dataset.fingerprint != self._planned.fingerprint

    @property
    def project(self) -> "Project | None":
        """The project that is open; None where data are shown that are in none."""
        return self.edits.project

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong or odd in the data, found on reading or on the roads."""
        read = self.reading.problems if self.reading else ()
        return (*read, *self._road_problems)

    @property
    def plan_text(self) -> PlanText | None:
        """The plan's facts and texts in the current language; None without a plan."""
        if self._text is None and self.plan is not None and self._planned is not None:
            self._text = PlanText(self.plan, self._planned, self.wording.say)
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

    def table_of(self, problem: Problem) -> str:
        """Name of the table that a problem lies in; empty where it is in none that was read."""
        if self.reading is None or not problem.file:
            return ""
        for name, rows in self.reading.rows.items():
            if (rows.file, rows.sheet) == (problem.file, problem.sheet):
                return name
        return ""

    def show_data(
        self,
        source: Path,
        reading: DatasetReading,
        day: datetime.date | None,
        project: "Project | None" = None,
    ) -> None:
        """Take what was read of a source, the day to plan, and the project that holds it."""
        self._drop_plan()
        self._road_problems = ()
        self.source, self.reading, self.day = source, reading, day
        self.edits.open(project)
        self._announce_data()

    def close_data(self) -> None:
        """Show nothing any more."""
        self._drop_plan()
        self._road_problems = ()
        self.source = self.reading = self.day = self.roads = None
        self.edits.open(None)
        self._announce_data()
        self.roads_changed.emit()

    def show_reading(self, reading: DatasetReading) -> None:
        """Take what was read anew after an edit; the plan stays, be it of older data."""
        was_old = self.is_plan_old
        self.reading = reading
        if self.plan is not None and not self.is_plan_old:
            self._planned, self._text = reading.dataset, None
        self.reading_changed.emit()
        if self.plan is None or was_old != self.is_plan_old:
            self.plan_changed.emit()

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

    def show_plan(self, plan: Plan, dataset: Dataset | None = None) -> None:
        """Take a plan of the day; of the newest data, or of a dataset before an edit."""
        self.previous_plan, self.plan = self.plan, plan
        self._planned, self._text = dataset or self.dataset, None
        if not self.is_plan_old:
            self._planned = self.dataset
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
        self.plan = self.previous_plan = self._planned = self._text = None
        self._routes, self._route_of_order, self._stops = {}, {}, {}
        self.selection = NOTHING

    def _announce_data(self) -> None:
        self.data_changed.emit()
        self.plan_changed.emit()
        self.selection_changed.emit()
