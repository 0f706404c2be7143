"""After set-up, no process compiles anything of the search for routes."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

WARM_UP = """
from planning.environment import use_compiled_cache
use_compiled_cache()
from optimizer.routing.warm_up import warm_up
warm_up()
"""
SEARCH = """
from planning.environment import use_compiled_cache
use_compiled_cache()
from numba.core.event import install_recorder
from domain.progress import Never
from optimizer.routing.solve_routing import solve_routing
from tests.optimizer.routing.random_case import RULES, random_case
with install_recorder("numba:compile") as compiled:
    for rules in (frozenset(), frozenset(RULES), frozenset({"rush", "soft", "bikes"})):
        made = random_case(7, rules)
        stop = Never()
        solve_routing(made.problem, locations=made.locations, stop=stop, iteration_limit=20)
assert not compiled.buffer, [event.data for _, event in compiled.buffer]
"""


@pytest.mark.timeout(900)
def test_after_set_up_a_search_compiles_nothing() -> None:
    """Set-up itself takes minutes where the kernels are new."""
    for code in (WARM_UP, SEARCH):
        command = [sys.executable, "-c", code]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
