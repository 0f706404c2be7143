"""The life of the map's page: it dies, never comes, is closed; the map takes no harm."""

import os
import signal
from contextlib import suppress

import pytest
from PySide6.QtWidgets import QApplication

from gui.map import map_view as map_view_module
from gui.map.map_view import MapView
from planning.wording import Wording
from tests.gui.map.looking import ask, has_colour, look_at, place, shown, wait_for, wait_until
from tests.maps.made_up_plan import PlannedDay

ACCENT_BY_NIGHT = "#4C9AFF"


def test_after_the_page_has_died_all_comes_back_as_it_was(
    own_map: MapView, day: PlannedDay
) -> None:
    own_map.set_dark(True)
    own_map.select(order_id=day.plan.routes[2].stops[3].order_ids[0])
    look_at(own_map, "stop", 2, 3, zoom=17)
    wait_until(lambda: own_map._view is not None and own_map._view[2] == 17)
    os.kill(own_map._page.renderProcessPid(), signal.SIGKILL)
    wait_for(own_map.ready)
    shown(own_map)
    wait_until(lambda: ask(own_map, "windowMap.layer.selected?.kind") == "stop")
    x, y = place(own_map, "stop", 2, 3)
    assert abs(x - 400) < 3
    assert abs(y - 300) < 3
    assert ask(own_map, "windowMap.map.getZoom()") == 17
    assert has_colour(own_map, (x, y), ACCENT_BY_NIGHT, around=20)


def test_a_page_that_never_comes_is_given_up_for_another(
    qapp: QApplication, day: PlannedDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_view_module, "_LOAD_LIMIT_MS", 1_000)
    view = MapView(Wording("en").say)
    view.show_plan(day.plan, day.dataset)
    view.show()
    came: list[bool] = []
    view.ready.connect(lambda: came.append(True))
    wait_until(view._page.renderProcessPid)
    os.kill(hanging := view._page.renderProcessPid(), signal.SIGSTOP)
    assert not came
    try:
        wait_until(lambda: came)
        shown(view)
        assert view._page.renderProcessPid() != hanging
    finally:
        view.close_map()
        view.deleteLater()
        with suppress(ProcessLookupError):
            os.kill(hanging, signal.SIGKILL)


def test_a_closed_map_takes_no_harm(qapp: QApplication, day: PlannedDay) -> None:
    view = MapView(Wording("en").say)
    view.close_map()
    view.close_map()
    view.show_roads(day.roads)
    view.show_plan(day.plan, day.dataset)
    view.select(order_id="O00001")
    view.set_dark(True)
    view.set_say(Wording("zh").say)
    view.clear()
    assert view.blocked_requests() == ()
    view.deleteLater()
