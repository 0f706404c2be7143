"""``wayloom roads matrix``: driving times and distances between the places of a day, as a file."""

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.clock import elapsed_s, local_time
from domain.travel import FleetTravel, MatrixTravel
from domain.units import SECONDS_PER_DAY
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.plan import job_pool, read_or_refuse
from planning.commands.roads_explain import read_clock, read_date, refused, require_vehicle
from planning.day import choose_day, places_of
from planning.day_roads import RoadQuestion, road_question
from planning.engine_jobs import matrix_travel_job
from planning.environment import directories
from planning.outputs.matrix_files import (
    Departure,
    MatrixKind,
    unreachable_pairs,
    unreachable_places,
    write_matrix,
)

_MOST_NAMED = 5

Say = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help=say("help.source"))
    parser.add_argument("--roads", required=True, metavar="NAME", help=say("help.roads_used"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=say("help.matrix_out")
    )
    parser.add_argument("--date", type=read_date, help=say("help.date"))
    parser.add_argument("--vehicle", metavar="ID", default="", help=say("help.explain_vehicle"))
    parser.add_argument("--at", type=read_clock, metavar="HH:MM", help=say("help.matrix_at"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the matrix of a day for one vehicle."""
    out: Path = arguments.out
    if out.suffix.lower() not in set(MatrixKind):
        raise refused("matrix.unknown_kind", column="--out", value=out.name)
    dataset = read_or_refuse(arguments.source, console)
    day, zone = choose_day(dataset, arguments.date), ZoneInfo(dataset.timezone)
    question = road_question(dataset, day, arguments.roads)
    require_vehicle(arguments.vehicle, question.of_vehicle)
    vehicle_id = arguments.vehicle or next(iter(question.of_vehicle), "")
    first_s = 0 if arguments.at is None else elapsed_s(day, arguments.at, zone)
    last_s = first_s + SECONDS_PER_DAY
    with job_pool(1) as pool, stop_on_interrupt(pool.stop_all):
        fleet: FleetTravel[MatrixTravel] = pool.submit(
            "roads",
            matrix_travel_job,
            question,
            places_of(dataset, day),
            (vehicle_id,) if vehicle_id else (),
            # Who leaves late in the day drives on into the next.
            (first_s, last_s + SECONDS_PER_DAY),
            directories(),
            on_progress=console.progress,
        ).result()
    travel = fleet.travels[0]
    if arguments.at is None:
        last_s = elapsed_s(day, SECONDS_PER_DAY, zone)
        times_s = tuple(int(s) for s in travel.bucket_starts_s if s < last_s)
    else:
        times_s = (first_s,)
    departures = tuple(Departure(time_s=s, moment=local_time(day, s, zone)) for s in times_s)
    currency = question.currency
    rows = write_matrix(out, travel, departures, currency=currency)
    _tell(travel, out, rows, console)
    _tell_vehicle(question, arguments.vehicle, vehicle_id, console)
    console.finish(_result(travel, out, rows, day, vehicle_id, currency))
    return ExitCode.DONE


def _tell(travel: MatrixTravel, out: Path, rows: int, console: Console) -> None:
    console.say(
        "matrix.written",
        file=str(out),
        places=len(travel.places),
        rows=rows,
        unreachable=unreachable_pairs(travel),
    )
    lonely = [place.split(":", 1)[1] for place in unreachable_places(travel)]
    if lonely:
        more = " …" if len(lonely) > _MOST_NAMED else ""
        console.say("matrix.unreachable", places=", ".join(lonely[:_MOST_NAMED]) + more)


def _tell_vehicle(question: RoadQuestion, asked: str, taken: str, console: Console) -> None:
    """Say which vehicle a matrix is for, where nobody chose one of several that drive unlike."""
    if not asked and len(question.drivings) > 1:
        console.say("matrix.for_vehicle", vehicle=taken, count=len(question.drivings))


def _result(
    travel: MatrixTravel,
    out: Path,
    rows: int,
    day: datetime.date,
    vehicle_id: str,
    currency: str,
) -> dict[str, object]:
    return {
        "out": str(out),
        "day": day.isoformat(),
        "vehicle": vehicle_id,
        "currency": currency,
        "places": len(travel.places),
        "matrices": len(travel.drive_s),
        "rows": rows,
        "unreachable_pairs": unreachable_pairs(travel),
        "unreachable_places": list(unreachable_places(travel)),
    }
