"""Rules on speed profiles and zones: what contradicts itself, and what would do nothing."""

from collections.abc import Iterator

import numpy as np

from domain.traffic_day import ANY_CLASS
from maps.importing.speeds import USUAL_KPH
from planning.reading.problems import Finding
from planning.reading.read_table import ReadTables

_SPAN = ("road_class", "weekdays", "start_time", "end_time")


def overlapping_speeds(data: ReadTables) -> Iterator[Finding]:
    """Two speeds of one class of road at one time: which of them holds would be a guess."""
    table = data["speed_profiles"]
    read = np.logical_and.reduce([table.good(name) for name in _SPAN]) if len(table) else []
    group = table.key_codes(("road_class", "weekdays"))
    start_s, end_s = table.numbers("start_time"), table.numbers("end_time")
    known = np.flatnonzero(read)
    order = known[np.lexsort((start_s[known], group[known]))]
    before, after = order[:-1], order[1:]
    overlaps = (group[before] == group[after]) & (end_s[before] > start_s[after])
    earlier = dict(zip(after[overlaps].tolist(), before[overlaps].tolist(), strict=True))
    yield table.finding(
        np.sort(after[overlaps]),
        "speeds.overlap",
        "start_time",
        detail=lambda record: {"other_row": int(table.raw.rows[earlier[record]])},
    )


def unknown_road_classes(data: ReadTables) -> Iterator[Finding]:
    """Classes that no road has, so that the row would do nothing."""
    table = data["speed_profiles"]
    known = {ANY_CLASS, *USUAL_KPH}
    unknown = np.array([name not in known for name in table.values("road_class")], dtype=np.bool_)
    names = ", ".join([ANY_CLASS, *USUAL_KPH])
    yield table.warning(
        unknown & table.good("road_class"), "speeds.unknown_class", "road_class",
        lambda _: {"known": names},
    )  # fmt: skip


def tolls_of_nothing(data: ReadTables) -> Iterator[Finding]:
    """Toll zones without a charge."""
    zones = data["zones"]
    free = (zones.values("kind") == "toll") & (zones.numbers("charge") == 0)
    yield zones.warning(free & zones.good("kind"), "zone.no_charge", "charge")
