"""``wayloom roads explain``: why a drive takes as long as it does, and goes the way it goes."""

import argparse
import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.clock import elapsed_s, local_time
from domain.dataset import Dataset
from domain.driving import Driving
from domain.errors import InputError
from domain.fleet import PROFILES
from domain.geo import Location
from domain.message import Message, Problem
from domain.settings import Settings
from domain.traffic_day import traffic_day
from domain.units import SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE
from maps.driving.drive_facts import DriveExplanation
from maps.driving.turns import TurnCosts
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.parser import refused, written
from planning.commands.plan import job_pool, read_or_refuse
from planning.day import choose_day
from planning.day_roads import RoadQuestion, road_question
from planning.environment import directories
from planning.explain_drive import (
    DriveText,
    Line,
    Place,
    drive_row,
    explain_drive_job,
    question_of_vehicle,
)

USUAL_START_S = 8 * SECONDS_PER_HOUR
"""When a vehicle leaves where nobody says."""

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_POINT = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)\s*")
_USUAL_PROFILE = "van"
_NO_ZONE = "UTC"
"""Without a dataset the hours of the clock are all that is known of the time."""

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "source", type=Path, nargs="?", metavar="SOURCE", help=say("help.explain_source")
    )
    parser.add_argument(
        "--roads", type=written, required=True, metavar="NAME", help=say("help.roads_used")
    )
    parser.add_argument(
        "--from",
        dest="origin",
        type=written,
        required=True,
        metavar="PLACE",
        help=say("help.explain_place"),
    )
    parser.add_argument(
        "--to",
        dest="destination",
        type=written,
        required=True,
        metavar="PLACE",
        help=say("help.explain_place"),
    )
    parser.add_argument("--date", type=read_date, help=say("help.explain_date"))
    parser.add_argument(
        "--at", type=read_clock, default=USUAL_START_S, metavar="HH:MM", help=say("help.explain_at")
    )
    parser.add_argument("--vehicle", metavar="ID", default="", help=say("help.explain_vehicle"))
    parser.add_argument("--profile", choices=PROFILES, help=say("help.explain_profile"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Explain one drive."""
    asked = _ask(arguments, console)
    try:
        drive = _explain(asked, console)
    except InputError as error:
        has_dataset = arguments.source is not None
        problems = [_at_end(problem, has_dataset=has_dataset) for problem in error.problems]
        raise InputError(problems) from None
    _tell(drive, asked, console)
    currency, say = asked.question.currency, console.wording.say
    console.finish(
        {
            **drive_row(drive, say, currency),
            "depart": asked.moment(drive.depart_s).isoformat(),
            "arrive": asked.moment(drive.depart_s + drive.total_s).isoformat(),
            "profile": asked.question.drivings[0].profile,
            "speeds": asked.question.traffic.source.value,
            "currency": currency,
        }
    )
    return ExitCode.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One drive that is asked for."""

    question: RoadQuestion
    ends: tuple[Place, Place]
    day: datetime.date
    zone: ZoneInfo
    depart_s: int

    def moment(self, time_s: int) -> datetime.datetime:
        """Local date and time of a time of the day."""
        return local_time(self.day, time_s, self.zone)


def _explain(asked: _Asked, console: Console) -> DriveExplanation:
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all):
        drive: DriveExplanation = pool.submit(
            "roads",
            explain_drive_job,
            asked.question,
            asked.ends,
            asked.depart_s,
            directories(),
            on_progress=console.progress,
        ).result()
    return drive


def _at_end(problem: Problem, *, has_dataset: bool) -> Problem:
    """A problem of an end, at the argument that names it."""
    reason = problem.message
    if not has_dataset and reason.code == "roads.place_too_far":
        # Its remedy is not to change a setting of the dataset.
        reason = Message("drive.point_too_far", reason.parameters)
    return replace(problem, message=reason, column=f"--{problem.column}")


def _ask(arguments: argparse.Namespace, console: Console) -> _Asked:
    """What the arguments ask for.

    Raises
    ------
    InputError
        If a place or the vehicle is unknown, no day can be chosen, or an argument does not go with
        the others.
    """
    _require_fitting(arguments)
    if arguments.source is None:
        day = arguments.date or datetime.date.today()
        zone, places = ZoneInfo(_NO_ZONE), dict[str, Location]()
        question = _built_in_question(arguments.roads, day, arguments.profile or _USUAL_PROFILE)
    else:
        dataset = read_or_refuse(arguments.source, console)
        day = choose_day(dataset, arguments.date)
        zone, places = ZoneInfo(dataset.timezone), _places(dataset)
        whole = road_question(dataset, day, arguments.roads)
        require_vehicle(arguments.vehicle, whole.of_vehicle)
        question = question_of_vehicle(whole, arguments.vehicle)
    return _Asked(
        question=question,
        ends=(
            _find_place(arguments.origin, places, "--from"),
            _find_place(arguments.destination, places, "--to"),
        ),
        day=day,
        zone=zone,
        depart_s=elapsed_s(day, arguments.at, zone),
    )


def _require_fitting(arguments: argparse.Namespace) -> None:
    """Refuse what would be of no effect: vehicles are those of a dataset, and bring a profile."""
    if arguments.source is None and arguments.vehicle:
        raise refused("drive.vehicle_nowhere", column="--vehicle", value=arguments.vehicle)
    if arguments.source is not None and arguments.profile:
        raise refused("drive.profile_of_vehicle", column="--profile", value=arguments.profile)


def _built_in_question(roads: str, day: datetime.date, profile: str) -> RoadQuestion:
    """A question without a dataset: built-in speeds and usual settings."""
    settings = Settings()
    return RoadQuestion(
        roads=roads,
        traffic=traffic_day(day, ZoneInfo(_NO_ZONE)),
        drivings=(Driving(profile=profile),),
        of_vehicle={},
        turns=TurnCosts(),
        currency=settings.currency,
        snap_limit_m=settings.snap_limit_m,
    )


def _places(dataset: Dataset) -> dict[str, Location]:
    """Every place that can be named; of an order and a warehouse of one id it is the warehouse."""
    orders = {order.order_id: order.location for order in dataset.orders}
    return orders | {w.warehouse_id: w.location for w in dataset.warehouses}


def _find_place(text: str, places: dict[str, Location], argument: str) -> Place:
    """The place that a text names: an id of the dataset, or latitude and longitude."""
    if text in places:
        return text, places[text]
    match = _POINT.fullmatch(text)
    if match is not None:
        lat, lon = float(match[1]), float(match[2])
        if abs(lat) <= 90 and abs(lon) <= 180:
            return f"{lat:g}, {lon:g}", Location(lat, lon)
    code = "drive.unknown_place" if places else "drive.no_point"
    raise refused(code, column=argument, value=text)


def require_vehicle(vehicle_id: str, known: Iterable[str]) -> None:
    """Refuse a vehicle that is not there on the day; none at all is fine.

    Raises
    ------
    InputError
        If it is unknown.
    """
    ids = set(known)
    if vehicle_id and vehicle_id not in ids:
        some = ", ".join(sorted(ids)[:5])
        raise refused("drive.unknown_vehicle", column="--vehicle", value=vehicle_id, known=some)


def read_date(text: str) -> datetime.date:
    """A date such as 2026-11-27."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}': YYYY-MM-DD") from None


def read_clock(text: str) -> int:
    """Seconds after midnight of a clock time such as 08:15."""
    match = _CLOCK.fullmatch(text)
    seconds = (
        int(match[1]) * SECONDS_PER_HOUR + int(match[2]) * SECONDS_PER_MINUTE
        if match and int(match[2]) < SECONDS_PER_MINUTE
        else SECONDS_PER_DAY
    )
    if seconds >= SECONDS_PER_DAY:
        raise argparse.ArgumentTypeError(f"'{text}': HH:MM")
    return seconds


def _tell(drive: DriveExplanation, asked: _Asked, console: Console) -> None:
    """Print an explanation."""
    wording = console.wording
    text = DriveText(drive, wording.say, asked.question.currency)
    leaves, arrives = (
        asked.moment(time_s) for time_s in (drive.depart_s, drive.depart_s + drive.total_s)
    )
    console.say(
        "drive.title",
        origin=drive.origin,
        destination=drive.destination,
        day=leaves.date().isoformat(),
        leaves=f"{leaves:%H:%M}",
        arrives=f"{arrives:%H:%M}",
        vehicle=wording.text(f"drive.profile.{asked.question.drivings[0].profile}"),
    )
    for sentence in text.summary():
        console.print(sentence)
    console.say(f"drive.speeds.{asked.question.traffic.source}")
    for heading, lines in (
        ("drive.by_class", text.classes()),
        ("drive.streets", text.streets()),
    ):
        if lines:
            console.say(heading)
        for line in lines:
            console.print(_row(line))
    for sentence in text.tolls():
        console.print(sentence)
    console.print(text.detour())
    for sentence in text.avoided():
        console.print(f"  {sentence}")


def _row(line: Line) -> str:
    """A line of a table; texts of any width stand last."""
    return f"  {line.km:>8} {line.minutes:>8} {line.added:>8}  {line.about}"
