"""All answers to one set: the program's models, and its peers'."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forecasting.distribution import FloatArray
from forecasting.model import ModelName
from tests.benchmarks.forecasting.entrants import quick_peers, slow_peers, slowest_peers
from tests.benchmarks.forecasting.judging import Judged, error_of, judged, scores
from tests.benchmarks.forecasting.runs import Found, Run, Runs
from tests.benchmarks.forecasting.sets import DemandSet, load_set
from tests.benchmarks.forecasting.tables import Line, line_of
from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.rows import say_not_measured

_TO_THEIR_TIME = 0.5
_NETWORKS = "nf-"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """What everybody answered to a set.

    Parameters
    ----------
    name, demand
        The set.
    ours
        Each model of the program; by default it answers with the combination.
    without_events
        The same, told of no events; empty where the set has none.
    peers
        Each peer.
    found
        The answers themselves, ours under an empty name.
    sum_q90
        The 90 % quantile of demand over lead times, ``(o, s, 2)``.
    """

    name: str
    demand: DemandSet
    ours: Mapping[ModelName, Judged]
    without_events: Mapping[ModelName, Judged]
    peers: Mapping[str, Judged]
    found: Mapping[str, Found]
    sum_q90: FloatArray

    @property
    def default(self) -> Judged:
        """What the program answers where nothing else is asked for."""
        return self.ours[ModelName.COMBINATION]

    def our_names(self) -> list[str]:
        """Names of our models in the table."""
        return [_our_name(model) for model in self.ours]

    def lines(self) -> Iterator[Line]:
        """The lines of the table."""
        for model, one in self.ours.items():
            is_default = model is ModelName.COMBINATION
            found = self.found[""] if is_default else Found(arrays={}, row={})
            yield line_of(self.name, _our_name(model), scores(self.demand, one), found)
        for name, one in self.peers.items():
            yield line_of(self.name, name, scores(self.demand, one), self.found[name])

    def share_of_their_time(self) -> Iterator[Goal]:
        """Our training beside that of the best of neuralforecast's networks."""
        networks = {name: one for name, one in self.peers.items() if name.startswith(_NETWORKS)}
        if not networks:
            say_not_measured(f"{self.name}: time against neuralforecast", "none was run")
            return
        best = min(networks, key=lambda name: error_of(networks[name]))
        ours, theirs = self.found[""].row["train_cpu_s"], self.found[best].row["train_cpu_s"]
        is_as_good = error_of(self.default) <= error_of(networks[best])
        yield Goal(
            goal=f"{self.name}: CPU of training as a share of neuralforecast's best",
            measured=ours / theirs if is_as_good else float("inf"),
            target=_TO_THEIR_TIME,
            detail={
                "peer": best,
                "ours_s": ours,
                "theirs_s": theirs,
                "our_wql": round(error_of(self.default), 4),
                "their_wql": round(error_of(networks[best]), 4),
            },
        )


def compare(runs: Runs, name: str, *, quick: bool, slowest: bool) -> Comparison | None:
    """Have a set forecast by everybody; None where its data are not at hand or ours fails.

    Parameters
    ----------
    runs
        Where answers are made or found.
    name
        The set.
    quick
        Whether peers that take an hour are left out.
    slowest
        Whether those that take hours are not.
    """
    try:
        demand = load_set(name)
    except FileNotFoundError as error:
        say_not_measured(name, str(error))
        return None
    own = runs.find(_our_run(name, with_events=True))
    if own is None:
        return None
    asked = quick_peers(name)
    asked += [] if quick else slow_peers(name)
    asked += slowest_peers(name) if slowest else []
    answers = {run.model: runs.find(run) for run in asked}
    found = {model: answer for model, answer in answers.items() if answer is not None}
    untold = None
    if demand.facts.holidays and not quick:
        untold = runs.find(_our_run(name, with_events=False))
    return Comparison(
        name=name,
        demand=demand,
        ours=_by_model(demand, own),
        without_events={} if untold is None else _by_model(demand, untold),
        peers={
            model: judged(
                demand,
                answer.arrays["levels"],
                answer.arrays["quantiles"],
                answer.arrays["mean"],
            )
            for model, answer in found.items()
        },
        found={"": own, **found},
        sum_q90=own.arrays["sum_q90"],
    )


def _by_model(demand: DemandSet, found: Found) -> dict[ModelName, Judged]:
    arrays = found.arrays
    return {
        model: judged(
            demand, arrays["levels"], arrays[f"{model}.quantiles"], arrays[f"{model}.mean"]
        )
        for model in ModelName
        if f"{model}.quantiles" in arrays
    }


def _our_name(model: ModelName) -> str:
    return f"wayloom {model}"


def _our_run(name: str, *, with_events: bool) -> Run:
    return Run(
        model="wayloom" if with_events else "wayloom-without-events",
        data=name,
        work="ours:forecast_ours",
        arguments=json.dumps({"data": name, "with_events": with_events}),
    )
