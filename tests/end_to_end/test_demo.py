"""The whole job on the sample day: the one place where the tests train models for a plan."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.commands import ROOT, Finished, wayloom

SAMPLE = ROOT / "resources" / "sample_day"
LIMIT_S = 1_200

# Training takes a minute of a processor that has nothing else to do.
pytestmark = pytest.mark.timeout(LIMIT_S + 60)


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo's results lie; a path with blanks and other letters."""
    return tmp_path_factory.mktemp("Plan Größe 计划") / "out"


@pytest.fixture(scope="module")
def demo(cache: Path, demo_folder: Path) -> Finished:
    """`wayloom demo --json`, finished."""
    arguments = ("--json", "--time-limit", 6, "--out", demo_folder)
    return wayloom("demo", *arguments, cache=cache, limit_s=LIMIT_S)


@pytest.fixture(scope="module")
def plan(demo: Finished, demo_folder: Path) -> Any:
    """The demo's plan file."""
    assert demo.code == 0, demo.err
    return json.loads((demo_folder / "plan.json").read_text("utf-8"))


def test_the_demo_plans_all_but_three_orders_and_breaks_no_rule(
    demo: Finished, demo_folder: Path
) -> None:
    assert demo.code == 0, demo.err
    result = demo.json
    assert result["orders"] == {"served": 397, "unassigned": 3}
    assert result["violations"] == 0
    assert result["plan"] == str(demo_folder / "plan.json")
    assert result["summary"]["cost_minor"]["total"] > 0
    assert set(result["seconds"]) >= {"roads", "routes", "forecast", "check", "total"}


def test_the_demo_leaves_every_file(demo: Finished, demo_folder: Path) -> None:
    assert demo.code == 0, demo.err
    names = {path.name for path in demo_folder.iterdir()}
    assert names == {
        "gpx",
        "map.html",
        "papers",
        "papers.pdf",
        "plan.json",
        "route_sheets.xlsx",
        "routes.geojson",
        "routes.kml",
        "stock_plan.xlsx",
        "supply_orders.csv",
        "supply_orders.xlsx",
        "vroom_solution.json",
    }
    vehicles = json.loads((demo_folder / "plan.json").read_text("utf-8"))["routes"]
    assert len(list((demo_folder / "gpx").iterdir())) == len(vehicles)
    assert [path.name for path in demo_folder.parent.iterdir()] == [demo_folder.name]


def test_each_unassigned_order_says_why(demo: Finished, demo_folder: Path) -> None:
    assert demo.code == 0, demo.err
    plan = json.loads((demo_folder / "plan.json").read_text("utf-8"))
    reasons = {order["reason"]["code"] for order in plan["unassigned"]}
    assert len(reasons) == 3
    assert all(order["reason"]["text"] for order in plan["unassigned"])


def test_the_checker_agrees_on_the_roads(demo: Finished, demo_folder: Path, cache: Path) -> None:
    assert demo.code == 0, demo.err
    checked = wayloom(
        "check",
        demo_folder / "plan.json",
        "--dataset",
        SAMPLE,
        "--roads",
        SAMPLE / "city.osm.gz",
        "--json",
        cache=cache,
    )
    assert checked.code == 0, checked.err
    assert checked.json["violations"] == []
    assert checked.json["ok"] is True


def test_the_checker_catches_a_plan_edited_by_hand(
    demo: Finished, demo_folder: Path, cache: Path, tmp_path: Path
) -> None:
    assert demo.code == 0, demo.err
    plan = json.loads((demo_folder / "plan.json").read_text("utf-8"))
    plan["routes"][0]["cost"]["distance_minor"] -= 100
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(plan), encoding="utf-8")
    checked = wayloom("check", edited, "--dataset", SAMPLE, "--json", cache=cache)
    assert checked.code == 3
    assert {violation["amount"] for violation in checked.json["violations"]} >= {100}


def test_the_sample_has_no_errors(cache: Path) -> None:
    validated = wayloom("validate", SAMPLE, "--json", cache=cache)
    assert validated.code == 0, validated.out
    assert validated.json["ok"] is True


def test_the_plan_tells_what_demand_is_expected_and_how_sure_that_is(plan: Any) -> None:
    assert plan["forecast_method"]["code"] == "forecast.method_blend"
    assert len(plan["forecast"]) == 600
    for line in plan["forecast"]:
        low, middle, high = (line["quantiles"][level] for level in ("10", "50", "90"))
        assert all(a <= b <= c for a, b, c in zip(low, middle, high, strict=True))
        over_lead_time = line["lead_time_quantiles"]
        assert set(over_lead_time) == {"5", "10", "50", "90", "95", "97.5", "99"}
        units = [over_lead_time[level] for level in sorted(over_lead_time, key=float)]
        assert units == sorted(units)
    loads = {(load["warehouse_id"], load["date"]): load for load in plan["expected_loads"]}
    assert len(loads) == 3 * len(plan["forecast"][0]["mean"])
    assert all(load["stops"]["10"] < load["stops"]["90"] for load in loads.values())


def test_the_reasons_of_the_plan_add_up_to_its_forecast(plan: Any) -> None:
    explained = [line for line in plan["forecast"] if line["baseline"]]
    assert len(explained) == 300
    for line in explained:
        causes = line["contributions"].values()
        for parts in zip(line["mean"], line["baseline"], *causes, strict=True):
            mean, *added = parts
            assert round(sum(added), 2) == mean


def test_the_papers_of_a_plan_are_those_made_with_it(
    demo: Finished, demo_folder: Path, cache: Path, tmp_path: Path
) -> None:
    assert demo.code == 0, demo.err
    out = tmp_path / "papers again"
    made = wayloom("sheets", demo_folder / "plan.json", "--out", out, "--json", cache=cache)
    assert made.code == 0, made.err
    assert made.json["out"] == str(out)
    written = {Path(file) for file in made.json["files"]}
    assert written == {path for path in out.rglob("*") if path.is_file()}
    routes = json.loads((demo_folder / "plan.json").read_text("utf-8"))["routes"]
    assert len(list((out / "papers").iterdir())) == 2 * len(routes)
    for path in written:
        again = demo_folder / path.relative_to(out)
        assert path.read_bytes() == again.read_bytes(), path.name


def test_the_sample_is_found_by_whoever_did_not_plan_it(
    demo: Finished, demo_folder: Path, tmp_path: Path
) -> None:
    assert demo.code == 0, demo.err
    made = wayloom(
        *("sheets", demo_folder / "plan.json", "--out", tmp_path / "out"),
        *("--formats", "geojson", "--json"),
        cache=tmp_path / "another cache",
    )
    assert made.code == 0, made.err
    assert [Path(file).name for file in made.json["files"]] == ["routes.geojson"]
