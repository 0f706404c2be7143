"""How OR-Tools is told to search: insert or save, then ruin, recreate and improve.

OR-Tools' iterated local search removes some ten neighbouring visits at a time, inserts them anew at
the cheapest places and improves the result, accepting worse answers ever more rarely. Gap to the
best known after 20 s on one core, against the better of guided local searches that start from
savings and from cheapest insertion:

==============  ================  ========
instance        iterated (seeds)  guided
==============  ================  ========
X-n101-k25      0.2 %, 0.9 %      3.4 %
Solomon R101    0.0 %, 0.1 %      0.9 %
X-n303-k21      3.2 %, 3.3 %      5.5 %
X-n1001-k43     11.5 %            12.6 %
==============  ================  ========

Other choices, 10 s each on made-up days of one warehouse with windows and three kinds of vehicle:

- first solution by parallel cheapest insertion, 2672, or by savings, 3304, for 400 orders; where
  all vehicles are alike and time costs nothing, savings are better;
- scheduling programs that place every visit in time exactly switched off, 2672, or on, 2755, for
  400 orders; 681 or 696 for 100. The timeline is exact in any case;
- visits removed by random walks alone, 2574, or taking turns with strings of visits, 2672, for 400
  orders; 914 or 872 for 130;
- improved after recreating, 2720, or not, 2976, for 400 orders of which nine in ten have windows.

References
----------
Christiaens, J. & Vanden Berghe, G. (2020). Slack induction by string removals for vehicle routing
problems. Transportation Science 54(2), sections 5.1 and 5.2.
"""

from dataclasses import dataclass
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.util import optional_boolean_pb2

COSTLY_OPERATORS = (
    "use_global_cheapest_insertion_path_lns",
    "use_lin_kernighan",
    "use_local_cheapest_insertion_path_lns",
    "use_make_chain_inactive",
    "use_relocate_expensive_chain",
    "use_relocate_path_global_cheapest_insertion_insert_unperformed",
    "use_shortest_path_swap_active",
    "use_shortest_path_two_opt",
    "use_swap_active_chain",
)
"""Operators that take more time than they are worth once visits are ruined and recreated.

Never set `ls_operator_neighbors_ratio`: relocation then goes on for ever (OR-Tools 9.15).
"""

HOTTEST, COLDEST = 0.1, 0.001
"""Temperature at the start and at the end, as a share of the mean cost of an arc."""

MOST_FOR_STRINGS = 300
"""Visits up to which strings of visits are removed too, not only random walks."""

NO_TIME_LIMIT_S = 10**7
"""Stands for no time limit: a third of a year. The cooling is computed from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A stretch of the search: how long, and from which temperature to which.

    Attributes
    ----------
    number
        Counts the slices; they take turns in how they ruin. The first, 0, only finds a first
        solution and improves it.
    from_given_start
        Whether the first solution follows the given routes.
    solutions
        Number of solutions after which the slice ends; None for no limit.
    """

    number: int
    seconds: float
    hot: float
    cold: float
    from_given_start: bool
    solutions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What of a problem decides how it is searched.

    Attributes
    ----------
    is_rich
        Whether vehicles differ, or time costs money.
    """

    visits: int
    is_rich: bool


def search_parameters(part: Slice, traits: Traits) -> Any:
    """The OR-Tools parameters of one slice of the search."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = _first_solution(part, traits)
    parameters.disable_scheduling_beware_this_may_degrade_performance = True
    metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
    parameters.local_search_metaheuristic = metaheuristics.GREEDY_DESCENT
    for name in COSTLY_OPERATORS:
        setattr(parameters.local_search_operators, name, optional_boolean_pb2.BOOL_FALSE)
    parameters.time_limit.FromMilliseconds(max(1, int(part.seconds * 1000)))
    if part.solutions is not None:
        parameters.solution_limit = part.solutions
        parameters.lns_time_limit.seconds = NO_TIME_LIMIT_S
    if part.number:
        _ruin_and_recreate(parameters, part, traits)
    return parameters


def renewing_parameters(seconds: float) -> Any:
    """Parameters of a small search that renews the time limit.

    An iterated search begins with the time limit that the one before has used up.
    """
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
    parameters.local_search_metaheuristic = metaheuristics.GREEDY_DESCENT
    parameters.time_limit.FromMilliseconds(max(1, int(seconds * 1000)))
    parameters.solution_limit = 1
    return parameters


def _first_solution(part: Slice, traits: Traits) -> int:
    strategies = routing_enums_pb2.FirstSolutionStrategy
    if part.from_given_start:
        return int(strategies.EVALUATOR_STRATEGY)
    return int(strategies.PARALLEL_CHEAPEST_INSERTION if traits.is_rich else strategies.SAVINGS)


def _ruin_and_recreate(parameters: Any, part: Slice, traits: Traits) -> None:
    parameters.use_iterated_local_search = True
    iterated = parameters.iterated_local_search_parameters
    strategy = iterated.ruin_recreate_parameters.ruin_strategies.add()
    if part.number % 2 or traits.visits > MOST_FOR_STRINGS:
        strategy.random_walk.num_removed_visits = 8 + part.number % 5
    else:
        strategy.sisr.max_removed_sequence_size = 10
        strategy.sisr.avg_num_removed_visits = 8 + part.number % 5
        strategy.sisr.bypass_factor = 0.5
    annealing = iterated.reference_solution_acceptance_strategy.simulated_annealing
    annealing.automatic_temperatures = False
    annealing.initial_temperature = part.hot
    annealing.final_temperature = part.cold
