"""VROOM problems with something wrong in them."""

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare
from tests.optimizer.routing.instances.vroom_texts import changed, without

FILE = "problem.json"
Path = tuple[str | int, ...]


def _solved(text: str) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        path = bed.folder / FILE
        path.write_text(text, encoding="utf-8")
        return "solve", path, "--time-limit", "1"

    return prepare


def _case(code: str, path: Path, value: object, row: int, column: str) -> Case:
    return Case(
        name=f"a VROOM problem with {column} = {value!r}",
        prepare=_solved(changed(path, value)),
        code=f"vroom.{code}",
        file=FILE,
        row=row,
        column=column,
    )


FEWER_COSTS = {"fixed": 1, "per_km": -5}

CASES = [
    _case("amount_twice", ("jobs", 0, "amount"), [1, 1], 49, "jobs[0].amount"),
    _case("not_number", ("vehicles", 0, "costs"), FEWER_COSTS, 25, "vehicles[0].costs.per_km"),
    _case("not_whole", ("jobs", 0, "service"), 1.5, 45, "jobs[0].service"),
    _case("not_window", ("jobs", 1, "time_windows"), [[180, 150]], 58, "jobs[1].time_windows[0]"),
    Case(
        name="a VROOM problem without matrices",
        prepare=_solved(without(("matrices",))),
        code="vroom.no_matrices",
        file=FILE,
        row=1,
    ),
    Case(
        name="a VROOM problem cut short",
        prepare=_solved(without(("matrices",))[:200]),
        code="vroom.no_json",
        file=FILE,
        row=19,
    ),
]
