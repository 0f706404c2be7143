"""Problems as they are found, by rows of a table at once, and the list that is shown of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from domain.message import Message, Parameter, Problem, Severity, message
from planning.reading.raw_table import Indices, Mask, RawTable

SHOWN = 1_000
"""Problems listed; the rest is counted."""

VALUE_LENGTH = 80
"""Characters of a cell that a problem shows."""

Detail = Callable[[int], Mapping[str, Parameter]]


def nothing_more(_: int) -> Mapping[str, Parameter]:
    """No parameters."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Finding:
    """All records of a table that break one rule.

    Parameters
    ----------
    records
        Their indices, ascending.
    detail
        Parameters of the message for one record.
    """

    table: RawTable
    records: Indices
    code: str
    column: str = ""
    severity: Severity = Severity.ERROR
    detail: Detail = nothing_more

    def problems(self) -> Iterable[Problem]:
        """One problem per record, as many as may be shown."""
        for record in self.records[:SHOWN].tolist():
            yield Problem(
                message=Message(self.code, self.detail(record)),
                severity=self.severity,
                file=self.table.file,
                sheet=self.table.sheet,
                row=int(self.table.rows[record]),
                column=self.table.source_name(self.column),
                value=shortened(self.table.text(self.column, record)),
            )


def where(mask: Mask) -> Indices:
    """Indices of the records that a mask marks."""
    return np.flatnonzero(mask)


def shortened(text: str) -> str:
    """A cell's text, cut to what a problem shows."""
    return text if len(text) <= VALUE_LENGTH else text[: VALUE_LENGTH - 1] + "…"


class ProblemList:
    """Collects what is wrong, and lists it: errors before warnings where there is not room."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._unlisted: Counter[Severity] = Counter()

    def add(self, found: Iterable[Problem | Finding]) -> None:
        """Take in what a rule found."""
        for item in found:
            if isinstance(item, Problem):
                self._problems.append(item)
            elif len(item.records):
                self._problems.extend(item.problems())
                self._unlisted[item.severity] += max(0, len(item.records) - SHOWN)

    def add_unlisted(self, errors: int) -> None:
        """Count errors that nobody described."""
        self._unlisted[Severity.ERROR] += errors

    def count(self, severity: Severity) -> int:
        """How many problems of a severity were found, listed or not."""
        described = sum(problem.severity is severity for problem in self._problems)
        return described + self._unlisted[severity]

    def listed(self) -> tuple[Problem, ...]:
        """What is shown: at most `SHOWN`, by file and row, and a last one that counts the rest."""
        errors_first = sorted(
            self._problems, key=lambda p: (p.severity is not Severity.ERROR, *_place(p))
        )
        shown = sorted(errors_first[:SHOWN], key=_place)
        left = Counter(problem.severity for problem in errors_first[SHOWN:]) + self._unlisted
        if left:
            shown.append(_more(left))
        return tuple(shown)


def _place(problem: Problem) -> tuple[str, str, int, str, str]:
    return problem.file, problem.sheet, problem.row, problem.column, problem.code


def _more(left: Counter[Severity]) -> Problem:
    errors, warnings = left[Severity.ERROR], left[Severity.WARNING]
    return Problem(
        message=message("input.more", errors=errors, warnings=warnings),
        severity=Severity.ERROR if errors else Severity.WARNING,
    )
