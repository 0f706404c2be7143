"""Every call that writes fails once, and from then on: nothing is lost, and a person is told."""

import json
from typing import Any

import pytest

from tests.torture.disk_acts import ACTS
from tests.torture.disk_failures import run_all
from tests.torture.disk_shim import compiler

needs_compiler = pytest.mark.skipif(compiler() is None, reason="no C compiler to make it with")
FEWEST_CALLS = 1


@pytest.fixture(scope="module")
def quick_trials() -> dict[str, dict[str, Any]]:
    """What came of every act where each call fails in two ways."""
    return {told["act"]: told for told in run_all(quick=True)}


@needs_compiler
@pytest.mark.parametrize("name", [act.name for act in ACTS])
def test_an_act_leaves_the_old_or_the_new(
    quick_trials: dict[str, dict[str, Any]], name: str
) -> None:
    told = quick_trials[name]
    assert told["wrong"] == []
    assert told["trials"] >= FEWEST_CALLS


@needs_compiler
def test_a_disk_that_fails_is_noticed(quick_trials: dict[str, dict[str, Any]]) -> None:
    failed = {call for told in quick_trials.values() for call in told["calls"]}
    assert {"open", "write", "fsync", "rename"} <= failed
    assert all(told["said"].get("fault", 0) > 0 for told in quick_trials.values())


@needs_compiler
@pytest.mark.torture
@pytest.mark.parametrize("name", [act.name for act in ACTS])
def test_every_error_in_every_way(name: str) -> None:
    (told,) = run_all(quick=False, act=name)
    print(json.dumps(told))
    assert told["wrong"] == []
