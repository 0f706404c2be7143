"""What differs between two states of a project: tables, imports, plans."""

import datetime
from dataclasses import dataclass

from planning.compare.tables import TableDifference, compare_tables
from planning.project.acts import SourceSeen
from planning.reading.raw_table import RawTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSeen:
    """An import in force: when it was, and from where."""

    at: datetime.datetime
    location: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSeen:
    """A plan that was kept."""

    at: datetime.datetime
    day: datetime.date
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProjectSnapshot:
    """What a project holds now.

    Attributes
    ----------
    acts
        How many acts are in force.
    """

    name: str
    day: datetime.date | None
    source: SourceSeen
    tables: tuple[RawTable, ...]
    imports: tuple[ImportSeen, ...]
    plans: tuple[PlanSeen, ...]
    acts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDifference:
    """All that differs; empty where nothing does."""

    name_before: str
    name_after: str
    day_before: datetime.date | None
    day_after: datetime.date | None
    location_before: str
    location_after: str
    acts_before: int
    acts_after: int
    tables: tuple[TableDifference, ...]
    imports_added: tuple[ImportSeen, ...]
    imports_removed: tuple[ImportSeen, ...]
    plans_added: tuple[PlanSeen, ...]
    plans_removed: tuple[PlanSeen, ...]

    @property
    def equal(self) -> bool:
        """Whether nothing differs but the name."""
        pairs = (
            (self.day_before, self.day_after),
            (self.location_before, self.location_after),
            (self.acts_before, self.acts_after),
        )
        lists = (self.tables, self.imports_added, self.imports_removed)
        return (
            all(before == after for before, after in pairs)
            and not any(lists)
            and not self.plans_added
            and not self.plans_removed
        )


def compare_projects(before: ProjectSnapshot, after: ProjectSnapshot) -> ProjectDifference:
    """What the second state holds otherwise than the first."""
    return ProjectDifference(
        name_before=before.name,
        name_after=after.name,
        day_before=before.day,
        day_after=after.day,
        location_before=before.source.location,
        location_after=after.source.location,
        acts_before=before.acts,
        acts_after=after.acts,
        tables=compare_tables(before.tables, after.tables),
        imports_added=tuple(seen for seen in after.imports if seen not in before.imports),
        imports_removed=tuple(seen for seen in before.imports if seen not in after.imports),
        plans_added=_beyond(after.plans, before.plans),
        plans_removed=_beyond(before.plans, after.plans),
    )


def _beyond(plans: tuple[PlanSeen, ...], others: tuple[PlanSeen, ...]) -> tuple[PlanSeen, ...]:
    known = set(others)
    return tuple(plan for plan in plans if plan not in known)
