"""Sessions of the window with a plan in them."""

import dataclasses
from functools import cache
from pathlib import Path

from domain.dataset import Dataset
from domain.message import Problem, Severity, message
from domain.plan import Break, Plan, Route
from gui.session import Session
from planning.reading.dataset_reading import DatasetReading
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day

PROBLEMS = (
    Problem(message=message("value.missing"), file="orders.csv", row=3, column="order_id"),
    Problem(
        message=message("value.not_a_number"),
        severity=Severity.WARNING,
        file="orders.csv",
        row=12,
        column="lat",
        value="=1+1",
    ),
)


@cache
def made_up_day() -> PlannedDay:
    """Three routes of six stops each, made once."""
    return plan_day(routes=3, stops=6, side=30)


def planned_session(language: str = "en", *, source: Path = Path("day")) -> Session:
    """A session with a plan of three routes; the first stop of the second is late."""
    day = made_up_day()
    session = session_of(day.dataset, PROBLEMS, language=language, source=source)
    session.day = day.plan.day
    session.show_plan(with_lateness(day.plan))
    return session


def hostile_session() -> Session:
    """A session in which every text that people type is a hostile one."""
    day = hostile_day()
    problems = tuple(
        Problem(message=message("value.missing"), file=t, sheet=t, row=2, column=t, value=t)
        for t in HOSTILE.values()
    )
    session = session_of(day.dataset, problems)
    session.show_plan(day.plan)
    return session


def session_of(
    dataset: Dataset,
    problems: tuple[Problem, ...] = (),
    *,
    language: str = "en",
    source: Path = Path("day"),
) -> Session:
    """A session with data and no plan."""
    reading = DatasetReading(
        dataset=dataset, problems=problems, error_count=0, warning_count=len(problems)
    )
    session = Session(language)
    session.show_data(source, reading, None)
    return session


def with_lateness(plan: Plan) -> Plan:
    """A plan of which the second route is late at its first stop."""
    first, second, *rest = plan.routes
    late = dataclasses.replace(second.stops[0], late_s=600)
    second = dataclasses.replace(second, stops=(late, *second.stops[1:]))
    return dataclasses.replace(plan, routes=(first, second, *rest))


def with_rest_and_reload(route: Route) -> Route:
    """A route that, after its last delivery, reloads and rests."""
    leaves_s = route.stops[-1].departure_s
    arrives_s = leaves_s + RELOAD.drive_s
    served_s = arrives_s + RELOAD.service_s
    reload = dataclasses.replace(
        RELOAD, arrival_s=arrives_s, departure_s=served_s + 2_400, wait_s=0
    )
    return dataclasses.replace(
        route,
        stops=(*route.stops, reload),
        breaks=(Break(start_s=served_s + 600, end_s=served_s + 2_400),),
        end_s=served_s + 2_400 + route.return_drive_s,
    )
