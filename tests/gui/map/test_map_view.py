"""The map in the window: a real page, clicked on and looked at."""

import math
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gui.map.ground_colours import DAY, NIGHT
from gui.map.map_view import MapView
from planning.wording import Wording
from tests.gui.map.looking import (
    ask,
    caught,
    click,
    click_twice,
    colour_at,
    drawn,
    has_colour,
    look_at,
    place,
    point_at,
    press,
    shown,
    wait_until,
)
from tests.maps.carrying_day import carrying_day
from tests.maps.made_up_plan import RELOAD, PlannedDay

HUES = ("#0072B2", "#E69F00", "#009E73")
ACCENT, ACCENT_BY_NIGHT, WARNING, BAD = "#1F6FEB", "#4C9AFF", "#B25E00", "#C0362C"


def test_a_click_on_a_stop_names_its_vehicle_and_order(map_view: MapView, day: PlannedDay) -> None:
    route = day.plan.routes[1]
    look_at(map_view, "stop", 1, 2)
    with caught(map_view.stop_clicked) as found:
        click(map_view, place(map_view, "stop", 1, 2))
    assert found == [(route.vehicle_id, route.stops[2].order_ids[0], False)]


def test_a_click_beside_a_stop_by_less_than_a_fingertip_still_hits_it(
    map_view: MapView, day: PlannedDay
) -> None:
    look_at(map_view, "stop", 2, 4, zoom=18)
    x, y = place(map_view, "stop", 2, 4)
    with caught(map_view.stop_clicked) as found:
        click(map_view, (x, y + 11))
    assert found[0][1] == day.plan.routes[2].stops[4].order_ids[0]


def test_a_click_on_a_line_names_its_vehicle(map_view: MapView, day: PlannedDay) -> None:
    at = ask(map_view, _MIDDLE_OF_A_LINE)
    with caught(map_view.route_clicked) as found:
        click(map_view, (at[0], at[1]))
    assert found == [(day.plan.routes[0].vehicle_id,)]


def test_a_click_on_an_order_left_out_a_warehouse_or_nothing_says_so(
    map_view: MapView, day: PlannedDay
) -> None:
    look_at(map_view, "unassigned", 1, zoom=18)
    with caught(map_view.unassigned_clicked) as left_out:
        click(map_view, place(map_view, "unassigned", 1))
    look_at(map_view, "warehouse", 2, zoom=18)
    with caught(map_view.warehouse_clicked) as warehouses:
        click(map_view, place(map_view, "warehouse", 2))
    ask(map_view, "void windowMap.map.setView([0, 0], 12, { animate: false })")
    with caught(map_view.ground_clicked):
        click(map_view, (300, 300))
    assert left_out == [(day.plan.unassigned[1].order_id,)]
    assert warehouses == [("W3",)]


def test_escape_is_a_click_on_the_ground(map_view: MapView) -> None:
    with caught(map_view.ground_clicked):
        press(map_view, Qt.Key.Key_Escape)


def test_keys_move_and_zoom_and_show_everything(map_view: MapView) -> None:
    zoom, centre = ask(map_view, "windowMap.map.getZoom()"), _centre(map_view)
    press(map_view, Qt.Key.Key_Right)
    wait_until(lambda: _centre(map_view)[1] > centre[1] + 1e-3)
    drawn(map_view)
    press(map_view, Qt.Key.Key_Plus)
    wait_until(lambda: ask(map_view, "windowMap.map.getZoom()") == zoom + 1)
    press(map_view, Qt.Key.Key_Home)
    wait_until(lambda: ask(map_view, "windowMap.map.getZoom()") == zoom)
    bounds = "windowMap.layer.drawn.bounds()"
    assert ask(map_view, f"windowMap.map.getBounds().contains({bounds})")


def test_a_double_click_goes_to_the_stop(map_view: MapView) -> None:
    at = place(map_view, "stop", 0, 3)
    click_twice(map_view, at)
    wait_until(lambda: ask(map_view, "windowMap.map.getZoom()") >= 16)
    drawn(map_view)
    x, y = place(map_view, "stop", 0, 3)
    assert abs(x - 400) < 30
    assert abs(y - 300) < 30


def test_the_first_view_holds_the_whole_plan(map_view: MapView, day: PlannedDay) -> None:
    for i, route in enumerate(day.plan.routes):
        for j in range(len(route.stops)):
            x, y = place(map_view, "stop", i, j)
            assert 0 < x < 800
            assert 0 < y < 600


def test_the_first_view_is_filled_by_the_plan(map_view: MapView) -> None:
    corners = ask(
        map_view,
        """(() => {
          const { map, layer } = windowMap, bounds = layer.drawn.bounds();
          return [bounds.getNorthWest(), bounds.getSouthEast()]
            .map((at) => map.latLngToContainerPoint(at));
        })()""",
    )
    (west, north), (east, south) = ((corner["x"], corner["y"]) for corner in corners)
    assert max((east - west) / 800, (south - north) / 600) > 0.7


def test_tiles_that_are_enlarged_are_fine_ones(map_view: MapView) -> None:
    for zoom, is_fine in ((14, False), (14.25, True), (14.5, False), (14.75, False)):
        look_at(map_view, "stop", 0, 0, zoom=zoom)
        tiles = "[...document.querySelectorAll('.leaflet-tile')]"
        addresses = ask(map_view, f"{tiles}.map((tile) => tile.src)")
        nearest = math.floor(zoom + 0.5)
        newest = [a for a in addresses if f"/{nearest}/" in a]
        assert newest
        assert {"@2x" in address for address in newest} == {is_fine}


def test_the_selected_route_has_arrows_only_where_they_read(
    map_view: MapView, day: PlannedDay
) -> None:
    map_view.select(vehicle_id=day.plan.routes[0].vehicle_id)
    wait_until(lambda: ask(map_view, "windowMap.layer.selected?.first") == 0)
    counted = """(() => {
      let count = 0;
      const arrow = Sheet.prototype._arrow;
      Sheet.prototype._arrow = function (...place) { count += 1; arrow.apply(this, place); };
      windowMap.layer._draw();
      Sheet.prototype._arrow = arrow;
      return count;
    })()"""
    look_at(map_view, "stop", 0, 2, zoom=13)
    assert ask(map_view, counted) == 0
    look_at(map_view, "stop", 0, 2, zoom=16)
    assert ask(map_view, counted) > 0


def test_routes_have_their_colours_and_late_stops_a_ring(map_view: MapView) -> None:
    for i, hue in enumerate(HUES):
        look_at(map_view, "stop", i, 0, zoom=15)
        assert has_colour(map_view, place(map_view, "stop", i, 0), hue)
    look_at(map_view, "stop", 0, 0, zoom=18)
    assert has_colour(map_view, place(map_view, "stop", 0, 0), WARNING, around=14)
    look_at(map_view, "stop", 0, 1, zoom=18)
    assert not has_colour(map_view, place(map_view, "stop", 0, 1), WARNING, around=14)
    look_at(map_view, "unassigned", 0, zoom=18)
    assert has_colour(map_view, place(map_view, "unassigned", 0), BAD)


def test_a_selected_route_stands_out_and_the_others_step_back(
    map_view: MapView, day: PlannedDay
) -> None:
    look_at(map_view, "stop", 0, 2, zoom=13)
    other = ask(map_view, _MIDDLE_OF_A_LINE)
    assert colour_at(map_view, other)[3] == 255
    map_view.select(vehicle_id=day.plan.routes[1].vehicle_id)
    wait_until(lambda: ask(map_view, "windowMap.layer.selected?.first") == 1)
    drawn(map_view)
    look_at(map_view, "stop", 0, 2, zoom=13)
    other = ask(map_view, _MIDDLE_OF_A_LINE)
    assert colour_at(map_view, other)[3] < 200
    look_at(map_view, "stop", 1, 2, zoom=15)
    assert has_colour(map_view, place(map_view, "stop", 1, 2), HUES[1])


def test_a_selected_stop_has_a_ring(map_view: MapView, day: PlannedDay) -> None:
    look_at(map_view, "stop", 0, 2)
    at = place(map_view, "stop", 0, 2)
    assert not has_colour(map_view, at, ACCENT, around=20)
    map_view.select(order_id=day.plan.routes[0].stops[2].order_ids[0])
    wait_until(lambda: ask(map_view, "windowMap.layer.selected?.kind") == "stop")
    assert has_colour(map_view, at, ACCENT, around=20)
    map_view.select()
    wait_until(lambda: ask(map_view, "windowMap.layer.selected") is None)
    assert not has_colour(map_view, at, ACCENT, around=20)


def test_what_is_selected_elsewhere_comes_into_view_and_what_was_clicked_stays(
    map_view: MapView, day: PlannedDay
) -> None:
    look_at(map_view, "stop", 0, 0, zoom=17)
    far = day.plan.unassigned[2].order_id
    map_view.select(order_id=far)
    wait_until(lambda: _is_in_view(place(map_view, "unassigned", 2)))
    drawn(map_view)
    look_at(map_view, "stop", 1, 1, zoom=16)
    before = _centre(map_view)
    with caught(map_view.stop_clicked) as found:
        click(map_view, place(map_view, "stop", 1, 1))
    map_view.select(vehicle_id=found[0][0], order_id=found[0][1])
    wait_until(lambda: ask(map_view, "windowMap.layer.selected?.kind") == "stop")
    drawn(map_view)
    assert _centre(map_view) == before


def test_what_is_not_on_the_map_is_not_selected(map_view: MapView) -> None:
    map_view.select(order_id="no such order", vehicle_id="nor van", warehouse_id="nor house")
    drawn(map_view)
    assert ask(map_view, "windowMap.layer.selected") is None


def test_pointing_at_a_stop_tells_who_and_when(map_view: MapView, day: PlannedDay) -> None:
    look_at(map_view, "stop", 1, 2)
    stop = day.plan.routes[1].stops[2]
    name = next(o.customer_name for o in day.dataset.orders if o.order_id == stop.order_ids[0])
    point_at(map_view, place(map_view, "stop", 1, 2))
    wait_until(lambda: not ask(map_view, "document.querySelector('.note').hidden"))
    parts = ask(map_view, "[...document.querySelectorAll('.note span')].map((e) => e.textContent)")
    assert parts[0] == "2 · 3"
    assert parts[2] == name
    assert len(parts[1]) == len("08:45")


def test_a_reload_is_a_stop_without_an_order(own_map: MapView, day: PlannedDay) -> None:
    route = day.plan.routes[0]
    reload = replace(RELOAD, location=route.stops[0].location)
    plan = replace(day.plan, routes=(replace(route, stops=(reload, *route.stops[1:])),))
    own_map.show_plan(plan, day.dataset)
    shown(own_map)
    look_at(own_map, "stop", 0, 0, zoom=18)
    x, y = place(own_map, "stop", 0, 0)
    with caught(own_map.stop_clicked) as found:
        # It stands above the sign of the warehouse.
        click(own_map, (x, y - 25))
    assert found == [(route.vehicle_id, "", False)]


def test_where_a_transport_is_fetched_and_delivered_are_two_marks(own_map: MapView) -> None:
    day = carrying_day()
    own_map.show_plan(day.plan, day.dataset)
    shown(own_map)
    for stop, is_fetch, shape in ((2, True, "pickup"), (3, False, "delivery")):
        look_at(own_map, "stop", 0, stop, zoom=18)
        found_shape = f"windowMap.layer.hits.find(({{ mark }}) => mark.second === {stop}).shape"
        assert ask(own_map, found_shape) == shape
        with caught(own_map.stop_clicked) as found:
            click(own_map, place(own_map, "stop", 0, stop))
        assert found == [("VAN-01", "CARRY", is_fetch)]
        own_map.select(vehicle_id="VAN-01", order_id="CARRY", is_fetch=is_fetch)
        drawn(own_map)
        assert ask(own_map, "windowMap.layer.selected?.second") == stop


def test_the_night_changes_ground_and_marks(map_view: MapView, day: PlannedDay) -> None:
    map_view.select(order_id=day.plan.routes[0].stops[2].order_ids[0])
    look_at(map_view, "stop", 0, 2)
    at = place(map_view, "stop", 0, 2)
    assert _ground(map_view) == _rgb(DAY.land)
    map_view.set_dark(True)
    wait_until(lambda: ask(map_view, "document.documentElement.dataset.theme") == "dark")
    wait_until(lambda: _ground(map_view) == _rgb(NIGHT.land))
    assert has_colour(map_view, at, ACCENT_BY_NIGHT, around=20)


def test_another_language_changes_what_is_written(map_view: MapView) -> None:
    attribution = "document.querySelector('.attribution').textContent"
    assert ask(map_view, attribution) == "Roads: made-up, a made-up city"
    map_view.set_say(Wording("zh").say)
    wait_until(
        lambda: (
            "made-up" in ask(map_view, attribution) and "Roads" not in ask(map_view, attribution)
        )
    )
    titles = ask(map_view, "[...document.querySelectorAll('.buttons button')].map((b) => b.title)")
    assert titles[0].startswith("放大")
    assert ask(map_view, "document.documentElement.lang").startswith("zh")


def test_orders_are_shown_before_there_is_a_plan(map_view: MapView, day: PlannedDay) -> None:
    map_view.show_orders(day.dataset, day.dataset.orders)
    shown(map_view)
    assert ask(map_view, "windowMap.layer.drawn.orders.length") == len(day.dataset.orders)
    look_at(map_view, "order", 5, zoom=18)
    with caught(map_view.order_clicked) as found:
        click(map_view, place(map_view, "order", 5))
    assert found == [("O00005",)]


def test_an_empty_map_has_its_ground_alone(map_view: MapView) -> None:
    map_view.clear()
    shown(map_view)
    assert ask(map_view, "windowMap.layer.drawn.marks.length") == 0


_MIDDLE_OF_A_LINE = """(() => {
  // A point of the first route's line that lies far from every mark and every other line.
  const { map, layer } = windowMap, line = layer.drawn.routes[0].line;
  for (let i = 2; i < line.length; i += 2) {
    const middle = L.point((line[i] + line[i - 2]) / 2, (line[i + 1] + line[i - 1]) / 2);
    const at = map.latLngToContainerPoint(L.CRS.EPSG3857.pointToLatLng(middle, 0));
    const around = [[0, 0], [7, 0], [-7, 0], [0, 7], [0, -7]];
    const found = around.map(([x, y]) => layer.pick(at.add([x, y])));
    const isInView = at.x > 20 && at.y > 20 && at.x < 780 && at.y < 580;
    const isAlone = found.every((thing) => !thing || thing.kind === "route" && thing.first === 0);
    if (isInView && found[0]?.kind === "route" && isAlone) return [at.x, at.y];
  }
  return null;
})()"""


def _centre(view: MapView) -> list[float]:
    centre: list[float] = ask(
        view, "[windowMap.map.getCenter().lat, windowMap.map.getCenter().lng]"
    )
    return centre


def _is_in_view(at: tuple[float, float]) -> bool:
    return 0 <= at[0] <= 800 and 0 <= at[1] <= 600


def _rgb(hue: str) -> tuple[int, int, int]:
    colour = QColor(hue)
    return colour.red(), colour.green(), colour.blue()


def _ground(view: MapView) -> tuple[int, int, int]:
    """The colour that the page has most of."""
    picture = view.grab().toImage()
    counts: dict[tuple[int, int, int], int] = {}
    for x in range(0, picture.width(), 9):
        for y in range(0, picture.height(), 9):
            colour = picture.pixelColor(x, y)
            rgb = (colour.red(), colour.green(), colour.blue())
            counts[rgb] = counts.get(rgb, 0) + 1
    return max(counts, key=lambda rgb: counts[rgb])
