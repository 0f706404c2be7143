"""From a proposal that breaks rules to a lawful one near to it."""

from collections import Counter

from domain.progress import Never
from optimizer.routing.engines import DEFAULT_ENGINE, ENGINES
from optimizer.routing.judge.judge_route import judge_route
from optimizer.routing.search_problem import Routes, SearchProblem


def mended(problem: SearchProblem, routes: Routes) -> Routes:
    """Lawful routes: without what breaks a rule, and filled up with what is left out."""
    engine = ENGINES[DEFAULT_ENGINE]()
    start = lawful(problem, routes)
    return engine.solve(problem, stop=Never(), start=start, iteration_limit=0).routes


def lawful(problem: SearchProblem, routes: Routes) -> Routes:
    """Routes without the calls that break a rule, one by one, and without tasks met before."""
    called: set[int] = set()
    rides_on = _vehicles_of_groups(problem, routes)
    kept: list[tuple[int, ...]] = []
    for vehicle, calls in enumerate(routes):
        fresh: list[int] = []
        for node in calls:
            is_task = node < problem.tasks
            group = int(problem.nodes.group[node]) if is_task else -1
            if node not in called and rides_on.get(group, vehicle) == vehicle:
                fresh.append(node)
                called.update([node] if is_task else [])
        kept.append(_keeping_rules(problem, vehicle, tuple(fresh)))
    return tuple(kept)


def _vehicles_of_groups(problem: SearchProblem, routes: Routes) -> dict[int, int]:
    """The vehicle on which most of each group ride."""
    riding = Counter(
        (int(problem.nodes.group[node]), vehicle)
        for vehicle, calls in enumerate(routes)
        for node in calls
        if node < problem.tasks and problem.nodes.group[node] >= 0
    )
    return {group: vehicle for (group, vehicle), _ in reversed(riding.most_common())}


def _keeping_rules(problem: SearchProblem, vehicle: int, calls: tuple[int, ...]) -> tuple[int, ...]:
    """Calls without those at which a rule breaks; without the last where it is the whole route."""
    while calls:
        judged = judge_route(problem, vehicle, calls)
        if not judged.broken:
            break
        at = judged.at % len(calls)
        partner = problem.nodes.partner[calls[at]]
        calls = tuple(
            node for i, node in enumerate(calls) if i != at and (node != partner or partner < 0)
        )
    return calls
