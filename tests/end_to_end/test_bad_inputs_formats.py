"""Bad inputs in every format, answered in their place; a share of them here, all in the torture."""

from collections import Counter
from pathlib import Path

import pytest

from tests.end_to_end.bad_inputs.answering import answer
from tests.end_to_end.bad_inputs.case import Case
from tests.end_to_end.bad_inputs.corpus import ALL, OF_FORMATS, format_of

EVERY = 4
QUICK = OF_FORMATS[::EVERY]
"""What is tried in every run; neighbours are mostly of one kind."""

FEWEST = {"CSV": 300, "XLSX": 150, "Parquet": 100, "SQL": 100, "JSON": 40, "OSM": 30}


@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_a_bad_input_of_a_format_is_located(tmp_path: Path, case: Case) -> None:
    found = answer(case, tmp_path)
    assert (found.answered, found.located, found.crashed) == (True, True, False)


@pytest.mark.torture
@pytest.mark.parametrize("case", OF_FORMATS, ids=lambda case: case.name)
def test_each_bad_input_of_a_format_is_located(tmp_path: Path, case: Case) -> None:
    test_a_bad_input_of_a_format_is_located(tmp_path, case)


def test_there_are_bad_inputs_of_every_format() -> None:
    assert len({case.name for case in ALL}) == len(ALL)
    counted = Counter(map(format_of, ALL))
    assert {name: counted[name] for name, count in FEWEST.items() if counted[name] < count} == {}
