"""Plan files that cannot be used, and days that cannot be planned."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from planning.plan_file import plan_json
from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.maps.made_up_plan import plan_day
from tests.plain_wording import say

FILE = "plan.json"


@cache
def sound_plan() -> bytes:
    """A sound plan file of some other dataset."""
    return plan_json(plan_day(routes=2, stops=3, side=20).plan, say)


def _check(content: Callable[[], bytes]) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / FILE
        path.write_bytes(content())
        return "check", path, "--dataset", bed.data

    return prepare


def _with(change: Callable[[Any], None]) -> Prepare:
    def content() -> bytes:
        document = json.loads(sound_plan())
        change(document)
        return json.dumps(document).encode()

    return _check(content)


def _plan(*arguments: object, roads: str = "atlantis") -> Prepare:
    return lambda bed: ("plan", bed.data, "--roads", roads, "--out", bed.out, *arguments)


def _two_days(bed: Bed) -> tuple[object, ...]:
    bed.tables["settings"].pop()
    bed.tables["orders"][1][5] = "2026-11-21"
    return "plan", bed.data, "--roads", "atlantis", "--out", bed.out


def _out_is_a_file(bed: Bed) -> tuple[object, ...]:
    bed.out.write_text("mine")
    return "plan", bed.data, "--roads", "atlantis", "--out", bed.out


def _out_below_a_file(bed: Bed) -> tuple[object, ...]:
    (bed.folder / "file").write_text("mine")
    return "plan", bed.data, "--roads", "atlantis", "--out", bed.folder / "file" / "out"


def _lines_of(content: bytes) -> int:
    return content.count(b"\n") + 1


CASES = [
    Case(
        name="no plan file",
        prepare=lambda bed: ("check", bed.folder / FILE, "--dataset", bed.data),
        code="plan_file.missing", file=FILE,
    ),
    Case(
        name="a folder as plan file",
        prepare=lambda bed: ("check", bed.data, "--dataset", bed.data),
        code="plan_file.unreadable", file="data",
    ),
    Case(
        name="an empty plan file",
        prepare=_check(lambda: b""),
        code="plan_file.not_json", file=FILE, row=1, column="1",
    ),
    Case(
        name="a plan file cut short", prepare=_check(lambda: sound_plan()[:900]),
        code="plan_file.not_json", file=FILE, row=_lines_of(sound_plan()[:900]),
        column=str(900 - sound_plan()[:900].rfind(b"\n")),
    ),
    Case(
        name="a workbook as plan file", prepare=_check(lambda: b"PK\x03\x04"),
        code="plan_file.not_json", file=FILE, row=1, column="1",
    ),
    Case(
        name="other JSON as plan file", prepare=_check(lambda: b'{"a": 1}'),
        code="plan_file.other_format", file=FILE,
    ),
    Case(
        name="a plan of a version to come", prepare=_with(lambda plan: plan.update(version=99)),
        code="plan_file.newer", file=FILE,
    ),
    Case(
        name="a plan without routes", prepare=_with(lambda plan: plan.pop("routes")),
        code="plan_file.missing_field", file=FILE, column="$",
    ),
    Case(
        name="a plan with a word for a number",
        prepare=_with(lambda plan: plan["routes"][0].update(start_s="early")),
        code="plan_file.wrong_type", file=FILE, column="$.routes[0].start_s",
    ),
    Case(
        name="a stop off the globe",
        prepare=_with(lambda plan: plan["routes"][0]["stops"][0]["location"].update(lat=91.0)),
        code="plan_file.damaged", file=FILE, column="$.routes[0].stops[0].location",
    ),
    Case(
        name="a stop of a kind that does not exist",
        prepare=_with(lambda plan: plan["routes"][0]["stops"][0].update(kind="teleport")),
        code="plan_file.damaged", file=FILE, column="$.routes[0].stops[0].kind",
    ),
    Case(
        name="a line on the map that is none",
        prepare=_with(lambda plan: plan["routes"][1]["geometry"].__setitem__(2, "<script>")),
        code="plan_file.bad_geometry", file=FILE, column="$.routes[1].geometry[2]",
    ),
    Case(
        name="a plan in no time zone",
        prepare=_with(lambda plan: plan.update(timezone="Mars/Olympus")),
        code="plan_file.unknown_timezone", file=FILE,
    ),
    Case(
        name="a dataset that is not there, for a sound plan",
        prepare=lambda bed: (*_check(sound_plan)(bed)[:3], bed.folder / "nowhere"),
        code="source.missing", file="nowhere",
    ),
    Case(
        name="a day with nothing due", prepare=_plan("--date", "2020-01-01"),
        code="day.nothing_due", column="--date",
    ),
    Case(
        name="papers of a plan whose dataset nobody knows",
        prepare=lambda bed: ("sheets", _check(sound_plan)(bed)[1], "--out", bed.out),
        code="sheets.dataset_unknown",
    ),
    Case(
        name="papers of a plan with vehicles that the dataset lacks",
        prepare=lambda bed: ("sheets", *_check(sound_plan)(bed)[1:], "--out", bed.out),
        code="sheets.no_vehicle",
    ),
    Case(
        name="papers of a plan with orders that the dataset lacks",
        prepare=lambda bed: ("sheets", *_check(sound_plan)(bed)[1:], "--out", bed.out),
        code="sheets.no_order",
    ),
    Case(
        name="two days and none named", prepare=_two_days, code="day.unclear", column="--date",
    ),
    Case(
        name="a file where results should go",
        prepare=_out_is_a_file, exit=4,
        code="out.is_a_file", file="out",
    ),
    Case(
        name="a folder below a file", prepare=_out_below_a_file, exit=4,
        code="out.not_writable", file="out",
    ),
    Case(
        name="a folder that the computer keeps for itself",
        prepare=lambda bed: ("plan", bed.data, "--roads", "x", "--out", "/proc/wayloom/out"),
        exit=4, code="out.not_writable", file="out",
    ),
    Case(
        name="roads that nobody imported, for a plan", prepare=_plan(),
        code="roads.unknown_name", column="--roads",
    ),
]  # fmt: skip
