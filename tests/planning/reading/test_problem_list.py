import numpy as np
import pytest

from domain.message import Problem, Severity, message
from planning.reading.problems import SHOWN, VALUE_LENGTH, Finding, ProblemList, shortened
from planning.reading.raw_table import RawTable, text_array
from tests.planning.reading.conftest import ReadSpoilt
from tests.planning.reading.small_dataset import Tables, set_cell

COUNT = 2_500


def table(file: str = "orders.csv") -> RawTable:
    return RawTable(
        name="orders",
        file=file,
        header=("lat",),
        cells=(text_array([f" {number} " for number in range(COUNT)]),),
        rows=np.arange(2, COUNT + 2),
    )


def finding(file: str, severity: Severity, count: int = COUNT) -> Finding:
    return Finding(
        table=table(file),
        records=np.arange(count),
        code="a.b",
        column="lat",
        severity=severity,
        detail=lambda record: {"n": record},
    )


def test_a_finding_names_row_and_value() -> None:
    problems = ProblemList()
    problems.add([finding("orders.csv", Severity.WARNING, 1)])
    (problem,) = problems.listed()
    assert (problem.row, problem.column, problem.value) == (2, "lat", "0")
    assert problem.message == message("a.b", n=0)
    assert problems.count(Severity.ERROR) == 0


def test_a_thousand_are_listed_errors_first_and_the_rest_is_counted() -> None:
    problems = ProblemList()
    problems.add([finding("a.csv", Severity.WARNING), finding("b.csv", Severity.ERROR, 400)])
    problems.add([Problem(message=message("c.d"), file="c.csv")])
    *listed, more = problems.listed()
    assert len(listed) == SHOWN
    assert sum(problem.severity is Severity.ERROR for problem in listed) == 401
    assert [problem.file for problem in listed] == sorted(problem.file for problem in listed)
    assert (more.message["errors"], more.message["warnings"]) == (0, COUNT - 599)
    assert more.severity is Severity.WARNING


@pytest.mark.parametrize("length", [VALUE_LENGTH, VALUE_LENGTH + 1, 5_000])
def test_long_values_are_cut(length: int) -> None:
    assert len(shortened("x" * length)) == VALUE_LENGTH


def test_a_thousand_errors_are_all_listed(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: Tables) -> None:
        first = tables["order_lines"][1]
        tables["order_lines"] += [[first[0], f"X{number}", "1"] for number in range(999)]
        set_cell(tables, "orders", "lat", "x")

    problems = read_spoilt(spoil).problems
    assert len(problems) == SHOWN
    assert all(problem.severity is Severity.ERROR for problem in problems)
    assert [problem.row for problem in problems if problem.file == "orders.csv"] == [2]
