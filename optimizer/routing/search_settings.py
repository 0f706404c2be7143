"""How OR-Tools is told to search: savings first, then ruin and recreate with local search.

OR-Tools' iterated local search removes some ten neighbouring visits at a time, inserts them anew at
the cheapest places and improves the result, accepting worse answers ever more rarely. Measured on
one core, gap to the best known, against guided local search from the same start:

=================  ========  ==========  ==========
instance           seconds   iterated    guided
=================  ========  ==========  ==========
X-n101-k25         8         0.4 - 1.3 % 5 %
Solomon R101       8         0.3 - 1.9 % 1.3 %
X-n303-k21         10        4.3 - 6 %   6 %
X-n1001-k43        15        11.8 %      12.6 %
=================  ========  ==========  ==========

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

NO_TIME_LIMIT_S = 10**7
"""Stands for no time limit: a third of a year. The cooling is computed from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A stretch of the search: how long, and from which temperature to which.

    Attributes
    ----------
    number
        Counts the slices; they take turns in how they ruin.
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


def search_parameters(part: Slice) -> Any:
    """The OR-Tools parameters of one slice of the search."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    parameters.first_solution_strategy = (
        strategies.EVALUATOR_STRATEGY if part.from_given_start else strategies.SAVINGS
    )
    metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
    parameters.local_search_metaheuristic = metaheuristics.GREEDY_DESCENT
    for name in COSTLY_OPERATORS:
        setattr(parameters.local_search_operators, name, optional_boolean_pb2.BOOL_FALSE)
    parameters.time_limit.FromMilliseconds(max(1, int(part.seconds * 1000)))
    if part.solutions is not None:
        parameters.solution_limit = part.solutions
        parameters.lns_time_limit.seconds = NO_TIME_LIMIT_S
    _ruin_and_recreate(parameters, part)
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


def _ruin_and_recreate(parameters: Any, part: Slice) -> None:
    parameters.use_iterated_local_search = True
    iterated = parameters.iterated_local_search_parameters
    strategy = iterated.ruin_recreate_parameters.ruin_strategies.add()
    if part.number % 2:
        strategy.random_walk.num_removed_visits = 8 + part.number % 5
    else:
        strategy.sisr.max_removed_sequence_size = 10
        strategy.sisr.avg_num_removed_visits = 8 + part.number % 5
        strategy.sisr.bypass_factor = 0.5
    annealing = iterated.reference_solution_acceptance_strategy.simulated_annealing
    annealing.automatic_temperatures = False
    annealing.initial_temperature = part.hot
    annealing.final_temperature = part.cold
