"""Names of columns and tables as they are compared, and the unit that one ends with."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})
_BRACKETS = re.compile(r"[(\[{（【]([^)\]}）】]{1,25})[)\]}）】]")
_PER = re.compile(r"\s*(?:/|\bper\b|\bpro\b|\bje\b|每)\s*", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIGNS = re.compile(r"[^\w€$£¥%]+|_+")

_UNIT_WORDS = {
    unit: words.split()
    for unit, words in {
        "mg": "mg milligramm",
        "g": "g gr gramm gram grams gramme 克 grm",
        "kg": "kg kgs kilo kilogramm kilogram kilograms kgm 公斤 千克",
        "t": "t to tonnen tonne tonnes 吨",
        "lb": "lb lbs pound pounds pfund 磅",
        "oz": "oz ounce ounces",
        "mm3": "mm3 cmm",
        "cm3": "cm3 ccm cc cmq 立方厘米",
        "ml": "ml milliliter 毫升",
        "dm3": "dm3 cdm dmq 立方分米",
        "l": "l ltr liter litre liters litres 升",
        "m3": "m3 cbm kubikmeter qbm mtq 立方米 立方 方",
        "ft3": "ft3 cuft cft cubicfeet",
        "in3": "in3 cuin",
        "mm": "mm millimeter 毫米",
        "cm": "cm zentimeter centimeter 厘米",
        "m": "m meter metre meters metres mtr 米",
        "km": "km kilometer kilometers 公里 千米",
        "mi": "mi mile miles meilen 英里",
        "ft": "ft feet foot fuss",
        "in": "inch inches zoll",
        "ms": "ms millis milliseconds 毫秒",
        "s": "s sec secs sek sekunden seconds second 秒",
        "min": "min mins minuten minutes minute 分钟",
        "h": "h hr hrs hour hours std stunde stunden 小时",
        "days": "d day days tag tage tagen 天 日 jours dias",
        "weeks": "w week weeks woche wochen 周",
        "money": "eur euro euros usd cny rmb chf gbp 元 欧元 美元 € $ £ ¥",
        "cents": "cent cents ct cts rappen pence eurocent minor 分",
        "thousands": "teur tsd keur k€ 万元千",
        "pct": "pct percent prozent % 百分比",
        "share": "share anteil ratio",
    }.items()
}
_UNIT_OF_WORD = {word: unit for unit, words in _UNIT_WORDS.items() for word in words}
_SHORT = {
    "qty": "quantity", "qte": "quantite", "cust": "customer", "kd": "kunden", "art": "artikel",
    "bez": "bezeichnung", "anz": "anzahl", "auftr": "auftrag", "fzg": "fahrzeug",
    "gew": "gewicht", "vol": "volumen", "desc": "description", "addr": "address", "wh": "warehouse",
    "veh": "vehicle", "wt": "weight", "std": "standard", "req": "requested", "max": "max",
    "lief": "liefer", "best": "bestell", "prod": "product", "mat": "material", "str": "strasse",
    "tel": "telefon", "prio": "priority", "dt": "date", "dat": "datum", "cap": "capacity",
    "itm": "item", "del": "delivery", "dlv": "delivery", "avail": "available", "inv": "inventory",
    "so": "salesorder", "ek": "einkaufs", "vk": "verkaufs", "lat": "lat", "lng": "lon",
}  # fmt: skip
"""What companies shorten words to."""

_EMPTY_WORDS = frozenset(
    {
        "de", "du", "des", "d", "la", "le", "l", "les", "del", "el", "los", "of", "the", "a", "an",
        "der", "die", "das", "dem", "den", "fuer", "for", "tbl", "t", "v", "vw", "dim", "fact",
        "ship", "shipto", "to", "plan", "ist", "soll", "en", "au", "aux",
    }
)  # fmt: skip
"""Words of names that say nothing."""

_ID_FIRST = {"code", "no", "nr", "n", "numero", "num", "reference", "ref", "id", "codigo", "cod"}
"""Words that stand before what they number, in French and Spanish."""

_DIVISORS = {
    "km": "km", "公里": "km", "h": "hour", "std": "hour", "stunde": "hour", "hour": "hour",
    "小时": "hour", "hr": "hour", "min": "min", "m": "m", "mi": "mi", "100km": "100km",
    "day": "day", "tag": "day", "d": "day", "天": "day", "week": "week",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """A way to read a name: what it names, and in which unit.

    Attributes
    ----------
    key
        The name as it is compared, without its unit.
    unit
        Unit as `units_of` calls it; empty where the name tells none.
    odd_unit
        What stands in brackets as a unit does, but is none that is known.
    words
        Its words, where they could be told apart.
    """

    key: str
    unit: str = ""
    odd_unit: str = ""
    words: tuple[str, ...] = ()


def name_key(name: str) -> str:
    """A name without blanks, signs, capitals and accents."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", folded)
    return "".join(sign for sign in plain if sign.isalnum())


def name_readings(name: str) -> Iterator[NameReading]:
    """The ways to read a name, the one with the most told by it first."""
    name = unicodedata.normalize("NFKC", name.strip()[:200])
    bracket = _BRACKETS.search(name)
    if bracket:
        rest = f"{name[: bracket.start()]} {name[bracket.end() :]}"
        unit = unit_of_text(bracket[1])
        odd = "" if unit else bracket[1].strip()
        yield NameReading(key=name_key(rest), unit=unit, odd_unit=odd)
    words = [word for word in _SIGNS.split(_CAMEL.sub(" ", name)) if word]
    yield NameReading(key=name_key(name))
    for count in (1, 2):
        if len(words) > count:
            unit = unit_of_text(" ".join(words[-count:]))
            if unit:
                yield NameReading(key=name_key("".join(words[:-count])), unit=unit)
    rate = _rate_by_words(words)
    if rate is not None:
        yield rate
    rest = name if not bracket else f"{name[: bracket.start()]} {name[bracket.end() :]}"
    yield from _spelt_out(rest, unit_of_text(bracket[1]) if bracket else "")


def _spelt_out(name: str, unit: str) -> Iterator[NameReading]:
    """A name with its words written out, empty ones left out, and what it numbers first."""
    split = _SIGNS.split(_CAMEL.sub(" ", name))
    plain = [name_key(word) for word in split]
    words = [word for word in plain if word and word not in _EMPTY_WORDS]
    if len(words) > 1 and words[0] in _ID_FIRST:
        words = [*words[1:], "id"]
    long = tuple(_SHORT.get(word, word) for word in words)
    if len(words) > 1 and not unit and unit_of_text(words[-1]):
        unit_behind = unit_of_text(words[-1])
        yield NameReading(key="".join(long[:-1]), unit=unit_behind, words=long[:-1])
    yield NameReading(key="".join(long), unit=unit, words=long)


def unit_of_text(text: str) -> str:
    """The unit that a text is, as `units_of` calls it; empty where it is none."""
    text = text.strip().casefold().rstrip(".")
    whole = _UNIT_OF_WORD.get(text, "")
    if whole:
        return whole
    parts = [part.strip() for part in _PER.split(text) if part.strip()]
    if len(parts) == 2 and parts[0] in _UNIT_OF_WORD and parts[1].replace(" ", "") in _DIVISORS:
        return f"{_UNIT_OF_WORD[parts[0]]}_per_{_DIVISORS[parts[1].replace(' ', '')]}"
    return ""


def _rate_by_words(words: list[str]) -> NameReading | None:
    """``cost_ct_per_km``: the unit before, and what it is counted by behind."""
    lowered = [word.casefold() for word in words]
    for at in range(1, len(lowered) - 2):
        if lowered[at + 1] in {"per", "pro", "je"} and len(lowered) == at + 3:
            unit = unit_of_text(f"{lowered[at]}/{lowered[at + 2]}")
            if unit:
                key = name_key("".join([*words[:at], *words[at + 1 :]]))
                return NameReading(key=key, unit=unit)
    return None
