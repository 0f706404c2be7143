"""Whose history the forecast of a series rests on, in a planner's words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.demand import ForecastBasis

_CONTEXT = "ForecastBasis"

_NAMES: dict[ForecastBasis, object] = {
    ForecastBasis.OWN: QT_TRANSLATE_NOOP("ForecastBasis", "its own history"),
    ForecastBasis.SAME_ITEM: QT_TRANSLATE_NOOP("ForecastBasis", "same SKU elsewhere"),
    ForecastBasis.SAME_CATEGORY: QT_TRANSLATE_NOOP("ForecastBasis", "SKUs of its category"),
    ForecastBasis.EVERYTHING: QT_TRANSLATE_NOOP("ForecastBasis", "all other series"),
    ForecastBasis.SILENT: QT_TRANSLATE_NOOP("ForecastBasis", "no sale so far"),
}

_SENTENCES: dict[ForecastBasis, object] = {
    ForecastBasis.OWN: QT_TRANSLATE_NOOP(
        "ForecastBasis",
        "It rests on its own history. Reasons are worked out for the series that sell most.",
    ),
    ForecastBasis.SAME_ITEM: QT_TRANSLATE_NOOP(
        "ForecastBasis",
        "Its own history is too short: it is forecast from the same SKU elsewhere.",
    ),
    ForecastBasis.SAME_CATEGORY: QT_TRANSLATE_NOOP(
        "ForecastBasis", "Its own history is too short: it is forecast from SKUs of its category."
    ),
    ForecastBasis.EVERYTHING: QT_TRANSLATE_NOOP(
        "ForecastBasis", "Its own history is too short: it is forecast from all other series."
    ),
    ForecastBasis.SILENT: QT_TRANSLATE_NOOP(
        "ForecastBasis", "It has been recorded for weeks without a sale."
    ),
}


def basis_text(basis: ForecastBasis) -> str:
    """What a forecast rests on, in a few words in the current language."""
    return QCoreApplication.translate(_CONTEXT, str(_NAMES[basis]))


def basis_sentence(basis: ForecastBasis) -> str:
    """What a forecast without reasons rests on, as a sentence in the current language."""
    return QCoreApplication.translate(_CONTEXT, str(_SENTENCES[basis]))
