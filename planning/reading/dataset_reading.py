"""What came of reading a source; the window has it without what it takes to read."""

from dataclasses import dataclass, field

from domain.dataset import Dataset
from domain.errors import InputError
from domain.message import Problem, Severity
from planning.reading.row_index import RowIndex


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DatasetReading:
    """What came of reading a source.

    Parameters
    ----------
    dataset
        The dataset; None where there are errors.
    problems
        All that is wrong or odd, by file and row; a last one counts those beyond a thousand.
    error_count, warning_count
        How many there are, listed or not.
    rows
        Where the records of each table stand, for problems that are found later.
    """

    dataset: Dataset | None
    problems: tuple[Problem, ...]
    error_count: int
    warning_count: int
    rows: RowIndex = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the plan."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that are only worth knowing."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    def require(self) -> Dataset:
        """The dataset; InputError with every problem, warnings too, if there are errors."""
        if self.dataset is None:
            raise InputError(self.problems)
        return self.dataset
