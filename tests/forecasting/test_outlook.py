import datetime
from dataclasses import replace

import numpy as np
import pytest

from domain.demand import DemandHistory, Promotion, SeriesKey
from domain.demand_outlook import DemandOutlook, ForecastExplanation
from domain.errors import ForecastError
from domain.progress import Progress
from forecasting import outlook
from forecasting.explain.served import explain_served
from forecasting.forecast_demand import forecast_and_model
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.outlook import demand_outlook
from forecasting.question import Effort
from forecasting.trials import LEARNED
from tests.forecasting.sample_histories import history_of
from tests.forecasting.sample_trials import QUICK, SIMPLE_ONLY, fortnightly

DAYS, HORIZON = 160, 7


@pytest.fixture(scope="module")
def history() -> DemandHistory:
    """Six series of which one is new and one never sold."""
    units = fortnightly(6, DAYS)
    units[4] = 0
    observed = np.ones(units.shape, np.bool_)
    observed[5, : DAYS - 10] = False
    return history_of(units, observed=observed, places=2)


@pytest.fixture(scope="module")
def facts(history: DemandHistory) -> KnownFacts:
    planned = Promotion(
        promo_id="p1",
        start_date=history.last_date + datetime.timedelta(days=2),
        end_date=history.last_date + datetime.timedelta(days=3),
    )
    return KnownFacts(item_groups={"I0": "a", "I1": "a"}, promotions=(planned,))


def outlook_on(history: DemandHistory, facts: KnownFacts, effort: Effort) -> DemandOutlook:
    return demand_outlook(
        history,
        horizon_days=HORIZON,
        facts=facts,
        effort=effort,
        planned_date=history.last_date + datetime.timedelta(days=1),
        unit_values={"I0": 10.0},
    )


def assert_adds_up(found: DemandOutlook) -> None:
    explained = found.explanation
    rows = [found.forecast.keys.index(key) for key in explained.keys]
    whole = explained.baseline + explained.contributions.sum(axis=2)
    np.testing.assert_allclose(whole, found.forecast.mean[rows], rtol=1e-6)


@pytest.fixture(scope="module")
def trained(history: DemandHistory, facts: KnownFacts) -> DemandOutlook:
    return outlook_on(history, facts, QUICK)


def test_contributions_add_up_to_the_forecast_of_all_together(trained: DemandOutlook) -> None:
    assert trained.forecast.method["network_pct"] or trained.forecast.method["trees_pct"]
    assert np.abs(trained.explanation.contributions).max() > 0
    assert_adds_up(trained)


def test_contributions_add_up_for_simple_rules_too(
    history: DemandHistory, facts: KnownFacts
) -> None:
    found = outlook_on(history, facts, SIMPLE_ONLY)
    assert_adds_up(found)
    causes = found.explanation.causes
    others = [place for place, cause in enumerate(causes) if cause != "recent_level"]
    # Rules read nothing but the series itself.
    np.testing.assert_allclose(found.explanation.contributions[..., others], 0, atol=1e-9)


def test_series_without_a_history_of_their_own_are_not_explained(
    history: DemandHistory, trained: DemandOutlook
) -> None:
    assert trained.explanation.keys == history.keys[:4]


def test_only_the_best_selling_series_are_explained(
    history: DemandHistory, facts: KnownFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlook, "SERIES_EXPLAINED", 2)
    found = outlook_on(history, facts, SIMPLE_ONLY)
    sold = found.forecast.mean.sum(axis=1)[:4]
    best = sorted(np.argsort(-sold)[:2].tolist())
    assert found.explanation.keys == tuple(history.keys[row] for row in best)
    assert_adds_up(found)


def test_no_series_are_explained_by_nothing(facts: KnownFacts) -> None:
    found = outlook_on(history_of(np.zeros((0, DAYS))), facts, SIMPLE_ONLY)
    assert found.explanation.keys == ()
    assert found.alerts == ()


def test_learned_members_alone_add_up(history: DemandHistory, facts: KnownFacts) -> None:
    """Each series by the models it trusts, those that need a panel included."""
    _, model, question = forecast_and_model(
        history, horizon_days=HORIZON, facts=facts, effort=replace(QUICK, max_steps=22), paths=1
    )
    alone = [name for name in LEARNED if name in model.learned]
    assert ModelName.BOOSTING in alone
    shares = tuple(1.0 if name is ModelName.BOOSTING else 0.0 for name in model.names)
    trees = replace(model, common=shares, own={})
    rows = np.array([2, 0])
    found = explain_served(trees, question, rows)
    whole = found.baseline + found.contributions.sum(axis=2)
    np.testing.assert_allclose(whole, found.forecast, rtol=1e-6)


def test_a_deviation_of_a_dear_item_is_told_first(facts: KnownFacts) -> None:
    units = fortnightly(4, DAYS)
    units[:2, DAYS - 3 :] *= 8
    found = demand_outlook(
        history_of(units),
        horizon_days=HORIZON,
        facts=facts,
        effort=SIMPLE_ONLY,
        planned_date=history_of(units).last_date + datetime.timedelta(days=1),
        unit_values={"I0": 1.0, "I1": 1e6, "I2": 1.0, "I3": 1.0},
    )
    assert found.alerts
    assert found.alerts[0].key == SeriesKey(place_id="W0", item_id="I1")


def test_only_series_of_most_money_are_watched(
    history: DemandHistory, facts: KnownFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[DemandHistory] = []

    def watch(watched: DemandHistory, *_: object, **__: object) -> tuple[()]:
        seen.append(watched)
        return ()

    monkeypatch.setattr(outlook, "watch_demand", watch)
    monkeypatch.setattr(outlook, "SERIES_WATCHED", 3)
    outlook_on(history, facts, SIMPLE_ONLY)
    (watched,) = seen
    assert len(watched.keys) == 3
    assert {key for key in watched.keys if key.item_id == "I0"} == set(history.keys[:2])


def test_progress_is_told_to_the_end(history: DemandHistory, facts: KnownFacts) -> None:
    told = [Progress(step="step.forecast_training", fraction=0.0)]
    demand_outlook(
        history,
        horizon_days=HORIZON,
        facts=facts,
        effort=SIMPLE_ONLY,
        planned_date=history.last_date,
        unit_values={},
        on_progress=told.append,
    )
    fractions = [progress.fraction for progress in told if progress.fraction is not None]
    assert fractions == sorted(fractions)
    assert {"step.forecast_explaining", "step.forecast_watching"} <= {p.step for p in told}


def test_a_horizon_of_no_days_is_refused(history: DemandHistory) -> None:
    with pytest.raises(ForecastError, match=r"forecast\.horizon"):
        demand_outlook(
            history,
            horizon_days=0,
            facts=KnownFacts(),
            effort=SIMPLE_ONLY,
            planned_date=history.last_date,
            unit_values={},
        )


def test_an_explanation_that_does_not_fit_is_refused() -> None:
    empty = np.zeros((0, HORIZON))
    with pytest.raises(ValueError, match="contribution"):
        ForecastExplanation(
            keys=(), causes=("season",), baseline=empty, contributions=np.zeros((0, HORIZON, 2))
        )
    with pytest.raises(ValueError, match="baseline"):
        ForecastExplanation(
            keys=(),
            causes=(),
            baseline=np.zeros((1, HORIZON)),
            contributions=np.zeros((1, HORIZON, 0)),
        )
