"""What is known of the drive to a stop: how long, how much of it is traffic, and why this way."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from domain.errors import PlannerError
from domain.geo import Location
from domain.message import Message, message
from domain.plan import Route
from domain.travel import warehouse_place
from gui.background import Background, Operation, is_our_fault
from gui.panels.card import Fact, known
from gui.session import Selection, Session
from gui.tables.stop_name import stop_name
from maps.driving.drive_facts import DriveExplanation
from maps.picture.plan_text import PlanText
from planning.environment import directories
from planning.explain_drive import (
    DriveText,
    Line,
    explain_leg_job,
    minutes_text,
    without_orders,
)
from planning.stop_place import stop_place

log = logging.getLogger(__name__)

translate = QCoreApplication.translate

PAUSE_MS = 250
"""How long a stop is looked at before its drive is searched: keys run through many stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The drive to one stop of a route, as it is planned."""

    vehicle_id: str
    origin: str
    origin_at: Location
    destination: str
    destination_at: Location
    depart_s: int
    drive_s: int
    distance_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveCard:
    """What is known of a drive, as texts that a panel only places.

    Attributes
    ----------
    way
        The streets in order: what each takes, and its name.
    way_notes, avoided
        Whole sentences: about the way, and about what it goes round.
    """

    facts: tuple[Fact, ...]
    way_notes: tuple[str, ...] = ()
    way: tuple[Fact, ...] = ()
    avoided: tuple[str, ...] = ()


def leg_to(selection: Selection, session: Session) -> Leg | None:
    """The drive to the stop selected; None where it is not on a route of known places."""
    text, route = session.plan_text, session.route_of(selection.order_id)
    chosen = session.stop_of(selection.order_id, is_fetch=selection.is_fetch)
    if text is None or route is None:
        return None
    before = _start(route, text)
    for stop in route.stops:
        name = stop_place(stop)
        if stop is chosen:
            return before and Leg(
                vehicle_id=route.vehicle_id,
                origin=before[0],
                origin_at=before[1],
                destination=name,
                destination_at=stop.location,
                depart_s=stop.arrival_s - stop.drive_s,
                drive_s=stop.drive_s,
                distance_m=stop.distance_m,
            )
        before = (name, stop.location)
    return None


def _start(route: Route, text: PlanText) -> tuple[str, Location] | None:
    warehouse = text.warehouse(route.warehouse_id)
    return (warehouse_place(route.warehouse_id), warehouse.location) if warehouse else None


def drive_card(
    leg: Leg, told: DriveExplanation | Message | None, session: Session
) -> DriveCard | None:
    """A drive with what was found of it; without that, what the plan says."""
    text = session.plan_text
    if text is None:
        return None
    facts = known(_planned(leg, told, text, session))
    if not isinstance(told, DriveExplanation):
        notes = (session.wording.say(told),) if told is not None else ()
        return DriveCard(facts=facts, way_notes=notes)
    drive = DriveText(told, session.wording.say, text.plan.currency)
    return DriveCard(
        facts=facts,
        way_notes=(*_differs(leg, told, text), *drive.summary(), *drive.tolls()),
        way=tuple(_street(line, text) for line in drive.streets()),
        avoided=(drive.detour(), *drive.avoided()),
    )


def _planned(
    leg: Leg, told: DriveExplanation | Message | None, text: PlanText, session: Session
) -> Iterator[Fact]:
    yield translate("SelectedCard", "From"), _origin_name(leg, text, session)
    yield text.say("sheet.driving"), text.duration(leg.drive_s)
    yield translate("SelectedCard", "Distance"), text.distance(leg.distance_m)
    about = translate("SelectedCard", "Traffic adds")
    if isinstance(told, DriveExplanation):
        added_ms = max(0, told.congestion_ms)
        added = text.say("drive.added", minutes=minutes_text(added_ms))
        yield about, added if added_ms >= 1_000 else translate("SelectedCard", "nothing")
    elif told is None and session.roads is not None:
        yield about, translate("SelectedCard", "being worked out …")


def _origin_name(leg: Leg, text: PlanText, session: Session) -> str:
    """Where a drive begins, in the words of the tables."""
    kind, _, identifier = leg.origin.partition(":")
    stop = session.stop_of(identifier, is_fetch=kind == "pickup") if kind != "warehouse" else None
    return stop_name(stop, text) if stop else text.warehouse_name(identifier)


def _differs(leg: Leg, told: DriveExplanation, text: PlanText) -> Iterator[str]:
    """That the roads of today do not give the time of the plan, where that is so."""
    if told.total_s != leg.drive_s:
        yield text.say(
            "drive.not_as_planned",
            planned=text.duration(leg.drive_s),
            real=text.duration(told.total_s),
        )


def _street(line: Line, text: PlanText) -> Fact:
    return f"{line.minutes} · {text.say('unit.km', km=line.km)}", line.about


class DriveFinder(QObject):
    """Has drives explained beside the window, one at a time, and keeps what was found."""

    found = Signal()
    """Something was found of the drive that was asked for last."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._folders = directories()
        self._background = Background(self)
        self._told: dict[Leg, DriveExplanation | Message] = {}
        self._wanted: Leg | None = None
        self._operation: Operation | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._start)
        for changed in (session.data_changed, session.plan_changed, session.roads_changed):
            changed.connect(self._forget)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    def explanation(self, leg: Leg | None) -> DriveExplanation | Message | None:
        """What is known of a drive, or why nothing can be; None while it is being found.

        What is not known is searched, in place of any other drive.
        """
        if leg != self._wanted:
            self._cancel()
            self._wanted = leg
        if leg is None:
            return None
        is_at_work = self._operation is not None or self._pause.isActive()
        if leg not in self._told and not is_at_work and self._session.roads is not None:
            self._pause.start()
        return self._told.get(leg)

    @Slot()
    def close(self) -> None:
        """End what is at work."""
        self._pause.stop()
        self._background.close()

    @Slot()
    def _start(self) -> None:
        leg, session = self._wanted, self._session
        if (
            leg is None
            or session.shown_dataset is None
            or session.roads is None
            or session.plan is None
        ):
            return
        operation = self._background.operation("roads", self._show)
        operation.failed.connect(self._fail)
        self._operation = operation
        ends = ((leg.origin, leg.origin_at), (leg.destination, leg.destination_at))
        self._background.start(
            operation,
            explain_leg_job,
            without_orders(session.shown_dataset),
            session.plan.day,
            session.roads.name,
            leg.vehicle_id,
            ends,
            leg.depart_s,
            self._folders,
        )

    def _show(self, told: DriveExplanation | Message) -> None:
        if self._wanted is not None:
            self._told[self._wanted] = told
        self._operation = None
        self.found.emit()

    @Slot(Exception)
    def _fail(self, error: Exception) -> None:
        if self.sender() is not self._operation:
            return
        if is_our_fault(error):
            log.error("a drive was not explained: %s", error)
        self._show(error.message if isinstance(error, PlannerError) else message("window.fault"))

    @Slot()
    def _forget(self) -> None:
        self._cancel()
        self._told.clear()
        self._wanted = None

    def _cancel(self) -> None:
        """End the search, whose result nobody waits for."""
        self._pause.stop()
        if self._operation is not None:
            self._operation.cancel()
        self._operation = None
