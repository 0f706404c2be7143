"""In which of the company's tables a problem lies."""

from collections.abc import Sequence

from domain.message import Problem
from planning.importing.shown import RawPlace


def place_of(places: Sequence[RawPlace], problem: Problem) -> RawPlace | None:
    """The table in which a problem can be mended; None where it is none of them."""
    there = [p for p in places if (p.file, p.sheet) == (problem.file, problem.sheet)]
    fitting = [place for place in there if problem.column in place.columns]
    return next(iter(fitting or there), None)
