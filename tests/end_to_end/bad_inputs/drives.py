"""Drives, matrices and trips that ask for what the data and the roads do not have."""

from collections.abc import Callable, Sequence

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.end_to_end.bad_inputs.town import SOUTH, STEP, WEST, door, town_roads
from tests.planning.reading.small_dataset import Tables

TRIPS = "trips.csv"
POINT = "48.003, 8.003"
Point = tuple[float, float]
Trip = list[str]

_HEADER = ["from_lat", "from_lon", "to_lat", "to_lon", "departed_at", "duration_s"]


def _explain(origin: str, destination: str, *arguments: str, roads: str = "atlantis") -> Prepare:
    """Explain a drive of the dataset; roads are opened only once the question makes sense."""
    ends = "--from", origin, "--to", destination
    return lambda bed: ("roads", "explain", bed.data, "--roads", roads, *ends, *arguments)


def _explain_points(origin: str, destination: str, *arguments: str) -> Prepare:
    """Explain a drive without a dataset."""
    ends = "--from", origin, "--to", destination
    return lambda _: ("roads", "explain", "--roads", "atlantis", *ends, *arguments)


def _explain_in_town(origin: str, destination: str, *, with_data: bool = True) -> Prepare:
    """Explain a drive on the roads of the town."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.in_town()
        source = (bed.data,) if with_data else ()
        ends = "--from", origin, "--to", destination
        return "roads", "explain", *source, "--roads", bed.roads, *ends

    return prepare


def _explain_where_vans_may_not(bed: Bed) -> tuple[object, ...]:
    arguments = _explain_in_town("W1", "O1")(bed)
    _close_to_vans(bed)
    return arguments


def _matrix(name: str, *arguments: str) -> Prepare:
    out = "--roads", "atlantis", "--out"
    return lambda bed: ("roads", "matrix", bed.data, *out, bed.folder / name, *arguments)


def _matrix_into_folder(bed: Bed) -> tuple[object, ...]:
    (bed.folder / "matrix.csv").mkdir()
    return _matrix("matrix.csv")(bed)


def _matrix_below_file(bed: Bed) -> tuple[object, ...]:
    return _matrix("data/orders.csv/matrix.csv")(bed)


def _calibrate(
    trips: Sequence[Trip] | Callable[[], Sequence[Trip]],
    spoil: Callable[[Tables], object] = lambda _: None,
    *,
    as_book: bool = False,
    roads: str = "",
) -> Prepare:
    """Learn speeds of the town from trips."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        bed.in_town()
        records = trips() if callable(trips) else trips
        bed.tables["trips"] = [[*_HEADER], *([*record] for record in records)]
        spoil(bed.tables)
        source = bed.book if as_book else bed.data
        return "roads", "calibrate", source, "--roads", roads or bed.roads, "--out", bed.out

    return prepare


def _trip(start: Point, end: Point, duration_s: float) -> Trip:
    places = [f"{degrees:.6f}" for degrees in (*start, *end)]
    return [*places, "2026-11-19 08:30", f"{duration_s:.0f}"]


def _close_to_vans(bed: Bed, tag: str = "goods") -> None:
    """Close the streets of the town to goods vehicles, or to others by their tag."""
    street = '<tag k="highway" v="residential"/>'
    closed = town_roads().replace(street, street + f'<tag k="{tag}" v="no"/>')
    bed.roads.write_text(closed, encoding="utf-8")


def _closed(profile: str, tag: str) -> Prepare:
    """A sound trip in a town whose streets are closed to its vehicle."""

    def prepare(bed: Bed) -> tuple[object, ...]:
        arguments = _calibrate([SOUND], _of(profile))(bed)
        _close_to_vans(bed, tag)
        return arguments

    return prepare


def _of(profile: str) -> Callable[[Tables], None]:
    """Trips of vehicles of a profile."""

    def spoil(tables: Tables) -> None:
        for number, record in enumerate(tables["trips"]):
            record.append(profile if number else "profile")

    return spoil


def _long_trips() -> list[Trip]:
    """Trips of a morning across the town, all much alike."""
    return [
        _trip(door(i % 3, i % 4), door(15 - i % 2, 14 - i % 3), 420 + i * 37 % 50)
        for i in range(80)
    ]


def _trips_elsewhere() -> list[Trip]:
    """Trips of a morning in another town."""
    return [
        [*(str(float(degrees) + 1) for degrees in trip[:4]), *trip[4:]] for trip in _long_trips()
    ]


def _one_with_a_break() -> list[Trip]:
    trips = _long_trips()
    trips[40][-1] = "3000"
    return trips


def _short_trips() -> list[Trip]:
    return [_trip(door(i % 5, i % 3), door(i % 5 + 3, i % 3 + 4), 120 + i % 7) for i in range(60)]


def _into_a_file(bed: Bed) -> tuple[object, ...]:
    bed.out.write_text("mine")
    return _calibrate([SOUND])(bed)


OFF: Point = SOUTH - STEP * 8, WEST + STEP * 8
SOUND = _trip(door(1, 1), door(9, 9), 300)

CASES = [
    *(
        Case(
            name=f"a drive from {origin} without a dataset",
            prepare=_explain_points(origin, POINT), code="drive.no_point", column="--from",
        )
        for origin in ("W1", "91, 8", "48", "48,003, 8,003", "nan, 8")
    ),
    Case(
        name="a drive to a street without a dataset",
        prepare=_explain_points(POINT, "A-Linden Street 3"), code="drive.no_point", column="--to",
    ),
    Case(
        name="a drive to an order that does not exist", prepare=_explain("W1", "O99"),
        code="drive.unknown_place", column="--to",
    ),
    Case(
        name="a drive from beyond the globe", prepare=_explain("49.4, 181", "W1"),
        code="drive.unknown_place", column="--from",
    ),
    Case(
        name="a drive of a vehicle that does not exist",
        prepare=_explain("W1", "O1", "--vehicle", "V9"),
        code="drive.unknown_vehicle", column="--vehicle",
    ),
    Case(
        name="a drive at an hour that does not exist",
        prepare=_explain("W1", "O1", "--at", "25:00"), code="argument.refused", column="--at",
    ),
    Case(
        name="a drive on a day with nothing due",
        prepare=_explain("W1", "O1", "--date", "2020-01-01"),
        code="day.nothing_due", column="--date",
    ),
    Case(
        name="a drive on roads that nobody imported", prepare=_explain("W1", "O1"),
        code="roads.unknown_name", column="--roads",
    ),
    Case(
        name="a drive in the south on roads that nobody imported",
        prepare=_explain_points("-48.003,8.003", "-48.1, -8"),
        code="roads.unknown_name", column="--roads",
    ),
    Case(
        name="a drive on roads without a name", prepare=_explain("W1", "O1", roads=" "),
        code="argument.blank", column="--roads",
    ),
    Case(
        name="a drive to the other side of the globe", prepare=_explain_in_town("W1", "-10,10"),
        code="roads.place_too_far", column="--to",
    ),
    *(
        Case(
            name=f"a drive far from the roads without a dataset, at {column}",
            prepare=_explain_in_town("-10,10", "10,10", with_data=False),
            code="drive.point_too_far", column=column,
        )
        for column in ("--from", "--to")
    ),
    Case(
        name="a drive of a van where vans may not drive", prepare=_explain_where_vans_may_not,
        code="roads.place_without_road", column="--from",
    ),
    Case(
        name="a drive of a vehicle without a dataset",
        prepare=_explain_points(POINT, POINT, "--vehicle", "V1"),
        code="drive.vehicle_nowhere", column="--vehicle",
    ),
    Case(
        name="a drive of a dataset by a kind of vehicle",
        prepare=_explain("W1", "O1", "--profile", "truck"),
        code="drive.profile_of_vehicle", column="--profile",
    ),
    *(
        Case(
            name=f"a matrix as {name}", prepare=_matrix(name),
            code="matrix.unknown_kind", column="--out",
        )
        for name in ("matrix.xlsx", "matrix")
    ),
    Case(
        name="a matrix with an ending for a name", prepare=_matrix(".csv"),
        code="matrix.no_name", column="--out",
    ),
    Case(
        name="a matrix into a folder", prepare=_matrix_into_folder, exit=4,
        code="out.is_a_folder", file="matrix.csv",
    ),
    Case(
        name="a matrix below a file", prepare=_matrix_below_file, exit=4,
        code="out.not_writable", file="matrix.csv",
    ),
    Case(
        name="a matrix of a vehicle that does not exist",
        prepare=_matrix("matrix.csv", "--vehicle", "V9"),
        code="drive.unknown_vehicle", column="--vehicle",
    ),
    Case(
        name="a matrix on roads that nobody imported", prepare=_matrix("matrix.npz"),
        code="roads.unknown_name", column="--roads",
    ),
    Case(
        name="speeds from no trips", prepare=_calibrate([], lambda tables: tables.pop("trips")),
        code="calibration.no_trips", file=TRIPS,
    ),
    Case(
        name="speeds from a table without trips", prepare=_calibrate([]),
        code="calibration.no_trips", file=TRIPS,
    ),
    Case(
        name="speeds from no trips of a workbook",
        prepare=_calibrate([], lambda tables: tables.pop("trips"), as_book=True),
        code="calibration.no_trips", file="data.xlsx", sheet="trips",
    ),
    Case(
        name="speeds from one trip of a workbook", prepare=_calibrate([SOUND], as_book=True),
        code="calibration.too_few_trips", file="data.xlsx", sheet="trips",
    ),
    Case(
        name="speeds from short trips of a workbook",
        prepare=_calibrate(_short_trips, as_book=True),
        code="calibration.too_little_driving", file="data.xlsx", sheet="trips",
    ),
    Case(
        name="speeds from the trips of another town", prepare=_calibrate(_trips_elsewhere),
        code="trip.other_region", file=TRIPS, row=1, column="from_lat",
    ),
    Case(
        name="speeds from one trip", prepare=_calibrate([SOUND]),
        code="calibration.too_few_trips", file=TRIPS,
    ),
    Case(
        name="speeds from short trips", prepare=_calibrate(_short_trips),
        code="calibration.too_little_driving", file=TRIPS,
    ),
    Case(
        name="a trip that starts far from any road",
        prepare=_calibrate([SOUND, _trip(OFF, door(9, 9), 300)]),
        code="trip.start_too_far", file=TRIPS, row=3, column="from_lat",
    ),
    Case(
        name="a trip that ends far from any road",
        prepare=_calibrate([_trip(door(1, 1), OFF, 300), SOUND]),
        code="trip.end_too_far", file=TRIPS, row=2, column="to_lat",
    ),
    Case(
        name="a trip of a workbook that ends far from any road",
        prepare=_calibrate([_trip(door(1, 1), OFF, 300)], as_book=True),
        code="trip.end_too_far", file="data.xlsx", sheet="trips", row=2, column="to_lat",
    ),
    Case(
        name="a trip across the town in five seconds",
        prepare=_calibrate([SOUND, SOUND, _trip(door(2, 2), door(12, 12), 5)]),
        code="trip.too_fast", file=TRIPS, row=4, column="duration_s",
    ),
    Case(
        name="a trip of a van where vans may not drive", prepare=_closed("van", "goods"),
        code="trip.no_way_van", file=TRIPS, row=2,
    ),
    Case(
        name="a trip of a car where cars may not drive", prepare=_closed("car", "vehicle"),
        code="trip.no_way_car", file=TRIPS, row=2,
    ),
    Case(
        name="a trip with a long break among many without", prepare=_calibrate(_one_with_a_break),
        exit=0, code="trip.unlike_others", file=TRIPS, row=42, column="duration_s",
    ),
    Case(
        name="the duration of a trip with its unit",
        prepare=_calibrate([[*SOUND[:-1], "5 min"]]),
        code="value.unit_in_cell", file=TRIPS, row=2, column="duration_s",
    ),
    Case(
        name="speeds on roads that nobody imported", prepare=_calibrate([SOUND], roads="atlantis"),
        code="roads.unknown_name", column="--roads",
    ),
    Case(
        name="speeds into a file", prepare=_into_a_file, exit=4, code="out.is_a_file", file="out",
    ),
]  # fmt: skip
