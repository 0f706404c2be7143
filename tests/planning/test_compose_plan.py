"""A plan is put together as the plan checker counts it."""

from domain.check_plan import check_plan
from planning.compose_plan import compose_plan
from planning.stock_decision import StockPlan
from tests.domain.fetching import fetching_dataset, fetching_plan, fetching_travel
from tests.domain.small_data import DAY
from tests.domain.small_plan import UNASSIGNED


def test_a_plan_that_delivers_fetches_and_carries_is_counted_as_the_checker_does() -> None:
    dataset, lawful = fetching_dataset(), fetching_plan()
    plan = compose_plan(
        dataset,
        DAY,
        lawful.origin,
        allocation=lawful.allocation,
        routes=lawful.routes,
        unassigned=UNASSIGNED,
        stock_plan=StockPlan(replenishment=lawful.replenishment, transfers=lawful.transfers),
        outlook=None,
    )
    assert check_plan(dataset, plan, fetching_travel()).violations == ()
    assert plan.summary == lawful.summary
