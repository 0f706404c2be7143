"""Random small problems with every rule mixed: what comes out keeps them all."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.progress import Never
from optimizer.routing.solve_routing import solve_routing
from tests.optimizer.routing.random_case import RULES, random_case
from tests.optimizer.routing.recheck import broken_rules

SEEDS = st.integers(0, 10**6)
ITERATIONS = 50


@settings(max_examples=150)
@given(seed=SEEDS, rules=st.frozensets(st.sampled_from(RULES)))
def test_every_plan_keeps_every_rule(seed: int, rules: frozenset[str]) -> None:
    made = random_case(seed, rules)
    result = solve_routing(
        made.problem,
        locations=made.locations,
        stop=Never(),
        seed=seed % 3,
        iteration_limit=ITERATIONS,
    )
    assert broken_rules(made, result) == []
    assert result.problems == ()


@settings(max_examples=20)
@given(seed=SEEDS)
def test_the_same_plan_comes_out_again_however_vehicles_and_hours_differ(seed: int) -> None:
    made = random_case(seed, frozenset({"bikes", "distance", "rush", "tolls", "windows"}))
    one, other = (
        solve_routing(
            made.problem, locations=made.locations, stop=Never(), iteration_limit=ITERATIONS
        )
        for _ in range(2)
    )
    assert (one.routes, one.unassigned) == (other.routes, other.unassigned)


@settings(max_examples=40)
@given(seed=SEEDS, rules=st.frozensets(st.sampled_from(RULES)))
def test_no_order_is_left_out_that_a_vehicle_at_rest_could_bring_for_less(
    seed: int, rules: frozenset[str]
) -> None:
    made = random_case(seed, rules)
    result = solve_routing(
        made.problem, locations=made.locations, stop=Never(), iteration_limit=ITERATIONS
    )
    resting = {v.vehicle_id for v in made.problem.vehicles} - {r.vehicle_id for r in result.routes}
    for order in result.unassigned:
        alone = replace(
            made.problem,
            shipments=tuple(s for s in made.problem.shipments if s.order_id == order.order_id),
            vehicles=tuple(v for v in made.problem.vehicles if v.vehicle_id in resting),
        )
        single = solve_routing(
            alone, locations=made.locations, stop=Never(), iteration_limit=ITERATIONS
        )
        assert single.cost_minor >= order.cost_minor
