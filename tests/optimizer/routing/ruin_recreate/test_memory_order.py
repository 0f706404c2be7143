"""Places are numbered by nearness for the search, and nothing else changes."""

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.routing.judge.state import Problem, kernel_problem
from optimizer.routing.ruin_recreate.memory_order import nearby_in_memory
from tests.optimizer.routing.choose.made_days import in_arrays
from tests.optimizer.routing.random_case import RULES, random_case

MATRICES = (
    "time",
    "metres",
    "least_time",
    "least_time_to",
    "usual_m",
    "usual_m_to",
)

LINE = 16
"""Numbers of 32 bits in a line of the cache."""


def between_nodes(problem: Problem, name: str) -> npt.NDArray[np.generic]:
    place = problem.place
    matrices: npt.NDArray[np.generic] = getattr(problem, name)
    return matrices[:, place[:, None], place[None, :]]


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9), rules=st.frozensets(st.sampled_from(sorted(RULES))))
def test_drives_between_nodes_stay_the_same(seed: int, rules: frozenset[str]) -> None:
    problem = kernel_problem(in_arrays(random_case(seed, rules)))
    nearby = nearby_in_memory(problem)
    for name in MATRICES:
        assert np.array_equal(between_nodes(nearby, name), between_nodes(problem, name))
    for name in problem._fields:
        one, other = getattr(nearby, name), getattr(problem, name)
        assert (one.dtype, one.shape) == (other.dtype, other.shape)
        assert one.flags.c_contiguous
        assert not one.flags.writeable


def test_near_places_share_lines_of_the_cache() -> None:
    chance = np.random.default_rng(1)
    problem, at = kernel_problem(in_arrays(random_case(1, frozenset()))), chance.random((800, 2))
    apart = (1000 * np.linalg.norm(at[:, None] - at[None], axis=2)).astype(np.int32)[None]
    drives = dict.fromkeys(MATRICES, apart)
    nearby = nearby_in_memory(problem._replace(place=np.arange(800), **drives))
    near = np.argsort(apart[0], axis=1)[:, :32]
    lines = [len(set((nearby.place[row] // LINE).tolist())) for row in near]
    assert np.mean(lines) < 12
    assert np.mean([len(set((row // LINE).tolist())) for row in near]) > 20
