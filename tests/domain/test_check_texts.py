import pytest

from domain.check_plan import RULES, check_plan
from planning.wording import LANGUAGES, Wording
from tests.domain.broken.every import BROKEN, Broken


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_title(language: str) -> None:
    wording = Wording(language)
    assert [rule.name for rule in RULES if not wording.has(f"rule.{rule.name}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.make.__name__)
def test_every_violation_is_said_with_all_it_knows(broken: Broken, language: str) -> None:
    case = broken.make()
    wording = Wording(language)
    for violation in check_plan(case.dataset, case.plan, case.travel).violations:
        said = wording.say(violation.message)
        assert violation.message.code not in said
        assert all(str(value) in said for value in violation.message.parameters.values())
