"""Keeps the map in step with the session, and the session with clicks on the map."""

from PySide6.QtCore import QObject, Slot

from gui.map.map_view import MapView
from gui.session import NOTHING, Selection, Session


class MapLink(QObject):
    """Passes values to a map, and what is clicked there to the session."""

    def __init__(self, session: Session, view: MapView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        session.roads_changed.connect(self._show_roads)
        session.plan_changed.connect(self._show_content)
        session.language_changed.connect(self._speak)
        session.selection_changed.connect(self._select)
        session.colours_changed.connect(self._recolour)
        view.stop_clicked.connect(self._stop_clicked)
        view.route_clicked.connect(self._route_clicked)
        view.unassigned_clicked.connect(self._order_clicked)
        view.order_clicked.connect(self._order_clicked)
        view.warehouse_clicked.connect(self._warehouse_clicked)
        view.ground_clicked.connect(self._ground_clicked)
        self._recolour()
        self._show_roads()
        self._show_content()

    @Slot()
    def _show_roads(self) -> None:
        self._view.show_roads(self._session.roads)

    @Slot()
    def _show_content(self) -> None:
        session = self._session
        dataset, plan = session.shown_dataset, session.plan
        if dataset is None:
            self._view.clear()
        elif plan is not None:
            self._view.show_plan(plan, dataset)
        else:
            orders = dataset.orders_due(session.day) if session.day else dataset.orders
            self._view.show_orders(dataset, orders)
        self._select()

    @Slot()
    def _select(self) -> None:
        chosen = self._session.selection
        self._view.select(
            vehicle_id=chosen.vehicle_id,
            order_id=chosen.order_id,
            is_fetch=chosen.is_fetch,
            warehouse_id=chosen.place_id,
        )

    @Slot()
    def _speak(self) -> None:
        self._view.set_say(self._session.wording.say)

    @Slot()
    def _recolour(self) -> None:
        self._view.set_dark(self._session.colours.is_dark)

    @Slot(str, str, bool)
    def _stop_clicked(self, vehicle_id: str, order_id: str, is_fetch: bool) -> None:
        self._session.select(Selection(vehicle_id=vehicle_id, order_id=order_id, is_fetch=is_fetch))

    @Slot(str)
    def _route_clicked(self, vehicle_id: str) -> None:
        self._session.select(Selection(vehicle_id=vehicle_id))

    @Slot(str)
    def _order_clicked(self, order_id: str) -> None:
        self._session.select(Selection(order_id=order_id))

    @Slot(str)
    def _warehouse_clicked(self, place_id: str) -> None:
        self._session.select(Selection(place_id=place_id))

    @Slot()
    def _ground_clicked(self) -> None:
        self._session.select(NOTHING)
