"""Which encoding a file of text is in: known for certain, told with a warning, or refused."""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""UTF-32 first, as its mark begins with that of UTF-16."""

_SAMPLE_BYTES = 4_096
_SAMPLE_CHARACTERS = 100_000
_FOREIGN = re.compile(r"[^\x00-\x7f]")

_NUL_SHARE = 0.35
"""Share of zero bytes at every other place from which text is taken for UTF-16."""

_COMMON_HAN_SHARE = 0.6
_KNOWN_HAN_SHARE = 0.9


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


def detect_encoding(data: bytes) -> TextEncoding:
    """The encoding of a file's bytes.

    Raises
    ------
    NoEncoding
        Where the bytes are no UTF-8, and no text that reads plausibly in another encoding.
    """
    codec, label = _marked(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as damage:
        if codec != "utf-8":
            raise _damage(data, damage.start) from None
        return _gb18030(data, damage.start)
    sample = "" if label == "UTF-8" else _sample(text)
    return TextEncoding(codec, label, sample)


def likely_codec(data: bytes) -> str:
    """The codec to show a file in, damaged or not."""
    try:
        return detect_encoding(data).codec
    except NoEncoding:
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


def _gb18030(data: bytes, first_bad: int) -> TextEncoding:
    """GB18030 where the text reads as Chinese in it; most bytes decode, but to rare characters."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise _damage(data, first_bad) from None
    foreign = islice(_FOREIGN.finditer(text), _SAMPLE_CHARACTERS)
    codes = [character.group().encode("gb18030") for character in foreign]
    known = sum(_is_gb2312(code) for code in codes) / len(codes)
    common = sum(_is_common_han(code) or _is_punctuation(code) for code in codes) / len(codes)
    if known < _KNOWN_HAN_SHARE or common < _COMMON_HAN_SHARE:
        raise _damage(data, first_bad)
    return TextEncoding("gb18030", "GB18030", _sample(text))


def _is_gb2312(code: bytes) -> bool:
    han = len(code) == 2 and 0xB0 <= code[0] <= 0xF7 and code[1] >= 0xA1
    return han or _is_punctuation(code)


def _is_common_han(code: bytes) -> bool:
    """Whether a character is of the first level of GB 2312: the 3,755 in everyday use."""
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1


def _is_punctuation(code: bytes) -> bool:
    return len(code) == 2 and code[0] in {0xA1, 0xA3} and code[1] >= 0xA1


def _sample(text: str) -> str:
    """Some of the text around its first character beyond ASCII, else its start."""
    found = _FOREIGN.search(text)
    first = found.start() if found else 0
    line = text[first : first + 24].splitlines()
    return line[0] if line else ""


def _damage(data: bytes, at: int) -> NoEncoding:
    row = data.count(b"\n", 0, at) + 1
    return NoEncoding(row, repr(data[max(0, at - 8) : at + 8])[2:-1])
