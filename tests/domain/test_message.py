import pickle

import pytest

from domain.errors import (
    EnvironmentFault,
    ForecastError,
    InputError,
    Interrupted,
    PlanFileError,
    PlannerError,
    RoadDataError,
)
from domain.message import Problem, Severity, message

SENTENCE = message("order.too_heavy", order_id="O1", kg=1_200.5)


def test_a_message_is_a_code_with_named_parameters() -> None:
    assert SENTENCE.code == "order.too_heavy"
    assert SENTENCE["kg"] == 1_200.5
    assert message("a.b") == message("a.b")
    assert message("value", code="x", parameters="y")["code"] == "x"


def test_a_problem_is_an_error_where_nothing_else_is_said() -> None:
    problem = Problem(message=SENTENCE, file="orders.csv", row=3, column="units", value="x")
    assert problem.severity is Severity.ERROR
    assert problem.code == "order.too_heavy"


@pytest.mark.parametrize(
    "error",
    [RoadDataError, ForecastError, PlanFileError, EnvironmentFault, Interrupted, PlannerError],
)
def test_an_error_carries_its_message_across_processes(error: type[PlannerError]) -> None:
    arrived = pickle.loads(pickle.dumps(error(SENTENCE)))
    assert type(arrived) is error
    assert isinstance(arrived, PlannerError)
    assert arrived.message == SENTENCE
    assert "order.too_heavy" in str(arrived)


def test_an_input_error_carries_every_problem_across_processes() -> None:
    problems = [Problem(message=SENTENCE, row=row) for row in (2, 3)]
    arrived = pickle.loads(pickle.dumps(InputError(problems)))
    assert type(arrived) is InputError
    assert arrived.problems == tuple(problems)
    assert arrived.message == message("input.problems", count=2)
