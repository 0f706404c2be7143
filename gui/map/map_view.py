"""The map of the window."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QMargins, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.dataset import Dataset
from domain.message import message
from domain.orders import Order
from domain.plan import Plan
from gui.map.bridge import Bridge
from gui.map.ground_colours import ground_colours
from gui.map.guarded_page import GuardedPage, GuardedProfile
from gui.map.plan_content import (
    NO_CONTENT,
    Mark,
    ShownContent,
    orders_content,
    plan_content,
)
from gui.map.scheme import page_address
from gui.one_worker import OneWorker
from maps.network.road_network import RoadNetwork
from maps.picture.plan_text import Say

log = logging.getLogger(__name__)

_RELOAD_AFTER_MS = 300
_LOAD_LIMIT_MS = 10_000
"""How long the page may take to be there before it is loaded anew; the double the next time."""
_BUTTONS = ("zoom_in", "zoom_out", "show_all", "label")


@dataclass(frozen=True, slots=True)
class _Selection:
    """What is selected, by its ids; empty texts select nothing."""

    vehicle_id: str = ""
    order_id: str = ""
    is_fetch: bool = False
    warehouse_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnMap:
    """What the page shows: its content, of which turn, and of which dataset."""

    turn: int = 0
    subject: str = ""
    content: ShownContent = NO_CONTENT


class MapView(QWidget):
    """Shows roads, orders and plans, and tells what is clicked on.

    Everything it shows it keeps, so that the page can be filled anew whenever it is loaded.

    Parameters
    ----------
    say
        Renders messages in the reader's language.
    """

    ready = Signal()
    """The page is there and has its content."""
    stop_clicked = Signal(str, str, bool)
    """Vehicle, first order of the stop, and whether it is fetched there; no order for a reload."""
    route_clicked = Signal(str)
    unassigned_clicked = Signal(str)
    order_clicked = Signal(str)
    warehouse_clicked = Signal(str)
    ground_clicked = Signal()

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._is_dark = False
        self._is_ready = False
        self._is_closed = False
        self._roads: RoadNetwork | None = None
        self._roads_number = 0
        self._build_content: Callable[[Say], ShownContent] = lambda _say: NO_CONTENT
        self._subject = ""
        self._fitted_subject = ""
        self._turn = 0
        self._on_map = _OnMap()
        self._selection = _Selection()
        self._view: tuple[float, float, float] | None = None
        self._worker = OneWorker(self)
        self._profile = GuardedProfile(self)
        self._bridge = Bridge(self)
        self._web_view = QWebEngineView(self)
        self._page = self._new_page()
        self._fill()
        self._load_limit_ms = _LOAD_LIMIT_MS
        self._load_watch = QTimer(self, singleShot=True)
        self._connect()

    def show_roads(self, network: RoadNetwork | None) -> None:
        """Draw the ground from roads; None for bare ground."""
        if self._is_closed or (network is self._roads and self._roads_number):
            return
        self._roads = network
        self._roads_number = self._profile.server.tiles.show(network)
        self._push_ground()

    def show_orders(self, dataset: Dataset, orders: Sequence[Order]) -> None:
        """Show orders that nobody has planned yet, and the warehouses."""
        self._show(dataset.fingerprint, lambda _say: orders_content(dataset, orders))

    def show_plan(self, plan: Plan, dataset: Dataset) -> None:
        """Show a plan."""
        self._show(dataset.fingerprint, partial(plan_content, plan, dataset))

    def clear(self) -> None:
        """Show nothing but the ground."""
        self._show("", lambda _say: NO_CONTENT)

    def select(
        self,
        *,
        vehicle_id: str = "",
        order_id: str = "",
        is_fetch: bool = False,
        warehouse_id: str = "",
    ) -> None:
        """Show one thing as selected, and move the map to it where it is out of view.

        What is not on the map is not selected; it may come later.
        """
        self._selection = _Selection(vehicle_id, order_id, is_fetch, warehouse_id)
        self._push_selection()

    def set_say(self, say: Say) -> None:
        """Take another language."""
        self._say = say
        self._push_ground()
        self._rebuild()

    def set_dark(self, dark: bool) -> None:
        """Take the colours of the day or of the night."""
        if self._is_closed:
            return
        self._is_dark = dark
        self._page.setBackgroundColor(QColor(ground_colours(dark=dark).land))
        self._push_ground()

    def blocked_requests(self) -> tuple[str, ...]:
        """Addresses outside the program that the page was refused; none as long as all is well."""
        return self._profile.guard.refused

    def ask(self, question: str, answer: Callable[[Any], None]) -> None:
        """Ask the page for the value of an expression; for tests and for finding faults."""
        self._page.runJavaScript(question, 0, answer)

    @Slot()
    def close_map(self) -> None:
        """End the page and all work for it; at the latest when the program ends."""
        if self._is_closed:
            return
        self._is_closed = True
        self._is_ready = False
        self._load_watch.stop()
        self._worker.close()
        self._profile.server.close()
        # In this order: a page must not outlive its profile, nor a view its page.
        shiboken6.delete(self._web_view)
        shiboken6.delete(self._page)
        shiboken6.delete(self._profile)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the page with its window."""
        self.close_map()
        super().closeEvent(event)

    def _new_page(self) -> GuardedPage:
        page = GuardedPage(self._profile, self)
        channel = QWebChannel(page)
        channel.registerObject("bridge", self._bridge)
        page.setWebChannel(channel)
        page.setBackgroundColor(QColor(ground_colours(dark=self._is_dark).land))
        page.navigation_refused.connect(self._profile.guard.remember)
        page.renderProcessTerminated.connect(self._renderer_ended)
        return page

    def _fill(self) -> None:
        self._web_view.setPage(self._page)
        self._web_view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._web_view.setAcceptDrops(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(QMargins())
        layout.addWidget(self._web_view)
        self.setFocusProxy(self._web_view)

    def _connect(self) -> None:
        self._profile.server.prepared.connect(self._load)
        self._load_watch.timeout.connect(self._load_again)
        self._bridge.refused.connect(self._profile.guard.remember)
        self._bridge.page_ready.connect(self._page_ready)
        self._bridge.clicked.connect(self._clicked)
        self._bridge.view_moved.connect(self._view_moved)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close_map)

    @Slot()
    def _page_ready(self) -> None:
        self._is_ready = True
        self._load_watch.stop()
        self._load_limit_ms = _LOAD_LIMIT_MS
        if self._view is not None:
            lat, lon, zoom = self._view
            self._bridge.view_restored.emit(json.dumps({"at": [lat, lon], "zoom": zoom}))
        self._push_ground()
        self._push_content()
        self.ready.emit()

    @Slot(QWebEnginePage.RenderProcessTerminationStatus, int)
    def _renderer_ended(
        self, _status: QWebEnginePage.RenderProcessTerminationStatus, _code: int
    ) -> None:
        self._is_ready = False
        # Not from within the signal, and not without end on a computer out of memory.
        QTimer.singleShot(_RELOAD_AFTER_MS, self, self._load)

    @Slot()
    def _load(self) -> None:
        if not self._is_closed:
            self._load_watch.start(self._load_limit_ms)
            self._page.load(page_address())

    @Slot()
    def _load_again(self) -> None:
        """Give up the page that never came for a new one; each gets more time than the last."""
        log.warning("the map's page did not come within %d ms", self._load_limit_ms)
        self._load_limit_ms *= 2
        given_up, self._page = self._page, self._new_page()
        self._web_view.setPage(self._page)
        shiboken6.delete(given_up)
        self._load()

    @Slot(float, float, float)
    def _view_moved(self, lat: float, lon: float, zoom: float) -> None:
        self._view = (lat, lon, zoom)

    def _show(self, subject: str, build: Callable[[Say], ShownContent]) -> None:
        self._subject = subject
        self._build_content = build
        self._rebuild()

    def _rebuild(self) -> None:
        """Build the content beside the window; only the newest is shown."""
        self._turn += 1
        turn, subject = self._turn, self._subject
        build, say = self._build_content, self._say

        def take(content: ShownContent | None) -> None:
            if turn == self._turn:
                self._on_map = _OnMap(turn=turn, subject=subject, content=content or NO_CONTENT)
                self._push_content()

        self._worker.start(lambda: build(say), take)

    def _push_content(self) -> None:
        if not self._is_ready:
            return
        on_map = self._on_map
        must_fit = on_map.subject != self._fitted_subject
        self._fitted_subject = on_map.subject
        head = f'{{"turn":{on_map.turn},"fit":{json.dumps(must_fit)},"shown":'
        self._bridge.content_changed.emit(f"{head}{on_map.content.text}}}")
        self._push_selection()

    def _push_selection(self) -> None:
        if self._is_ready:
            mark = self._mark(self._selection)
            content = [mark.kind, mark.first, mark.second] if mark else None
            self._bridge.selection_changed.emit(json.dumps(content))

    def _mark(self, selection: _Selection) -> Mark | None:
        """Where the selected thing is in what is shown."""
        shown = self._on_map.content
        order_stop = selection.order_id, selection.is_fetch
        if order_stop in shown.marks:
            return shown.marks[order_stop]
        if selection.vehicle_id in shown.vehicle_ids:
            return Mark("route", shown.vehicle_ids.index(selection.vehicle_id))
        if selection.warehouse_id in shown.warehouse_ids:
            return Mark("warehouse", shown.warehouse_ids.index(selection.warehouse_id))
        return None

    def _push_ground(self) -> None:
        if self._is_ready:
            self._bridge.ground_changed.emit(json.dumps(self._ground()))

    def _ground(self) -> dict[str, Any]:
        """What lies under the plan, and the words on the buttons."""
        roads = self._roads
        texts = {name: self._say(message(f"window_map.{name}")) for name in _BUTTONS}
        ground = {
            "theme": "dark" if self._is_dark else "light",
            "language": self._say(message("map.language")),
            "texts": texts,
        }
        if roads is None:
            return ground
        code = "map.attribution_made_up" if roads.is_made_up else "map.attribution"
        low, high = roads.south_west, roads.north_east
        return ground | {
            "roads": self._roads_number,
            "bounds": [[low.lat, low.lon], [high.lat, high.lon]],
            "attribution": self._say(message(code, name=roads.name)),
        }

    @Slot(int, str, int, int)
    def _clicked(self, turn: int, kind: str, first: int, second: int) -> None:
        if kind == "ground":
            self.ground_clicked.emit()
            return
        if turn != self._on_map.turn:
            # A click on what is no longer there.
            return
        shown = self._on_map.content
        if kind == "stop":
            self.stop_clicked.emit(shown.vehicle_ids[first], *shown.stop_ids[first][second])
        elif kind == "route":
            self.route_clicked.emit(shown.vehicle_ids[first])
        elif kind == "unassigned":
            self.unassigned_clicked.emit(shown.unassigned_ids[first])
        elif kind == "order":
            self.order_clicked.emit(shown.order_ids[first])
        elif kind == "warehouse":
            self.warehouse_clicked.emit(shown.warehouse_ids[first])
