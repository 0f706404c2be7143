"""The corpus of bad inputs: how many are answered, and how many in the right place."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.goal import Goal
from tests.end_to_end.bad_inputs.answering import Answer, answer
from tests.end_to_end.bad_inputs.case import Case
from tests.end_to_end.bad_inputs.corpus import ALL, format_of
from tests.end_to_end.bad_inputs.sound import CASES as SOUND
from tests.end_to_end.bad_inputs.sound import misreading

FEWEST = 300
QUICK_STEP = 9


def corpus_goals(*, quick: bool) -> Iterator[Goal]:
    """Every bad input told, in its place; none that crashes, none that is misread."""
    cases = ALL[::QUICK_STEP] if quick else ALL
    answers = [(case, _answer(case)) for case in cases]
    counted = Counter(map(format_of, ALL))
    yield Goal(
        goal="bad inputs: how many there are",
        measured=len(ALL),
        target=FEWEST,
        at_most=False,
        detail={"by_format": dict(counted), "tried": len(cases)},
    )
    yield _share("answered", answers, [found.answered for _, found in answers], 1.0)
    placed = [(case, found) for case, found in answers if case.row or case.column]
    yield _share(
        "in the right row and column", placed, [found.located for _, found in placed], 0.99
    )
    crashed = [case.name for case, found in answers if found.crashed]
    yield Goal(
        goal="bad inputs: crashes",
        measured=len(crashed),
        target=0,
        detail={"tried": len(cases), "crashed": crashed[:20]},
    )
    wrong = [case.name for case in SOUND if misreading(case)]
    yield Goal(
        goal="odd but sound inputs: silent misreadings",
        measured=len(wrong),
        target=0,
        detail={"tried": len(SOUND), "misread": wrong},
    )


def _answer(case: Case) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        return answer(case, Path(folder))


def _share(
    what: str, answers: Sequence[tuple[Case, Answer]], right: Sequence[bool], target: float
) -> Goal:
    missed = [case.name for (case, _), good in zip(answers, right, strict=True) if not good]
    return Goal(
        goal=f"bad inputs: share {what}",
        measured=sum(right) / len(right),
        target=target,
        at_most=False,
        detail={"tried": len(right), "missed": missed[:20]},
    )
