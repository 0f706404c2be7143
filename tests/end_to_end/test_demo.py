"""The whole job on the sample day."""

import json
from pathlib import Path

from tests.end_to_end.commands import ROOT, Finished, wayloom

SAMPLE = ROOT / "resources" / "sample_day"


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
        "stock_plan.xlsx",
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
