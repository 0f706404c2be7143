"""Which encoding a file of text is in: known for certain, told with a warning, or refused."""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from planning.reading.legacy_encodings import (
    differing_line,
    differing_sample,
    is_damaged_utf8,
    told_apart,
)

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""UTF-32 first, as its mark begins with that of UTF-16."""

_SAMPLE_BYTES = 4_096
_FOREIGN = re.compile(r"[^\x00-\x7f]")

_FEW = 12
_ODD_LETTER = re.compile("[\u0250-\u036f\u0530-\u07ff]")
_MIXED_WORD = re.compile(
    "[A-Za-z\u00c0-\u052f][\u0250-\u02af\u0530-\u07ff]|[\u0250-\u02af\u0530-\u07ff][A-Za-z\u00c0-\u052f]"
    "|[\u0530-\u058f][\u0590-\u07ff]|[\u0590-\u05ff][\u0600-\u07ff]|[\u0700-\u07ff][\u0530-\u06ff]"
)
"""What two bytes of other encodings often make when they are read as UTF-8: letters and marks
seldom met, or of two scripts in one word."""

_NUL_SHARE = 0.35
"""Share of zero bytes at every other place from which text is taken for UTF-16."""

_NO_FILES = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
"""Encodings that no program writes tables in."""


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How to decode a file.

    Parameters
    ----------
    codec
        Name Python knows it by.
    label
        Name a person knows it by.
    sample
        Text to compare by eye, where the encoding is a guess or not the one asked for.
    """

    codec: str
    label: str
    sample: str = ""

    @property
    def is_utf8(self) -> bool:
        """Whether it is the encoding that tables should be in."""
        return self.label == "UTF-8"


class NoEncoding(ValueError):
    """No encoding reads a file without doubt; carries the line and the bytes in the way."""

    def __init__(self, row: int, found: str) -> None:
        super().__init__(found)
        self.row = row
        self.found = found

    @classmethod
    def at(cls, data: bytes, position: int) -> "NoEncoding":
        """By the position of the first byte in the way."""
        row = data.count(b"\n", 0, position) + 1
        return cls(row, repr(data[max(0, position - 8) : position + 8])[2:-1])


class DoubtfulEncoding(ValueError):
    """A file reads plausibly in two encodings; carries both, and the line where they differ."""

    def __init__(self, first: TextEncoding, second: TextEncoding, row: int) -> None:
        super().__init__(f"{first.label} or {second.label}")
        self.row = row
        self.found = first.sample
        self.parameters = {
            "encoding": first.label,
            "sample": first.sample,
            "other": second.label,
            "other_sample": second.sample,
        }


def detect_encoding(data: bytes) -> TextEncoding:
    """The encoding of a file's bytes.

    Raises
    ------
    NoEncoding
        Where the bytes are no UTF-8, and no text that reads plausibly in another encoding.
    DoubtfulEncoding
        Where they read plausibly in more than one.
    """
    codec, label = _marked(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as damage:
        if codec != "utf-8":
            raise NoEncoding.at(data, damage.start) from None
        return _legacy(data, damage.start)
    if codec == "utf-8" and not text.isascii():
        _refuse_chance(data, text)
    sample = "" if label == "UTF-8" else _sample(text)
    return TextEncoding(codec, label, sample)


def given_encoding(name: str, data: bytes) -> TextEncoding | None:
    """The encoding that a person names, as it reads a file; None where there is none of the name.

    A mark of UTF-8 at the start of the file is no part of the text.
    """
    try:
        codec = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding or codec.name in _NO_FILES:
        return None
    has_mark = codec.name == "utf-8" and data.startswith(codecs.BOM_UTF8)
    return TextEncoding("utf-8-sig" if has_mark else codec.name, codec.name.upper())


def whole_lines(data: bytes) -> bytes:
    """The beginning of a file without what follows its last line break: half a line, or more.

    A line break is one byte in every encoding but UTF-16 and UTF-32, where what is left is a whole
    number of their units.
    """
    codec, _ = _marked(data)
    if not codec.startswith(("utf-16", "utf-32")):
        cut = max(data.rfind(b"\n"), data.rfind(b"\r"))
        return data[: cut + 1] if cut >= 0 else data
    big = data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) or codec.endswith("be")
    unit = 4 if codec == "utf-32" else 2
    line_break = "\n".encode(f"utf-{8 * unit}-{'be' if big else 'le'}")
    cut = data.rfind(line_break)
    while cut > 0 and cut % unit:
        cut = data.rfind(line_break, 0, cut)
    return data[: cut + unit] if cut > 0 else data[: len(data) // unit * unit]


def likely_codec(data: bytes) -> str:
    """The codec to show a file in, damaged or not."""
    try:
        return detect_encoding(data).codec
    except (NoEncoding, DoubtfulEncoding):
        return _marked(data)[0]


def _marked(data: bytes) -> tuple[str, str]:
    """Codec and label by the mark at the start, by zero bytes, else UTF-8."""
    for mark, codec, label in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return codec, label
    head = data[:_SAMPLE_BYTES]
    pairs = max(1, len(head) // 2)
    if head[1::2].count(0) / pairs > _NUL_SHARE:
        return "utf-16-le", "UTF-16"
    if head[0::2].count(0) / pairs > _NUL_SHARE:
        return "utf-16-be", "UTF-16"
    return "utf-8", "UTF-8"


def _refuse_chance(data: bytes, text: str) -> None:
    """Refuse what is UTF-8 by chance: a few words of another encoding may well be."""
    few = list(islice(_FOREIGN.finditer(text), _FEW + 1))
    odd = _ODD_LETTER.search(text) if few and len(few) <= _FEW else None
    if odd is None:
        return
    at = len(text[: odd.start()].encode())
    readings = told_apart(data)
    if readings:
        _, sample = differing_sample(text, readings[0].text)
        other = TextEncoding(readings[0].candidate.codec, readings[0].candidate.label, sample)
        row = data.count(b"\n", 0, at) + 1
        raise DoubtfulEncoding(TextEncoding("utf-8", "UTF-8", _sample(text)), other, row)
    if _MIXED_WORD.search(text):
        raise NoEncoding.at(data, at)


def _legacy(data: bytes, first_bad: int) -> TextEncoding:
    """The encoding from before Unicode that reads the bytes without doubt."""
    readings = () if is_damaged_utf8(data) else told_apart(data)
    if not readings:
        raise NoEncoding.at(data, first_bad)
    first, *rivals = readings
    if rivals:
        samples = differing_sample(first.text, rivals[0].text)
        pair = [
            TextEncoding(reading.candidate.codec, reading.candidate.label, sample)
            for reading, sample in zip((first, rivals[0]), samples, strict=True)
        ]
        row = differing_line(data, first.candidate, rivals[0].candidate)
        raise DoubtfulEncoding(pair[0], pair[1], row)
    try:
        data.decode(first.candidate.codec)
    except UnicodeDecodeError as damage:
        raise NoEncoding.at(data, damage.start) from None
    return TextEncoding(first.candidate.codec, first.candidate.label, _sample(first.text))


def _sample(text: str) -> str:
    """Some of the text around its first character beyond ASCII, else its start."""
    found = _FOREIGN.search(text)
    first = found.start() if found else 0
    line = text[first : first + 24].splitlines()
    return line[0] if line else ""
