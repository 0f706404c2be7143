"""Plan files written before a part of the plan was known."""

import json
from dataclasses import replace

from planning.plan_file import parse_plan, plan_json
from tests.maps.made_up_plan import plan_day
from tests.plain_wording import say


def test_tolls_are_written_and_read() -> None:
    plan = plan_day(routes=1, stops=2, side=20).plan
    (route,) = plan.routes
    tolled = replace(
        plan,
        routes=(replace(route, cost=replace(route.cost, toll_minor=450)),),
        summary=replace(plan.summary, cost_minor=replace(plan.summary.cost_minor, toll=450)),
    )
    assert parse_plan(plan_json(tolled, say), "plan.json") == tolled


def test_a_file_without_tolls_is_read_as_one_of_no_tolls() -> None:
    plan = plan_day(routes=1, stops=2, side=20).plan
    document = json.loads(plan_json(plan, say))
    del document["summary"]["cost_minor"]["toll"]
    del document["routes"][0]["cost"]["toll_minor"]
    read = parse_plan(json.dumps(document).encode(), "plan.json")
    assert read.routes[0].cost.toll_minor == read.summary.cost_minor.toll == 0
    assert read == plan
