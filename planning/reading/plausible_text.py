"""How plausible a text is as names and addresses, by the encoding it was decoded from.

The rules are strict on purpose: most bytes can be decoded in most encodings, and what comes out
looks like text at a glance. A reading is `sure` where it would hardly come about by chance, and
`possible` where a person could not rule it out.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from planning.reading.common_letters import (
    ALONE,
    BALTIC,
    CENTRAL,
    CYRILLIC_ALONE,
    CYRILLIC_OFTEN,
    CYRILLIC_VOWELS,
    GREEK_ALONE,
    GREEK_OFTEN,
    GREEK_VOWELS,
    HANGUL,
    JAPANESE,
    PUNCTUATION,
    SIMPLIFIED,
    TRADITIONAL,
    TURKISH,
    WESTERN,
    Language,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How plausible a text is.

    Attributes
    ----------
    weight
        Logarithm of how likely its characters are; only compared between East Asian readings.
    """

    sure: bool
    possible: bool
    weight: float = -math.inf


NO = Verdict(sure=False, possible=False)

Judge = Callable[[str], Verdict]

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_BESIDE_ASCII = re.compile(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]")

_OFTEN, _KNOWN, _RARE = math.log(0.8), math.log(0.17), math.log(0.03 / 20_000)
_HALF_WIDTH = math.log(1e-5)


@dataclass(frozen=True, slots=True)
class EastAsian:
    """Judges a text of Han characters, kana or Hangul by how common its characters are.

    Attributes
    ----------
    common
        Characters that names and addresses are mostly made of.
    is_known
        Whether the bytes of a character are among those in general use.
    known
        How many of them there are.
    """

    codec: str
    common: frozenset[str]
    is_known: Callable[[bytes], bool]
    known: int

    def __call__(self, text: str) -> Verdict:
        """The verdict on a text with characters beyond ASCII."""
        counts = Counter(c for c in _FOREIGN.findall(text) if c not in PUNCTUATION)
        total = counts.total()
        beside = len(_BESIDE_ASCII.findall(text))
        if not total or beside > 0.2 * total:
            return NO
        often = sum(n for c, n in counts.items() if c in self.common)
        weights = {c: self._weight(c) for c in counts}
        known = often + sum(
            n for c, n in counts.items() if c not in self.common and weights[c] > _RARE
        )
        return Verdict(
            sure=often >= 0.5 * total + 1 and known >= 0.9 * total,
            possible=often >= 0.35 * total and known >= 0.85 * total,
            weight=sum(n * weights[c] for c, n in counts.items()),
        )

    def _weight(self, character: str) -> float:
        if character in self.common:
            return _OFTEN - math.log(len(self.common))
        if "\uff61" <= character <= "\uff9f":
            return _HALF_WIDTH + _RARE
        if self.is_known(character.encode(self.codec)):
            return _KNOWN - math.log(self.known - len(self.common))
        return _RARE


def _is_gb2312(code: bytes) -> bool:
    return len(code) == 2 and 0xB0 <= code[0] <= 0xF7 and code[1] >= 0xA1


def _is_big5(code: bytes) -> bool:
    return len(code) == 2 and (0xA4 <= code[0] <= 0xC6 or 0xC9 <= code[0] <= 0xF9)


def _is_jis(code: bytes) -> bool:
    return len(code) == 2 and (0x88 <= code[0] <= 0x9F or 0xE0 <= code[0] <= 0xEA)


def _is_euc_jis(code: bytes) -> bool:
    return len(code) == 2 and 0xB0 <= code[0] <= 0xF4


def _is_ks_hangul(code: bytes) -> bool:
    return len(code) == 2 and 0xB0 <= code[0] <= 0xC8 and code[1] >= 0xA1


CHINESE = EastAsian("gb18030", SIMPLIFIED, _is_gb2312, 6_763)
CHINESE_OF_TAIWAN = EastAsian("cp950", TRADITIONAL, _is_big5, 13_053)
JAPANESE_TEXT = EastAsian("cp932", JAPANESE, _is_jis, 6_355)
JAPANESE_OF_UNIX = EastAsian("euc_jp", JAPANESE, _is_euc_jis, 6_355)
KOREAN = EastAsian("cp949", HANGUL, _is_ks_hangul, 2_350)


_LETTERS = 10
_LETTERS_OF_CAPITALS = 40
"""Letters that hardly make words by chance; of capitals, whose shape tells nothing, more."""


@dataclass(frozen=True, slots=True)
class OneScript:
    """Judges a text in Cyrillic or Greek, whose words have no Latin letters among theirs."""

    script: str
    often: frozenset[str]
    vowels: frozenset[str]
    alone: frozenset[str]
    is_accented: bool = False

    def __call__(self, text: str) -> Verdict:
        """The verdict on a text with characters beyond ASCII."""
        words, is_sound = _words(text)
        if not words or not is_sound or not all(map(self._is_word, words)):
            return NO
        letters = "".join(words).lower()
        is_loud = all(word.isupper() for word in words)
        often = sum(letter in self.often for letter in letters) / len(letters)
        is_long = len(letters) >= (_LETTERS_OF_CAPITALS if is_loud else _LETTERS)
        return Verdict(sure=often >= 0.5 and is_long, possible=often >= 0.4)

    def _is_word(self, word: str) -> bool:
        small = word.lower()
        if not all(unicodedata.name(letter, "").startswith(self.script) for letter in word):
            return False
        if not (word.islower() or word.isupper() or word[1:].islower()):
            return False
        if len(word) == 1:
            return small in self.alone or word.isupper()
        has_vowel = not self.vowels.isdisjoint(small)
        is_bare = self.is_accented and word.islower() and len(word) > 3 and not _is_accented(word)
        return (has_vowel or word.isupper() or len(word) <= 3) and not is_bare


CYRILLIC = OneScript("CYRILLIC", CYRILLIC_OFTEN, CYRILLIC_VOWELS, CYRILLIC_ALONE)
GREEK = OneScript("GREEK", GREEK_OFTEN, GREEK_VOWELS, GREEK_ALONE, is_accented=True)


_MANY_WORDS = 12
"""Words that are hardly all explained by chance, be it by many languages."""


@dataclass(frozen=True, slots=True)
class Latin:
    """Judges a text in Latin letters: each word with foreign letters must be of some language.

    Attributes
    ----------
    least_words
        Words that make a reading sure: more of an encoding that is seldom met.
    """

    languages: tuple[Language, ...]
    least_words: int = 1

    def __call__(self, text: str) -> Verdict:
        """The verdict on a text with characters beyond ASCII."""
        words, is_sound = _words(text)
        if not is_sound:
            return NO
        if not words:
            return Verdict(sure=self.least_words == 1, possible=True)
        explained = [self._languages_of(word) for word in words]
        bare = sum(not languages for languages in explained)
        if bare > (0.02 * len(words) if len(words) >= 50 else 0):
            return NO
        most, two = self._share_of_two(explained)
        is_long = len(words) >= _MANY_WORDS
        return Verdict(
            sure=(most >= 0.7 or two >= 0.9 or is_long) and len(words) >= self.least_words,
            possible=most >= 0.4 or two >= 0.7 or is_long,
        )

    def _share_of_two(self, explained: list[frozenset[int]]) -> tuple[float, float]:
        """Shares of the words that the best language explains, and the best with another."""
        numbers = range(len(self.languages))
        best = max(numbers, key=lambda i: sum(i in found for found in explained))
        most = sum(best in found for found in explained)
        two = max(sum(not found.isdisjoint({best, i}) for found in explained) for i in numbers)
        return most / len(explained), two / len(explained)

    def _languages_of(self, word: str) -> frozenset[int]:
        """Numbers of the languages a word may be of."""
        small = word.lower().replace("i̇", "i")
        foreign = sum(not letter.isascii() for letter in word)
        if len(word) == 1:
            return frozenset(range(len(self.languages))) if small in ALONE else frozenset()
        if foreign == len(word) or foreign > 0.75 * len(word) or not _has_sound_case(word):
            return frozenset()
        return frozenset(i for i, language in enumerate(self.languages) if language.explains(small))


_SEVERAL = 3

LATIN_WEST, LATIN_CENTRE = Latin(WESTERN), Latin(CENTRAL)
LATIN_BALTIC, LATIN_TURKISH = Latin(BALTIC, _SEVERAL), Latin((*TURKISH, *WESTERN), _SEVERAL)
LATIN_MAC = Latin(WESTERN, _SEVERAL)
LATIN_DOS = Latin(WESTERN[:3] + WESTERN[4:9], _SEVERAL)
LATIN_DOS_CENTRE = Latin(CENTRAL, _SEVERAL)

_WORD = re.compile(r"[^\W\d_]+")
_SOUND_SIGNS = re.compile(
    r"(?<!\w)[“„«‘‚»](?=[\w\s“„«‘‚]|$)"
    r"|(?<=[\w\s.,!?)“„])[”“»’‘«](?!\w)"
    r"|\b(?:[dlcjmnst]|qu|dell|nell|all|sant|quell|dall|sull|un)’(?=\w)"
    r"|\b[OoDdL]’(?=[A-Z])|(?<=\w)’(?=(?:s|t|ll|re|ve|d|m|S)\b)"
    r"|(?<![a-zß-ÿ])[–—]|[–—](?![a-zß-ÿ])"
    r"|(?<![a-zß-ÿ])\u00a0|\u00a0(?![a-zß-ÿ])|[€£…•©®™]"
    r"|§(?=\s?\d)|(?<=[\d ])[°²³½¼¾µ×±](?!\w)|(?<=\d)°(?=[CF]\b)|(?<=\b[nN])°"
    r"|(?<=\b[a-z])[ºª]|(?<=\d)[ºª]"
    r"|(?<=m)[²³](?!\w)|(?<=l)·(?=l)|(?<=\s)[·•](?=\s)|(?<!\w)[¿¡](?=\w)|№(?=\s?\d)",
    re.IGNORECASE,
)


def _words(text: str) -> tuple[list[str], bool]:
    """The distinct words with letters beyond ASCII, and whether all other signs stand soundly."""
    foreign = _FOREIGN.findall(text)
    letters = [c for c in foreign if c.isalpha() and c not in "ªº"]
    signs = len(foreign) - len(letters)
    is_sound = signs == sum(len(_FOREIGN.findall(s)) for s in _SOUND_SIGNS.findall(text))
    words = {w for w in _WORD.findall(text.replace("º", " ").replace("ª", " ")) if not w.isascii()}
    return sorted(words), is_sound


def _has_sound_case(word: str) -> bool:
    """Whether capitals beyond ASCII stand where capitals do: first, or among nothing else."""
    rest = word[1:]
    if rest.islower() or word.islower():
        return True
    if word.replace("ß", "").isupper():
        return True
    inside = [letter for letter in rest if letter.isupper()]
    return len(inside) == 1 and inside[0].isascii() and word[-1].islower()


def _is_accented(word: str) -> bool:
    return any("WITH TONOS" in unicodedata.name(letter, "") for letter in word)
