"""What only looks bad is read as what it says."""

import pytest

from tests.end_to_end.bad_inputs.sound import CASES, Sound, misreading


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_odd_input_is_read_as_what_it_says(case: Sound) -> None:
    assert misreading(case) == ""


def test_each_odd_input_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 100
