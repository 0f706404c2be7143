"""Sentences in the reader's language, from codes with parameters."""

import gettext
import locale
import logging
import os
from collections.abc import Mapping
from importlib import resources

from domain.message import Message, Parameter, Problem
from domain.units import SECONDS_PER_HOUR, major_units

log = logging.getLogger(__name__)

LANGUAGES = {"en": "en", "zh": "zh_CN"}
"""Languages a person may choose, and the folder of each in the catalogue."""

LANGUAGE_VARIABLE = "WAYLOOM_LANGUAGE"

REMEDY = ".remedy"


class Wording:
    """Renders messages in one language.

    Parameters
    ----------
    language
        A key of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        folder = LANGUAGES[language]
        catalogue = resources.files("resources") / "locale" / folder / "LC_MESSAGES" / "wayloom.mo"
        with catalogue.open("rb") as file:
            self._catalogue = gettext.GNUTranslations(file)
        self.language = language

    def say(self, message: Message) -> str:
        """The sentence of a message; its code and parameters where the catalogue lacks it."""
        return self.text(message.code, message.parameters)

    def text(self, code: str, parameters: Mapping[str, Parameter] | None = None) -> str:
        """The sentence of a code."""
        template = self._catalogue.gettext(code)
        given = dict(parameters or {})
        if template == code:
            log.error("no text for %s", code)
            return f"{code} {given}" if given else code
        try:
            return template.format_map(given)
        except (KeyError, ValueError, IndexError):
            log.exception("text of %s does not fit its parameters", code)
            return f"{code} {given}"

    def has(self, code: str) -> bool:
        """Whether the catalogue has a text for a code."""
        return self._catalogue.gettext(code) != code

    def remedy(self, problem: Problem) -> str:
        """What to do about a problem; empty where there is nothing to say."""
        code = problem.code + REMEDY
        return self.text(code, problem.message.parameters) if self.has(code) else ""

    def money(self, amount_minor: int, currency: str) -> str:
        """An amount with its currency: ``4,812.50 EUR``."""
        return f"{major_units(amount_minor, currency):,} {currency}"

    def duration(self, duration_s: int) -> str:
        """A duration: ``1 h 05``."""
        hours, rest_s = divmod(duration_s, SECONDS_PER_HOUR)
        return f"{hours} h {rest_s // 60:02d}"


def preferred_language() -> str:
    """The language the environment asks for; English where it asks for none we have."""
    wanted = os.environ.get(LANGUAGE_VARIABLE) or locale.getlocale()[0] or ""
    return wanted[:2] if wanted[:2] in LANGUAGES else "en"
