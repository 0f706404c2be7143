"""A small planned day and a map that shows it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from gui.map.map_view import MapView
from planning.wording import Wording
from tests.gui.map.looking import shown, wait_for
from tests.maps.land import with_land
from tests.maps.made_up_plan import PlannedDay, plan_day


@pytest.fixture(scope="session")
def day() -> PlannedDay:
    """Three routes of six stops, the very first late, and four orders left out."""
    made = plan_day(routes=3, stops=6, side=24)
    first, *others = made.plan.routes
    late = (replace(first.stops[0], late_s=1_500), *first.stops[1:])
    plan = replace(made.plan, routes=(replace(first, stops=late), *others))
    return replace(made, plan=plan, roads=replace(with_land(made.roads), is_made_up=True))


@pytest.fixture(scope="module")
def shared_map(qapp: QApplication, day: PlannedDay) -> Iterator[MapView]:
    """One page for the tests of a module: each takes a second to start."""
    view = _opened(day)
    yield view
    view.close_map()
    view.deleteLater()


@pytest.fixture
def map_view(shared_map: MapView, day: PlannedDay) -> MapView:
    """The map as it was opened: the plan by day, in English, all of it in view."""
    shared_map.set_dark(False)
    shared_map.set_say(Wording("en").say)
    shared_map.select()
    shared_map.clear()
    shown(shared_map)
    shared_map.show_plan(day.plan, day.dataset)
    shown(shared_map)
    return shared_map


@pytest.fixture
def own_map(qapp: QApplication, day: PlannedDay) -> Iterator[MapView]:
    """A map for a test that leaves something behind."""
    view = _opened(day)
    yield view
    view.close_map()
    view.deleteLater()


def _opened(day: PlannedDay) -> MapView:
    view = MapView(Wording("en").say)
    view.resize(800, 600)
    view.show_roads(day.roads)
    view.show_plan(day.plan, day.dataset)
    view.show()
    wait_for(view.ready)
    shown(view)
    return view
