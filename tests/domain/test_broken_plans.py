import pytest

from domain.check_plan import RULES, check_plan
from tests.domain.broken.every import BROKEN, Broken


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.make.__name__)
def test_a_mistake_is_reported_with_place_and_amount_and_nothing_else(broken: Broken) -> None:
    case = broken.make()
    violations = check_plan(case.dataset, case.plan, case.travel).violations
    assert [(v.rule, v.where, v.message.code) for v in violations] == [
        (broken.rule, broken.where, broken.code)
    ]
    assert violations[0].amount == pytest.approx(broken.amount, abs=0.05)


def test_every_rule_has_a_plan_that_breaks_it() -> None:
    assert {rule.name for rule in RULES} - {broken.rule for broken in BROKEN} == set()
