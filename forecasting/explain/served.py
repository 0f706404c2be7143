"""The explanation of what the chosen models forecast together."""

import numpy as np

from forecasting.combination import combine
from forecasting.distribution import Distribution, IntArray
from forecasting.explain.explanation import CAUSES, Explanation, explain_forecast
from forecasting.model_choice import used_models
from forecasting.panel import Panel, build_panel
from forecasting.question import Question
from forecasting.serving_model import ServingModel
from forecasting.trials import simple_predictor


def explain_served(model: ServingModel, question: Question, rows: IntArray) -> Explanation:
    """Explain the mean forecast of some series for the days after the history.

    What simple rules add differs from the habit by the recent level alone, since they read nothing
    but the series itself.

    Parameters
    ----------
    model
        What was chosen.
    question
        What is forecast.
    rows
        Series to explain.
    """
    known = question.known_after(question.history.days)
    panel = build_panel(known, question.facts, question.horizon_days)
    names = used_models(model)
    fixed = {
        name: simple_predictor(name, question)(known, rows)
        for name in names
        if name not in model.learned
    }
    keys = tuple(known.keys[row] for row in rows.tolist())
    weights = model.weights(keys)[:, [model.names.index(name) for name in names]]

    def predict(altered: Panel, every: IntArray) -> Distribution:
        forecasts = [
            fixed[name] if name in fixed else model.learned[name].predict(altered, every)
            for name in names
        ]
        return combine(forecasts, weights)

    if not len(rows):
        empty = np.zeros((0, question.horizon_days))
        return Explanation(
            baseline=empty, contributions=np.zeros((*empty.shape, len(CAUSES))), forecast=empty
        )
    return explain_forecast(predict, panel, rows)
