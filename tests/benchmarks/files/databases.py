"""A day's orders out of PostgreSQL, beside what its bare driver takes."""

from collections.abc import Iterator
from dataclasses import asdict

from tests.benchmarks.files.database_speed import ORDERS, database_speed
from tests.benchmarks.goal import Goal
from tests.servers.postgresql import postgresql_programs

MOST_TIMES_DRIVER = 1.5


def database_goals(*, quick: bool) -> Iterator[Goal]:
    """Reading takes little more than the driver; nothing is said where there is no PostgreSQL."""
    if postgresql_programs() is None:
        return
    speed = database_speed(rows=ORDERS // 4 if quick else ORDERS, runs=3 if quick else 7)
    yield Goal(
        goal="PostgreSQL: seconds to read a day's orders, over those of the bare driver",
        measured=speed.ratio,
        target=MOST_TIMES_DRIVER,
        detail=asdict(speed),
    )
