"""How days read in either language."""

import datetime

from PySide6.QtCore import QDate, QLocale

_LOCALES = {"en": QLocale.c(), "zh": QLocale("zh_CN")}
_FORMATS = {
    "en": {"day": "ddd d MMM yyyy", "short": "d MMM", "month": "MMM yyyy"},
    "zh": {"day": "yyyy年M月d日 ddd", "short": "M月d日", "month": "yyyy年M月"},
}


def day_text(day: datetime.date, language: str) -> str:
    """A day with its weekday: ``Fri 20 Nov 2026``."""
    return _written(day, language, "day")


def short_day_text(day: datetime.date, language: str) -> str:
    """A day of a year that is known: ``20 Nov``."""
    return _written(day, language, "short")


def month_text(day: datetime.date, language: str) -> str:
    """The month of a day: ``Nov 2026``."""
    return _written(day, language, "month")


def _written(day: datetime.date, language: str, form: str) -> str:
    date = QDate(day.year, day.month, day.day)
    return _LOCALES[language].toString(date, _FORMATS[language][form])
