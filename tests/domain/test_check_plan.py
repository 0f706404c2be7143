import ast
from dataclasses import replace
from pathlib import Path

import pytest

import domain
from domain.check_plan import RULES, check_plan
from domain.plan import CheckReport, CostSummary
from tests.domain.broken.orders import waits_less_than_nothing
from tests.domain.broken.times import stops_where_no_roads_are_known
from tests.domain.fetching import fetching_dataset, fetching_plan, fetching_travel
from tests.domain.kept_by_lot import lot_dataset, lot_plan
from tests.domain.small_data import small_dataset, small_travel
from tests.domain.small_plan import plan_of, small_plan


def tried(report: CheckReport) -> dict[str, int]:
    return {result.rule: result.tried for result in report.rules}


def test_a_lawful_plan_breaks_no_rule() -> None:
    report = check_plan(small_dataset(), small_plan(), small_travel())
    assert report.violations == ()
    assert report.ok
    assert all(result.checked for result in report.rules)


def test_lawful_plans_that_fetch_and_that_take_lots_try_every_rule_on_something() -> None:
    fetching = check_plan(fetching_dataset(), fetching_plan(), fetching_travel())
    by_lot = check_plan(lot_dataset(), lot_plan(), small_travel())
    assert fetching.violations == by_lot.violations == ()
    more = tried(by_lot)
    assert [rule for rule, times in tried(fetching).items() if not times + more[rule]] == []


def test_a_plan_that_names_no_lots_at_all_is_lawful() -> None:
    """Plans of the time before lots were named name none."""
    older = replace(lot_plan(), allocation=small_plan().allocation)
    assert check_plan(lot_dataset(), older, small_travel()).ok


def test_the_lawful_plan_costs_what_a_person_adds_up() -> None:
    """36 km at 0.45; 10,230 s, 4,020 s and 1,410 s at 21.50 an hour; 810 s of overtime at 12."""
    plan = small_plan()
    assert plan.summary.cost_minor == CostSummary(
        fixed=12_000,
        distance=1_620,
        time=6_110 + 2_401 + 842,
        overtime=270,
        late=33,
        handling=5 * 55 + 2 * 40,
        shortage=3_550 + 9_165,
        holding=234 + 150,
        purchase=26_500 + 750,
    )


def test_rules_are_reported_in_the_order_of_the_table_each_once() -> None:
    names = [rule.name for rule in RULES]
    report = check_plan(small_dataset(), small_plan(), small_travel())
    assert [result.rule for result in report.rules] == names
    assert len(set(names)) == len(names)


def test_without_travel_the_rules_of_travel_are_reported_as_not_checked() -> None:
    case = stops_where_no_roads_are_known()
    report = check_plan(case.dataset, case.plan, None)
    unchecked = {result.rule for result in report.rules if not result.checked}
    assert unchecked == {
        "travel_place",
        "travel_way",
        "travel_time",
        "travel_distance",
        "cost_toll",
    }
    assert report.ok


def test_without_a_stock_table_nothing_is_held_and_stock_is_not_checked() -> None:
    dataset = replace(small_dataset(), stock=None)
    report = check_plan(dataset, plan_of(dataset, small_plan().routes), small_travel())
    unchecked = {result.rule for result in report.rules if not result.checked}
    assert unchecked == {"stock", "lots", "lot_stock", "supply_stock"}
    assert report.ok


def test_a_day_without_orders_or_routes_is_lawful() -> None:
    day = replace(small_dataset(), orders=(), order_lines=(), stock=None)
    plan = plan_of(day, (), unassigned=(), replenishment=(), transfers=())
    assert check_plan(day, plan, small_travel()).ok


def test_an_impossible_number_is_reported_alone() -> None:
    """Nothing can be computed from it, so that no other rule is broken by it."""
    case = waits_less_than_nothing()
    report = check_plan(case.dataset, case.plan, case.travel)
    assert [violation.rule for violation in report.violations] == ["numbers"]
    assert tried(report)["arrival"] == 5


ROOM = Path(domain.__file__).parent
FILES = [ROOM / "check_plan.py", *sorted((ROOM / "checks").glob("*.py"))]
ALLOWED = {
    "clock", "dataset", "fleet", "geo", "message", "orders", "plan", "products", "supply", "travel",
    "units", "warehouses", "checks",
}  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_checker_reads_the_nouns_and_nothing_that_an_engine_reads(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    rooms = {name.split(".")[1] for name in modules if name.startswith("domain.")}
    assert rooms <= ALLOWED
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert "unassigned_cost" not in names
