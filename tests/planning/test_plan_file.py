import copy
import datetime
import difflib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from domain.errors import EnvironmentFault, PlanFileError
from domain.message import Message
from domain.plan import LotUse, Plan
from domain.stock_alert import StockAlert, StockAlertKind
from domain.supply import LaterSupply, OtherQuantity, ReplenishmentLine, Scarcity, StockSummary
from planning.plan_file import FORMAT, VERSION, parse_plan, plan_json, read_plan, write_plan
from planning.plan_schema import SCHEMA_FILE, plan_schema, schema_text
from tests.hostile_day import hostile_day
from tests.maps.made_up_plan import RELOAD, plan_day
from tests.plain_wording import say

Path_ = tuple[str | int, ...]


DAY = datetime.date(2026, 11, 20)
LATER = LaterSupply(from_id="S1", to_id="W1", sku="SKU001", units=12, order_date=DAY, due_date=DAY)
STOCK = StockSummary(
    days=28,
    cost_minor=900,
    lower_bound_minor=880,
    gap_percent=2.2,
    spent_minor=500,
    budget_minor=1_000,
    scarce=(
        Scarcity(kind="receiving", warehouse_id="W1", date=DAY, price_minor=310.5),
        Scarcity(kind="budget", price_minor=0.2),
    ),
)
ALERT = StockAlert(
    kind=StockAlertKind.STOCK_OUT,
    warehouse_id="W1",
    sku="SKU001",
    date=DAY,
    chance=0.4,
    money_at_risk_minor=1_200,
    message=Message("stock_alert.stock_out", {"units": 3}),
)


def explained(line: ReplenishmentLine) -> ReplenishmentLine:
    """A line with more reasons, and another quantity beside its own."""
    other = OtherQuantity(units=24, cost_minor=800, stock_out_percent=12.5, cover_days=9)
    return replace(line, reasons=(Message("replenish.target", {"percent": 95.0}),), others=(other,))


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan that has something in each of its parts."""
    made = plan_day(routes=2, stops=3, side=20).plan
    route, allocated = made.routes[0], made.allocation[0]
    lots = (
        LotUse(sku="SKU001", lot_id="L1", units=2, expiry_date=made.day),
        LotUse(sku="SKU001", lot_id="", units=1),
    )
    return replace(
        made,
        routes=(replace(route, stops=(*route.stops, RELOAD)), made.routes[1]),
        allocation=(replace(allocated, lots=lots), *made.allocation[1:]),
        replenishment=(explained(made.replenishment[0]), *made.replenishment[1:]),
        later_supply=(LATER,),
        stock_summary=STOCK,
        stock_alerts=(ALERT, replace(ALERT, chance=None, money_at_risk_minor=None)),
    )


@pytest.fixture(scope="module")
def document(plan: Plan) -> Any:
    """The same plan as JSON."""
    return json.loads(plan_json(plan, say))


def leaves(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from leaves(item, (*path, key))
    else:
        yield path


def changed(document: Any, path: Path_, value: Any) -> bytes:
    copied = copy.deepcopy(document)
    inner = copied
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(copied).encode()


def refusal(content: bytes) -> Message:
    with pytest.raises(PlanFileError) as error:
        parse_plan(content, "plan.json")
    return error.value.message


def json_path(path: Path_) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)


def test_a_plan_comes_back_as_it_was(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "方案 1" / "plan.json"
    write_plan(path, plan, say)
    assert read_plan(path) == plan
    assert path.read_bytes() == plan_json(read_plan(path), say)


def test_hostile_texts_come_back_but_for_halves_of_pairs() -> None:
    plan = hostile_day().plan
    content = plan_json(plan, say)
    read = parse_plan(content, "plan.json")
    assert [r.vehicle_id for r in read.routes] == [
        r.vehicle_id.encode("utf-8", "replace").decode() for r in plan.routes
    ]


def test_keys_are_sorted_and_the_figures_that_follow_are_there(document: Any) -> None:
    def check(value: Any) -> None:
        if isinstance(value, dict):
            assert list(value) == sorted(value)
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, dict | list):
                check(item)

    check(document)
    assert (document["format"], document["version"]) == (FORMAT, VERSION)
    cost = document["summary"]["cost_minor"]
    assert cost["total"] == cost["transport"] + cost["shortage"]
    assert document["summary"]["fill_rate_units"] == 0.986
    assert document["routes"][0]["cost"]["total_minor"] > 0
    assert document["unassigned"][0]["reason"]["text"] == "unassigned.too_heavy 1800.5 2"


def test_a_later_stop_changes_only_its_own_lines(plan: Plan) -> None:
    route = plan.routes[0]
    stop = replace(route.stops[1], arrival_s=route.stops[1].arrival_s + 60)
    moved = replace(route, stops=(route.stops[0], stop, *route.stops[2:]))
    texts = [
        plan_json(p, say).decode().splitlines()
        for p in (plan, replace(plan, routes=(moved, plan.routes[1])))
    ]
    lines = [line for line in difflib.ndiff(texts[0], texts[1]) if line[:2] in {"- ", "+ "}]
    assert len(lines) == 2
    assert all(stop.order_ids[0] in line for line in lines)


def test_the_schema_file_is_that_of_the_types() -> None:
    stored = SCHEMA_FILE.read_text(encoding="utf-8")
    assert stored == schema_text(plan_schema()), "Run: python -m planning.plan_schema"
    Draft202012Validator.check_schema(plan_schema())


def test_a_written_plan_keeps_to_the_schema(document: Any) -> None:
    validator = Draft202012Validator(plan_schema())
    assert [error.message for error in validator.iter_errors(document)] == []
    for path in (("routes", 0, "stops", 0, "kind"), ("version",), ("summary", "distance_m")):
        assert list(validator.iter_errors(json.loads(changed(document, path, "other"))))


def test_unknown_fields_are_passed_over(plan: Plan, document: Any) -> None:
    extended = copy.deepcopy(document)
    for part in (extended, extended["routes"][0], extended["routes"][0]["stops"][0]):
        part["x-ours"] = {"any": ["thing"]}
    assert parse_plan(json.dumps(extended).encode(), "plan.json") == plan


def test_every_value_of_a_wrong_type_is_named(document: Any) -> None:
    derived = {"total", "total_minor", "transport", "operating", "fill_rate_units", "text"}
    tried = 0
    for path in leaves(document):
        if path[-1] in derived or path in {("format",), ("version",)}:
            continue
        told = refusal(changed(document, path, ["this"]))
        assert told.code == "plan_file.wrong_type", path
        # msgspec names the entries of a mapping with free keys as [...].
        assert str(told["path"]).split("[...]")[0] in json_path(path)
        tried += 1
    assert tried > 250


def test_every_missing_part_is_named(document: Any) -> None:
    for name in ("routes", "summary", "origin", "unassigned", "day", "timezone", "currency"):
        told = refusal(json.dumps({k: v for k, v in document.items() if k != name}).encode())
        assert (told.code, told["field"]) == ("plan_file.missing_field", name)
    stop = copy.deepcopy(document)
    del stop["routes"][1]["stops"][2]["arrival_s"]
    told = refusal(json.dumps(stop).encode())
    assert (told["path"], told["field"]) == ("$.routes[1].stops[2]", "arrival_s")


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("routes", 0, "stops", 0, "location", "lat"), 91.0, "damaged"),
        (("routes", 0, "stops", 0, "kind"), "teleport", "damaged"),
        (("routes", 1, "geometry", 2), "<script>", "bad_geometry"),
        (("routes", 1, "geometry", 0), "_p~iF", "bad_geometry"),
        (("timezone",), "Mars/Olympus", "unknown_timezone"),
        (("timezone",), "../../etc/passwd", "unknown_timezone"),
        (("timezone",), "", "unknown_timezone"),
        (("day",), "2026-02-30", "damaged"),
        (("version",), 0, "other_format"),
    ],
)
def test_impossible_values_are_named(document: Any, path: Path_, value: Any, code: str) -> None:
    told = refusal(changed(document, path, value))
    assert told.code == f"plan_file.{code}"
    if "path" in told.parameters:
        assert told["path"] in {json_path(path), json_path(path[:-1])}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_found_by_line(plan: Plan, number: str) -> None:
    content = plan_json(plan, say).replace(b'"load_m3": 6.0', f'"load_m3": {number}'.encode(), 1)
    told = refusal(content)
    assert told.code == "plan_file.not_json"
    line = content.splitlines()[int(told["line"]) - 1]
    before = line[: int(told["column"])].decode()
    assert before.removesuffix("I").endswith(('"load_m3": N', '"load_m3": ', '"load_m3": -'))


def test_a_number_out_of_range_is_named(document: Any) -> None:
    content = json.dumps(document).replace('"load_m3": 6.0', '"load_m3": 1e999', 1).encode()
    assert refusal(content).code == "plan_file.damaged"


def test_a_plan_with_no_finite_figure_is_never_written(plan: Plan, tmp_path: Path) -> None:
    route = replace(plan.routes[0], load_kg=float("nan"))
    with pytest.raises(ValueError, match="JSON"):
        write_plan(tmp_path / "plan.json", replace(plan, routes=(route,)), say)
    assert list(tmp_path.iterdir()) == []


def test_a_file_cut_short_anywhere_is_refused(plan: Plan) -> None:
    content = plan_json(plan, say).rstrip()
    for length in range(0, len(content), 97):
        assert refusal(content[:length]).code == "plan_file.not_json"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "plan_file.not_json"),
        (b"\xff\xfe{}", "plan_file.not_json"),
        (b"PK\x03\x04", "plan_file.not_json"),
        (b"[]", "plan_file.other_format"),
        (b"{}", "plan_file.other_format"),
        (b'{"format": "other", "version": 1}', "plan_file.other_format"),
        (b'{"format": "wayloom.plan", "version": "1"}', "plan_file.other_format"),
        (b'{"format": "wayloom.plan", "version": 1}', "plan_file.missing_field"),
        (b'{"a": ' + b"[" * 100_000, "plan_file.damaged"),
    ],
)
def test_other_files_are_refused(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_a_newer_version_says_which(document: Any) -> None:
    told = refusal(changed(document, ("version",), VERSION + 1))
    assert told.code == "plan_file.newer"
    assert (told["version"], told["known"]) == (VERSION + 1, VERSION)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError) as missing:
        read_plan(tmp_path / "none.json")
    assert missing.value.message.code == "plan_file.missing"
    with pytest.raises(PlanFileError) as folder:
        read_plan(tmp_path)
    assert folder.value.message.code == "plan_file.unreadable"
    with pytest.raises(EnvironmentFault):
        write_plan(tmp_path, hostile_day().plan, say)
