"""The errors of Wayloom.

::

    PlannerError
    ├─ InputError         the data cannot be used; carries every problem found
    ├─ RoadDataError      a road file or cache that cannot be used
    ├─ ForecastError      a model or history that cannot be used
    ├─ PlanFileError      a plan file of another version, or damaged
    ├─ ProjectError       a project that cannot be used, or an act that does not fit it
    ├─ EnvironmentFault   disk, memory, a missing library, a killed worker
    └─ Interrupted        the user stopped the work before there was a plan to keep

Infeasible, timed out and cancelled are results, not errors.
"""

from collections.abc import Sequence

from domain.message import Message, Problem


class PlannerError(Exception):
    """Base of all errors that Wayloom raises on purpose; carries a message to render."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code, dict(message.parameters))
        self.message = message

    def __reduce__(self) -> tuple[type["PlannerError"], tuple[Message]]:
        return type(self), (self.message,)


class InputError(PlannerError):
    """The dataset cannot be used; `problems` holds all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(Message("input.problems", {"count": len(problems)}))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Problem, ...]]]:  # type: ignore[override]
        return type(self), (self.problems,)


class RoadDataError(PlannerError):
    """A road file or a road cache cannot be used."""


class ForecastError(PlannerError):
    """A demand history or a stored model cannot be used."""


class PlanFileError(PlannerError):
    """A plan file is damaged, or of a version that this program does not know."""


class ProjectError(PlannerError):
    """A project is missing, damaged or of a newer version, or an act does not fit it."""


class EnvironmentFault(PlannerError):
    """The computer, not the data, is in the way: disk, memory, library, killed worker."""


class Interrupted(PlannerError):
    """The user stopped the work before there was a plan worth keeping."""
