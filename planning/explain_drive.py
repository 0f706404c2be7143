"""A drive explained: found on the roads of a day in a job, and told as a planner reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.errors import InputError, RoadDataError
from domain.message import Message, Parameter, Problem, message
from domain.units import METRES_PER_KM, SECONDS_PER_MINUTE, major_units
from maps.driving.drive_facts import Avoided, DriveExplanation, Hindrance, RoadPart

if TYPE_CHECKING:
    import datetime

    from domain.dataset import Dataset
    from domain.geo import Location
    from planning.day_roads import RoadQuestion
    from planning.environment import Directories
    from planning.jobs.worker import JobControl

Say = Callable[[Message], str]
"""Renders a message in the reader's language."""

Place = tuple[str, "Location"]
"""Name and location of an end of a drive."""

NAMED_CLASSES = frozenset(
    {
        *("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential"),
        *("motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link"),
        *("living_street", "road", "service", "track", "cycleway", "path", "pedestrian"),
    }
)
"""Values of ``highway`` that the catalogue has a planner's word for."""

ENDS = ("from", "to")
"""Columns that problems with the ends of a drive are located at."""

_MS_PER_S = 1000
_DM_PER_KM = 10 * METRES_PER_KM
_KG_PER_T = 1000


def explain_drive_job(
    question: RoadQuestion,
    ends: tuple[Place, Place],
    depart_s: int,
    folders: Directories,
    _control: JobControl,
) -> DriveExplanation:
    """Explain the drive from one end to the other, as the first way of driving finds it.

    Raises
    ------
    InputError
        If ends are too far from all roads, each located at its one of the `ENDS`.
    RoadDataError
        If the roads cannot be opened.
    """
    from maps.driving.exact_travel import ExactTravel
    from maps.driving.explain_drive import explain_drive
    from maps.driving.travel_times import snap_places, unreachable_places
    from planning.day_roads import open_conditions

    conditions = open_conditions(question, folders)[0]
    snapped = snap_places(conditions, ends, limit_m=question.snap_limit_m)
    names = tuple(name for name, _ in ends)
    reasons = {place.place: place.message for place in unreachable_places(names, snapped)}
    if reasons:
        raise InputError(
            [
                Problem(message=reasons[name], column=end, value=name)
                for end, name in zip(ENDS, names, strict=True)
                if name in reasons
            ]
        )
    exact = ExactTravel(places=names, conditions=conditions, snapped=snapped)
    return explain_drive(
        exact, 0, 1, depart_s, traffic=question.traffic, currency=question.currency
    )


def explain_leg_job(
    dataset: Dataset,
    day: datetime.date,
    roads: str,
    vehicle_id: str,
    ends: tuple[Place, Place],
    depart_s: int,
    folders: Directories,
    control: JobControl,
) -> DriveExplanation:
    """Explain the drive of a vehicle on a day of a dataset; without one, of the first of all.

    Raises
    ------
    RoadDataError
        If the roads cannot be opened, or an end is too far from all of them.
    """
    from planning.day_roads import road_question

    question = question_of_vehicle(road_question(dataset, day, roads), vehicle_id)
    try:
        return explain_drive_job(question, ends, depart_s, folders, control)
    except InputError as error:
        # Ends that were chosen on a plan, not typed, have no place to be shown at.
        raise RoadDataError(error.problems[0].message) from None


def question_of_vehicle(question: RoadQuestion, vehicle_id: str) -> RoadQuestion:
    """The same question for one vehicle alone; for the first way of driving where it is none."""
    number = question.of_vehicle.get(vehicle_id, 0)
    return replace(question, drivings=(question.drivings[number],), of_vehicle={})


def without_orders(dataset: Dataset) -> Dataset:
    """What roads depend on in a dataset, small enough to cross to a job at every click."""
    return replace(
        dataset,
        products=(),
        orders=(),
        order_lines=(),
        supply_lanes=(),
        stock=None,
        inbound=(),
        demand=None,
        promotions=(),
        trips=(),
        events=(),
        extra_columns={},
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: metres, time, and what congestion adds, of a street or class.

    Attributes
    ----------
    added
        What congestion adds, with its sign.
    """

    km: str
    minutes: str
    added: str
    about: str


class DriveText:
    """How an explained drive reads in one language."""

    def __init__(self, drive: DriveExplanation, say: Say, currency: str) -> None:
        self._drive = drive
        self._say = say
        self._currency = currency

    def summary(self) -> tuple[str, ...]:
        """How long and far it is, and what walks, turns and traffic have of that."""
        drive = self._drive
        return (
            self._text(
                "drive.total",
                minutes=minutes_text(drive.total_s * _MS_PER_S),
                km=f"{drive.distance_m / METRES_PER_KM:,.1f}",
            ),
            self._text(
                "drive.walk_and_turns",
                walk=minutes_text(drive.walk_ms),
                turning=minutes_text(drive.turn_ms),
                turns=drive.turns,
                signals=drive.signals,
            ),
            self.congestion(),
        )

    def congestion(self) -> str:
        """What congestion adds on this way, in a sentence."""
        added_ms = self._drive.congestion_ms
        if abs(added_ms) < _MS_PER_S:
            return self._text("drive.free_flow")
        return self._text(
            "drive.congestion" if added_ms > 0 else "drive.faster",
            minutes=minutes_text(abs(added_ms)),
            free=minutes_text(self._drive.free_ms),
        )

    def classes(self) -> tuple[Line, ...]:
        """Driving by class of road, without turns, the longest first."""
        return tuple(
            self._line(part, part.moving_ms, self.class_name(part.road_class))
            for part in self._drive.classes
        )

    def streets(self) -> tuple[Line, ...]:
        """The streets in the order of driving, turns into them included."""
        return tuple(
            self._line(part, part.drive_ms, self._street_line(part)) for part in self._drive.streets
        )

    def tolls(self) -> tuple[str, ...]:
        """What is paid for which zone."""
        return tuple(
            self._text(
                "drive.toll",
                zone=toll.zone_name or toll.zone_id,
                charge=self._money(toll.charge_minor),
                entries=toll.entries,
            )
            for toll in self._drive.tolls
        )

    def detour(self) -> str:
        """What it costs not to take the fastest of all ways, in a sentence."""
        if not self._drive.avoided:
            return self._text("drive.no_detour")
        return self._text("drive.detour", minutes=minutes_text(self._drive.detour_ms))

    def avoided(self) -> tuple[str, ...]:
        """What is avoided and why, a sentence each."""
        return tuple(self._say(reason) for reason in self._reasons())

    def class_name(self, road_class: str) -> str:
        """A planner's word for a class of road; what nobody has a word for is shown as it is."""
        known = road_class in NAMED_CLASSES
        return self._text(f"road_class.{road_class}") if known else road_class

    def _reasons(self) -> Iterator[Message]:
        for thing in self._drive.avoided:
            yield message(f"drive.avoided.{thing.hindrance}", **self._parameters(thing))

    def _parameters(self, thing: Avoided) -> dict[str, Parameter]:
        """What the sentence of something avoided needs."""
        street = self._place(thing)
        match thing.hindrance:
            case Hindrance.HEIGHT:
                return {"street": street, "limit_m": f"{thing.limit:.1f}"}
            case Hindrance.WEIGHT:
                return {"street": street, "limit_t": f"{thing.limit / _KG_PER_T:.1f}"}
            case Hindrance.TURN:
                before = self._street(thing.from_street, thing.from_class)
                return {"street": street, "from_street": before}
            case Hindrance.ZONE | Hindrance.LOW_EMISSION:
                return {"zone": thing.zone_name or thing.zone_id}
            case Hindrance.TOLL:
                charge = self._money(thing.charge_minor)
                return {"zone": thing.zone_name or thing.zone_id, "charge": charge}
        return {"street": street}

    def _place(self, thing: Avoided) -> str:
        """A street, and whether it is a bridge or a tunnel."""
        street = self._street(thing.street, thing.road_class)
        if thing.is_bridge or thing.is_tunnel:
            return self._text("drive.bridge" if thing.is_bridge else "drive.tunnel", street=street)
        return street

    def _street(self, name: str, road_class: str) -> str:
        return name or self._text("drive.unnamed", road_class=self.class_name(road_class))

    def _street_line(self, part: RoadPart) -> str:
        name = self.class_name(part.road_class)
        return self._text("drive.street", street=part.name, road_class=name) if part.name else name

    def _line(self, part: RoadPart, time_ms: int, about: str) -> Line:
        sign = "-" if part.congestion_ms < 0 else "+"
        return Line(
            km=f"{part.length_dm / _DM_PER_KM:,.2f}",
            minutes=minutes_text(time_ms),
            added=sign + minutes_text(abs(part.congestion_ms)),
            about=about,
        )

    def _money(self, amount_minor: int) -> str:
        return f"{major_units(amount_minor, self._currency):,f} {self._currency}"

    def _text(self, code: str, /, **parameters: Parameter) -> str:
        return self._say(message(code, **parameters))


def minutes_text(time_ms: int) -> str:
    """Minutes and seconds: ``0:05``, ``72:10``."""
    minutes, seconds = divmod(round(time_ms / _MS_PER_S), SECONDS_PER_MINUTE)
    return f"{minutes}:{seconds:02d}"


def drive_row(drive: DriveExplanation, say: Say, currency: str) -> dict[str, object]:
    """An explained drive as a JSON object."""
    text = DriveText(drive, say, currency)
    return {
        "from": drive.origin,
        "to": drive.destination,
        "depart_s": drive.depart_s,
        "seconds": drive.total_s,
        "metres": drive.distance_m,
        "walk_s": drive.walk_ms / _MS_PER_S,
        "turn_s": drive.turn_ms / _MS_PER_S,
        "free_flow_s": drive.free_ms / _MS_PER_S,
        "congestion_s": drive.congestion_ms / _MS_PER_S,
        "turns": drive.turns,
        "signals": drive.signals,
        "toll_minor": drive.toll_minor,
        "detour_s": drive.detour_ms / _MS_PER_S,
        "classes": _part_rows(drive.classes),
        "streets": _part_rows(drive.streets),
        "tolls": [
            {"zone": t.zone_id, "entries": t.entries, "charge_minor": t.charge_minor}
            for t in drive.tolls
        ],
        "avoided": [
            {
                "reason": thing.hindrance.value,
                "street": thing.street,
                "zone": thing.zone_id,
                "limit": round(thing.limit, 2),
                "message": sentence,
            }
            for thing, sentence in zip(drive.avoided, text.avoided(), strict=True)
        ],
    }


def _part_rows(parts: Sequence[RoadPart]) -> list[dict[str, object]]:
    return [
        {
            **({"name": part.name} if part.name else {}),
            "road_class": part.road_class,
            "metres": part.length_dm / 10,
            "moving_s": part.moving_ms / _MS_PER_S,
            "free_flow_s": part.free_ms / _MS_PER_S,
            "turn_s": part.turn_ms / _MS_PER_S,
        }
        for part in parts
    ]
