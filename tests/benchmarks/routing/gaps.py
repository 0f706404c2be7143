"""Gaps to the best known, and the goals of a class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.rows import say_not_measured
from tests.benchmarks.routing.instances import OURS, PEERS, InstanceClass
from tests.benchmarks.routing.priced import gap, is_vehicles_first
from tests.benchmarks.routing.tasks import STARVED, Row
from tests.benchmarks.routing.versus import Run, name_of

NO_WORSE = 0.2
"""Mean paired difference of gaps, in points, up to which one engine is no worse than another."""

SHORT_S, LONG_S = 10.0, 30.0

Pair = tuple[Path, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What an engine did on the instances of a class.

    Attributes
    ----------
    by_run
        Gap of each instance and seed, in per cent; None where no feasible answer came.
    """

    by_run: Mapping[Pair, float | None] = field(default_factory=dict)

    @property
    def known(self) -> list[float]:
        """Gaps of the runs that answered feasibly."""
        return [one for one in self.by_run.values() if one is not None]

    @property
    def failures(self) -> int:
        """Runs without a feasible answer."""
        return len(self.by_run) - len(self.known)

    @property
    def mean(self) -> float:
        """Mean gap; infinite if any run failed."""
        return fmean(self.known) if self.known and not self.failures else float("inf")

    def ahead_of(self, other: "Gaps") -> float | None:
        """Mean by which the other's gap is smaller, over the runs where the other answered.

        The other's first seed stands for those that it was not run with.
        """
        first = {path: one for (path, _), one in reversed(list(other.by_run.items()))}
        differences = []
        for (path, seed), ours in self.by_run.items():
            theirs = other.by_run.get((path, seed), first.get(path))
            if theirs is not None:
                differences.append(float("inf") if ours is None else ours - theirs)
        return fmean(differences) if differences else None


def gaps_of(rows: Mapping[Run, Row], engine: str, at_s: float) -> Gaps:
    """An engine's gaps after some seconds: of runs of that length, else on the way of longer."""
    by_run: dict[Pair, float | None] = {}
    lengths = {run.seconds for run in rows if run.engine == engine}
    for run, row in rows.items():
        if run.engine == engine and "cannot" not in row:
            is_on_the_way = at_s not in lengths and run.seconds > at_s and row["trajectory"]
            if run.seconds == at_s:
                by_run[run.path, run.seed] = gap(run.path, row)
            elif is_on_the_way and not is_vehicles_first(run.path):
                by_run[run.path, run.seed] = gap(run.path, row, at_s=at_s)
    return Gaps(by_run=by_run)


def class_goals(asked: InstanceClass, rows: Mapping[Run, Row]) -> Iterator[Goal]:
    """The goals of a class, as far as its runs tell."""
    ours = gaps_of(rows, OURS, LONG_S)
    if not ours.by_run:
        return
    for at_s, target in ((SHORT_S, asked.at_10_s), (LONG_S, asked.at_30_s)):
        found = gaps_of(rows, OURS, at_s)
        if target is not None and found.by_run:
            yield Goal(
                goal=f"{asked.name}: mean gap after {at_s:g} s in per cent",
                measured=found.mean,
                target=target,
                detail=_detail(rows, {OURS: found}),
            )
    theirs = {engine: gaps_of(rows, engine, LONG_S) for engine in PEERS}
    for engine, share in asked.shares:
        if theirs[engine].known:
            yield Goal(
                goal=f"{asked.name}: mean gap after {LONG_S:g} s as a share of {engine}'s",
                measured=ours.mean / fmean(theirs[engine].known),
                target=share,
                detail=_detail(rows, {OURS: ours, engine: theirs[engine]}),
            )
        else:
            say_not_measured(f"{asked.name} against {engine}", "it has no feasible answer")
    yield from _no_worse(asked, rows, ours, theirs)


def _no_worse(
    asked: InstanceClass, rows: Mapping[Run, Row], ours: Gaps, theirs: Mapping[str, Gaps]
) -> Iterator[Goal]:
    """Paired differences from the peers that solved anything."""
    rivals = {name: theirs[name] for name in asked.no_worse_than if theirs[name].known}
    if asked.no_worse_than and not rivals:
        say_not_measured(f"{asked.name} against peers", "none has a feasible answer")
    if asked.best_peer_only and rivals:
        best = min(rivals, key=lambda name: (rivals[name].failures, fmean(rivals[name].known)))
        rivals = {best: rivals[best]}
    for name, rival in rivals.items():
        ahead = ours.ahead_of(rival)
        if ahead is not None:
            which = f"the best peer, {name}" if asked.best_peer_only else name
            yield Goal(
                goal=f"{asked.name}: mean paired gap less that of {which}, in points",
                measured=ahead,
                target=NO_WORSE,
                detail=_detail(rows, {OURS: ours, name: rival}),
            )


def _detail(rows: Mapping[Run, Row], gaps: Mapping[str, Gaps]) -> dict[str, object]:
    """What stands behind a goal: gap of each run, and runs that had too little of their core."""
    told: dict[str, object] = {}
    for engine, found in gaps.items():
        runs: dict[str, list[float | None]] = {}
        for (path, _), one in found.by_run.items():
            runs.setdefault(name_of(path), []).append(None if one is None else round(one, 3))
        told[engine] = runs
    told["starved_runs"] = sum(
        1 for run, row in rows.items() if run.engine in gaps and row.get("core_share", 1) < STARVED
    )
    return told
