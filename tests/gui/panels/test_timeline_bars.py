"""The law of the timeline: what a vehicle does follows each other, and stands where it is."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from domain.geo import Location
from domain.plan import Break, Route, RouteCost, Stop
from gui.panels.time_scale import TimeScale
from gui.panels.timeline_bars import BarKind, route_bars, timeline_rows
from gui.panels.timeline_view import LABEL_WIDTH, TimelineView
from maps.picture.plan_text import PlanText
from tests.gui.tables.sessions import made_up_day, with_rest_and_reload
from tests.plain_wording import say

HERE = Location(49.4, 8.7)
SECONDS = st.integers(0, 3_600)
STOP = st.tuples(SECONDS, SECONDS, st.integers(1, 3_600), SECONDS)
"""Driving, waiting, service, and a rest after it; 0 for none."""


@st.composite
def routes(draw: Any) -> Route:
    """A route whose times follow from each other, as the plan checker wants them."""
    now_s = start_s = draw(st.integers(0, 20_000))
    stops, breaks = [], []
    for drive_s, wait_s, service_s, rest_s in draw(st.lists(STOP, min_size=1, max_size=12)):
        arrival_s = now_s + drive_s
        served_s = arrival_s + wait_s + service_s
        now_s = served_s + rest_s
        if rest_s:
            breaks.append(Break(start_s=served_s + rest_s // 3, end_s=now_s))
        stops.append(_stop(drive_s, arrival_s, wait_s, service_s, now_s))
    return _route(start_s, now_s + 60, tuple(stops), tuple(breaks))


def _stop(drive_s: int, arrival_s: int, wait_s: int, service_s: int, departure_s: int) -> Stop:
    return Stop(
        order_ids=("A",),
        location=HERE,
        drive_s=drive_s,
        distance_m=1,
        arrival_s=arrival_s,
        wait_s=wait_s,
        service_s=service_s,
        departure_s=departure_s,
    )


def _route(start_s: int, end_s: int, stops: tuple[Stop, ...], breaks: tuple[Break, ...]) -> Route:
    return Route(
        vehicle_id="V",
        warehouse_id="W",
        end_warehouse_id="W",
        start_s=start_s,
        end_s=end_s,
        stops=stops,
        breaks=breaks,
        return_drive_s=60,
        return_distance_m=1,
        drive_s=1,
        distance_m=1,
        load_m3=1.0,
        load_kg=1.0,
        cost=RouteCost(
            fixed_minor=0, distance_minor=0, time_minor=0, overtime_minor=0, late_minor=0
        ),
    )


@settings(max_examples=60)
@given(routes())
def test_bars_follow_each_other_and_fill_the_day(route: Route) -> None:
    bars = [bar for bar in route_bars(route) if bar.end_s > bar.start_s]
    edges = [edge for bar in bars for edge in (bar.start_s, bar.end_s)]
    assert edges == sorted(edges)
    assert sum(bar.end_s - bar.start_s for bar in bars) == route.end_s - route.start_s
    served = [bar for bar in bars if bar.kind is BarKind.SERVICE]
    assert [bar.start_s for bar in served] == [s.arrival_s + s.wait_s for s in route.stops]
    rests = [(bar.start_s, bar.end_s) for bar in bars if bar.kind is BarKind.BREAK]
    assert rests == [(rest.start_s, rest.end_s) for rest in route.breaks]


def view_of(start_s: int, end_s: int, px_per_s: float) -> TimelineView:
    scale = TimeScale(start_s=start_s, end_s=end_s, px_per_s=px_per_s)
    return TimelineView(scale=scale, left_px=0, top_px=0, width=100_000, height=400)


@pytest.mark.parametrize("px_per_s", [0.05, 0.2])
def test_every_stop_is_found_at_its_own_pixel(px_per_s: float) -> None:
    day = made_up_day()
    rows = timeline_rows(PlanText(day.plan, day.dataset, say))
    view = view_of(7 * 3600, 20 * 3600, px_per_s)
    for at, row in enumerate(rows):
        spans = row.by_kind[BarKind.SERVICE]
        rects = view.bar_rects(at, BarKind.SERVICE, spans)
        edges = [edge for rect in rects for edge in (rect.left(), rect.right())]
        assert edges == sorted(edges)
        assert len(rects) == len(row.route.stops)
        for rect, stop in zip(rects, spans.stops, strict=True):
            assert view.row_at(rect.center(), len(rows)) == at
            assert view.stop_at(rect.center(), row) == stop
        before = QPointF(rects[0].left() - 20, rects[0].center().y())
        assert view.stop_at(before, row) is None
        assert view.stop_at(QPointF(LABEL_WIDTH - 1, before.y()), row) is None


def test_only_bars_in_sight_are_drawn() -> None:
    day = made_up_day()
    row = timeline_rows(PlanText(day.plan, day.dataset, say))[0]
    spans = row.by_kind[BarKind.SERVICE]
    middle = spans.between(float(spans.starts_s[2]), float(spans.ends_s[3]))
    assert middle.stops == (2, 3)
    assert spans.between(0, float(spans.starts_s[0]) - 1).stops == ()


def test_a_reload_and_a_rest_have_bars_of_their_own() -> None:
    kinds = [bar.kind for bar in route_bars(with_rest_and_reload(made_up_day().plan.routes[0]))]
    assert kinds.count(BarKind.RELOAD) == kinds.count(BarKind.BREAK) == 1


@given(st.floats(0.001, 50), st.floats(0, 5_000))
def test_places_and_times_answer_each_other(factor: float, x: float) -> None:
    scale = TimeScale(start_s=25_200, end_s=72_000, px_per_s=0.05).zoomed(factor)
    assert scale.x_of(scale.time_of(x)) == pytest.approx(x, abs=1e-6)


@given(st.floats(0.001, 100))
def test_hours_are_never_too_close_to_be_read(factor: float) -> None:
    scale = TimeScale(start_s=25_200, end_s=72_000, px_per_s=0.05).zoomed(factor)
    ticks = list(scale.ticks(25_200, 72_000, 56))
    gaps = {b - a for a, b in pairwise(ticks)}
    assert all(gap * scale.px_per_s >= 56 for gap in gaps)
    assert all(tick % 60 == 0 for tick in ticks)
