"""``wayloom roads matrix``: driving times and distances between the places of a day, as a file."""

import argparse
import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.clock import elapsed_s, local_time
from domain.geo import Location
from domain.travel import FleetTravel, MatrixTravel
from domain.units import SECONDS_PER_DAY
from maps.driving.travel_times import snap_places
from maps.snapping.snap import snap
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.parser import refused, written
from planning.commands.plan import job_pool, read_or_refuse
from planning.commands.roads_explain import read_clock, read_date, require_vehicle
from planning.day import choose_day, places_of
from planning.day_roads import RoadQuestion, open_conditions, road_question
from planning.engine_jobs import matrix_travel_job
from planning.environment import directories
from planning.explain_drive import question_of_vehicle
from planning.outputs.matrix_files import (
    Departure,
    MatrixKind,
    require_writable_file,
    unreachable_pairs,
    unreachable_places,
    write_matrix,
)

_MOST_NAMED = 5

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    parser.add_argument(
        "--roads", type=written, required=True, metavar="NAME", help=say("help.roads_used")
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=say("help.matrix_out")
    )
    parser.add_argument("--date", type=read_date, help=say("help.date"))
    parser.add_argument("--vehicle", metavar="ID", default="", help=say("help.explain_vehicle"))
    parser.add_argument("--at", type=read_clock, metavar="HH:MM", help=say("help.matrix_at"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the matrix of a day for one vehicle; 3 where some places have no way to others."""
    out: Path = arguments.out
    require_writable_file(out)
    _require_kind(out)
    dataset = read_or_refuse(arguments.source, console)
    day, zone = choose_day(dataset, arguments.date), ZoneInfo(dataset.timezone)
    question = road_question(dataset, day, arguments.roads)
    require_vehicle(arguments.vehicle, question.of_vehicle)
    vehicle_id = arguments.vehicle or next(iter(question.of_vehicle), "")
    places = places_of(dataset, day)
    first_s = 0 if arguments.at is None else elapsed_s(day, arguments.at, zone)
    last_s = first_s + SECONDS_PER_DAY
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all):
        fleet: FleetTravel[MatrixTravel] = pool.submit(
            "roads",
            matrix_travel_job,
            question,
            places,
            (vehicle_id,) if vehicle_id else (),
            # Who leaves late in the day drives on into the next.
            (first_s, last_s + SECONDS_PER_DAY),
            directories(),
            on_progress=console.progress,
        ).result()
    travel = fleet.travels[0]
    times_s = _whole_day_s(travel, day, zone) if arguments.at is None else (first_s,)
    departures = tuple(Departure(time_s=s, moment=local_time(day, s, zone)) for s in times_s)
    rows = write_matrix(out, travel, departures, currency=question.currency)
    _tell(travel, out, rows, console)
    locations = dict(places)
    lonely = {place: locations[place] for place in unreachable_places(travel)}
    own = question_of_vehicle(question, vehicle_id)
    far, closed = _far_and_closed(lonely, own) if lonely else ((), ())
    _tell_places("matrix.unreachable", far, console)
    _tell_places("matrix.closed", closed, console)
    _tell_vehicle(question, arguments.vehicle, vehicle_id, console)
    told = _result(travel, out, rows, closed)
    told |= {"day": day.isoformat(), "vehicle": vehicle_id, "currency": question.currency}
    console.finish(told)
    return ExitCode.IN_PART if unreachable_pairs(travel) else ExitCode.DONE


def _require_kind(out: Path) -> None:
    """Refuse a file of no known kind, or of a kind without a name."""
    if out.name.lower() in set(MatrixKind):
        raise refused("matrix.no_name", column="--out", value=out.name)
    if out.suffix.lower() not in set(MatrixKind):
        raise refused("matrix.unknown_kind", column="--out", value=out.name)


def _whole_day_s(travel: MatrixTravel, day: datetime.date, zone: ZoneInfo) -> tuple[int, ...]:
    """Departures of a day: when each bucket of its speeds begins."""
    last_s = elapsed_s(day, SECONDS_PER_DAY, zone)
    return tuple(int(start_s) for start_s in travel.bucket_starts_s if start_s < last_s)


def _far_and_closed(
    places: Mapping[str, Location], question: RoadQuestion
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places that no road is near enough to, and those near roads that a vehicle may not use."""
    (conditions,) = open_conditions(question, directories())
    limit_m = question.snap_limit_m
    has_open = snap_places(conditions, tuple(places.items()), limit_m=limit_m).is_near
    has_any = snap(conditions.network, tuple(places.values()), limit_m=limit_m).is_near
    is_far, is_closed = ~has_any, has_any & ~has_open
    far, closed = (tuple(itertools.compress(places, which)) for which in (is_far, is_closed))
    return far, closed


def _tell(travel: MatrixTravel, out: Path, rows: int, console: Console) -> None:
    console.say("matrix.written", file=str(out), places=len(travel.places), rows=rows)
    if unreachable := unreachable_pairs(travel):
        console.say("matrix.without_way", pairs=unreachable)


def _tell_places(code: str, places: Sequence[str], console: Console) -> None:
    """Name some places, if there are any, as a person calls them."""
    if places:
        named = [place.split(":", 1)[1] for place in places[:_MOST_NAMED]]
        more = " …" if len(places) > _MOST_NAMED else ""
        console.say(code, count=len(places), places=", ".join(named) + more)


def _tell_vehicle(question: RoadQuestion, asked: str, taken: str, console: Console) -> None:
    """Say which vehicle a matrix is for, where nobody chose one of several that drive unlike."""
    if not asked and len(question.drivings) > 1:
        console.say("matrix.for_vehicle", vehicle=taken, count=len(question.drivings))


def _result(travel: MatrixTravel, out: Path, rows: int, closed: Sequence[str]) -> dict[str, object]:
    return {
        "out": str(out),
        "places": len(travel.places),
        "matrices": len(travel.drive_s),
        "rows": rows,
        "unreachable_pairs": unreachable_pairs(travel),
        "unreachable_places": list(unreachable_places(travel)),
        "closed_places": list(closed),
    }
