"""What comes of solving an instance, whatever its form."""

from dataclasses import dataclass
from pathlib import Path

from domain.message import Message
from optimizer.routing.engine import EndReason, Relaxation, Support


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSolution:
    """Routes of an instance, their cost as it is counted there, and whether they keep its rules.

    Attributes
    ----------
    cost
        A whole number where edges are counted so.
    routes
        Sites by their numbers, in the order of driving; a depot within a route is a reload. Where
        vehicles differ, one for each in their order, some of them empty.
    vehicles, trips
        How many vehicles are used, and how often one leaves a depot.
    relaxed
        Rules that the engine does not keep by itself.
    answer
        The solution in the form of the instance, where that is not CVRPLIB's.
    """

    instance: str
    cost: float
    objective: str
    routes: tuple[tuple[int, ...], ...]
    vehicles: int
    trips: int
    feasible: bool
    violations: tuple[Message, ...]
    engine: str
    relaxed: tuple[Relaxation, ...]
    reason: EndReason
    iterations: int
    seed: int
    seconds: float
    answer: str = ""

    def write(self, path: Path) -> None:
        """Write the solution: to a CVRPLIB instance as CVRPLIB's file, to VROOM's as its JSON."""
        if self.answer:
            path.write_text(self.answer, encoding="utf-8")
            return
        lines = [
            f"Route #{number}: {' '.join(str(site) for site in route)}".rstrip()
            for number, route in enumerate(self.routes, start=1)
        ]
        path.write_text("\n".join([*lines, f"Cost {self.cost}", ""]), encoding="utf-8")


def relaxed_by(support: Support) -> tuple[Relaxation, ...]:
    """The rules that an engine does not keep, in their order."""
    return tuple(sorted(support.relaxes))
